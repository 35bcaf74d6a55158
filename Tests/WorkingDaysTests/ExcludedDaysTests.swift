import Testing
import TestSupport
import WorkingDays

/// Days on which the clock stands still, and periods of days of the calendar.
@Suite struct ExcludedDaysTests {
  /// Spans in order and apart from each other, from some days before a start on.
  private func spans(
    from start: CivilDate, using generator: inout SplitMix64
  ) throws -> [ClosedRange<CivilDate>] {
    var day = try #require(start.adding(days: Int.random(in: -10...20, using: &generator)))
    return try (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      let last = try #require(day.adding(days: Int.random(in: 0...20, using: &generator)))
      defer { day = last.adding(days: Int.random(in: 1...15, using: &generator)) ?? last }
      return day...last
    }
  }

  @Test func workingDays() throws {
    var generator = SplitMix64(seed: 809)
    let calendar = StateCouncilNotices.calendar
    let naive = NaiveCalendar(notices: StateCouncilNotices.all)
    for _ in 0..<10_000 {
      let start = try CivilDate.random(in: 2020...2026, using: &generator)
      let excluded = try spans(from: start, using: &generator)
      let rule = try CountingRule(
        workingDays: Int.random(in: 1...30, using: &generator),
        countsStartDay: Bool.random(using: &generator),
        startOnRestDay: Bool.random(using: &generator)
          ? .countsFromNextWorkingDay : .deemedReceivedNextWorkingDay,
        extensionDays: Int.random(in: 0...10, using: &generator))
      let due = try? calendar.dueDate(from: start, counting: rule, excluding: excluded)
      let expected = naive.dueDate(from: start, counting: rule, excluding: excluded)
      if due != expected { Issue.record("\(start) \(rule) \(excluded): \(due as Any)") }
    }
  }

  /// Day by day: the count of days that are not excluded, then on to a working day.
  @Test func daysOfTheCalendar() throws {
    var generator = SplitMix64(seed: 2025)
    let calendar = StateCouncilNotices.calendar
    let naive = NaiveCalendar(notices: StateCouncilNotices.all)
    for _ in 0..<10_000 {
      let start = try CivilDate.random(in: 2020...2025, using: &generator)
      let excluded = try spans(from: start, using: &generator)
      let days = Int.random(in: 1...60, using: &generator)
      let (more, counts) = (
        Int.random(in: 0...20, using: &generator), Bool.random(using: &generator)
      )
      let moves = Bool.random(using: &generator)
      let period = try CalendarPeriod(
        days: days, countsStartDay: counts,
        lastDayOnRestDay: moves ? .movesToNextWorkingDay : .stands)
      var (day, left) = (start, days + more)
      if counts, !excluded.contains(where: { $0.contains(day) }) { left -= 1 }
      while left > 0 {
        day = try #require(day.adding(days: 1))
        if !excluded.contains(where: { $0.contains(day) }) { left -= 1 }
      }
      while moves, naive.isWorking(day) == false { day = try #require(day.adding(days: 1)) }
      let due = try calendar.dueDate(
        from: start, counting: period, extendedBy: more, excluding: excluded)
      if due.date != day { Issue.record("\(start) \(period) \(more) \(excluded): \(due)") }
    }
  }

  @Test(
    arguments: [
      ("2025-09-04", CalendarPeriod.LastDayOnRestDay.movesToNextWorkingDay, "2025-10-09"),
      ("2025-09-04", .stands, "2025-10-04"), ("2025-09-11", .movesToNextWorkingDay, "2025-10-11"),
      ("2025-09-12", .movesToNextWorkingDay, "2025-10-13"), ("2025-09-12", .stands, "2025-10-12"),
    ] as [(String, CalendarPeriod.LastDayOnRestDay, String)])
  func lastDayOnARestDay(
    _ start: String, _ last: CalendarPeriod.LastDayOnRestDay, _ due: String
  ) throws {
    let period = try CalendarPeriod(days: 30, lastDayOnRestDay: last)
    let found = try StateCouncilNotices.calendar.dueDate(from: date(start), counting: period)
    #expect(found == .firm(try date(due)))
  }

  /// A last day past the known calendar moves by weekends, provisionally; one that stands is firm.
  @Test func pastTheCalendar() throws {
    let calendar = StateCouncilNotices.calendar
    let start = try date("2026-12-10")
    let moving = try CalendarPeriod(days: 30)
    #expect(try calendar.dueDate(from: start, counting: moving) == .provisional(date("2027-01-11")))
    let standing = try CalendarPeriod(days: 30, lastDayOnRestDay: .stands)
    #expect(try calendar.dueDate(from: start, counting: standing) == .firm(date("2027-01-09")))
  }

  @Test(arguments: [0, -1, 3651, Int.max])
  func outOfBounds(_ days: Int) {
    #expect(throws: CountingError.workingDaysOutOfBounds(days)) { try CalendarPeriod(days: days) }
  }

  @Test func endsAfterTheLastDate() throws {
    let start = try date("9999-12-20")
    let period = try CalendarPeriod(days: 30, lastDayOnRestDay: .stands)
    #expect(throws: CountingError.endsAfterLastDate(from: start)) {
      try StateCouncilNotices.calendar.dueDate(from: start, counting: period)
    }
  }
}
