import WorkingDays

/// The clock of one obligation: from its start and the acts that lengthened it, stopped it or made
/// it begin anew, to its due date.
public struct ObligationClock: Sendable {
  /// What became of an act that might move the clock.
  public enum Effect: String, Sendable {
    /// The period was lengthened.
    case extended
    /// The clock was stopped.
    case stopped
    /// The clock ran on.
    case resumed
    /// The period began anew.
    case restarted
    /// Nothing: the period had run out by then.
    case tooLate
    /// Nothing: the consent was not that of the body that must give it.
    case withoutConsent
    /// Nothing: it was done as often as the rule allows, or to the full number of days.
    case tooOften
    /// Nothing: the clock did not stand as the act supposes.
    case outOfPlace
  }

  /// An act with its effect.
  public struct Step: Sendable {
    /// The act's type.
    public let type: EventType
    /// When it took place, and the position of its event.
    public let moment: Moment
    /// What became of it.
    public let effect: Effect
    /// The days by which it lengthened the period.
    public let days: Int
  }

  /// The day from which is counted, after the last restart.
  public private(set) var start: CivilDate
  /// The days by which the period is lengthened.
  public private(set) var extendedDays = 0
  /// The days on which the clock stood still, in order; of a stop that goes on, the most that it may.
  public var excluded: [ClosedRange<CivilDate>] { pastStops + lastStop }
  /// The day on which the period began anew.
  public private(set) var restartedOn: CivilDate?
  /// Whether the clock stands still, and nobody can say until when: where it does for so many days at
  /// most, it runs on after them.
  public var isSuspended: Bool { state != .running && limit == nil }
  /// How many days up to the due date the clock stood still.
  public var excludedDays: Int {
    excluded.reduce(0) { sum, days in
      let end = min(days.upperBound, due?.date ?? .max)
      return sum + max(0, end.daysSinceEpoch - days.lowerBound.daysSinceEpoch + 1)
    }
  }

  /// The due date; `nil` while the clock stands still, where the law gives no number, or where
  /// nothing is known of the calendar.
  public private(set) var due: DueDate?
  /// The last moment of the period.
  public private(set) var last: Instant?
  /// What moved the clock, or did not, in order.
  public private(set) var steps: [Step] = []

  private enum State: Equatable {
    case running
    /// Stopped by the suspension of a place in the rule.
    case stopped(Int, since: CivilDate)
    case waiting
  }

  let rule: ObligationRule
  private let calendar: HolidayCalendar
  private let opened: Instant
  private var state = State.running
  private var pastStops: [ClosedRange<CivilDate>] = []
  /// Whether the due date is that of all acts so far. Until then it is no later than the real one.
  private var isCounted = false
  private var extensions = 0
  private var grantedDays = 0
  private var asks = 0

  /// Runs the clock of a rule.
  ///
  /// - Parameters:
  ///   - start: the day from which is counted.
  ///   - opened: the moment of the act that opened the obligation, from which hours are counted.
  ///   - acts: the acts on the matter before it was discharged or closed, in order of time.
  init(
    _ rule: ObligationRule, from start: CivilDate, opened: Instant, acts: [ClockAct],
    calendar: HolidayCalendar
  ) {
    self.rule = rule
    self.calendar = calendar
    self.start = start
    self.opened = opened
    for act in acts { move(act) }
    count()
  }

  /// Counts the due date anew.
  private mutating func count() {
    guard !isCounted else { return }
    isCounted = true
    (due, last) = (nil, nil)
    guard !isSuspended else { return }
    switch rule.period {
    case .atOnce: return
    case .hours(let hours):
      let end = opened.millisecondsSinceEpoch + Int64(hours) * 3_600_000
      guard let instant = Instant(millisecondsSinceEpoch: end) else { return }
      (due, last) = (.firm(instant.beijingDate), instant)
    case .workingDays(let counting):
      due = try? calendar.dueDate(
        from: start, counting: counting.extended(by: extendedDays), excluding: excluded)
      last = due.map { counting.periodEnd.lastInstant(of: $0.date) }
    case .calendarDays(let period):
      due = try? calendar.dueDate(
        from: start, counting: period, extendedBy: extendedDays, excluding: excluded)
      last = due.map { period.periodEnd.lastInstant(of: $0.date) }
    }
  }

  private mutating func move(_ act: ClockAct) {
    let before = grantedDays
    guard let effect = effect(of: act) else { return }
    steps.append(
      Step(type: act.type, moment: act.moment, effect: effect, days: grantedDays - before))
  }

  /// Applies an act; `nil` for one that the rule does not know.
  private mutating func effect(of act: ClockAct) -> Effect? {
    runOn(before: act.moment.occurredAt.beijingDate)
    if let `extension` = rule.extension, `extension`.by == act.type {
      return extend(act, `extension`)
    }
    if let restart = rule.restart {
      if restart.asked == act.type { return ask(act, restart) }
      if restart.received == act.type { return receive(act) }
    }
    if let place = rule.suspensions.firstIndex(where: { $0.from == act.type }) {
      return stop(act, place)
    }
    if let place = rule.suspensions.firstIndex(where: { $0.until == act.type }) {
      return resume(act, place)
    }
    return nil
  }

  /// Whether the period had not run out when an act took place.
  private mutating func isInTime(_ act: ClockAct) -> Bool {
    guard !isSuspended else { return true }
    if !isCounted, let last, act.moment.occurredAt <= last { return true }
    count()
    return last.map { act.moment.occurredAt <= $0 } ?? true
  }

  private mutating func extend(
    _ act: ClockAct, _ extension: ObligationRule.Extension
  ) -> Effect {
    guard isInTime(act) else { return .tooLate }
    guard act.isConsented else { return .withoutConsent }
    let days = min(act.days, `extension`.atMost - grantedDays)
    guard extensions < `extension`.times, days > 0 else { return .tooOften }
    extensions += 1
    grantedDays += days
    extendedDays += days
    isCounted = false
    return .extended
  }

  private mutating func stop(_ act: ClockAct, _ place: Int) -> Effect {
    guard state == .running else { return .outOfPlace }
    guard isInTime(act) else { return .tooLate }
    state = .stopped(place, since: act.moment.occurredAt.beijingDate)
    isCounted = false
    return .stopped
  }

  /// Lets a clock run on that has stood still for as long as it may, before a day.
  private mutating func runOn(before day: CivilDate) {
    guard case .stopped(_, let since) = state, let limit, limit < day else { return }
    state = .running
    isCounted = false
    exclude(after: since, through: limit)
  }

  private mutating func resume(_ act: ClockAct, _ place: Int) -> Effect {
    guard case .stopped(place, let since) = state else { return .outOfPlace }
    state = .running
    isCounted = false
    exclude(after: since, through: act.moment.occurredAt.beijingDate)
    return .resumed
  }

  private mutating func exclude(after since: CivilDate, through end: CivilDate) {
    if let days = Self.days(after: since, through: end) { pastStops.append(days) }
  }

  private static func days(after since: CivilDate, through end: CivilDate) -> ClosedRange<
    CivilDate
  >? {
    guard since < end else { return nil }
    return CivilDate(daysSinceEpoch: since.daysSinceEpoch + 1).map { $0...end }
  }

  /// The last day on which a clock that is stopped stands still at most.
  private var limit: CivilDate? {
    guard case .stopped(let place, let since) = state, let days = rule.suspensions[place].atMost
    else {
      return nil
    }
    return (try? calendar.dueDate(from: since, counting: days))?.date
  }

  /// The days of a stop that goes on, where there are so many at most.
  private var lastStop: [ClosedRange<CivilDate>] {
    guard case .stopped(_, let since) = state, let limit else { return [] }
    return [Self.days(after: since, through: limit)].compactMap(\.self)
  }

  private mutating func ask(_ act: ClockAct, _ restart: ObligationRule.Restart) -> Effect {
    guard state == .running else { return .outOfPlace }
    guard isInTime(act) else { return .tooLate }
    guard asks < restart.times else { return .tooOften }
    asks += 1
    state = .waiting
    isCounted = false
    return .stopped
  }

  private mutating func receive(_ act: ClockAct) -> Effect {
    guard state == .waiting else { return .outOfPlace }
    state = .running
    start = act.receivedOn
    restartedOn = act.receivedOn
    pastStops = []
    extendedDays = 0
    (isCounted, last) = (false, nil)
    return .restarted
  }
}
