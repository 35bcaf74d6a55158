import Testing
import TestSupport
import WorkingDays

/// The fast count against a walk day by day, on the real notices and on random ones.
@Suite struct CountingPropertyTests {
  @Test func realNotices() throws {
    var generator = SplitMix64(seed: 329)
    let calendar = StateCouncilNotices.calendar
    let naive = NaiveCalendar(notices: StateCouncilNotices.all)
    for _ in 0..<300 {
      let start = try CivilDate.random(in: 2019...2027, using: &generator)
      try compare(calendar, naive, from: start, using: &generator)
    }
  }

  @Test func realNoticesFromEveryDay() throws {
    let calendar = StateCouncilNotices.calendar
    let rule = try CountingRule(workingDays: 10)
    var day = try date("2019-12-31")
    let last = try date("2026-12-17")
    var wrong: [CivilDate] = []
    while day <= last, let next = day.adding(days: 1) {
      let due = try calendar.dueDate(from: day, counting: rule)
      let count = calendar.workingDays(after: day, through: due.date)
      if due != .firm(due.date) || count != 10 || !calendar.day(due.date).isWorking {
        wrong.append(day)
      }
      day = next
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func randomNotices(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let notices = try randomNotices(using: &generator)
    let calendar = HolidayCalendar(notices: notices)
    let naive = NaiveCalendar(notices: notices)
    for _ in 0..<50 {
      let start = try CivilDate.random(in: 1965...1976, using: &generator)
      try compare(calendar, naive, from: start, using: &generator)
    }
    let known = try CivilDate.random(in: 1966...1975, using: &generator)
    for _ in 0..<10 {
      let start = try CivilDate.random(in: 1965...1976, using: &generator)
      try compare(
        calendar.asKnown(on: known), naive.asKnown(on: known), from: start, using: &generator)
    }
  }

  private func compare(
    _ calendar: HolidayCalendar, _ naive: NaiveCalendar, from start: CivilDate,
    using generator: inout SplitMix64
  ) throws {
    let rule = try randomRule(using: &generator)
    let deciding = rule.calendarBasis == .finallyInForce ? naive : naive.asKnown(on: start)
    let expected = deciding.dueDate(from: start, counting: rule)
    let due = try? calendar.dueDate(from: start, counting: rule)
    #expect(due == expected, "\(start) \(rule)")
    if let due { try checkExplanation(calendar, from: start, counting: rule, due: due) }

    let end = try #require(start.adding(days: Int.random(in: -5...90, using: &generator)))
    let count = calendar.workingDays(after: start, through: end)
    #expect(count == naive.workingDays(after: start, through: end), "\(start) \(end)")
    let day = calendar.day(start)
    #expect((day.isKnown ? day.isWorking : nil) == naive.isWorking(start), "\(start)")
  }

  private func checkExplanation(
    _ calendar: HolidayCalendar, from start: CivilDate, counting rule: CountingRule, due: DueDate
  ) throws {
    let explanation = try calendar.explain(from: start, counting: rule)
    #expect(explanation.due == due)
    #expect(explanation.days.first?.day.date == start)
    #expect(explanation.days.last?.day.date == due.date)
    let total = rule.workingDays + rule.extensionDays
    #expect(explanation.days.compactMap(\.number) == Array(1...total), "\(start) \(rule)")
    #expect(explanation.days.count { $0.role == .extended } <= rule.extensionDays)
  }

  private func randomRule(using generator: inout SplitMix64) throws -> CountingRule {
    try CountingRule(
      workingDays: Int.random(in: 1...25, using: &generator),
      countsStartDay: Bool.random(using: &generator),
      startOnRestDay: Bool.random(using: &generator)
        ? .countsFromNextWorkingDay : .deemedReceivedNextWorkingDay,
      calendarBasis: Bool.random(using: &generator) ? .finallyInForce : .knownWhenTheClockStarted,
      extensionDays: Bool.random(using: &generator) ? 0 : Int.random(in: 1...9, using: &generator))
  }

  /// Notices that clash in names, days and dates of issue, around 1970, some years left out.
  private func randomNotices(using generator: inout SplitMix64) throws -> [HolidayNotice] {
    try (0..<Int.random(in: 0...8, using: &generator)).map { _ in
      let year = Int.random(in: 1967...1973, using: &generator)
      var off = try randomDays(around: year, using: &generator)
      if Int.random(in: 0..<5, using: &generator) > 0 { off.append(try date("\(year)-01-01")) }
      return HolidayNotice(
        name: "notice \(Int.random(in: 0...9, using: &generator))",
        issuedOn: try CivilDate.random(in: year - 1...year, using: &generator),
        off: off, worked: try randomDays(around: year, using: &generator))
    }
  }

  private func randomDays(
    around year: Int, using generator: inout SplitMix64
  ) throws -> [CivilDate] {
    try (0..<Int.random(in: 0...30, using: &generator)).map { _ in
      try CivilDate.random(in: year...year + 1, using: &generator)
    }
  }
}
