import WorkingDays

/// What acts that count do.
extension Replay {
  /// Folds an act that counts.
  mutating func act(
    _ view: EventView, _ subject: Name, _ page: Folded
  ) throws(LedgerError) {
    switch view.act {
    case .departmentRegistered(_, let state):
      bodies.update(subject) { $0.state = state }
      note(state, subject, view, page)
    case .entryRevised(let department, let sharing, let openness, let trigger):
      act(onTrigger: trigger, acts.entryRevised, .entryRevised, subject, view, page)
      revise(
        subject,
        EntryHistory.Change(
          moment: view.moment, department: department, sharing: sharing, openness: openness))
    case .entryRetired(let trigger):
      act(onTrigger: trigger, acts.entryRetired, .entryRetired, subject, view, page)
      obligations.close(entry: subject, at: view.moment, acts.entryRetired)
      retire(subject, at: view.moment)
    case .updateTriggered(let department, let promulgatedOn, let effectiveOn, let entries):
      trigger(subject, department, promulgatedOn, effectiveOn, entries, view, page)
    case .triggerReviewed(let entry):
      let part = entry.map { Obligation.Part.entry(name($0, page)) } ?? .whole
      act(.updateTrigger, subject, part, acts.triggerReviewed, .triggerReviewed, view, page)
    case .shareReplied(let decision, let hasReasons):
      act(.shareRequest, subject, .whole, acts.replied, .shareReplied, view, page)
      openLater(.shareRequest, .shareReplied, subject, ActFacts(decision), view, page)
      if decision == .agreed { try grant(subject, at: view.moment) }
      if decision == .refused, !hasReasons { findRefusalWithoutReasons(subject, view, page) }
      forgetRequestOfNoObligation(subject)
    case .shareWithdrawn:
      act(.shareRequest, subject, .whole, acts.withdrawn, .shareWithdrawn, view, page)
      openLater(.shareRequest, .shareWithdrawn, subject, [], view, page)
    case .incidentDetected(let department, let facts):
      incident(subject, department, facts, view, page)
    case .incidentReported(let recipient):
      act(
        .incident, subject, .recipient(recipient), acts.reported, .incidentReported, view, page)
    case .incidentRemedied:
      act(
        .incident, subject, .whole, acts.of(.incidentRemedied), .incidentRemedied, view, page)
    case .acted(let act):
      follow(act, subject, view, page)
    case .projectReviewed(let authority, let outcome):
      projects.review(subject, by: authority, outcome, citation(view, page))
    case .projectStarted:
      projects.start(subject, citation(view, page))
    case .entryRegistered, .projectSubmitted, .shareRequested, .noticeIssued, .catalogFiled,
      .rulesAdopted, .auditAttested:
      break
    }
  }

  private mutating func note(
    _ state: BodyState, _ subject: Name, _ view: EventView, _ page: Folded
  ) {
    guard state.kind == .dataAuthority, case .departmentRegistered(let code, _) = view.act else {
      return
    }
    authorities.append(
      RegisteredAuthority(
        code: code, division: state.division, citation: citation(view, page)))
  }

  mutating func revise(_ entry: Name, _ change: EntryHistory.Change) {
    guard !change.isEmpty else { return }
    remember(change, of: entry)
    let place = change.department.map { departments.place(of: $0) }
    entries.update(entry) { entry in
      guard entry.isRegistered else { return }
      if let place { entry.department = place }
      if let sharing = change.sharing { entry.sharing = sharing }
      if let openness = change.openness { entry.openness = openness }
    }
  }

  mutating func retire(_ entry: Name, at moment: Moment) {
    let retirement = UInt32(truncatingIfNeeded: retirements.count)
    let isRegistered = entries.update(entry) { entry in
      if entry.isRegistered { entry.retirement = retirement }
      return entry.isRegistered
    }
    if isRegistered == true { retirements.append(moment) }
  }

  /// The department whose data an entry describes.
  func department(of entry: Name) -> BodyCode? {
    entries[entry].flatMap { departments[$0.department] }
  }

  // MARK: Acts on matters

  /// An act on an entry that answers a trigger.
  mutating func act(
    onTrigger trigger: TextRange?, _ effects: ActEffects, _ type: EventType, _ entry: Name,
    _ view: EventView, _ page: Folded
  ) {
    guard let trigger else { return }
    act(.updateTrigger, name(trigger, page), .entry(entry), effects, type, view, page)
  }

  mutating func act(
    _ kind: ObligationRule.Subject, _ subject: Name, _ part: Obligation.Part,
    _ effects: ActEffects, _ type: EventType, _ view: EventView, _ page: Folded
  ) {
    obligations.act(
      kind, subject, part, effects, by: discharge(view, page),
      ClockAct(
        type: type, moment: view.moment, days: 0, isConsented: true,
        receivedOn: view.occurredAt.beijingDate))
  }

  /// What is kept of an act that may discharge.
  mutating func discharge(_ view: EventView, _ page: Folded) -> Obligation.Discharge {
    Obligation.Discharge(
      citation: citation(view, page), knownAt: view.knownAt, isImported: view.isImported)
  }

  /// An act with a form, after the first of its matter.
  mutating func follow(
    _ act: EventView.ActView, _ subject: Name, _ view: EventView, _ page: Folded
  ) {
    guard let kind = ObligationRule.Subject(act.type) else { return }
    var part = Obligation.Part.whole
    if kind == .updateTrigger, let entry = page.page.text("entry", of: act) {
      part = .entry(name(entry, page))
    }
    let authority = page.page.code("authority", of: act)
    let clock = ClockAct(
      type: act.type, moment: view.moment,
      days: Int(truncatingIfNeeded: page.page.integer("days", of: act) ?? 0),
      isConsented: isConsented(authority, kind, subject, on: view.occurredAt.beijingDate),
      receivedOn: (page.page.instant("receivedAt", of: act) ?? view.occurredAt).beijingDate)
    obligations.act(kind, subject, part, acts.of(act.type), by: discharge(view, page), clock)
    openLater(kind, act.type, subject, [], view, page, authority: authority)
  }

  /// Whether the authority that an act names is not known to be another than that of the body whose
  /// matter it is.
  func isConsented(
    _ authority: BodyCode?, _ kind: ObligationRule.Subject, _ subject: Name, on day: CivilDate
  ) -> Bool {
    guard let authority, let department = department(of: subject, kind) else {
      return true
    }
    return !isAnother(authority: authority, for: department, on: day)
  }

  /// The body whose matter it is: the department of the entry that is asked for, or the one that
  /// the matter names.
  func department(of subject: Name, _ kind: ObligationRule.Subject) -> BodyCode? {
    guard let record = obligations.matters[kind][subject] else { return nil }
    return record.entry == .none ? departments[record.department] : department(of: record.entry)
  }
}
