import WorkingDays

@testable import LedgerCore

/// The clock of one obligation as its definition reads: act by act, each judged by the due date as
/// it stands then.
struct ReferenceClock {
  /// The due date, and the last moment of the period.
  struct Due {
    let date: DueDate
    let last: Instant
  }

  let rule: ObligationRule
  let calendar: HolidayCalendar
  let opened: Instant
  var start: CivilDate
  private var extended = 0
  private var granted = 0
  private var extensions = 0
  private var asks = 0
  private var excluded: [ClosedRange<CivilDate>] = []
  private var restartedOn: CivilDate?
  private var isWaiting = false
  /// The suspension that stands, by its place in the rule, and since when.
  private var stopped: (place: Int, since: CivilDate)?

  init(rule: ObligationRule, calendar: HolidayCalendar, opened: Instant, start: CivilDate) {
    self.rule = rule
    self.calendar = calendar
    self.opened = opened
    self.start = start
  }

  private var stands: Bool { isWaiting || stopped != nil }

  /// The days of the suspension that stands, where the rule says how long it may last: so long, until it
  /// ends before.
  private var lastStop: ClosedRange<CivilDate>? {
    guard let stopped, let most = rule.suspensions[stopped.place].atMost?.workingDays,
      let first = stopped.since.adding(days: 1)
    else { return nil }
    var (day, worked): (CivilDate, Int) = (stopped.since, 0)
    while worked < most {
      guard let next = day.adding(days: 1) else { return nil }
      day = next
      if calendar.day(day).isWorking { worked += 1 }
    }
    return first...day
  }

  /// Lets the clock run on by a day, where it stood still for as long as it may.
  private mutating func runOn(by day: CivilDate) {
    guard let days = lastStop, days.upperBound < day else { return }
    excluded.append(days)
    stopped = nil
  }

  /// Where nothing is known of the calendar on the starting day, there is no date.
  var due: Due? {
    if isWaiting || stopped != nil && lastStop == nil { return nil }
    let excluded = excluded + [lastStop].compactMap(\.self)
    switch rule.period {
    case .atOnce: return nil
    case .hours(let hours):
      guard let last = opened.adding(milliseconds: Int64(hours) * 3_600_000) else { return nil }
      return Due(date: .firm(last.beijingDate), last: last)
    case .workingDays(let counting):
      let longer = counting.extended(by: extended)
      guard let date = try? calendar.dueDate(from: start, counting: longer, excluding: excluded)
      else { return nil }
      return Due(date: date, last: counting.periodEnd.lastInstant(of: date.date))
    case .calendarDays(let period):
      let date = try? calendar.dueDate(
        from: start, counting: period, extendedBy: extended, excluding: excluded)
      return date.map { Due(date: $0, last: period.periodEnd.lastInstant(of: $0.date)) }
    }
  }

  var finding: ClockFinding {
    let end = due?.date.date ?? .max
    let days = (excluded + [lastStop].compactMap(\.self)).reduce(0) { sum, span in
      sum + span.lowerBound.days(through: span.upperBound).filter { $0 <= end }.count
    }
    return ClockFinding(
      extendedDays: extended, excludedDays: days, restartedOn: restartedOn,
      isSuspended: isWaiting || stopped != nil && lastStop == nil)
  }

  mutating func move(_ act: ClockAct) {
    let on = act.moment.occurredAt.beijingDate
    runOn(by: on)
    let isInTime = due.map { act.moment.occurredAt <= $0.last } ?? true
    if let rule = rule.extension, rule.by == act.type, isInTime, act.isConsented,
      extensions < rule.times, granted < rule.atMost
    {
      let days = min(act.days, rule.atMost - granted)
      (extensions, granted, extended) = (extensions + 1, granted + days, extended + days)
    }
    if let restart = rule.restart {
      if restart.asked == act.type, !stands, isInTime, asks < restart.times {
        (isWaiting, asks) = (true, asks + 1)
      } else if restart.received == act.type, isWaiting {
        (isWaiting, excluded, extended) = (false, [], 0)
        (start, restartedOn) = (act.receivedOn, act.receivedOn)
      }
    }
    for (place, suspension) in rule.suspensions.enumerated() {
      if suspension.from == act.type, !stands, isInTime {
        stopped = (place, on)
      } else if let stopped, stopped.place == place, suspension.until == act.type {
        if let first = stopped.since.adding(days: 1), first <= on { excluded.append(first...on) }
        self.stopped = nil
      }
    }
  }
}

extension CivilDate {
  /// The days from this one to another.
  fileprivate func days(through end: CivilDate) -> [CivilDate] {
    Array(sequence(first: self) { $0 < end ? $0.adding(days: 1) : nil })
  }
}
