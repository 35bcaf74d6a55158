import LedgerCore
import Testing
import WorkingDays

@testable import LedgerWorkload

@Suite("The generator's parts")
struct PartsTests {
  /// The reference values of SplitMix64 for the seed 1234567.
  @Test("numbers are those of SplitMix64")
  func random() {
    var random = RandomSource(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    for bound in [1, 2, 7, 1000] {
      for _ in 0..<200 { #expect(0..<bound ~= random.below(bound)) }
    }
    #expect(random.below(0) == 0)
  }

  @Test("a queue gives the earliest first, and of equals the first inserted")
  func queue() {
    var random = RandomSource(seed: 4)
    var queue = TimeQueue<Int>()
    var model: [(time: HistoryTime, element: Int)] = []
    for number in 0..<2000 {
      let time = HistoryTime(milliseconds: Int64(random.below(50)))
      queue.insert(number, at: time)
      model.append((time, number))
      guard random.chance(400) else { continue }
      let first = model.indices.min { (model[$0].time, $0) < (model[$1].time, $1) }
      let expected = first.map { model.remove(at: $0).element }
      #expect(queue.popFirst(through: .end)?.element == expected)
    }
    #expect(queue.count == model.count)
    #expect(queue.popFirst(through: HistoryTime(milliseconds: -1)) == nil)
  }

  @Test("due dates are the holiday calendar's")
  func dueDates() throws {
    let law = try BundledLaw.load()
    let holidays = law.calendar(with: [])
    let calendar = OfficeCalendar(holidays)
    for limit in [1, 10, 15] {
      let rule = try CountingRule(workingDays: limit)
      for day in 0...HistoryTime.lastDay {
        let due = try holidays.dueDate(from: HistoryTime.date(ofDay: day), counting: rule)
        #expect(HistoryTime.date(ofDay: calendar.workingDay(limit, after: day)) == due.date)
      }
    }
  }

  @Test("times are Beijing time")
  func times() throws {
    #expect(HistoryTime.start.instant == Instant(rfc3339: "2020-01-01T00:00:00+08:00"))
    #expect(HistoryTime.end.instant == Instant(rfc3339: "2026-06-30T23:59:59.999+08:00"))
  }

  @Test("instruments come into force in order, after they were promulgated")
  func instruments() {
    let all = Instrument.all
    #expect(all.count == 28)
    #expect(zip(all, all.dropFirst()).allSatisfy { $0.effectiveOn <= $1.effectiveOn })
    #expect(all.allSatisfy { ($0.promulgatedOn ?? .max) < $0.effectiveOn })
  }

  @Test("the list of divisions is the province's: 1, 16 and 136")
  func divisions() throws {
    let divisions = try ListedDivision.bundled().map(\.division)
    #expect(divisions.count { $0.level == .province } == 1)
    #expect(divisions.count { $0.level == .city } == 16)
    #expect(divisions.count { $0.level == .county } == 136)
    #expect(Set(divisions).count == 153)
  }

  @Test("every type of body has a profile")
  func profiles() {
    #expect(BodyProfile.ofTypes.count == BodyType.allCases.count)
    #expect(BodyType.allCases.allSatisfy { $0.profile.topics.count == 6 })
    #expect(AttributeSet.ofSubjects.count == DataSubject.allCases.count)
  }
}
