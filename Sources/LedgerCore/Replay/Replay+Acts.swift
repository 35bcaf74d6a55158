import WorkingDays

/// What acts that count do.
extension Replay {
  /// Folds an act that counts.
  mutating func act(
    _ view: EventView, _ subject: Name, _ page: Folded
  ) throws(LedgerError) {
    switch view.type {
    case .departmentRegistered: registerBody(subject, view, page)
    case .catalogEntryRevised:
      act(onTrigger: page.page.text(.trigger, of: view), acts.entryRevised, subject, view, page)
      revise(
        subject,
        EntryHistory.Change(
          moment: view.moment, department: page.page.code(.department, of: view),
          sharing: page.page.choice(.sharing, of: view),
          openness: page.page.choice(.openness, of: view)))
    case .catalogEntryRetired:
      act(onTrigger: page.page.text(.trigger, of: view), acts.entryRetired, subject, view, page)
      obligations.close(entry: subject, at: view.moment, acts.entryRetired)
      retire(subject, at: view.moment)
    case .catalogUpdateTriggered: trigger(subject, view, page)
    case .catalogTriggerReviewed:
      let entry = page.page.text(.entry, of: view)
      let part = entry.map { Obligation.Part.entry(name($0, page)) } ?? .whole
      act(.updateTrigger, subject, part, acts.triggerReviewed, view, page)
    case .shareReplied: try reply(subject, view, page)
    case .shareWithdrawn:
      act(.shareRequest, subject, .whole, acts.withdrawn, view, page)
      openLater(.shareRequest, subject, [], view, page)
    case .incidentDetected: incident(subject, view, page)
    case .incidentReported:
      guard let recipient: ReportRecipient = page.page.choice(.recipientKind, of: view) else {
        break
      }
      act(.incident, subject, .recipient(recipient), acts.reported, view, page)
    case .incidentRemedied:
      act(.incident, subject, .whole, acts.of(.incidentRemedied), view, page)
    case .projectReviewed:
      guard let authority = page.page.code(.authority, of: view),
        let outcome: ProjectOutcome = page.page.choice(.outcome, of: view)
      else { break }
      projects.review(subject, by: authority, outcome, citation(view, page))
    case .projectStarted:
      projects.start(subject, citation(view, page))
    default:
      if !view.form.isCore { follow(subject, view, page) }
    }
  }

  private mutating func reply(
    _ request: Name, _ view: EventView, _ page: Folded
  ) throws(LedgerError) {
    guard let decision: ShareDecision = page.page.choice(.decision, of: view) else { return }
    act(.shareRequest, request, .whole, acts.replied, view, page)
    openLater(.shareRequest, request, ActFacts(decision), view, page)
    if decision == .agreed { try grant(request, at: view.moment) }
    if decision == .refused, !page.page.has(.reasons, of: view) {
      findRefusalWithoutReasons(request, view, page)
    }
    forgetRequestOfNoObligation(request)
  }

  private mutating func registerBody(_ subject: Name, _ view: EventView, _ page: Folded) {
    guard let code = page.page.code(.department, of: view),
      let division = page.page.division(.division, of: view),
      let kind: BodyKind = page.page.choice(.kind, of: view)
    else { return }
    bodies.update(subject) { $0.state = BodyState(division: division, kind: kind) }
    guard kind == .dataAuthority else { return }
    authorities.append(
      RegisteredAuthority(code: code, division: division, citation: citation(view, page)))
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
  private mutating func act(
    onTrigger trigger: TextRange?, _ effects: ActEffects, _ entry: Name, _ view: EventView,
    _ page: Folded
  ) {
    guard let trigger else { return }
    act(.updateTrigger, name(trigger, page), .entry(entry), effects, view, page)
  }

  private mutating func act(
    _ kind: ObligationRule.Subject, _ subject: Name, _ part: Obligation.Part,
    _ effects: ActEffects, _ view: EventView, _ page: Folded
  ) {
    obligations.act(
      kind, subject, part, effects, by: discharge(view, page),
      ClockAct(
        type: view.type, moment: view.moment, days: 0, isConsented: true,
        receivedOn: view.occurredAt.beijingDate))
  }

  /// What is kept of an act that may discharge.
  mutating func discharge(_ view: EventView, _ page: Folded) -> Obligation.Discharge {
    Obligation.Discharge(
      citation: citation(view, page), knownAt: view.knownAt, isImported: view.isImported)
  }

  /// A further act, after the first of its matter.
  private mutating func follow(_ subject: Name, _ view: EventView, _ page: Folded) {
    guard let kind = ObligationRule.Subject(view.type) else { return }
    var part = Obligation.Part.whole
    if kind == .updateTrigger, let entry = page.page.text(.entry, of: view) {
      part = .entry(name(entry, page))
    }
    let authority = page.page.code(.authority, of: view)
    let clock = ClockAct(
      type: view.type, moment: view.moment,
      days: Int(truncatingIfNeeded: page.page.integer(.days, of: view) ?? 0),
      isConsented: isConsented(authority, kind, subject, on: view.occurredAt.beijingDate),
      receivedOn: (page.page.instant(.receivedAt, of: view) ?? view.occurredAt).beijingDate)
    obligations.act(kind, subject, part, acts.of(view.type), by: discharge(view, page), clock)
    openLater(kind, subject, [], view, page, authority: authority)
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
