import WorkingDays

/// The judge while an event is recorded: the acts on the matters that it touches are those that the
/// log's index finds, with the new one among them.
struct LiveJudge {
  private let log: any LogTransaction
  private let event: ViewedEvent
  private let before: LogStates
  /// The acts on the matter of the event's own stream, and on another, with it.
  private var acts: [(matter: NameHash, acts: PackedActs)] = []

  /// - Parameter states: the states before the event.
  init(_ event: ViewedEvent, _ states: LogStates, _ log: any LogTransaction) {
    self.log = log
    self.event = event
    before = states
  }

  /// The rules that the event violates, by their names.
  mutating func violations(under rules: RulesInForce) throws(LedgerError) -> [ViolationRule] {
    let facts = LogFacts(StatesAfter(event, before))
    var judge = Judge(rules, facts, scope: .everything)
    var found: [ViolationRule] = []
    for matter in event.matters {
      guard let acted = try ActedMatter(actsWithEvent(on: matter)) else { continue }
      judge.judgeViolations(of: acted, at: event.position)
      found += judge.violations.map { rules.checks[$0.check].rule }
    }
    if let failure = facts.failure { throw failure }
    return found.sorted { $0.id < $1.id }
  }

  /// Adds what changes of the rows of obligations: those of the matters that the event is an act on,
  /// and of those about which it tells a fact.
  mutating func addChanges(
    under law: LawInForce, to changes: inout RowChanges
  ) throws(LedgerError) {
    let matters = event.matters.filter { event.isDuty(on: $0) }
    let dependents = try dependents(under: law.rules)
    guard !matters.isEmpty || !dependents.isEmpty else { return }
    var benches = Benches(
      law: law, before: LogFacts(before), after: LogFacts(StatesAfter(event, before)))
    for matter in matters {
      guard let acted = try ActedMatter(actsWithEvent(on: matter)),
        let kind = ObligationRule.Subject(acted.category)
      else { continue }
      let part = acted.first { $0.view.position == event.position }?.part(kind) ?? .whole
      try benches.judge(
        acted.without(actAt: event.position), acted, concernedBy: part, to: &changes)
    }
    for (matter, part) in dependents {
      guard let acted = try ActedMatter(acts(on: matter)) else { continue }
      try benches.judge(
        acted, acted, concernedBy: part.map { .entry($0) } ?? .whole, to: &changes)
    }
  }

  /// Remembers the acts with the event, which was appended, also where nobody asked for them: what is
  /// remembered of a matter is all of it.
  func remember() {
    for matter in event.matters {
      if let (_, acts) = acts.first(where: { $0.matter == matter }) {
        log.memory.remember(acts, on: matter)
      } else if var acts = log.memory.acts(on: matter) {
        acts.add(event.act, onOther: matter != event.streamHash)
        log.memory.remember(acts, on: matter)
      }
    }
  }

  // MARK: Acts

  private mutating func actsWithEvent(on matter: NameHash) throws(LedgerError) -> PackedActs {
    if let known = acts.first(where: { $0.matter == matter }) { return known.acts }
    // What a new stream is about has no acts yet, unless acts of other streams may come first.
    var acts =
      matter == event.streamHash && event.form.act == .opens
      ? PackedActs() : try self.acts(on: matter)
    acts.add(event.act, onOther: matter != event.streamHash)
    self.acts.append((matter, acts))
    return acts
  }

  /// The acts on a matter that are in the log.
  private func acts(on matter: NameHash) throws(LedgerError) -> PackedActs {
    if let known = log.memory.acts(on: matter) { return known }
    var acts = PackedActs()
    for event in try log.events(ofMatter: matter)
    where event.isOn(matter) && event.position < self.event.position {
      acts.add(event.act, onOther: event.streamHash != matter)
    }
    return acts
  }

  // MARK: Facts

  /// The matters about which the event tells a fact, and the entry, where it is about no more.
  private func dependents(
    under rules: RulesInForce
  ) throws(LedgerError) -> [(NameHash, NamedText?)] {
    switch event.type {
    case .catalogEntryRevised where tellsOfThePast: try matters { _ in true }
    case .catalogEntryRetired: try matters { $0.type == .catalogUpdateTriggered }
    case .departmentRegistered: try mattersWithConsent(under: rules)
    default: []
    }
  }

  /// Whether the change of an entry took place before anything that the log holds.
  private var tellsOfThePast: Bool {
    guard !EntryHistory.Change(event.act).isEmpty else { return false }
    return log.memory.latest.map { event.view.occurredAt < $0 } ?? true
  }

  /// The matters that are about the event's entry.
  private func matters(
    _ isWanted: (ViewedEvent) -> Bool
  ) throws(LedgerError) -> [(NameHash, NamedText?)] {
    let entry = event.act.name(event.view.subject)
    return try log.events(ofMatter: event.streamHash)
      .filter { $0.type.namesEntries && isWanted($0) && !event.matters.contains($0.streamHash) }
      .map { opening in
        let isOfTrigger = opening.type == .catalogUpdateTriggered
        return (
          opening.streamHash,
          isOfTrigger ? NamedText(name: entry, text: event.view.subject) : nil
        )
      }
  }

  /// The matters whose clocks were lengthened, where who consented is asked: what a body is, is known
  /// with its registration.
  private func mattersWithConsent(
    under rules: RulesInForce
  ) throws(LedgerError) -> [(NameHash, NamedText?)] {
    var matters: [(NameHash, NamedText?)] = []
    for type in Set(rules.places.compactMap { $0.rule.consentedBy }) {
      for act in try log.events(of: type) where !matters.contains(where: { $0.0 == act.streamHash })
      {
        matters.append((act.streamHash, nil))
      }
    }
    return matters
  }
}

/// The judge before the event, and after it.
private struct Benches {
  private let projection: ObligationsProjection
  private var before: Judge<LogFacts<LogStates>>
  private var after: Judge<LogFacts<StatesAfter>>

  init(law: LawInForce, before: LogFacts<LogStates>, after: LogFacts<StatesAfter>) {
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
private final class LogFacts<States: StateLookup>: Facts {
  private var states: States
  /// Why a state could not be read.
  private(set) var failure: LedgerError?

  init(_ states: States) { self.states = states }

  func body(_ code: BodyCode) -> BodyState? {
    read { (states) throws(LedgerError) in try states.body(code) }
  }

  func entry(_ entry: NamedText, in page: EventPage) -> EntryHistory? {
    let stream = page.withUTF8(entry.text) { NameHash(.catalogEntry, $0) }
    return read { (states) throws(LedgerError) in try states.entry(stream)?.history }
  }

  func firstAuthority(of division: Division) -> Moment? {
    read { (states) throws(LedgerError) in try states.firstAuthority(of: division) }
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

extension ViewedEvent {
  /// The matters that it is an act on: that of its own stream, and another.
  fileprivate var matters: [NameHash] { [streamHash] + [otherMatterHash].compactMap(\.self) }

  /// Whether obligations may be about a matter that it is an act on.
  fileprivate func isDuty(on matter: NameHash) -> Bool {
    guard let kind = ObligationRule.Subject(type) else { return false }
    let category = matter == streamHash ? form.category : form.actsOn?.category
    return category.flatMap(ObligationRule.Subject.init) == kind
  }
}

extension AuditScope {
  /// Everything counts.
  static let everything = AuditScope(asOf: .max, knownAt: .max)
}

extension ObligationRule {
  /// The act that lengthens its period, where an authority must consent.
  fileprivate var consentedBy: EventType? {
    `extension`?.consent == .sameLevelAuthority ? `extension`?.by : nil
  }
}
