import Testing
import TestSupport
import WorkingDays

@Suite struct CivilDateTests {
  @Test(arguments: [
    ("0001-01-01", -719_162, Weekday.monday), ("1600-02-29", -135_081, .tuesday),
    ("1969-12-31", -1, .wednesday), ("1970-01-01", 0, .thursday), ("2000-02-29", 11_016, .tuesday),
    ("2020-02-01", 18_293, .saturday), ("2026-02-14", 20_498, .saturday),
    ("9999-12-31", 2_932_896, .friday),
  ])
  func knownDates(text: String, days: Int, weekday: Weekday) throws {
    let date = try date(text)
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(date.description == text)
    #expect(CivilDate(daysSinceEpoch: days) == date)
  }

  /// Walks every date that there is by the lengths of the months.
  @Test func everyDateInOrder() {
    var days = CivilDate.min.daysSinceEpoch
    var wrong: [String] = []
    for year in 1...9999 {
      for (index, length) in monthLengths(of: year).enumerated() {
        for day in 1...length {
          if !agrees(days: days, year: year, month: index + 1, day: day) {
            wrong.append("\(year)-\(index + 1)-\(day)")
          }
          days += 1
        }
        if CivilDate(year: year, month: index + 1, day: length + 1) != nil {
          wrong.append("\(year)-\(index + 1)-\(length + 1)")
        }
      }
    }
    #expect(wrong.isEmpty)
    #expect(days == CivilDate.max.daysSinceEpoch + 1)
  }

  private func monthLengths(of year: Int) -> [Int] {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  }

  private func agrees(days: Int, year: Int, month: Int, day: Int) -> Bool {
    guard let date = CivilDate(year: year, month: month, day: day) else { return false }
    let components = date.components
    return date.daysSinceEpoch == days && components == (year, month, day)
  }

  @Test func textOfEveryDateFrom1600To2400() throws {
    let first = try date("1600-01-01")
    let last = try date("2400-12-31")
    var expectedWeekday = first.weekday.rawValue
    var wrong: [Int] = []
    for days in first.daysSinceEpoch...last.daysSinceEpoch {
      let date = CivilDate(daysSinceEpoch: days)
      if date.flatMap({ CivilDate($0.description) }) != date || date == nil
        || date?.weekday.rawValue != expectedWeekday
      {
        wrong.append(days)
      }
      expectedWeekday = expectedWeekday % 7 + 1
    }
    #expect(wrong.isEmpty)
  }

  @Test func textOfRandomDates() throws {
    var generator = SplitMix64(seed: 201)
    for _ in 0..<5000 {
      let date = try CivilDate.random(in: 1...9999, using: &generator)
      var bytes: [UInt8] = []
      date.appendUTF8(to: &bytes)
      #expect(bytes.count == 10)
      #expect(String(decoding: bytes, as: UTF8.self) == date.description)
      #expect(CivilDate(utf8: bytes) == date)
      #expect(CivilDate(utf8: Scattered(bytes: bytes)) == date)
      #expect(CivilDate(utf8: ([0] + bytes + [0])[1...10]) == date)
      #expect(CivilDate(year: date.year, month: date.month, day: date.day) == date)
    }
  }

  @Test(arguments: [
    "", "2020", "2020-1-01", "2020-01-1", "20200101", "2020-01-011", " 2020-01-01", "2020-01-01 ",
    "2020/01/01", "2020-00-01", "2020-13-01", "2020-01-00", "2020-01-32", "2021-02-29",
    "1900-02-29", "0000-01-01", "-001-01-01", "+020-01-01", "10000-01-01", "2020-01-01T",
    "２０２０-01-01", "2020-01-0\u{0}", "2020\u{2212}01-01", "2020-04-31",
  ])
  func otherTexts(text: String) {
    #expect(CivilDate(text) == nil)
    #expect(CivilDate(utf8: Array(text.utf8)) == nil)
    #expect(CivilDate(utf8: Scattered(bytes: Array(text.utf8))) == nil)
  }

  @Test func hostileBytes() throws {
    var generator = SplitMix64(seed: 203)
    for _ in 0..<20_000 {
      let text = try CivilDate.random(in: 1...9999, using: &generator).description
      let bytes = mutations(of: text, using: &generator)
      guard let date = CivilDate(utf8: bytes) else { continue }
      #expect(Array(date.description.utf8) == bytes)
    }
  }

  @Test func randomBytes() {
    var generator = SplitMix64(seed: 204)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...40, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(CivilDate(utf8: bytes) == nil)
      #expect(CivilDate(String(decoding: bytes, as: UTF8.self)) == nil)
    }
  }

  @Test func componentsOutOfRange() {
    for extreme in [Int.min, -1, 0, 10_000, Int.max] {
      #expect(CivilDate(year: extreme, month: 1, day: 1) == nil)
      #expect(CivilDate(year: 2020, month: extreme, day: 1) == nil)
      #expect(CivilDate(year: 2020, month: 1, day: extreme) == nil)
    }
    #expect(CivilDate(daysSinceEpoch: .min) == nil)
    #expect(CivilDate(daysSinceEpoch: .max) == nil)
    #expect(CivilDate(daysSinceEpoch: CivilDate.min.daysSinceEpoch - 1) == nil)
    #expect(CivilDate(daysSinceEpoch: CivilDate.max.daysSinceEpoch + 1) == nil)
  }

  @Test func adding() throws {
    #expect(try date("2020-02-28").adding(days: 2) == date("2020-03-01"))
    #expect(try date("2020-03-01").adding(days: -366) == date("2019-03-01"))
    #expect(CivilDate.max.adding(days: 1) == nil)
    #expect(CivilDate.min.adding(days: -1) == nil)
    #expect(CivilDate.max.adding(days: .max) == nil)
    #expect(CivilDate.min.adding(days: .min) == nil)
    #expect(CivilDate.min.adding(days: 3_652_058) == .max)
  }

  @Test func order() throws {
    #expect(try date("2020-01-31") < date("2020-02-01"))
    #expect(CivilDate.min < CivilDate.max)
    #expect(Weekday.allCases.filter(\.isWeekend) == [.saturday, .sunday])
    #expect(Weekday.allCases.map(\.rawValue) == Array(1...7))
  }
}
