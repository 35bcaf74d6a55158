import WorkingDays

/// Gives each obligation its verdict at an as-of time, under a calendar.
struct ObligationJudge {
  let calendar: HolidayCalendar
  let asOf: Instant

  func finding(_ page: ObligationBook.Page) throws(LedgerError) -> ObligationFinding {
    let opened = page.opened
    let due = try dueDate(opened)
    let dueOn: CivilDate? = if case .firm(let date) = due { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due { date } else { nil }
    let dischargedOn = page.discharge?.moment.occurredAt.beijingDate
    let verdict = verdict(page, due: due)
    let taken = dischargedOn.flatMap { calendar.workingDays(after: opened.start, through: $0) }
    let late: Int? =
      if verdict == .late, let dueOn, let dischargedOn {
        calendar.workingDays(after: dueOn, through: dischargedOn)
      } else { nil }
    return ObligationFinding(
      id: opened.id, rule: opened.rule.id, article: opened.rule.article,
      department: opened.department, trigger: cited(page.trigger, on: opened.start),
      dueOn: dueOn, provisionalDueOn: provisional,
      workingDays: opened.rule.counting?.workingDays,
      discharge: page.discharge.map { cited($0, on: $0.moment.occurredAt.beijingDate) },
      verdict: verdict, workingDaysTaken: taken, workingDaysLate: late,
      secondsTaken: secondsTaken(page))
  }

  private func cited(_ citation: Event.Citation, on date: CivilDate) -> CitedEvent {
    CitedEvent(position: citation.moment.position, event: citation.event, on: date)
  }

  private func dueDate(_ opened: OpenedObligation) throws(LedgerError) -> DueDate? {
    guard let counting = opened.rule.counting else { return nil }
    do {
      return try calendar.dueDate(from: opened.start, counting: counting)
    } catch {
      // Nothing is known of the calendar on the starting day: an obligation without a firm date.
      return nil
    }
  }

  private func verdict(_ page: ObligationBook.Page, due: DueDate?) -> Verdict {
    guard let due, let counting = page.opened.rule.counting else {
      if page.discharge != nil { return .met }
      return page.closed == nil ? .pending : .closed
    }
    let last = calendar.dueInstant(of: due.date, counting: counting)
    if let discharge = page.discharge {
      return discharge.moment.occurredAt <= last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = due else { return page.closed == nil ? .pending : .closed }
    if let closed = page.closed, closed.occurredAt <= last { return .closed }
    return asOf > last ? .overdue : .pending
  }

  private func secondsTaken(_ page: ObligationBook.Page) -> Int64? {
    guard page.opened.rule.counting == nil, let discharge = page.discharge else { return nil }
    let begin = page.trigger.moment.occurredAt.millisecondsSinceEpoch
    return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
  }
}
