import Testing
import WorkingDays

@Suite struct HolidayCalendarTests {
  @Test func reasons() throws {
    let calendar = StateCouncilNotices.calendar
    let expected: [(String, CalendarDay.Reason, isWorking: Bool)] = [
      ("2025-10-01", .noticeOff("国办发明电〔2024〕12号"), false),
      ("2025-10-11", .noticeWorked("国办发明电〔2024〕12号"), true),
      ("2025-10-10", .weekday, true), ("2025-10-12", .weekend, false),
      ("2019-12-31", .unknownWeekday, true), ("2019-12-29", .unknownWeekend, false),
      ("2027-01-01", .unknownWeekday, true), ("2027-01-02", .unknownWeekend, false),
    ]
    for (text, reason, isWorking) in expected {
      let day = try calendar.day(date(text))
      #expect(day == CalendarDay(date: try date(text), reason: reason))
      #expect(day.isWorking == isWorking)
      #expect(day.isKnown == text.hasPrefix("2025"))
      #expect(try calendar.covers(date(text)) == text.hasPrefix("2025"))
    }
  }

  @Test func namedDayOutsideCoverageIsKnown() throws {
    let calendar = try HolidayCalendar(notices: [
      notice("a", "2019-11-01", off: ["2020-01-01", "2021-01-04"])
    ])
    let day = try calendar.day(date("2021-01-04"))
    #expect(day.reason == .noticeOff("a"))
    #expect(day.isKnown)
    #expect(!calendar.covers(day.date))
    #expect(try calendar.workingDays(after: date("2021-01-03"), through: date("2021-01-04")) == 0)
    #expect(try calendar.workingDays(after: date("2020-12-31"), through: date("2021-01-04")) == nil)
  }

  @Test func latestIssueWinsWhateverTheOrderOfRecording() throws {
    let early = try notice("early", "2019-11-21", worked: ["2020-02-01"])
    let late = try notice("late", "2020-01-27", off: ["2020-02-01"])
    for notices in [[early, late], [late, early]] {
      let day = try HolidayCalendar(notices: notices).day(date("2020-02-01"))
      #expect(day.reason == .noticeOff("late"))
    }
  }

  @Test func laterRecordWinsOnTheSameDay() throws {
    let first = try notice("first", "2020-01-27", worked: ["2020-02-01"])
    let second = try notice("second", "2020-01-27", off: ["2020-02-01"])
    let day = try date("2020-02-01")
    #expect(HolidayCalendar(notices: [first, second]).day(day).reason == .noticeOff("second"))
    #expect(HolidayCalendar(notices: [second, first]).day(day).reason == .noticeWorked("first"))
  }

  @Test func sameNameReplaces() throws {
    let wrong = try notice("a", "2020-05-01", off: ["2021-01-01", "2021-03-01"])
    let other = try notice("b", "2020-05-01", worked: ["2021-03-06"])
    let right = try notice("a", "2020-04-01", off: ["2021-01-01", "2021-03-06"])
    let calendar = HolidayCalendar(notices: [wrong, other, right])
    #expect(calendar.notices == [other, right])
    #expect(try calendar.day(date("2021-03-01")).reason == .weekday)
    #expect(try calendar.day(date("2021-03-06")).reason == .noticeWorked("b"))
    #expect(try calendar.asKnown(on: date("2020-04-30")).notices == [right])
    #expect(try calendar.asKnown(on: date("2020-03-31")).notices.isEmpty)
  }

  @Test func workedWinsWithinOneNotice() throws {
    let both = try notice("a", "2020-01-01", off: ["2020-02-01"], worked: ["2020-02-01"])
    let day = try HolidayCalendar(notices: [both]).day(date("2020-02-01"))
    #expect(day.reason == .noticeWorked("a"))
  }

  @Test func coveredYears() throws {
    let off = ["2022-01-01", "2021-12-31", "2020-01-01", "2022-01-01", "2023-01-02"]
    #expect(try notice("a", "2019-01-01", off: off).coveredYears == [2020, 2022])
    #expect(try notice("a", "2019-01-01", worked: ["2020-01-01"]).coveredYears == [])
  }

  @Test func gapInCoverage() throws {
    let calendar = try HolidayCalendar(notices: [
      notice("a", "2019-01-01", off: ["2020-01-01", "2022-01-01", "2023-01-01"])
    ])
    #expect(try calendar.coverage == date("2022-01-01")...date("2023-12-31"))
    #expect(try calendar.covers(date("2020-06-01")))
    #expect(try !calendar.covers(date("2021-06-01")))
    let rule = try CountingRule(workingDays: 1)
    #expect(
      try calendar.dueDate(from: date("2020-06-01"), counting: rule) == .firm(date("2020-06-02")))
    #expect(
      try calendar.dueDate(from: date("2021-06-01"), counting: rule)
        == .provisional(date("2021-06-02")))
  }

  @Test func emptyCalendar() throws {
    let calendar = HolidayCalendar(notices: [])
    #expect(calendar.coverage == nil)
    #expect(try calendar.day(date("2020-02-03")).reason == .unknownWeekday)
    let rule = try CountingRule(workingDays: 5)
    #expect(
      try calendar.dueDate(from: date("2020-02-03"), counting: rule)
        == .provisional(date("2020-02-10")))
    #expect(try calendar.workingDays(after: date("2020-02-03"), through: date("2020-02-04")) == nil)
  }
}
