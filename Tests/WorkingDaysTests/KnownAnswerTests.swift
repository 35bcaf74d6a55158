import Testing
import WorkingDays

@Suite struct KnownAnswerTests {
  private let calendar = StateCouncilNotices.calendar

  @Test(arguments: [
    ("2020-01-17", 10, "2020-02-07"), ("2024-02-02", 10, "2024-02-21"),
    ("2025-09-26", 15, "2025-10-23"), ("2025-09-26", 10, "2025-10-16"),
    ("2026-02-14", 10, "2026-03-06"),
  ])
  func dueDates(start: String, workingDays: Int, due: String) throws {
    let rule = try CountingRule(workingDays: workingDays)
    #expect(try calendar.dueDate(from: date(start), counting: rule) == .firm(date(due)))
  }

  @Test(arguments: [
    (2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248),
  ])
  func workingDaysOfYear(year: Int, workingDays: Int) throws {
    let first = try date("\(year)-01-01")
    let eve = try #require(first.adding(days: -1))
    #expect(try calendar.workingDays(after: eve, through: date("\(year)-12-31")) == workingDays)
  }

  @Test func lunarNewYearsEveOf2024WasWorked() throws {
    #expect(try calendar.day(date("2024-02-09")).reason == .weekday)
    #expect(try calendar.day(date("2024-02-09")).isWorking)
  }

  /// The Spring Festival of 2020 was extended by a notice issued on 2020-01-27.
  @Test func springFestivalOf2020() throws {
    let rule = try CountingRule(workingDays: 10)
    let before = try calendar.asKnown(on: date("2020-01-20"))
    let eve = try calendar.asKnown(on: date("2020-01-26"))
    let after = try calendar.asKnown(on: date("2020-01-27"))
    let start = try date("2020-01-17")
    #expect(try before.dueDate(from: start, counting: rule) == .firm(date("2020-02-05")))
    #expect(try eve.dueDate(from: start, counting: rule) == .firm(date("2020-02-05")))
    #expect(try after.dueDate(from: start, counting: rule) == .firm(date("2020-02-07")))

    let saturday = try date("2020-02-01")
    #expect(before.day(saturday).reason == .noticeWorked("国办发明电〔2019〕16号"))
    #expect(after.day(saturday).reason == .noticeOff("国办发明电〔2020〕1号"))
    #expect(try before.day(date("2020-01-31")).reason == .weekday)
    #expect(try after.day(date("2020-01-31")).reason == .noticeOff("国办发明电〔2020〕1号"))

    let known = try CountingRule(workingDays: 10, calendarBasis: .knownWhenTheClockStarted)
    #expect(try calendar.dueDate(from: start, counting: known) == .firm(date("2020-02-05")))
  }

  @Test func coverage() throws {
    #expect(try calendar.coverage == date("2020-01-01")...date("2026-12-31"))
    #expect(
      try calendar.asKnown(on: date("2020-11-24")).coverage
        == date("2020-01-01")...date("2020-12-31"))
    #expect(try calendar.asKnown(on: date("2019-11-20")).coverage == nil)
    #expect(StateCouncilNotices.all.map(\.off.count) == [27, 3, 31, 31, 27, 28, 28, 33])
    #expect(StateCouncilNotices.all.map(\.worked.count) == [7, 0, 7, 7, 7, 8, 5, 6])
  }
}
