import WorkingDays

/// Gives each obligation its verdict at an as-of time, under a calendar.
struct ObligationJudge {
  private let calendar: HolidayCalendar
  private let asOf: Instant
  private let rules: [ObligationRule]
  /// The due date found last for each rule: neighbours in the log start on the same days.
  private var dueDates: [(start: CivilDate, due: DueDate?)?]

  init(calendar: HolidayCalendar, asOf: Instant, rules: [ObligationRule]) {
    self.calendar = calendar
    self.asOf = asOf
    self.rules = rules
    dueDates = Array(repeating: nil, count: rules.count)
  }

  /// The verdict, and nothing else.
  mutating func verdict(_ obligation: Obligation) -> Verdict {
    verdict(obligation, due: dueDate(obligation))
  }

  /// The verdict with all that it rests on.
  mutating func finding(_ obligation: Obligation, _ names: LongNames) -> ObligationFinding {
    let rule = rules[obligation.rule]
    let due = dueDate(obligation)
    let dueOn: CivilDate? = if case .firm(let date) = due { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due { date } else { nil }
    let dischargedOn = obligation.discharge?.moment.occurredAt.beijingDate
    let verdict = verdict(obligation, due: due)
    let taken = dischargedOn.flatMap { calendar.workingDays(after: obligation.start, through: $0) }
    let late: Int? =
      if verdict == .late, let dueOn, let dischargedOn {
        calendar.workingDays(after: dueOn, through: dischargedOn)
      } else { nil }
    return ObligationFinding(
      id: obligation.id(under: rule, names), rule: rule.id, article: rule.article,
      department: obligation.department,
      trigger: cited(obligation.opening, on: obligation.start, names),
      dueOn: dueOn, provisionalDueOn: provisional, workingDays: rule.counting?.workingDays,
      discharge: obligation.discharge.map {
        cited($0, on: $0.moment.occurredAt.beijingDate, names)
      },
      verdict: verdict, workingDaysTaken: taken, workingDaysLate: late,
      secondsTaken: secondsTaken(obligation, rule))
  }

  private func cited(
    _ citation: Obligation.Citation, on date: CivilDate, _ names: LongNames
  ) -> CitedEvent {
    CitedEvent(
      position: citation.moment.position, event: names.identifier(of: citation.event), on: date)
  }

  private mutating func dueDate(_ obligation: Obligation) -> DueDate? {
    guard let counting = rules[obligation.rule].counting else { return nil }
    if let last = dueDates[obligation.rule], last.start == obligation.start { return last.due }
    // Where nothing is known of the calendar on the starting day, there is no firm date.
    let due = try? calendar.dueDate(from: obligation.start, counting: counting)
    dueDates[obligation.rule] = (obligation.start, due)
    return due
  }

  private func verdict(_ obligation: Obligation, due: DueDate?) -> Verdict {
    guard let due, let counting = rules[obligation.rule].counting else {
      if obligation.discharge != nil { return .met }
      return obligation.closed == nil ? .pending : .closed
    }
    let last = calendar.dueInstant(of: due.date, counting: counting)
    if let discharge = obligation.discharge {
      return discharge.moment.occurredAt <= last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = due else { return obligation.closed == nil ? .pending : .closed }
    if let closed = obligation.closed, closed.occurredAt <= last { return .closed }
    return asOf > last ? .overdue : .pending
  }

  private func secondsTaken(_ obligation: Obligation, _ rule: ObligationRule) -> Int64? {
    guard rule.counting == nil, let discharge = obligation.discharge else { return nil }
    let begin = obligation.opening.moment.occurredAt.millisecondsSinceEpoch
    return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
  }
}

extension Obligation {
  /// The obligation's name, such as `sd329.23/SR-1` (contract §5).
  fileprivate func id(under rule: ObligationRule, _ names: LongNames) -> Identifier {
    let whole = "\(rule.id)/\(names.identifier(of: subject))"
    return switch part {
    case .whole: Identifier(whole)
    case .entry(let entry): Identifier("\(whole)/\(names.identifier(of: entry))")
    case .recipient(let recipient): Identifier("\(whole)/\(recipient.rawValue)")
    }
  }
}
