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
  fileprivate struct Ending: Sendable {
    /// Whether the columns also tell which event it was.
    let tellsOfEvent: Bool
    let named: RowShape
    let ofTrigger: RowShape
    let ofEntry: RowShape
    /// For obligations that an act after the first of their matter opened: what took place before
    /// does not concern them.
    let later: RowShape

    /// - Parameter set: the columns that tell of the act, first the one with its time.
    init(_ set: String...) {
      tellsOfEvent = set.count > 1
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

  func addChanges(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    if event.type == .calendarNoticeIssued { return recountAll(&changes) }
    try law.rules.forEachEffect(of: event, given: &states) { (effect) throws(LedgerError) in
      switch effect {
      case .opened(let opened): add(opened, event, &changes)
      case .acted(let matter, let part, let act): add(act, on: matter, part, event, &changes)
      case .retired(let entry): retire(entry, event, &changes)
      }
    }
  }

  private func add(
    _ opened: OpenedObligation, _ event: ViewedEvent, _ changes: inout RowChanges
  ) {
    let rule = opened.rule
    changes.begin(Self.open)
    changes.append { rule.appendID(of: opened.matter, opened.part, to: &$0) }
    changes.append(rule.id)
    changes.append(rule.article)
    changes.append(opened.department)
    changes.append(opened.matter.subject.rawValue)
    appendNames(of: opened, &changes)
    changes.append(opened.start)
    changes.append(event.occurredAt)
    if let counting = rule.counting {
      changes.append(Int64(counting.workingDays))
    } else {
      changes.appendNull()
    }
    appendDue(
      ObligationClock(
        rule, from: opened.start, opened: event.occurredAt, acts: [], calendar: law.calendar),
      &changes)
    changes.append(rule.isOnlyIfDone)
    changes.append(opened.closed?.occurredAt)
    changes.append(event.position)
  }

  /// The columns that name what the obligation is about.
  private func appendNames(of opened: OpenedObligation, _ changes: inout RowChanges) {
    let (subject, name) = (opened.matter.subject, opened.matter.name)
    let append = { (value: ObligationRule.Subject, changes: inout RowChanges) in
      if value == subject { changes.append(name) } else { changes.appendNull() }
    }
    append(.updateTrigger, &changes)
    if case .entry(let entry) = opened.part { changes.append(entry) } else { changes.appendNull() }
    append(.shareRequest, &changes)
    append(.incident, &changes)
    append(.verification, &changes)
    append(.openApplication, &changes)
    if case .recipient(let recipient) = opened.part {
      changes.append(recipient.rawValue)
    } else {
      changes.appendNull()
    }
  }

  /// The firm and the provisional due date, at most one of them there, the moment at which hours
  /// end, and whether the clock stands still.
  private func appendDue(_ clock: ObligationClock, _ changes: inout RowChanges) {
    switch clock.due {
    case nil:
      changes.appendNull()
      changes.appendNull()
    case .firm(let date):
      changes.append(date)
      changes.appendNull()
    case .provisional(let date):
      changes.appendNull()
      changes.append(date)
    }
    changes.append(clock.rule.period.isHours ? clock.last : nil)
    changes.append(clock.isSuspended)
  }

  // MARK: Acts

  private func add(
    _ act: ClockAct, on matter: Matter, _ part: MatterPart<PageText>, _ event: ViewedEvent,
    _ changes: inout RowChanges
  ) {
    for effect in law.rules.effects(of: event.type) {
      for rows in Rows.concerned(under: effect.place, matter, part) {
        if effect.discharges {
          end(Self.discharge, rows, event, &changes)
        } else if effect.closes {
          end(Self.close, rows, event, &changes)
        }
        if effect.isMoved || effect.isCountedAnew {
          move(rows, effect.isMoved ? act : nil, since: act.moment, &changes)
        }
      }
    }
  }

  private func end(
    _ ending: Ending, _ rows: Rows, _ event: ViewedEvent, _ changes: inout RowChanges
  ) {
    guard law.rules.sharedNames.contains(rows.place.rule.id) else {
      return ending.add(for: rows, event, &changes)
    }
    each([rows.condition], under: rows.place, &changes) { _, changes in
      ending.add(for: rows, event, &changes)
    }
  }

  private func retire(_ entry: PageText, _ event: ViewedEvent, _ changes: inout RowChanges) {
    let at = event.occurredAt
    for place in law.rules.placesClosedByRetirement {
      guard law.rules.sharedNames.contains(place.rule.id) else {
        changes.begin(Self.close.ofEntry)
        changes.append(at)
        changes.append(entry)
        changes.append(place.rule.id)
        changes.append(at)
        continue
      }
      each([.equal("entry", .text(entry.string))], under: place, &changes) { values, changes in
        changes.begin(Self.close.named)
        changes.append(at)
        changes.append(values[0])
        changes.append(at)
      }
    }
  }

  /// Changes the rows that stand under the rule of a place: where another book has a rule of the
  /// name, the day on which each began tells. `change` is given what a due date is counted from.
  private func each(
    _ conditions: [RowQuery.Condition], under place: RulesInForce.Place,
    _ changes: inout RowChanges,
    _ change:
      @escaping @Sendable ([ColumnValue], inout RowChanges) throws(LedgerError) -> Void
  ) {
    let query = RowQuery(table: "obligations", columns: Self.counted, conditions: conditions)
    let rules = law.rules
    changes.each(query) { values, changes throws(LedgerError) in
      guard let start = CivilDate(values[2].text) else { throw ClockColumn.damaged }
      if rules.isUnder(place, named: values[1].text, on: start) { try change(values, &changes) }
    }
  }

  // MARK: Clocks

  /// Counts the due dates of the rows that an act concerns anew.
  ///
  /// - Parameter act: the act, if it is one of those that move their clocks.
  private func move(
    _ rows: Rows, _ act: ClockAct?, since moment: Moment, _ changes: inout RowChanges
  ) {
    let rule = rows.place.rule
    // What ends an obligation changes the due date only of a clock that something moved.
    let conditions = act == nil ? [rows.condition, .notNull("clock_acts")] : [rows.condition]
    each(conditions, under: rows.place, &changes) { values, changes throws(LedgerError) in
      let openedAt = Instant(rfc3339: values[3].text) ?? .max
      guard !rule.opensLater || openedAt <= moment.occurredAt else { return }
      let known = try ClockColumn(values[4])
      let acts = act.map { ClockColumn(known.acts + [$0]) } ?? known
      let clock = try clock(rule, values, acts)
      changes.begin(Self.move)
      acts.append(to: &changes)
      appendDue(clock, &changes)
      changes.append(values[0])
    }
  }

  /// The clock of a row.
  private func clock(
    _ rule: ObligationRule, _ values: [ColumnValue], _ column: ClockColumn
  ) throws(LedgerError) -> ObligationClock {
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
    return ObligationClock(
      rule, from: start, opened: opened, acts: acts, calendar: law.calendar)
  }

  /// Every due date, counted anew: a notice has moved days.
  private func recountAll(_ changes: inout RowChanges) {
    let query = RowQuery(
      table: "obligations", columns: Self.counted + Self.due,
      conditions: [.notNull("obligation")])
    let rules = law.rules
    changes.each(query) { values, changes throws(LedgerError) in
      guard let start = CivilDate(values[2].text),
        let rule = rules.place(named: values[1].text, on: start)?.rule
      else { throw ClockColumn.damaged }
      let clock = try clock(rule, values, ClockColumn(values[4]))
      let mark = changes.mark
      changes.begin(Self.recount)
      appendDue(clock, &changes)
      if changes.values(after: mark) == values[Self.counted.count...] {
        changes.removeAll(after: mark)
      } else {
        changes.append(values[0])
      }
    }
  }
}

extension ObligationsProjection.Ending {
  /// Adds that an act ended rows, unless an earlier one did.
  fileprivate func add(
    for rows: ObligationsProjection.Rows, _ event: ViewedEvent, _ changes: inout RowChanges
  ) {
    let opensLater = rows.place.rule.opensLater
    changes.begin(opensLater ? later : rows.part == nil ? ofTrigger : named)
    changes.append(event.occurredAt)
    if tellsOfEvent {
      changes.append(event.idText)
      changes.append(event.position)
    }
    rows.appendNames(to: &changes)
    changes.append(event.occurredAt)
    if opensLater { changes.append(event.occurredAt) }
  }
}

// MARK: - Rows

extension ObligationsProjection {
  /// Rows that an act concerns.
  fileprivate struct Rows: Sendable {
    let place: RulesInForce.Place
    let matter: Matter
    /// The part of the matter that the one row is about; `nil` for all rows of a trigger under the
    /// rule.
    let part: MatterPart<PageText>?

    /// Those under the rule of a place: by their names where these follow from the act, which needs
    /// no index; else all of the trigger's.
    static func concerned(
      under place: RulesInForce.Place, _ matter: Matter, _ part: MatterPart<PageText>
    ) -> [Rows] {
      let parts: [MatterPart<PageText>?] =
        switch place.rule.parts {
        case .whole: [.whole]
        case .entries: part == .whole ? [nil] : [.whole, part]
        case .recipients(let recipients):
          recipients.map(MatterPart.recipient).filter { $0.isConcerned(by: part) }
        }
      return parts.map { Rows(place: place, matter: matter, part: $0) }
    }

    /// Adds the values that find them.
    func appendNames(to changes: inout RowChanges) {
      if let part {
        changes.append { place.rule.appendID(of: matter, part, to: &$0) }
      } else {
        changes.append(matter.name)
        changes.append(place.rule.id)
      }
    }

    var condition: RowQuery.Condition {
      guard let part else { return .equal("trigger_id", .text(matter.name.string)) }
      var id: [UInt8] = []
      place.rule.appendID(of: matter, part, to: &id)
      return .equal("obligation", .text(String(decoding: id, as: UTF8.self)))
    }
  }
}

extension ObligationRule {
  /// Appends an obligation's name.
  fileprivate func appendID(
    of matter: Matter, _ part: MatterPart<PageText>, to bytes: inout [UInt8]
  ) {
    bytes += id.utf8
    bytes.append(UInt8(ascii: "/"))
    matter.name.withUTF8 { bytes += $0 }
    switch part {
    case .whole: break
    case .entry(let entry):
      bytes.append(UInt8(ascii: "/"))
      entry.withUTF8 { bytes += $0 }
    case .recipient(let recipient):
      bytes.append(UInt8(ascii: "/"))
      bytes += recipient.rawValue.utf8
    }
  }
}
