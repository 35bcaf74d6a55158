import Testing
import WorkingDays

@Suite struct CountingTests {
  private let calendar = StateCouncilNotices.calendar

  private func due(_ start: String, _ rule: CountingRule) throws -> DueDate {
    try calendar.dueDate(from: date(start), counting: rule)
  }

  /// 2025-09-28 is a worked Sunday, 2025-09-27 a plain Saturday.
  @Test func startOnRestDay() throws {
    let next = try CountingRule(workingDays: 1)
    let deemed = try CountingRule(workingDays: 1, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(try due("2025-09-27", next) == .firm(date("2025-09-28")))
    #expect(try due("2025-09-27", deemed) == .firm(date("2025-09-29")))
    #expect(try due("2025-09-28", deemed) == .firm(date("2025-09-29")))
  }

  @Test func startDayCounts() throws {
    let counts = try CountingRule(workingDays: 2, countsStartDay: true)
    #expect(try due("2025-09-26", counts) == .firm(date("2025-09-28")))
    #expect(try due("2025-09-27", counts) == .firm(date("2025-09-29")))
    let deemed = try CountingRule(
      workingDays: 2, countsStartDay: true, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(try due("2025-09-27", deemed) == .firm(date("2025-09-29")))
  }

  @Test func extensionAddsWorkingDays() throws {
    let rule = try CountingRule(workingDays: 10, extensionDays: 5)
    #expect(try due("2025-09-26", rule) == .firm(date("2025-10-23")))
  }

  @Test func pastTheKnownCalendar() throws {
    let rule = try CountingRule(workingDays: 10)
    #expect(try due("2026-12-17", rule) == .firm(date("2026-12-31")))
    #expect(try due("2026-12-18", rule) == .provisional(date("2027-01-01")))
    #expect(try due("2030-01-01", rule) == .provisional(date("2030-01-15")))
  }

  @Test func beforeTheKnownCalendar() throws {
    let rule = try CountingRule(workingDays: 10)
    let deemed = try CountingRule(workingDays: 10, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(throws: CountingError.unknown(try date("2019-12-31"))) {
      try due("2019-12-30", rule)
    }
    #expect(try due("2019-12-31", rule) == .firm(date("2020-01-15")))
    #expect(throws: CountingError.unknown(try date("2019-12-31"))) {
      try due("2019-12-31", deemed)
    }
    #expect(throws: CountingError.unknown(try date("1000-01-02"))) {
      try calendar.explain(from: date("1000-01-01"), counting: rule)
    }
  }

  @Test func endOfTheCalendarItself() throws {
    let rule = try CountingRule(workingDays: 3650, extensionDays: 3650)
    for start in ["9999-12-31", "9999-12-01", "9990-01-01"] {
      #expect(throws: CountingError.endsAfterLastDate(from: try date(start))) {
        try due(start, rule)
      }
    }
    let day = try CountingRule(workingDays: 1)
    #expect(try due("9999-12-30", day) == .provisional(.max))
    #expect(throws: CountingError.endsAfterLastDate(from: .max)) { try due("9999-12-31", day) }
    let deemed = try CountingRule(workingDays: 1, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(throws: CountingError.endsAfterLastDate(from: .max)) { try due("9999-12-31", deemed) }
    let empty = HolidayCalendar(notices: [])
    #expect(
      try empty.dueDate(from: .min, counting: day) == .provisional(date("0001-01-02")))
  }

  @Test func boundsOfRules() throws {
    for days in [Int.min, -1, 0, 3651, Int.max] {
      #expect(throws: CountingError.workingDaysOutOfBounds(days)) {
        try CountingRule(workingDays: days)
      }
    }
    for days in [Int.min, -1, 3651, Int.max] {
      #expect(throws: CountingError.extensionDaysOutOfBounds(days)) {
        try CountingRule(workingDays: 1, extensionDays: days)
      }
    }
    for (hour, minute) in [(24, 0), (-1, 0), (0, 60), (0, -1), (Int.max, Int.min)] {
      #expect(throws: CountingError.closeOfBusinessOutOfBounds(hour: hour, minute: minute)) {
        try CountingRule(workingDays: 1, periodEnd: .closeOfBusiness(hour: hour, minute: minute))
      }
    }
  }

  @Test func lastMoment() throws {
    let day = try date("2025-10-16")
    let midnight = try CountingRule(workingDays: 10)
    let closing = try CountingRule(
      workingDays: 10, periodEnd: .closeOfBusiness(hour: 17, minute: 30))
    #expect(
      try calendar.dueInstant(of: day, counting: midnight)
        == instant("2025-10-16T23:59:59.999+08:00"))
    #expect(try calendar.dueInstant(of: day, counting: closing) == instant("2025-10-16T09:30:00Z"))
  }

  @Test func workingDaysOfSpans() throws {
    let day = try date("2025-09-26")
    #expect(calendar.workingDays(after: day, through: day) == 0)
    #expect(try calendar.workingDays(after: day, through: date("2025-09-01")) == 0)
    #expect(try calendar.workingDays(after: day, through: date("2025-10-16")) == 10)
    let sixYears = 249 + 250 + 249 + 249 + 251 + 248
    #expect(
      try calendar.workingDays(after: date("2019-12-31"), through: date("2025-12-31")) == sixYears)
    #expect(try calendar.workingDays(after: date("2019-12-30"), through: day) == nil)
    #expect(try calendar.workingDays(after: day, through: date("2027-01-01")) == nil)
    #expect(calendar.workingDays(after: .min, through: .max) == nil)
    #expect(calendar.workingDays(after: .max, through: .min) == 0)
  }

  @Test func errorsSayWhatWasFound() throws {
    let errors: [CountingError] = [
      .workingDaysOutOfBounds(0), .extensionDaysOutOfBounds(-1),
      .closeOfBusinessOutOfBounds(hour: 24, minute: 0), .unknown(try date("2019-12-31")),
      .endsAfterLastDate(from: .max),
    ]
    #expect(
      errors.map(\.description) == [
        "working days: found 0, expected 1 to 3650",
        "extension: found -1 working days, expected 0 to 3650",
        "close of business: found 24:0, expected 00:00 to 23:59",
        "2019-12-31 lies before the years that holiday notices cover",
        "the period from 9999-12-31 ends after 9999-12-31",
      ])
  }
}
