import WorkingDays

/// Gives each obligation its verdict at an as-of time, under a calendar.
struct ObligationJudge {
  private let calendar: HolidayCalendar
  private let scope: AuditScope
  /// By the place that an obligation names. A rule has many parts: take it only where they are all
  /// needed.
  let rules: [RulesInForce.Place]
  /// The clocks found last, of obligations without acts that move them, by rule and the start's day:
  /// many start on the same days.
  private var known: [Due?]
  /// How many days are kept apart for each rule.
  private static let knownDays = 64

  /// When a period ends.
  private struct Due {
    let start: CivilDate
    let due: DueDate?
    /// The last moment of the period.
    let last: Instant?
    var clock = ClockFinding()
  }

  init(calendar: HolidayCalendar, scope: AuditScope, rules: RulesInForce) {
    self.calendar = calendar
    self.scope = scope
    self.rules = rules.places
    known = Array(repeating: nil, count: rules.places.count * Self.knownDays)
  }

  /// The verdict, and nothing else; `nil` for what was not owed because it was not done.
  mutating func verdict(_ obligation: Obligation) -> Verdict? {
    isOwed(obligation) ? verdict(obligation, due(obligation)) : nil
  }

  /// The verdict with all that it rests on; `nil` for what was not owed because it was not done.
  mutating func finding(_ obligation: Obligation, _ texts: some NamedTexts) -> ObligationFinding? {
    guard isOwed(obligation) else { return nil }
    let place = obligation.rule
    let period = rules[place].rule.period
    let due = due(obligation)
    let dueOn: CivilDate? = if case .firm(let date) = due.due { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due.due { date } else { nil }
    let dischargedOn = obligation.discharge?.moment.occurredAt.beijingDate
    let verdict = verdict(obligation, due)
    let taken = dischargedOn.flatMap { calendar.workingDays(after: due.start, through: $0) }
    let late: Int? =
      if verdict == .late, let dueOn, let dischargedOn {
        calendar.workingDays(after: dueOn, through: dischargedOn)
      } else { nil }
    return ObligationFinding(
      id: ObligationRule.id(
        of: texts.identifier(obligation.matter),
        obligation.part.map { texts.identifier($0.text) }, under: rules[place].rule.id),
      rule: rules[place].rule.id,
      duty: rules[place].rule.duty, article: rules[place].rule.article,
      department: obligation.department, heirOf: obligation.heirOf,
      trigger: cited(obligation.opening, on: obligation.start, texts),
      dueOn: dueOn, provisionalDueOn: provisional, dueAt: period.isHours ? due.last : nil,
      period: period,
      discharge: obligation.discharge.map {
        cited($0.citation, on: $0.moment.occurredAt.beijingDate, texts)
      },
      verdict: verdict, workingDaysTaken: taken, workingDaysLate: late,
      secondsTaken: secondsTaken(obligation, period),
      daysOpen: verdict == .open ? daysOpen(obligation) : nil, clock: due.clock,
      evidence: EvidenceFinding(
        isLate: (verdict == .met || verdict == .done) && isLate(obligation, due.last),
        isImported: obligation.discharge?.isImported ?? false))
  }

  /// A right with a time limit is only judged once it was used.
  private func isOwed(_ obligation: Obligation) -> Bool {
    obligation.discharge != nil || !rules[obligation.rule].rule.isOnlyIfDone
  }

  private func cited(
    _ citation: Obligation.Citation, on date: CivilDate, _ texts: some NamedTexts
  ) -> CitedEvent {
    CitedEvent(
      position: citation.moment.position, event: texts.identifier(citation.event), on: date)
  }

  private mutating func due(_ obligation: Obligation) -> Due {
    guard obligation.acts.isEmpty, !rules[obligation.rule].rule.period.isHours else {
      return due(of: clock(obligation))
    }
    let day = obligation.start.daysSinceEpoch & (Self.knownDays - 1)
    let place = obligation.rule * Self.knownDays + day
    if let last = known[place], last.start == obligation.start { return last }
    let due = due(of: clock(obligation))
    known[place] = due
    return due
  }

  /// The clock of an obligation.
  func clock(_ obligation: Obligation) -> ObligationClock {
    ObligationClock(
      rules[obligation.rule].rule, from: obligation.start,
      opened: obligation.opening.moment.occurredAt, acts: obligation.acts,
      calendar: calendar)
  }

  private func due(of clock: ObligationClock) -> Due {
    Due(
      start: clock.start, due: clock.due, last: clock.last,
      clock: ClockFinding(
        extendedDays: clock.extendedDays,
        excludedDays: clock.excludedDays,
        restartedOn: clock.restartedOn, isSuspended: clock.isSuspended))
  }

  private func verdict(_ obligation: Obligation, _ due: Due) -> Verdict {
    // Where the law gives no number, nothing is punctual.
    if rules[obligation.rule].rule.period == .atOnce {
      if obligation.discharge != nil { return .done }
      return obligation.closed == nil ? .open : .closed
    }
    guard let found = due.due, let last = due.last else {
      if obligation.discharge != nil { return .met }
      return obligation.closed == nil ? .pending : .closed
    }
    if let discharge = obligation.discharge {
      return discharge.moment.occurredAt <= last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = found else { return obligation.closed == nil ? .pending : .closed }
    if let closed = obligation.closed, closed.occurredAt <= last { return .closed }
    return scope.asOf > last ? .overdue : .pending
  }

  /// Whether every discharge in time, before any closing, became known too long after it.
  private func isLate(_ obligation: Obligation, _ last: Instant?) -> Bool {
    guard let earliest = obligation.discharge, isLate(earliest) else { return false }
    return obligation.others.allSatisfy { other in
      (last.map { other.moment.occurredAt > $0 } ?? false) || isLate(other)
    }
  }

  private func isLate(_ discharge: Obligation.Discharge) -> Bool {
    let on = discharge.moment.occurredAt.beijingDate
    let known = discharge.knownAt.beijingDate
    guard known.daysSinceEpoch - on.daysSinceEpoch > scope.lateEvidenceAfter else { return false }
    // Where nothing is known of the calendar, days are taken as they are.
    let delay = calendar.workingDays(after: on, through: known)
    return delay.map { $0 > scope.lateEvidenceAfter } ?? true
  }

  private func daysOpen(_ obligation: Obligation) -> Int {
    max(0, scope.asOf.beijingDate.daysSinceEpoch - obligation.start.daysSinceEpoch)
  }

  private func secondsTaken(
    _ obligation: Obligation, _ period: ObligationRule.Period
  ) -> Int64? {
    guard period.isImmediate, let discharge = obligation.discharge else {
      return nil
    }
    let begin = obligation.opening.moment.occurredAt.millisecondsSinceEpoch
    return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
  }
}
