import WorkingDays

@testable import LedgerCore

/// Gives each obligation its verdict at an as-of time, under a calendar.
struct ReferenceJudge {
  let calendar: HolidayCalendar
  let scope: AuditScope

  /// The verdict with all that it rests on; `nil` for what was not owed because it was not done.
  func finding(_ obligation: ReferenceObligation) -> ObligationFinding? {
    let (duty, rule, discharge) = (obligation.duty, obligation.rule, obligation.discharge)
    if rule.isOnlyIfDone, discharge == nil { return nil }
    var clock = ReferenceClock(
      rule: rule, calendar: calendar, opened: duty.trigger.moment.occurredAt, start: duty.start)
    for act in obligation.clockActs { clock.move(act) }
    let due = clock.due
    let dueOn: CivilDate? = if case .firm(let date) = due?.date { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due?.date { date } else { nil }
    let verdict = verdict(obligation, due)
    let late: Int? =
      if verdict == .late, let dueOn, let discharge {
        calendar.workingDays(after: dueOn, through: discharge.day)
      } else { nil }
    let isOfHours = if case .hours = rule.period { true } else { false }
    return ObligationFinding(
      id: duty.id, rule: rule.id, duty: rule.duty, article: rule.article,
      department: duty.department, heirOf: nil, trigger: cited(duty.trigger, on: duty.start),
      dueOn: dueOn, provisionalDueOn: provisional, dueAt: isOfHours ? due?.last : nil,
      period: rule.period, discharge: discharge.map { cited($0, on: $0.day) }, verdict: verdict,
      workingDaysTaken: discharge.flatMap {
        calendar.workingDays(after: clock.start, through: $0.day)
      },
      workingDaysLate: late, secondsTaken: secondsTaken(obligation),
      daysOpen: verdict == .open ? age(of: duty) : nil, clock: clock.finding,
      evidence: EvidenceFinding(
        isLate: (verdict == .met || verdict == .done)
          && obligation.supporting.allSatisfy { isLate($0, due?.last) },
        isImported: discharge.map { $0.event.record.sourceRecordedAt != nil } ?? false))
  }

  private func cited(_ act: ReferenceAct, on date: CivilDate) -> CitedEvent {
    CitedEvent(position: act.event.position, event: act.event.record.id, on: date)
  }

  private func verdict(_ obligation: ReferenceObligation, _ due: ReferenceClock.Due?) -> Verdict {
    // Where the law gives no number, nothing is in time or too late.
    let hasPeriod = obligation.rule.period != .atOnce
    if let discharge = obligation.discharge {
      guard hasPeriod else { return .done }
      guard let due else { return .met }
      return discharge.moment.occurredAt <= due.last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard let due, case .firm = due.date else {
      if obligation.closed != nil { return .closed }
      return hasPeriod ? .pending : .open
    }
    if let closed = obligation.closed, closed.occurredAt <= due.last { return .closed }
    return scope.asOf > due.last ? .overdue : .pending
  }

  /// The whole days for which a duty waits to be done.
  private func age(of duty: ReferenceDuty) -> Int {
    max(0, scope.asOf.beijingDate.daysSinceEpoch - duty.start.daysSinceEpoch)
  }

  /// Whether a discharge was not in time, or became known long after it took place.
  private func isLate(_ discharge: ReferenceAct, _ last: Instant?) -> Bool {
    if let last, discharge.moment.occurredAt > last { return true }
    let known = discharge.event.knownAt.beijingDate
    let days = calendar.workingDays(after: discharge.day, through: known)
    return (days ?? known.daysSinceEpoch - discharge.day.daysSinceEpoch) > scope.lateEvidenceAfter
  }

  private func secondsTaken(_ obligation: ReferenceObligation) -> Int64? {
    switch obligation.rule.period {
    case .workingDays, .calendarDays: return nil
    case .hours, .atOnce:
      guard let discharge = obligation.discharge else { return nil }
      let begin = obligation.duty.trigger.moment.occurredAt.millisecondsSinceEpoch
      return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
    }
  }
}
