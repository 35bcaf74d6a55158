extension HolidayCalendar {
  /// The last day of a period of working days that starts on `start`.
  ///
  /// By default the start day is not counted (Civil Code 民法典 art. 201). The last day is a working
  /// day, which is where art. 203 would move it. A rule of
  /// ``CountingRule/CalendarBasis/knownWhenTheClockStarted`` asks ``asKnown(on:)`` of the start day.
  ///
  /// Days of which nothing is known yet make the answer provisional: they count as Monday to Friday.
  /// Days before the first covered year will not become known: a count that needs one throws
  /// ``CountingError/unknown(_:)``. When no year is covered at all, every answer is provisional. A
  /// period that ends after 9999-12-31 throws ``CountingError/endsAfterLastDate(from:)``.
  ///
  /// - Parameter excluded: the days on which the clock stood still, in order and apart from each
  ///   other: none of them is counted.
  public func dueDate(
    from start: CivilDate, counting rule: CountingRule,
    excluding excluded: [ClosedRange<CivilDate>] = []
  ) throws(CountingError) -> DueDate {
    try deciding(rule, from: start).period(from: start, counting: rule, excluded).due
  }

  /// The same count as ``dueDate(from:counting:excluding:)``, told day by day.
  public func explain(
    from start: CivilDate, counting rule: CountingRule,
    excluding excluded: [ClosedRange<CivilDate>] = []
  ) throws(CountingError) -> CountExplanation {
    let calendar = deciding(rule, from: start)
    let period = try calendar.period(from: start, counting: rule, excluded)
    let days = calendar.countedDays(of: period, from: start, counting: rule, excluded)
    return CountExplanation(from: start, rule: rule, due: period.due, days: days)
  }

  /// The working days after `start` up to and including `end`; 0 when `end` is not after `start`.
  ///
  /// Nil when a day of the span is unknown.
  public func workingDays(after start: CivilDate, through end: CivilDate) -> Int? {
    guard end > start else { return 0 }
    let span = start.daysSinceEpoch + 1...end.daysSinceEpoch
    guard known.firstUnknown(in: span) == nil else { return nil }
    return table.workingDays(through: span.upperBound)
      - table.workingDays(through: span.lowerBound - 1)
  }

  /// The last moment of a period whose last day is `date`: 23:59:59.999 in Beijing, or the close of
  /// business that the rule states (Civil Code art. 203, second paragraph).
  public func dueInstant(of date: CivilDate, counting rule: CountingRule) -> Instant {
    rule.periodEnd.lastInstant(of: date)
  }
}

/// Where a period begins and ends.
private struct Period {
  /// The day from which the working days are numbered, counted itself or not.
  let opening: Int
  let due: DueDate
}

extension HolidayCalendar {
  /// The calendar that decides under a rule.
  private func deciding(_ rule: CountingRule, from start: CivilDate) -> HolidayCalendar {
    switch rule.calendarBasis {
    case .finallyInForce: self
    case .knownWhenTheClockStarted: asKnown(on: start)
    }
  }

  private func period(
    from start: CivilDate, counting rule: CountingRule, _ excluded: [ClosedRange<CivilDate>]
  ) throws(CountingError) -> Period {
    let opening = openingDay(from: start.daysSinceEpoch, counting: rule)
    let firstDay = rule.countsStartDay ? opening : opening + 1
    let lastDay = lastDay(from: firstDay, counting: rule.totalDays, excluded)
    guard let last = CivilDate(daysSinceEpoch: lastDay) else {
      throw .endsAfterLastDate(from: start)
    }
    let movesStart = rule.startOnRestDay == .deemedReceivedNextWorkingDay
    let firstNeeded = movesStart ? start.daysSinceEpoch : firstDay
    guard let unknown = known.firstUnknown(in: firstNeeded...last.daysSinceEpoch) else {
      return Period(opening: opening, due: .firm(last))
    }
    if let first = known.firstCovered, unknown < first {
      throw .unknown(CivilDate(uncheckedDays: unknown))
    }
    return Period(opening: opening, due: .provisional(last))
  }

  /// The last of `count` working days from a first day on.
  private func lastDay(
    from firstDay: Int, counting count: Int, _ excluded: [ClosedRange<CivilDate>]
  ) -> Int {
    let before = table.workingDays(through: firstDay - 1)
    var skipped = 0
    while true {
      let last = table.day(ofWorkingDay: before + count + skipped)
      let standing = excluded.reduce(0) { sum, days in
        let first = max(days.lowerBound.daysSinceEpoch, firstDay)
        let end = min(days.upperBound.daysSinceEpoch, last)
        guard first <= end else { return sum }
        return sum + table.workingDays(through: end) - table.workingDays(through: first - 1)
      }
      if standing == skipped { return last }
      skipped = standing
    }
  }

  private func openingDay(from start: Int, counting rule: CountingRule) -> Int {
    switch rule.startOnRestDay {
    case .countsFromNextWorkingDay: start
    case .deemedReceivedNextWorkingDay:
      table.day(ofWorkingDay: table.workingDays(through: start - 1) + 1)
    }
  }

  private func countedDays(
    of period: Period, from start: CivilDate, counting rule: CountingRule,
    _ excluded: [ClosedRange<CivilDate>]
  ) -> [CountedDay] {
    var number = 0
    return (start.daysSinceEpoch...period.due.date.daysSinceEpoch).map { index in
      let day = day(CivilDate(uncheckedDays: index))
      let isInPeriod = rule.countsStartDay ? index >= period.opening : index > period.opening
      let isExcluded = excluded.contains { $0.contains(day.date) }
      let counts = isInPeriod && day.isWorking && !isExcluded
      if counts { number += 1 }
      let role: CountedDay.Role =
        if index == start.daysSinceEpoch {
          .start
        } else if isExcluded {
          .excluded
        } else if !day.isWorking {
          .rest
        } else if index == period.opening {
          .deemedStart
        } else {
          number > rule.workingDays ? .extended : .counted
        }
      return CountedDay(day: day, number: counts ? number : nil, role: role)
    }
  }
}
