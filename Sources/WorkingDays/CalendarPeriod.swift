/// A period of days of the calendar (日历日), rest days included.
public struct CalendarPeriod: Hashable, Sendable {
  /// What a last day that is a rest day means.
  public enum LastDayOnRestDay: Hashable, Sendable {
    /// The next working day is the last day (Civil Code 民法典 art. 203).
    case movesToNextWorkingDay
    /// Nothing.
    case stands
  }

  /// The length in days, 1...3650.
  public let days: Int
  /// Whether the start day is day 1. Civil Code art. 201 does not count it.
  public let countsStartDay: Bool
  /// What a last day that is a rest day means.
  public let lastDayOnRestDay: LastDayOnRestDay
  /// When the last day ends.
  public let periodEnd: CountingRule.PeriodEnd

  /// A period; throws ``CountingError`` when a number is out of bounds.
  public init(
    days: Int, countsStartDay: Bool = false,
    lastDayOnRestDay: LastDayOnRestDay = .movesToNextWorkingDay,
    periodEnd: CountingRule.PeriodEnd = .midnight
  ) throws(CountingError) {
    guard (1...CountingRule.maximumDays).contains(days) else {
      throw .workingDaysOutOfBounds(days)
    }
    try periodEnd.validate()
    self.days = days
    self.countsStartDay = countsStartDay
    self.lastDayOnRestDay = lastDayOnRestDay
    self.periodEnd = periodEnd
  }
}

extension HolidayCalendar {
  /// The last day of a period of calendar days that starts on `start`.
  ///
  /// Only a last day that may have to move depends on what is known of working days; see
  /// ``dueDate(from:counting:excluding:)`` for what is not known.
  ///
  /// - Parameters:
  ///   - extensionDays: the days by which the period was extended.
  ///   - excluded: the days on which the clock stood still, in order and apart from each other.
  public func dueDate(
    from start: CivilDate, counting period: CalendarPeriod, extendedBy extensionDays: Int = 0,
    excluding excluded: [ClosedRange<CivilDate>] = []
  ) throws(CountingError) -> DueDate {
    let first = start.daysSinceEpoch + (period.countsStartDay ? 0 : 1)
    let count = period.days + min(max(extensionDays, 0), CountingRule.maximumDays)
    var last = first + count - 1
    for days in excluded {
      let from = max(days.lowerBound.daysSinceEpoch, first)
      guard from <= min(last, days.upperBound.daysSinceEpoch) else { continue }
      last += days.upperBound.daysSinceEpoch - from + 1
    }
    guard let day = CivilDate(daysSinceEpoch: last) else { throw .endsAfterLastDate(from: start) }
    return period.lastDayOnRestDay == .stands ? .firm(day) : try workingDay(from: day)
  }

  /// The first working day that is not before a day.
  private func workingDay(from day: CivilDate) throws(CountingError) -> DueDate {
    let first = day.daysSinceEpoch
    let number = table.workingDays(through: first - 1) + 1
    guard let last = CivilDate(daysSinceEpoch: table.day(ofWorkingDay: number)) else {
      throw .endsAfterLastDate(from: day)
    }
    guard let unknown = known.firstUnknown(in: first...last.daysSinceEpoch) else {
      return .firm(last)
    }
    if let covered = known.firstCovered, unknown < covered { throw .unknown(day) }
    return .provisional(last)
  }
}
