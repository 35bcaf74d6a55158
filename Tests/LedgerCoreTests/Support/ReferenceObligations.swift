import WorkingDays

@testable import LedgerCore

/// What somebody owes about a part of a matter, as an act opened it.
struct ReferenceDuty {
  let rule: ObligationRule
  /// The book in which the rule stands.
  let book: RuleBook
  let matter: StreamName
  let part: ReferencePart
  /// The obligated body.
  let department: BodyCode
  /// The act that opened it.
  let trigger: ReferenceAct
  /// The day from which is counted.
  let start: CivilDate

  /// What an act does to it.
  enum Effect { case discharges, closes, moves }

  /// The obligation's name, such as `sd329.23/SR-1` (contract §5).
  var id: Identifier {
    switch part {
    case .whole: Identifier("\(rule.id)/\(matter.identifier)")
    case .entry(let entry): Identifier("\(rule.id)/\(matter.identifier)/\(entry)")
    case .recipient(let recipient):
      Identifier("\(rule.id)/\(matter.identifier)/\(recipient.rawValue)")
    }
  }

  /// The first moment at which it can be done: nothing is done before it is a duty.
  var begins: Instant {
    if case .catalogUpdateTriggered(let data) = trigger.data {
      if let promulgatedOn = data.promulgatedOn { return .start(of: promulgatedOn) }
      return min(.start(of: data.effectiveOn), .start(of: trigger.day))
    }
    let received = rule.start == .receivedOn ? trigger.instant(.receivedAt) : nil
    return received ?? trigger.moment.occurredAt
  }

  /// What an act on the matter would do to it, whoever did it; `nil` for nothing.
  func effect(of act: ReferenceAct) -> Effect? {
    if act.type == rule.subject.opening { return nil }
    if act.event.position == trigger.event.position { return nil }
    // What an act after the first of a matter opened is not concerned by what was before.
    if rule.opensLater, act.moment.occurredAt < trigger.moment.occurredAt { return nil }
    guard act.part == .whole || part == .whole || act.part == part else { return nil }
    if rule.dischargedBy.contains(act.type) { return .discharges }
    if rule.closedBy.contains(act.type) { return .closes }
    return rule.movedBy.contains(act.type) ? .moves : nil
  }
}

/// One obligation, and what became of it.
struct ReferenceObligation {
  let duty: ReferenceDuty
  /// What counts as done, in order of time.
  let discharges: [ReferenceAct]
  /// When it was closed first.
  let closed: Moment?
  /// The acts before the end that may move its clock, in order of time.
  let clockActs: [ClockAct]

  var rule: ObligationRule { duty.rule }

  /// What discharged it: the first that was done, unless it was closed before. The first end decides,
  /// and what follows changes nothing.
  var discharge: ReferenceAct? { supporting.first }

  /// All that was done up to the closing.
  var supporting: [ReferenceAct] {
    guard let closed else { return discharges }
    return discharges.filter { $0.moment <= closed }
  }
}

// MARK: - What is owed

extension ReferenceLog {
  /// What acts oblige those to whom a book applies to under rules.
  func duties(under rules: RulesInForce) -> [ReferenceDuty] {
    openings(under: rules).filter { binds($0.book, $0.department) }
  }

  /// The acts that would oblige somebody whom the book does not bind.
  func outOfScope(under rules: RulesInForce) -> [OutOfScopeMatter] {
    let matters = openings(under: rules).filter { !binds($0.book, $0.department) }
      .map { duty in
        OutOfScopeMatter(
          article: duty.rule.article, department: duty.department,
          position: duty.trigger.event.position, event: duty.trigger.event.record.id)
      }
    return Set(matters).sorted { ($0.position, $0.article) < ($1.position, $1.article) }
  }

  /// Whether a book binds a body (art. 2): one of another province, or of a kind that it leaves out, owes
  /// nothing under it. A body that is not registered is bound.
  func binds(_ book: RuleBook, _ code: BodyCode) -> Bool {
    guard let bound = book.binds, let body = body(code) else { return true }
    return body.division.code / 10_000 == bound.province.code / 10_000
      && !bound.notKinds.contains(body.kind)
  }

  /// What acts would oblige to under rules that bound everybody.
  private func openings(under rules: RulesInForce) -> [ReferenceDuty] {
    var duties: [ReferenceDuty] = []
    for act in counting {
      guard let matter = act.matter else { continue }
      for place in rules.places where place.rule.trigger == act.type {
        let start = act.start(place.rule.start)
        let facts = facts(of: act, on: matter)
        guard place.days.contains(start),
          place.rule.conditions.allSatisfy({ !facts.isDisjoint(with: $0) }),
          mayOpen(place.rule, by: act, on: matter),
          let department = obligated(place.rule, by: act, on: matter)
        else { continue }
        for part in parts(place.rule.parts, openedBy: act, on: matter) {
          duties.append(
            ReferenceDuty(
              rule: place.rule, book: rules.adoption(of: place).book, matter: matter, part: part,
              department: department, trigger: act, start: start))
        }
      }
    }
    return duties
  }

  /// What a rule may ask for of the act that opens an obligation.
  private func facts(of act: ReferenceAct, on matter: StreamName) -> ActFacts {
    let sharing = entry(of: matter)?.known(at: act.moment).sharing
    return switch act.data {
    case .shareReplied(let data): ActFacts(data.decision)
    case .incidentDetected(let data): ActFacts(data.grade, data.operator)
    case .shareRequested: ActFacts(sharing)
    case let data: data.type.form.isCore ? [] : ActFacts(sharing)
    }
  }

  /// Anybody may begin a matter. What a later act opens is opened by the body whose act that is.
  private func mayOpen(
    _ rule: ObligationRule, by act: ReferenceAct, on matter: StreamName
  ) -> Bool {
    if !rule.opensLater { return true }
    if act.type == .shareReplied { return isCompetent(reply: act) }
    return department(of: matter, at: act.moment) == act.actor
  }

  private func obligated(
    _ rule: ObligationRule, by act: ReferenceAct, on matter: StreamName
  ) -> BodyCode? {
    switch rule.obligated {
    case .authority: act.type.form.isCore ? nil : act.data.code(.authority)
    case .department: department(of: matter, at: act.moment)
    }
  }

  /// The parts for which an act opens an obligation each.
  private func parts(
    _ parts: ObligationRule.Parts, openedBy act: ReferenceAct, on matter: StreamName
  ) -> [ReferencePart] {
    switch parts {
    case .whole: return [.whole]
    case .entries:
      guard case .catalogUpdateTriggered(let data) = act.data, !data.entries.isEmpty else {
        return [.whole]
      }
      // The entries of others are no part of it.
      return data.entries
        .filter { entry($0)?.known(at: act.moment).department == data.department }
        .map(ReferencePart.entry)
    case .recipients(let recipients):
      // Nobody reports to itself.
      guard let detected = beginning(.incidentDetected, of: matter),
        let department = detected.data.code(.department)
      else { return recipients.map(ReferencePart.recipient) }
      return
        recipients
        .filter { !bodies(for: $0, of: department, on: detected.day).contains(department) }
        .map(ReferencePart.recipient)
    }
  }
}

extension ReferenceAct {
  /// The day from which a rule counts; the day of the act where it does not state another.
  fileprivate func start(_ start: ObligationRule.Start) -> CivilDate {
    switch start {
    case .effectiveOn: date(.effectiveOn) ?? day
    case .promulgatedOn: date(.promulgatedOn) ?? date(.effectiveOn) ?? day
    case .receivedOn: instant(.receivedAt)?.beijingDate ?? day
    case .occurredOn: day
    }
  }
}

// MARK: - What became of it

extension ReferenceLog {
  /// A duty with what the log says was done about it.
  func obligation(_ duty: ReferenceDuty) -> ReferenceObligation {
    var discharges: [ReferenceAct] = []
    var closings: [Moment] = []
    var moving: [ReferenceAct] = []
    for act in acts(on: duty.matter) where isCompetent(act, for: duty) {
      switch duty.effect(of: act) {
      case .discharges:
        let isDone = act.moment.occurredAt >= duty.begins && !isMisdirected(act, for: duty)
        if isDone { discharges.append(act) }
      case .closes: closings.append(act.moment)
      case .moves: moving.append(act)
      case nil: break
      }
    }
    // The retirement of an entry closes what is about it, when it was its department's, whichever trigger it
    // cites.
    if case .entry(let name) = duty.part, duty.rule.closedBy.contains(.catalogEntryRetired),
      let entry = entry(name), let retired = entry.retired, let body = entry.retiredBy,
      body == duty.department || body == entry.known(at: retired).department
    {
      closings.append(retired)
    }
    let ends = discharges.map(\.moment) + closings
    let clockActs = moving.map { clockAct($0, on: duty.matter) }
      .filter { act in ends.allSatisfy { act.moment < $0 } }
    return ReferenceObligation(
      duty: duty, discharges: discharges.sorted { $0.moment < $1.moment }, closed: closings.min(),
      clockActs: clockActs.sorted { $0.moment < $1.moment })
  }

  /// What an act means for a clock. The data of the core's acts says nothing of clocks.
  private func clockAct(_ act: ReferenceAct, on matter: StreamName) -> ClockAct {
    if act.type.form.isCore {
      return ClockAct(
        type: act.type, moment: act.moment, days: 0, isConsented: true, receivedOn: act.day)
    }
    var isConsented = true
    if let authority = act.data.code(.authority),
      let department = department(of: matter, at: act.moment)
    {
      isConsented = !isAnother(authority: authority, for: department, on: act.day)
    }
    return ClockAct(
      type: act.type, moment: act.moment, days: Int(truncatingIfNeeded: act.integer(.days) ?? 0),
      isConsented: isConsented, receivedOn: act.instant(.receivedAt)?.beijingDate ?? act.day)
  }
}
