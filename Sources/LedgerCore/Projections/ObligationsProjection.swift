import WorkingDays

/// `obligations`: every obligation with its due date, what discharged it and what closed it.
///
/// The due dates are those of the calendar as the log knows it now: a new notice moves them.
struct ObligationsProjection: Sendable {
  let law: LawInForce

  private static let open = RowShape(
    "obligations",
    .insert(columns: [
      "obligation", "rule", "article", "department", "subject", "trigger_id", "entry", "request",
      "incident", "verification", "application", "recipient_kind", "start_on", "opened_at",
      "working_days", "due_on", "provisional_due_on", "due_at", "suspended", "only_if_done",
      "closed_at", "position",
    ]))
  private static let due = ["due_on", "provisional_due_on", "due_at", "suspended"]
  private static let recount = RowShape(
    "obligations", .update(set: due, matching: [.equal("obligation")]))
  private static let move = RowShape(
    "obligations", .update(set: ["clock_acts"] + due, matching: [.equal("obligation")]))
  /// What a row's due date is counted from.
  private static let counted = [
    "obligation", "rule", "start_on", "opened_at", "clock_acts", "discharged_at",
    "discharge_position", "closed_at",
  ]

  /// How the rows are found that an act discharges or closes, unless an earlier act did.
  private struct Ending {
    let named: RowShape
    let ofTrigger: RowShape
    let ofEntry: RowShape
    /// For obligations that an act after the first of their matter opened: what took place before
    /// does not concern them.
    let later: RowShape

    /// - Parameter set: the columns that tell of the act, first the one with its time.
    init(_ set: String...) {
      let isFirst = set.prefix(1).map(RowShape.Match.nullOrGreater)
      let shape = { (matching: [RowShape.Match]) in
        RowShape("obligations", .update(set: set, matching: matching))
      }
      named = shape([.equal("obligation")] + isFirst)
      ofTrigger = shape([.equal("trigger_id"), .equal("rule")] + isFirst)
      ofEntry = shape([.equal("entry"), .equal("rule")] + isFirst)
      later = shape([.equal("obligation")] + isFirst + [.atMost("opened_at")])
    }
  }
  private static let discharge = Ending("discharged_at", "discharged_by", "discharge_position")
  private static let close = Ending("closed_at")

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    if case .calendarNoticeIssued = event.record.data { return [recountAll()] }
    var changes: [RowChange] = []
    for effect in try law.rules.effects(of: event, given: &states) {
      switch effect {
      case .opened(let opened): changes.append(row(opened, event))
      case .acted(let matter, let part, let act):
        changes += acted(matter, part, act, event)
      case .retired(let entry): changes += retired(entry, event)
      }
    }
    return changes
  }

  private func row(_ opened: OpenedObligation, _ event: Event) -> RowChange {
    let id = ColumnValue(opened.matter.identifier)
    let ids = ObligationRule.Subject.allCases.map { $0 == opened.matter.subject ? id : .null }
    var entry: Identifier?
    var recipient: ReportRecipient?
    switch opened.part {
    case .whole: break
    case .entry(let of): entry = of
    case .recipient(let of): recipient = of
    }
    let rule = opened.rule
    let clock = ObligationClock(
      rule, from: opened.start, opened: event.record.occurredAt, acts: [],
      calendar: law.calendar)
    return .rows(
      Self.open,
      [
        ColumnValue(opened.id), .text(rule.id), .text(rule.article),
        ColumnValue(opened.department), ColumnValue(opened.matter.subject), ids[0],
        ColumnValue(entry), ids[1], ids[2], ids[3], ids[4], ColumnValue(recipient),
        ColumnValue(opened.start), ColumnValue(event.record.occurredAt),
        rule.counting.map { .integer(Int64($0.workingDays)) } ?? .null,
      ] + due(clock) + [
        ColumnValue(rule.isOnlyIfDone), ColumnValue(opened.closed?.occurredAt),
        .integer(event.position),
      ])
  }

  /// The firm and the provisional due date, at most one of them there, the moment at which hours
  /// end, and whether the clock stands still.
  private func due(_ clock: ObligationClock) -> [ColumnValue] {
    let last = clock.rule.period.isHours ? clock.last : nil
    let ends = [ColumnValue(last), ColumnValue(clock.isSuspended)]
    switch clock.due {
    case nil: return [.null, .null] + ends
    case .firm(let date): return [ColumnValue(date), .null] + ends
    case .provisional(let date): return [.null, ColumnValue(date)] + ends
    }
  }

  // MARK: Acts

  private func acted(
    _ matter: Matter, _ part: MatterPart<Identifier>, _ act: ClockAct, _ event: Event
  ) -> [RowChange] {
    var changes: [RowChange] = []
    let at = ColumnValue(event.record.occurredAt)
    for place in law.rules.distinctPlaces where place.rule.subject == matter.subject {
      let rule = place.rule
      if rule.dischargedBy.contains(act.type) {
        let values = [at, ColumnValue(event.record.id), .integer(event.position)]
        changes += ended(Self.discharge, values, place, matter, part)
      } else if rule.closedBy.contains(act.type) {
        changes += ended(Self.close, [at], place, matter, part)
      }
      let isMoved = rule.isMoved(by: act.type)
      if isMoved || !rule.movedBy.isEmpty && rule.ends(by: act.type) {
        changes += moves(of: place, matter, part, isMoved ? act : nil, since: act.moment)
      }
    }
    return changes
  }

  /// - Parameter values: what tells of the act, first its time.
  private func ended(
    _ ending: Ending, _ values: [ColumnValue], _ place: RulesInForce.Place, _ matter: Matter,
    _ part: MatterPart<Identifier>
  ) -> [RowChange] {
    rows(of: place.rule, matter, part).map { match in
      let at = values.prefix(1)
      let change: RowChange =
        place.rule.opensLater
        ? .rows(ending.later, values + match.values + at + at)
        : .rows(match.isNamed ? ending.named : ending.ofTrigger, values + match.values + at)
      guard law.rules.sharedNames.contains(place.rule.id) else { return change }
      return each(match.condition, under: place) { _ in change }
    }
  }

  private func retired(_ entry: Identifier, _ event: Event) -> [RowChange] {
    let at = ColumnValue(event.record.occurredAt)
    let closing = law.rules.distinctPlaces.filter {
      $0.rule.closedBy.contains(.catalogEntryRetired)
    }
    return closing.map { place in
      let name = ColumnValue.text(place.rule.id)
      guard law.rules.sharedNames.contains(place.rule.id) else {
        return .rows(Self.close.ofEntry, [at, ColumnValue(entry), name, at])
      }
      return each(.equal("entry", ColumnValue(entry)), under: place) { values in
        .rows(Self.close.named, [at, values[0], at])
      }
    }
  }

  /// Changes the rows that stand under the rule of a place: where another book has a rule of the
  /// name, the day on which each began tells. `change` is given what a due date is counted from.
  private func each(
    _ condition: RowQuery.Condition, under place: RulesInForce.Place,
    _ change: @escaping @Sendable ([ColumnValue]) throws(LedgerError) -> RowChange?
  ) -> RowChange {
    let query = RowQuery(table: "obligations", columns: Self.counted, condition: condition)
    let rules = law.rules
    return .each(query) { values throws(LedgerError) in
      guard let start = CivilDate(values[2].text) else { throw ClockColumn.damaged }
      return rules.isUnder(place, named: values[1].text, on: start) ? try change(values) : nil
    }
  }

  /// Rows that an act concerns.
  private struct Rows {
    /// Whether they are one row, by its name; else all of a trigger under a rule.
    let isNamed: Bool
    /// The values that find them.
    let values: [ColumnValue]

    var condition: RowQuery.Condition {
      .equal(isNamed ? "obligation" : "trigger_id", values[0])
    }
  }

  /// The rows of a rule that an act concerns: by their names where these follow from the act, which
  /// needs no index; else all of the trigger's.
  private func rows(
    of rule: ObligationRule, _ matter: Matter, _ part: MatterPart<Identifier>
  ) -> [Rows] {
    if case .entries = rule.parts, part == .whole {
      return [Rows(isNamed: false, values: [ColumnValue(matter.identifier), .text(rule.id)])]
    }
    let parts: [MatterPart<Identifier>] =
      switch rule.parts {
      case .whole: [.whole]
      case .entries: [.whole, part]
      case .recipients(let recipients): recipients.map(MatterPart.recipient)
      }
    return parts.filter { $0.isConcerned(by: part) }.map { each in
      Rows(isNamed: true, values: [ColumnValue(rule.id(of: matter.identifier, each))])
    }
  }

  // MARK: Clocks

  /// Counts the due dates of the rows that an act concerns anew.
  ///
  /// - Parameter act: the act, if it is one of those that move their clocks.
  private func moves(
    of place: RulesInForce.Place, _ matter: Matter, _ part: MatterPart<Identifier>,
    _ act: ClockAct?, since moment: Moment
  ) -> [RowChange] {
    let rule = place.rule
    return rows(of: rule, matter, part).map { match in
      each(match.condition, under: place) { values throws(LedgerError) in
        let openedAt = Instant(rfc3339: values[3].text) ?? .max
        guard !rule.opensLater || openedAt <= moment.occurredAt else { return nil }
        let known = try ClockColumn(values[4])
        let acts = act.map { ClockColumn(known.acts + [$0]) } ?? known
        let due = try due(rule, values, acts)
        return .rows(Self.move, [acts.value] + due + [values[0]])
      }
    }
  }

  /// The due date of a row.
  private func due(
    _ rule: ObligationRule, _ values: [ColumnValue], _ column: ClockColumn
  ) throws(LedgerError) -> [ColumnValue] {
    guard let start = CivilDate(values[2].text), let opened = Instant(rfc3339: values[3].text)
    else { throw ClockColumn.damaged }
    // Of a closing only the time is known.
    var ends: [Moment] = []
    if let at = Instant(rfc3339: values[5].text), case .integer(let position) = values[6] {
      ends.append(Moment(occurredAt: at, position: position))
    }
    if let at = Instant(rfc3339: values[7].text) {
      ends.append(Moment(occurredAt: at, position: 0))
    }
    let end = ends.min()
    let acts = column.acts.filter { act in end.map { act.moment < $0 } ?? true }
    return due(
      ObligationClock(rule, from: start, opened: opened, acts: acts, calendar: law.calendar))
  }

  /// Every due date, counted anew: a notice has moved days.
  private func recountAll() -> RowChange {
    let query = RowQuery(
      table: "obligations", columns: Self.counted + Self.due, condition: .notNull("obligation"))
    let rules = law.rules
    return .each(query) { values throws(LedgerError) in
      guard let start = CivilDate(values[2].text),
        let rule = rules.place(named: values[1].text, on: start)?.rule
      else { throw ClockColumn.damaged }
      let due = try due(rule, values, ClockColumn(values[4]))
      return due == Array(values[Self.counted.count...])
        ? nil : .rows(Self.recount, due + [values[0]])
    }
  }
}

extension ObligationRule {
  /// Whether acts of a type discharge or close.
  fileprivate func ends(by type: EventType) -> Bool {
    dischargedBy.contains(type) || closedBy.contains(type)
  }
}
