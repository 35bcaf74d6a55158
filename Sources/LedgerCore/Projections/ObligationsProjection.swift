import WorkingDays

/// `obligations`: every obligation with its due date, what discharged it and what closed it, as the
/// judge finds them when everything in the log counts.
///
/// The due dates are those of the calendar as the log knows it now: a new notice moves them.
struct ObligationsProjection: Sendable {
  let law: LawInForce

  /// The columns that say which obligation it is; they stay as long as it is one.
  private static let lasting = [
    "rule", "article", "subject", "trigger_id", "entry", "request", "incident", "verification",
    "application", "recipient_kind", "start_on", "opened_at", "working_days", "only_if_done",
    "position",
  ]
  /// The columns that tell what became of it, and whose it is.
  private static let changing = [
    "department", "heir_of", "due_on", "provisional_due_on", "due_at", "suspended", "discharged_at",
    "discharged_by", "discharge_position", "closed_at",
  ]
  private static let insertion = RowShape(
    "obligations", .insert(columns: ["obligation"] + lasting + changing))
  private static let change = RowShape(
    "obligations", .update(set: changing, matching: [.equal("obligation")]))
  private static let removal = RowShape(
    "obligations", .delete(matching: [.equal("obligation")]))
  private static let removalOfBody = RowShape(
    "obligations", .delete(matching: [.equal("department"), .equal("rule")]))

  /// Adds what changes of the rows of a matter when the judge finds other obligations than before.
  ///
  /// - Parameters:
  ///   - before: the obligations that have rows.
  ///   - after: the same as they are now, in the same texts.
  func addChanges(
    from before: [Obligation], to after: [Obligation], _ texts: some NamedTexts,
    to changes: inout RowChanges
  ) {
    // Rows that go make room: one of the same name may take the place of another. Both stand in the order
    // in which acts opened them, so that mostly the next is the same.
    var next = after[...]
    for obligation in before {
      if let first = next.first, first.isSame(as: obligation) {
        next.removeFirst()
      } else if !after.contains(where: { $0.isSame(as: obligation) }) {
        changes.begin(Self.removal)
        appendID(obligation, texts, &changes)
      }
    }
    var rest = before[...]
    for obligation in after {
      guard let place = rest.firstIndex(where: { $0.isSame(as: obligation) }) else {
        addRow(obligation, texts, to: &changes)
        continue
      }
      let known = rest[place]
      if place == rest.startIndex { rest.removeFirst() } else { rest.remove(at: place) }
      if known != obligation { addChange(obligation, texts, to: &changes) }
    }
  }

  /// Adds that a body owes nothing under the books that do not bind it, now that it is registered.
  func addRemovals(of body: BodyCode, _ state: BodyState, to changes: inout RowChanges) {
    var rules = Set<String>()
    for place in law.rules.places {
      guard let binds = law.rules.binds[place.days.adoption], !binds.includes(state) else {
        continue
      }
      rules.insert(place.rule.id)
    }
    for rule in rules.sorted() {
      changes.begin(Self.removalOfBody)
      changes.append(body)
      changes.append(rule)
    }
  }

  /// Adds what may change of the row of an obligation.
  func addChange(
    _ obligation: Obligation, _ texts: some NamedTexts, to changes: inout RowChanges
  ) {
    changes.begin(Self.change)
    appendChanging(obligation, texts, &changes)
    appendID(obligation, texts, &changes)
  }

  private func clock(of obligation: Obligation, _ calendar: HolidayCalendar) -> ObligationClock {
    ObligationClock(
      law.rules.places[obligation.rule].rule, from: obligation.start,
      opened: obligation.opening.moment.occurredAt, acts: obligation.acts, calendar: calendar)
  }

  /// Adds the row of an obligation.
  func addRow(_ obligation: Obligation, _ texts: some NamedTexts, to changes: inout RowChanges) {
    let rule = law.rules.places[obligation.rule].rule
    changes.begin(Self.insertion)
    appendID(obligation, texts, &changes)
    changes.append(rule.id)
    changes.append(rule.article)
    changes.append(rule.subject.rawValue)
    appendNames(of: obligation, rule.subject, texts, &changes)
    changes.append(obligation.start)
    changes.append(obligation.opening.moment.occurredAt)
    if let counting = rule.counting {
      changes.append(Int64(counting.workingDays))
    } else {
      changes.appendNull()
    }
    changes.append(rule.isOnlyIfDone)
    changes.append(obligation.opening.moment.position)
    appendChanging(obligation, texts, &changes)
  }

  /// The obligation's name, such as `sd329.23/SR-1` (contract §5).
  private func appendID(
    _ obligation: Obligation, _ texts: some NamedTexts, _ changes: inout RowChanges
  ) {
    changes.append { bytes in
      bytes += law.rules.places[obligation.rule].rule.id.utf8
      bytes.append(UInt8(ascii: "/"))
      texts.withUTF8(obligation.matter) { bytes += $0 }
      switch obligation.part {
      case .whole: break
      case .entry(let entry):
        bytes.append(UInt8(ascii: "/"))
        texts.withUTF8(entry.text) { bytes += $0 }
      case .recipient(let recipient):
        bytes.append(UInt8(ascii: "/"))
        bytes += recipient.rawValue.utf8
      }
    }
  }

  /// The columns that name what the obligation is about.
  private func appendNames(
    of obligation: Obligation, _ subject: ObligationRule.Subject, _ texts: some NamedTexts,
    _ changes: inout RowChanges
  ) {
    let append = { (value: ObligationRule.Subject, changes: inout RowChanges) in
      guard value == subject else { return changes.appendNull() }
      texts.withUTF8(obligation.matter) { changes.append($0) }
    }
    append(.updateTrigger, &changes)
    if case .entry(let entry) = obligation.part {
      texts.withUTF8(entry.text) { changes.append($0) }
    } else {
      changes.appendNull()
    }
    append(.shareRequest, &changes)
    append(.incident, &changes)
    append(.verification, &changes)
    append(.openApplication, &changes)
    if case .recipient(let recipient) = obligation.part {
      changes.append(recipient.rawValue)
    } else {
      changes.appendNull()
    }
  }

  private func appendChanging(
    _ obligation: Obligation, _ texts: some NamedTexts, _ changes: inout RowChanges
  ) {
    changes.append(obligation.department)
    if let body = obligation.heirOf { changes.append(body) } else { changes.appendNull() }
    appendDue(clock(of: obligation, law.calendar), &changes)
    if let discharge = obligation.discharge {
      changes.append(discharge.moment.occurredAt)
      texts.withUTF8(discharge.citation.event) { changes.append($0) }
      changes.append(discharge.moment.position)
    } else {
      for _ in 0..<3 { changes.appendNull() }
    }
    changes.append(obligation.closed?.occurredAt)
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
}

extension ObligationsProjection {
  /// Calls `body` with the rows of obligations as they stood at the times asked about, by default as they
  /// are, some at a time.
  ///
  /// - Returns: the first event that is not the next of its stream.
  static func rows(
    of replay: Replay, in scope: AuditScope = .everything, under rules: RulesInForce,
    _ body: (RowChanges) throws -> Void
  ) throws -> VersionGap? {
    let calendar = replay.calendar(replay.corrections.standing(in: scope))
      .asKnown(on: scope.knownAt.beijingDate)
    let projection = Self(law: LawInForce(calendar: calendar, rules: rules))
    return try replay.forEachJudgedMatter(in: scope, under: rules, body) {
      obligations, page, changes in
      for obligation in obligations { projection.addRow(obligation, page, to: &changes) }
    }
  }

  /// How many changes are gathered before they are handed over.
  fileprivate static let mostChanges = 4096

  /// Calls `body` with what changes of the rows of a log whose first events had them, a part at a
  /// time: those whose due dates notices have moved since.
  static func changes(
    of replay: Replay, since size: Int64, under rules: RulesInForce,
    _ body: (RowChanges) throws -> Void
  ) throws {
    // What is corrected is so before and after: corrected law changes all rows.
    let corrections = replay.corrections.standing
    let before = replay.calendar(ofFirst: size, corrections)
    let calendar = replay.calendar(corrections)
    let projection = Self(law: LawInForce(calendar: calendar, rules: rules))
    _ = try replay.forEachJudgedMatter(under: rules, body) { obligations, page, changes in
      for obligation in obligations {
        // What was changed since may have been counted by some of the notices only.
        let isNew = obligation.lastPosition >= size
        let clock = projection.clock(of: obligation, projection.law.calendar)
        let known = projection.clock(of: obligation, before)
        guard isNew || clock.due != known.due || clock.last != known.last else { continue }
        projection.addChange(obligation, page, to: &changes)
      }
    }
  }
}

extension Replay {
  /// Calls `add` with the obligations of every matter, and `body` with the changes that it adds.
  fileprivate func forEachJudgedMatter(
    in scope: AuditScope = .everything, under rules: RulesInForce,
    _ body: (RowChanges) throws -> Void,
    _ add: ([Obligation], EventPage, inout RowChanges) -> Void
  ) throws -> VersionGap? {
    var changes = RowChanges()
    let gap = try forEachJudgedMatter(in: scope, under: rules) { obligations, page in
      add(obligations, page, &changes)
      guard changes.count >= ObligationsProjection.mostChanges else { return }
      try body(changes)
      changes.removeAll()
    }
    try body(changes)
    return gap
  }
}
