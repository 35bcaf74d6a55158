import WorkingDays

/// The judge while an event is recorded: the acts on the matters that it touches are those that the
/// log's index finds, with the new one among them.
struct LiveJudge {
  private let log: any LogTransaction
  private let event: ViewedEvent
  private let before: LogStates
  /// The acts on the matters of the event that somebody asked for, the event's own at the end.
  private var acts: [(matter: NameHash, acts: MatterActs)] = []

  /// - Parameter states: the states before the event.
  init(_ event: ViewedEvent, _ states: LogStates, _ log: any LogTransaction) {
    self.log = log
    self.event = event
    before = states
  }

  /// The rules that the event violates, by their names.
  mutating func violations(under rules: RulesInForce) throws(LedgerError) -> [ViolationRule] {
    let facts = LogFacts(try StatesAfter(event, before))
    var judge = Judge(rules, facts, scope: .everything)
    var found: [ViolationRule] = []
    for matter in event.matters {
      let acts = try actsWithEvent(on: matter, under: rules)
      let part = ObligationRule.Subject(matter.category).map(event.act.part) ?? .whole
      // A check may ask for any act on the matter; who may act for an obligation, for those about it.
      let acted =
        rules.isChecked(event.type) ? acts.matter() : acts.matter(judgedFor: part, under: rules)
      guard let acted else { continue }
      judge.judgeViolations(of: acted, at: event.position, about: part)
      for violation in judge.violations where try !isExempt(violation, acted.page, facts) {
        found.append(rules.checks[violation.check].rule)
      }
    }
    if let failure = facts.failure { throw failure }
    return found.sorted { $0.id < $1.id }
  }

  /// Whether an act is none, by what the body had asked for.
  private func isExempt(
    _ violation: FoundViolation, _ page: EventPage, _ facts: LogFacts<StatesAfter>
  ) throws(LedgerError) -> Bool {
    guard let exemption = violation.unless else { return false }
    let entry = NamedText(
      name: page.withText { Name($0[exemption.entry]) }, text: exemption.entry)
    guard let history = facts.entry(entry, in: page) else { return false }
    let corrections = try log.corrections().standing
    var requests: [PastRequest] = []
    for asked in try log.events(
      ofMatter: page.withUTF8(exemption.entry) { NameHash(.catalogEntry, $0) })
    where asked.type == .shareRequested && !corrections.leavesOut(asked) {
      guard let requester = asked.code(.requester),
        facts.heirs.allHeirs(of: requester).contains(exemption.body)
      else { continue }
      let acts = try log.events(in: asked.streamHash).filter { !corrections.leavesOut($0) }
        .map(\.act).sorted { $0.moment < $1.moment }
      if let past = ShareOutcome(asked.act, history, acts).past { requests.append(past) }
    }
    return exemption.condition.holds(for: exemption.body, given: requests, facts.heirs)
  }

  /// Adds what changes of the rows of obligations: those of the matters that the event is an act on,
  /// and of those about which it tells a fact.
  mutating func addChanges(
    under law: LawInForce, to changes: inout RowChanges
  ) throws(LedgerError) {
    if event.type == .departmentRegistered, let code = event.act.code(.department),
      let state = BodyState(event)
    {
      ObligationsProjection(law: law).addRemovals(of: code, state, to: &changes)
    }
    let matters = event.matters.filter { $0.isDuty(of: event.type) }
    let dependents = try dependents(under: law.rules)
    guard !matters.isEmpty || !dependents.isEmpty else { return }
    var benches = Benches(
      law: law, before: LogFacts(before), after: LogFacts(try StatesAfter(event, before)))
    for matter in matters {
      guard let kind = ObligationRule.Subject(matter.category) else { continue }
      let part = event.act.part(kind)
      let acts = try actsWithEvent(on: matter, under: law.rules)
      guard let acted = acts.matter(judgedFor: part, under: law.rules) else { continue }
      try benches.judge(
        acted.without(actAt: event.position), acted, concernedBy: part, to: &changes)
    }
    for dependent in dependents {
      let acts = try log.acts(on: dependent.matter, dependent.category, under: law.rules)
      guard let acted = acts.matter(judgedFor: dependent.part, under: law.rules) else { continue }
      try benches.judge(acted, acted, concernedBy: dependent.part, to: &changes)
    }
  }

  /// Remembers the acts that were asked for: of a matter all that may be asked for again, or none.
  ///
  /// - Parameter isAppended: whether the event was appended, and is one of them.
  func remember(isAppended: Bool) {
    // Other rules may ask for other acts.
    guard event.type != .rulesAdopted, let rules = log.memory.law?.rules else { return }
    for matter in event.matters {
      let isKept = isAppended && rules.ask(for: event.type, about: matter.category)
      if var (_, acts) = acts.first(where: { $0.matter == matter.hash }) {
        if !isKept { acts.removeLast() }
        log.memory.remember(acts, on: matter.hash)
      } else if isKept, var acts = log.memory.takeActs(on: matter.hash) {
        acts.add(event.act, onOther: matter.isOther)
        log.memory.remember(acts, on: matter.hash)
      }
    }
  }

  // MARK: Acts

  /// The acts that rules may ask for on a matter of the event, and the event.
  private mutating func actsWithEvent(
    on matter: Matter, under rules: RulesInForce
  ) throws(LedgerError) -> MatterActs {
    if let known = acts.first(where: { $0.matter == matter.hash }) { return known.acts }
    var acts: MatterActs
    if !matter.isOther, event.form.act == .opens, event.version == 0 {
      // What a new stream is about has no acts yet, unless acts of other streams may come first.
      acts = MatterActs(matter.category)
    } else if let known = log.memory.takeActs(on: matter.hash) {
      acts = known
    } else {
      acts = try log.acts(
        on: matter.hash, matter.category, under: rules, before: event.position)
    }
    acts.add(event.act, onOther: matter.isOther)
    self.acts.append((matter.hash, acts))
    return acts
  }

  // MARK: Facts

  /// A matter about which the event tells a fact, and the part of it that this concerns.

  private func dependents(under rules: RulesInForce) throws(LedgerError) -> [Dependent] {
    switch event.type {
    // Whose entry it was and how it was shared; and whether a later revision changed anything.
    case .catalogEntryRevised where tellsOfThePast:
      try dependents { [changesFacts] in changesFacts || $0.type == .catalogUpdateTriggered }
    // What named it before named the registration that was corrected.
    case .catalogEntryRegistered where event.version > 0: try dependents { _ in true }
    case .catalogEntryRetired: try dependents { $0.type == .catalogUpdateTriggered }
    case .departmentRegistered:
      try dependentsWithConsent(under: rules) + dependentIncidents(under: rules)
    default: []
    }
  }

  /// Whether the event took place before anything that the log holds.
  private var tellsOfThePast: Bool { log.memory.latest.map { event.view.occurredAt < $0 } ?? true }

  /// Whether it says whose an entry is, or how it is shared or open.
  private var changesFacts: Bool { !EntryHistory.Change(event.act).isEmpty }

  /// The matters that are about the event's entry.
  private func dependents(
    _ isWanted: (ViewedEvent) -> Bool
  ) throws(LedgerError) -> [Dependent] {
    try Dependent.all(ofEntryOf: event, in: log, isWanted)
  }

  /// The incidents whose reports go to the body that is registered, or that are its own: to whom a
  /// report goes is known with the registrations of both.
  private func dependentIncidents(
    under rules: RulesInForce
  ) throws(LedgerError) -> [Dependent] {
    guard rules.recipient.contains(where: { $0 != nil }),
      let kind: BodyKind = event.act.choice(.kind), let code = event.act.code(.department)
    else { return [] }
    let isRecipient = kind == .dataAuthority || kind == .cyberspaceAuthority
    return try log.events(of: .incidentDetected)
      .filter { isRecipient || $0.act.code(.department) == code }.map(Dependent.init)
  }

  /// The matters whose clocks were lengthened, where who consented is asked: what a body is, is known
  /// with its registration.
  private func dependentsWithConsent(
    under rules: RulesInForce
  ) throws(LedgerError) -> [Dependent] {
    var dependents: [NameHash: Dependent] = [:]
    for type in Set(rules.places.compactMap { $0.rule.consentedBy }) {
      for act in try log.events(of: type) { dependents[act.streamHash] = Dependent(act) }
    }
    return Array(dependents.values)
  }
}

/// A matter about which an event tells a fact, and the part of it that this concerns.
struct Dependent {
  let matter: NameHash
  let category: StreamName.Category
  var part = Obligation.Part.whole

  init(_ act: ViewedEvent) { (matter, category) = (act.streamHash, act.form.category) }

  private init(trigger: NameHash, _ entry: NamedText) {
    (matter, category, part) = (trigger, .updateTrigger, .entry(entry))
  }

  /// The matters that are about the entry of an event, or that revisions of it answer, but for those that
  /// the event is an act on.
  static func all(
    ofEntryOf event: ViewedEvent, in log: any LogTransaction,
    _ isWanted: (ViewedEvent) -> Bool = { _ in true }
  ) throws(LedgerError) -> [Dependent] {
    let entry = NamedText(
      name: event.act.name(event.view.subject), text: event.view.subject)
    var known = Set(event.matters.map(\.hash))
    var dependents: [Dependent] = []
    for opening in try log.events(ofMatter: event.streamHash)
    where opening.type.namesEntries && isWanted(opening)
      && known.insert(opening.streamHash).inserted
    {
      dependents.append(
        opening.type == .catalogUpdateTriggered
          ? Dependent(trigger: opening.streamHash, entry) : Dependent(opening))
    }
    for revision in try log.events(in: event.streamHash) where revision.type == .catalogEntryRevised
    {
      guard let trigger = revision.otherMatterHash, known.insert(trigger).inserted else { continue }
      dependents.append(Dependent(trigger: trigger, entry))
    }
    return dependents
  }
}

/// The judge before an event, and after it.
struct Benches<Before: StateLookup, After: StateLookup> {
  private let projection: ObligationsProjection
  private var before: Judge<LogFacts<Before>>
  private var after: Judge<LogFacts<After>>

  init(law: LawInForce, before: LogFacts<Before>, after: LogFacts<After>) {
    projection = ObligationsProjection(law: law)
    self.before = Judge(law.rules, before, scope: .everything)
    self.after = Judge(law.rules, after, scope: .everything)
  }

  mutating func judge(
    _ old: ActedMatter, _ new: ActedMatter, concernedBy part: Obligation.Part,
    to changes: inout RowChanges
  ) throws(LedgerError) {
    if !old.places.isEmpty { before.judgeObligations(of: old, concernedBy: part) }
    after.judgeObligations(of: new, concernedBy: part)
    if let failure = before.facts.failure ?? after.facts.failure { throw failure }
    projection.addChanges(
      from: old.places.isEmpty ? [] : before.obligations, to: after.obligations, new.page,
      to: &changes)
  }
}

/// The facts as the states of the log's streams tell them.
final class LogFacts<States: StateLookup>: Facts {
  private var states: States
  /// Why a state could not be read.
  private(set) var failure: LedgerError?

  init(_ states: States) { self.states = states }

  func body(_ code: BodyCode) -> BodyState? {
    read { (states) throws(LedgerError) in try states.body(code) }
  }

  func entry(_ entry: NamedText, in page: EventPage) -> HeldEntry? {
    let stream = page.withUTF8(entry.text) { NameHash(.catalogEntry, $0) }
    let history = read { (states) throws(LedgerError) in try states.entry(stream)?.history }
    return history.map { HeldEntry($0, named: entry.name, heirs) }
  }

  var heirs: Heirs { read { (states) throws(LedgerError) in try states.heirs() } ?? .none }

  func node(_ node: NamedText, in page: EventPage) -> NodeFacts? {
    let stream = page.withUTF8(node.text) { NameHash(.cloudNode, $0) }
    return read { (states) throws(LedgerError) in try states.node(stream) }
  }

  func isIdle(_ revision: Act) -> Bool {
    let stream = revision.page.withUTF8(revision.view.subject) { NameHash(.catalogEntry, $0) }
    let acts = read { (states) throws(LedgerError) in try states.events(in: stream) } ?? []
    var isIdle = false
    IdleRevisions.forEach(among: acts.map(\.act)) {
      if $0.view.position == revision.view.position { isIdle = true }
    }
    return isIdle
  }

  func firstDataAuthority(of division: Division) -> (code: BodyCode, moment: Moment)? {
    authorities?.firstDataAuthority(of: division)
  }

  func authorities(of division: Division, _ kind: BodyKind, on day: CivilDate) -> [BodyCode] {
    authorities?.of(division, kind, on: day, heirs) ?? []
  }

  private var authorities: Authorities? {
    read { (states) throws(LedgerError) in try states.authorities() }
  }

  private func read<Value>(
    _ body: (inout States) throws(LedgerError) -> Value?
  ) -> Value? {
    do throws(LedgerError) {
      return try body(&states)
    } catch {
      failure = failure ?? error
      return nil
    }
  }
}

extension LogTransaction {
  /// The acts on a matter that are in the log before a position, as far as rules may ask for them.
  func acts(
    on matter: NameHash, _ category: StreamName.Category, under rules: RulesInForce,
    before position: Int64 = .max
  ) throws(LedgerError) -> MatterActs {
    if let known = memory.acts(on: matter) { return known }
    var acts = MatterActs(category)
    let corrections = try corrections().standing
    for event in try events(ofMatter: matter)
    where event.position < position && event.isOn(matter)
      && rules.ask(for: event.type, about: category) && !corrections.leavesOut(event)
    {
      acts.add(event.act, onOther: event.streamHash != matter)
    }
    return acts
  }
}

/// A matter that an event is an act on.
struct Matter {
  let hash: NameHash
  let category: StreamName.Category
  /// Whether it is another than that of the event's own stream.
  let isOther: Bool
}

extension ViewedEvent {
  /// The matters that it is an act on: that of its own stream, and another.
  var matters: [Matter] {
    let own = Matter(hash: streamHash, category: form.category, isOther: false)
    guard let other = otherMatterHash, let category = form.actsOn?.category else { return [own] }
    return [own, Matter(hash: other, category: category, isOther: true)]
  }
}

extension Matter {
  /// Whether obligations may be about it that acts of a type concern.
  func isDuty(of type: EventType) -> Bool {
    ObligationRule.Subject(type).map { $0 == ObligationRule.Subject(category) } ?? false
  }
}

extension ObligationRule {
  /// The act that lengthens its period, where an authority must consent.
  fileprivate var consentedBy: EventType? {
    `extension`?.consent == .sameLevelAuthority ? `extension`?.by : nil
  }
}
