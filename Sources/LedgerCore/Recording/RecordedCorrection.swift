import WorkingDays

/// A correction while it is recorded: what is refused, and what it changes.
///
/// A correction of a correction brings the event back that the other left out. It is refused where that
/// event could not stand beside what the log holds by then: it is held against the streams as they are
/// without it, by the same rules as when it is recorded (`Decision`): its thing must not have begun
/// anew, nor ended, and what is done only once must not have been done again.
struct RecordedCorrection {
  let correction: Correction
  /// The corrections along which it works: each corrects the next, the first is the one that it corrects.
  /// They stand and do not stand by turns.
  let chain: [ViewedEvent]
  /// The event, no correction, that is left out from now on, or counts again.
  let concerned: ViewedEvent
  /// Whether it is left out.
  let isLeftOut: Bool
  /// The corrections that stood before, and those that stand with it.
  let before: StandingCorrections
  let after: StandingCorrections
  private let all: LogCorrections

  /// - Returns: `nil` for an event that is no correction.
  /// - Throws: `unknownReference` for an event that the log does not have; `contradictory` for one that
  ///   cannot be corrected or is corrected already, by a body that may not, or that would bring back
  ///   what contradicts the log.
  init?(
    _ event: ViewedEvent, _ states: inout LogStates, _ log: any LogTransaction,
    _ law: BundledLaw, _ rules: RulesInForce
  ) throws(LedgerError) {
    guard let correction = Correction(event) else { return nil }
    self.correction = correction
    before = states.corrections
    let first = try Self.event(correction.corrected, log)
    guard first.type != .auditAttested else {
      throw Self.contradictory(
        first.id, "an attestation, which says what was found then", "any other event")
    }
    try Self.checkActor(event, first, &states)
    var (chain, concerned, isLeftOut) = ([ViewedEvent](), first, true)
    try Self.checkStands(concerned, before)
    while let inner = Correction(concerned) {
      chain.append(concerned)
      concerned = try Self.event(inner.corrected, log)
      isLeftOut.toggle()
      // The correction that comes back would be a second one.
      if isLeftOut { try Self.checkStands(concerned, before) }
    }
    (self.chain, self.concerned, self.isLeftOut) = (chain, concerned, isLeftOut)
    if !isLeftOut { try Decision.checkReturn(of: concerned, given: &states, law, rules) }
    var all = try log.corrections()
    all.add(correction)
    self.all = all
    after = all.standing
  }

  private static func event(
    _ id: Identifier, _ log: any LogTransaction
  ) throws(LedgerError) -> ViewedEvent {
    if let event = try log.event(of: id) { return event }
    throw LedgerError(
      .unknownReference, "found “\(id)”, expected an event that was recorded before",
      path: "data.event")
  }

  /// Whoever recorded an event corrects it, or whoever took its place, or the data authority of that body's
  /// division.
  private static func checkActor(
    _ event: ViewedEvent, _ corrected: ViewedEvent, _ states: inout LogStates
  ) throws(LedgerError) {
    let heirs = try states.heirs()
    if event.actor == corrected.actor
      || event.actor == heirs.heir(of: corrected.actor, on: event.day)
    {
      return
    }
    if let body = try states.body(corrected.actor), let authority = try states.body(event.actor),
      !heirs.hasEnded(event.actor, on: event.day),
      !heirs.isAnother(authority: authority, for: body, on: event.day)
    {
      return
    }
    throw LedgerError(
      .contradictory,
      "found \(event.actor), expected the body that recorded “\(corrected.id)”, \(corrected.actor),"
        + " or the data authority of its division",
      path: "actor")
  }

  private static func checkStands(
    _ event: ViewedEvent, _ corrections: StandingCorrections
  ) throws(LedgerError) {
    guard let known = corrections[event.id] else { return }
    throw contradictory(
      event.id, "which “\(known.event)” corrects already", "one that is not corrected")
  }

  private static func contradictory(
    _ id: Identifier, _ fact: String, _ expected: String
  ) -> LedgerError {
    LedgerError(
      .contradictory, "found “\(id)”, \(fact), expected \(expected)", path: "data.event")
  }

  // MARK: What it changes

  /// Makes a writer's memory forget what was told by the event.
  func tell(_ memory: RecorderMemory) {
    memory.corrections = all
    for inner in chain { memory.forget(inner.streamHash) }
    memory.forget(concerned.streamHash)
    if let other = concerned.otherMatterHash { memory.forget(other) }
    if concerned.type == .departmentRegistered { memory.authorities = nil }
    if concerned.type.tellsOfSuccession { memory.forgetSuccessions() }
    if concerned.isLaw { memory.forgetLaw(withActs: concerned.type == .rulesAdopted) }
  }

  /// Whether all rows may change: law, what a body is, and who took its place concern every matter.
  var concernsAllRows: Bool {
    concerned.isLaw || concerned.type == .departmentRegistered || concerned.type.tellsOfSuccession
  }

  /// Adds what changes of the obligations of the matters concerned: those that the event is an act on,
  /// and where it says something of an entry, those that are about the entry.
  func addObligations(
    in log: any LogTransaction, under law: LawInForce, to changes: inout RowChanges
  ) throws(LedgerError) {
    let matters = concerned.matters.filter { $0.isDuty(of: concerned.type) }
    let tellsOfEntry = concerned.form.category == .catalogEntry && concerned.form.isCore
    let dependents = tellsOfEntry ? try Dependent.all(ofEntryOf: concerned, in: log) : []
    guard !matters.isEmpty || !dependents.isEmpty else { return }
    var benches = Benches(
      law: law, before: LogFacts(CorrectedStates(log, before)),
      after: LogFacts(CorrectedStates(log, after)))
    for matter in matters {
      guard let kind = ObligationRule.Subject(matter.category) else { continue }
      let part = concerned.act.part(kind)
      let acts = try acts(on: matter, in: log, under: law.rules)
      guard let with = acts.matter(judgedFor: part, under: law.rules) else { continue }
      let without = with.without(actAt: concerned.position)
      let (old, new) = isLeftOut ? (with, without) : (without, with)
      try benches.judge(old, new, concernedBy: part, to: &changes)
    }
    for dependent in dependents {
      let acts = try log.acts(on: dependent.matter, dependent.category, under: law.rules)
      guard let acted = acts.matter(judgedFor: dependent.part, under: law.rules) else { continue }
      try benches.judge(acted, acted, concernedBy: dependent.part, to: &changes)
    }
  }

  /// The acts on a matter that remain, and the event.
  private func acts(
    on matter: Matter, in log: any LogTransaction, under rules: RulesInForce
  ) throws(LedgerError) -> MatterActs {
    var acts = MatterActs(matter.category)
    for event in try log.events(ofMatter: matter.hash)
    where event.isOn(matter.hash) && rules.ask(for: event.type, about: matter.category)
      && (event.position == concerned.position || !after.leavesOut(event))
    {
      acts.add(event.act, onOther: event.streamHash != matter.hash)
    }
    return acts
  }
}
