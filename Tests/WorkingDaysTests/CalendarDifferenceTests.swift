import Testing
import TestSupport
import WorkingDays

/// The days about which two calendars may differ: what is counted over others is the same.
@Suite struct CalendarDifferenceTests {
  @Test func whatIsRecordedAgainMovesNothing() throws {
    let all = StateCouncilNotices.calendar
    for notice in all.notices {
      let again = HolidayCalendar(notices: all.notices + [notice])
      #expect(again.span(differingFrom: all) == nil, "\(notice.name)")
      #expect(all.span(differingFrom: again) == nil, "\(notice.name)")
    }
  }

  @Test func aYearAndADay() throws {
    let known = try notice("known", "2022-11-01", off: ["2023-01-01"])
    let before = HolidayCalendar(notices: [known])
    let day = try notice("day", "2024-01-01", off: ["2024-05-06"])
    #expect(
      try HolidayCalendar(notices: [known, day]).span(differingFrom: before)
        == date("2024-05-06")...date("2024-05-06"))
    let year = try notice("year", "2024-01-01", off: ["2025-01-01"], worked: ["2024-12-28"])
    #expect(
      try HolidayCalendar(notices: [known, year]).span(differingFrom: before)
        == date("2024-12-28")...date("2025-12-31"))
    // The first year that is covered ends what may still become known of the days before it.
    #expect(
      try HolidayCalendar(notices: [year]).span(differingFrom: HolidayCalendar(notices: []))
        == CivilDate.min...date("2025-12-31"))
  }

  /// Of two notices of one day the one recorded last wins, also when it was recorded before.
  @Test func orderCountsOnOneDay() throws {
    let off = try notice("off", "2024-01-01", off: ["2024-05-06"])
    let worked = try notice("worked", "2024-01-01", worked: ["2024-05-06"])
    let before = HolidayCalendar(notices: [off, worked])
    let after = HolidayCalendar(notices: [off, worked, off])
    #expect(try before.day(date("2024-05-06")) != after.day(date("2024-05-06")))
    #expect(
      try after.span(differingFrom: before) == date("2024-05-06")...date("2024-05-06"))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func otherDaysCountAlike(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let notices = try (0..<6).map { number in
      try HolidayNotice(
        name: "\(number % 4)", issuedOn: .random(in: 2023...2024, using: &generator),
        off: (0..<2).map { _ in try .random(in: 2025...2026, using: &generator) },
        worked: (0..<2).map { _ in try .random(in: 2025...2026, using: &generator) })
    }
    let count = generator.below(6)
    let before = HolidayCalendar(notices: Array(notices[..<count]))
    let after = HolidayCalendar(notices: Array(notices[...count]))
    let span = after.span(differingFrom: before)
    for _ in 0..<200 {
      let start = try CivilDate.random(in: 2024...2027, using: &generator)
      var counting = try CountingRule(workingDays: 1 + generator.below(30))
      if generator.below(2) == 0 { counting = counting.decided(by: .knownWhenTheClockStarted) }
      let old = try? before.dueDate(from: start, counting: counting)
      let new = try? after.dueDate(from: start, counting: counting)
      guard let old, let due = [old.date, new?.date ?? old.date].min() else { continue }
      if let span, span.overlaps(start...due) { continue }
      #expect(old == new, "seed \(seed), from \(start), \(counting)")
    }
  }
}
