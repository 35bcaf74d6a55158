extension HolidayCalendar {
  /// The span of the days about which this calendar and another may differ, at any time of knowledge;
  /// `nil` when every notice says the same in both.
  ///
  /// What is counted over other days alone is the same under both.
  public func span(differingFrom other: HolidayCalendar) -> ClosedRange<CivilDate>? {
    let all = notices + other.notices
    var span: ClosedRange<CivilDate>?
    for notice in all where !isSettled(notice, among: all) {
      var touched = notice.days
      if let year = notice.coveredYears.first, !isCovered(from: year, notice, among: all) {
        // What comes before the first covered year will not become known.
        touched.append(.min ... .min)
      }
      for days in touched {
        span =
          span.map {
            min($0.lowerBound, days.lowerBound)...max($0.upperBound, days.upperBound)
          } ?? days
      }
    }
    return span
  }

  /// Whether both calendars know a first covered year no later than a year whenever a notice is known.
  private func isCovered(
    from year: Int, _ notice: HolidayNotice, among all: [HolidayNotice]
  ) -> Bool {
    all.contains { other in
      isSettled(other, among: all) && other.issuedOn <= notice.issuedOn
        && other.coveredYears.contains { $0 <= year }
    }
  }

  /// Whether a notice says the same in both calendars, and has no rival issued on its day: of those the
  /// one recorded last wins.
  private func isSettled(_ notice: HolidayNotice, among all: [HolidayNotice]) -> Bool {
    let same = all.count { $0.saysTheSame(as: notice) }
    return same == 2 && all.count { $0.issuedOn == notice.issuedOn } == 2
  }
}

extension HolidayNotice {
  /// The days that the notice names, and the years that it covers.
  fileprivate var days: [ClosedRange<CivilDate>] {
    let years = coveredYears.compactMap { year in
      CivilDate(year: year, month: 1, day: 1).flatMap { first in
        CivilDate(year: year, month: 12, day: 31).map { first...$0 }
      }
    }
    return years + (off + worked).map { $0...$0 }
  }
}
