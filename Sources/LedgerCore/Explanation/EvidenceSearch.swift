import WorkingDays

/// A log whose events are found by its indexes.
public protocol IndexedLog {
  /// The event of an id; `nil` when the log has none.
  func event(of id: Identifier) throws -> Event?
  /// The events of a stream, in order.
  func events(in stream: StreamName) throws -> [Event]
  /// The events that concern a matter, by their own stream or besides it, in order.
  func events(ofMatter matter: StreamName) throws -> [Event]
  /// The events of a type, in order.
  func events(of type: EventType) throws -> [Event]
}

/// Finds the events that a finding rests on, by the log's indexes: the acts on the matter, and what
/// says whose it was and who the bodies are. Nothing is replayed.
///
/// What was corrected is no evidence, and is shown beside it, with the corrections: so whoever judges what
/// is shown comes to the same, and sees why.
public struct EvidenceSearch {
  private let log: RemainingLog
  private let scope: AuditScope
  private let rules: RulesInForce
  private var found: [Int64: Event] = [:]

  /// Searches the first `size` events of a log.
  ///
  /// - Parameters:
  ///   - scope: the times that are asked about.
  ///   - rules: the rules to judge by.
  public init(_ log: any IndexedLog, size: Int64, scope: AuditScope, rules: RulesInForce) {
    self.log = RemainingLog(log, size: size, scope)
    self.scope = scope
    self.rules = rules
  }

  /// The events that show a finding, in the order of the log, with the law of the log.
  ///
  /// Of an obligation: the acts on its matter that may concern it, and what says whose it was and who
  /// the bodies are. Of a violation: its evidence. Only the law where the log knows no such matter, or
  /// finds nothing against the act.
  ///
  /// - Parameter law: the events that are law: notices, and adoptions where they are applied.
  /// - Throws: what reading the log throws.
  public func events(for finding: Identifier, law: [Event]) throws -> [Event] {
    try log.readHindsight()
    let law = law.filter(log.contains)
    var search = self
    if let violation = ViolationName(finding, under: rules) {
      try search.show(evidenceOf: violation)
      // Nothing is counted, so no notice matters.
      search.show(law.filter { $0.type == .rulesAdopted })
    } else {
      for candidate in candidates(for: finding) { try search.show(candidate) }
      search.show(law)
    }
    search.showSuccessions()
    search.show(try log.corrections(about: search.found.values))
    return search.found.values.sorted { $0.position < $1.position }
  }

  // MARK: Violations

  /// Shows what a violation rests on, if it is one: the judge says it of all that might matter.
  private mutating func show(evidenceOf violation: ViolationName) throws {
    guard let act = try log.event(of: violation.event) else { return }
    var search = self
    search.show([act])
    for check in Set(rules.checks.lazy.filter { $0.rule.id == violation.rule }.map(\.rule.check)) {
      try search.show(everythingAbout: act, check)
    }
    let events = search.found.values.sorted { $0.position < $1.position }
    guard let found = try ShownLog(events, in: scope).violation(violation, in: events, scope, rules)
    else { return }
    show(found.0.evidence.compactMap { search.found[$0.position] })
    try showUtility(found.0.department)
  }

  /// Shows which bodies took the place of others, as far as that concerns the bodies and divisions of what
  /// is shown. What a violation rests on says it itself.
  private mutating func showSuccessions() {
    guard log.heirs.areTold else { return }
    var bodies: Set<BodyCode> = []
    var divisions: Set<Division> = []
    for event in found.values {
      bodies.formUnion(event.bodies + [event.record.actor])
      if case .departmentRegistered(let data) = event.record.data {
        divisions.insert(data.division)
      }
    }
    let positions =
      log.heirs.positions(connecting: bodies) + log.heirs.positions(connecting: divisions)
    show(log.successions.filter { positions.contains($0.position) })
  }

  /// Shows that a body is a public utility: what is found about it says so (art. 39).
  private mutating func showUtility(_ body: BodyCode) throws {
    let registration = try log.events(in: StreamName(.department, Identifier(body.description)))
      .first
    guard let registration, registration.counts(in: scope),
      case .departmentRegistered(let data) = registration.record.data, data.kind == .utility
    else { return }
    show([registration])
  }

  /// Shows all that a check may ask about an act.
  private mutating func show(everythingAbout act: Event, _ check: ViolationRule.Check) throws {
    let matter = act.matter(askedAboutBy: check)
    let acts = try log.events(ofMatter: matter)
    show(acts)
    var named = [act]
    if let first = acts.first(where: { $0.type.form.act == .opens && $0.stream == matter }) {
      named.append(first)
    }
    for entry in Set(named.compactMap { $0.record.data.identifier(.entry) }) {
      show(try log.events(in: StreamName(.catalogEntry, entry)))
    }
    show(log.successions)
    if check.asksWhoActedBefore { named += acts }
    for node in Set(
      named.flatMap { [$0.record.data.identifier(.node), $0.record.data.identifier(.into)] })
    {
      guard let node else { continue }
      let told = try log.events(in: StreamName(.cloudNode, node))
      show(told)
      named += told
    }
    for body in log.heirs.connected(with: Set(named.flatMap(\.bodies))) {
      show(try log.events(in: StreamName(.department, Identifier(body.description))).prefix(1))
    }
    switch check {
    case .againstSharing: try showRequests(of: act)
    case .secondAuthority: show(try log.events(of: .departmentRegistered))
    case .recipient:
      if let detected = acts.first(where: { $0.type == .incidentDetected }) {
        try showRecipients(of: detected, for: acts)
      }
    case .competence where act.record.data.identifier(.entry) == nil:
      try showAnEntry(ofTrigger: acts.first { $0.type == .catalogUpdateTriggered })
    default: break
    }
  }

  /// Shows what the bodies that an act names asked for of its entry.
  private mutating func showRequests(of act: Event) throws {
    guard let entry = act.record.data.identifier(.entry) else { return }
    for asked in try log.events(ofMatter: StreamName(.catalogEntry, entry))
    where asked.type == .shareRequested {
      guard let requester = asked.record.data.code(.requester),
        !log.heirs.allHeirs(of: requester).isDisjoint(with: act.bodies)
      else { continue }
      show(try log.events(in: asked.stream))
    }
  }

  /// Shows an entry of the department's own that its trigger lists: what makes the trigger oblige it.
  private mutating func showAnEntry(ofTrigger opening: Event?) throws {
    guard let opening, case .catalogUpdateTriggered(let trigger) = opening.record.data else {
      return
    }
    for entry in trigger.entries {
      let events = try log.events(in: StreamName(.catalogEntry, entry))
      guard let department = department(of: events, at: opening.moment) else { continue }
      let heirs = [department, trigger.department].map { body in
        log.heirs.heir(of: body, for: Name(entry), on: opening.moment.day)
      }
      guard heirs[0] == heirs[1] else { continue }
      return show(events)
    }
  }

  /// The department of an entry at a moment, by the events of its stream.
  private func department(of entry: [Event], at moment: Moment) -> BodyCode? {
    let changes = entry.filter { event in
      event.counts(in: scope) && event.moment < moment
        && event.type == .catalogEntryRevised && event.record.data.code(.department) != nil
    }
    let last = changes.max { $0.moment < $1.moment } ?? entry.first
    return last?.record.data.code(.department)
  }

  // MARK: Matters

  /// What an obligation of a name may be about: a matter, and a part of it.
  private struct Candidate: Hashable {
    let matter: StreamName
    let entry: Identifier?
  }

  private func candidates(for obligation: Identifier) -> Set<Candidate> {
    var candidates = Set<Candidate>()
    for rule in rules.places.map(\.rule) where obligation.text.hasPrefix(rule.id + "/") {
      let rest = obligation.text.dropFirst(rule.id.count + 1)
      let add = { (name: Substring, entry: Substring?) in
        let matter = StreamName(rule.subject.opening.form.category, Identifier(String(name)))
        _ = candidates.insert(
          Candidate(matter: matter, entry: entry.map { Identifier(String($0)) }))
      }
      switch rule.parts {
      case .whole: add(rest, nil)
      case .entries:
        add(rest, nil)
        // Neither name says where it ends.
        for slash in rest.indices where rest[slash] == "/" {
          add(rest[..<slash], rest[rest.index(after: slash)...])
        }
      case .recipients:
        if let slash = rest.lastIndex(of: "/") { add(rest[..<slash], nil) }
      }
    }
    return candidates
  }

  private mutating func show(_ candidate: Candidate) throws {
    let acts = try log.events(ofMatter: candidate.matter).filter { concerns($0, candidate) }
    guard let first = acts.first else { return }
    show(acts)
    if first.type == .incidentDetected { try showRecipients(of: first, for: acts) }
    let authorities = acts.compactMap { act in
      act.type.form.isCore ? nil : act.record.data.code(.authority)
    }
    var bodies = authorities + [first.record.data.code(.department)].compactMap(\.self)
    if let entry = candidate.entry {
      try showLife(of: entry)
      bodies += try showFacts(of: entry, for: acts)
    } else if let entry = first.record.data.identifier(.entry) {
      bodies += try showFacts(of: entry, for: acts)
    } else {
      // Whether a revision for the trigger changed anything.
      for act in acts where act.type == .catalogEntryRevised {
        if let entry = act.record.data.identifier(.entry) {
          _ = try showFacts(of: entry, for: [act])
        }
      }
    }
    for body in log.heirs.connected(with: Set(bodies)) { try showUtility(body) }
    // Who consented, and whose consent was wanted.
    guard !authorities.isEmpty else { return }
    for body in log.heirs.connected(with: Set(bodies)) {
      show(try log.events(in: StreamName(.department, Identifier(body.description))).prefix(1))
    }
  }

  /// Whether an event is an act on the matter that may concern the part: a trigger may have as many
  /// acts as entries.
  private func concerns(_ event: Event, _ candidate: Candidate) -> Bool {
    guard let entry = candidate.entry else { return true }
    switch event.record.data {
    case .catalogUpdateTriggered(let trigger): return trigger.entries.contains(entry)
    case let act:
      return act.identifier(.entry).map { $0 == entry } ?? true
    }
  }

  // MARK: Facts

  /// Shows who is to receive a department's reports of an incident on the days of acts.
  private mutating func showRecipients(of detected: Event, for acts: [Event]) throws {
    guard let department = detected.record.data.code(.department) else { return }
    var registered: [(event: Event, body: DepartmentRegistered)] = []
    for event in try log.events(of: .departmentRegistered) where event.counts(in: scope) {
      if case .departmentRegistered(let body) = event.record.data {
        registered.append((event, body))
      }
    }
    // Whoever took the department's place reports for it.
    let owners = log.heirs.allHeirs(of: department)
    let own = registered.filter { owners.contains($0.body.department) }.map(\.body.division)
    let recipients = Set(acts.compactMap { $0.record.data.code(.recipient) })
    let days = Set(acts.map { $0.record.occurredAt.beijingDate })
    let shown = registered.filter { (_, body) in
      if owners.contains(body.department) || recipients.contains(body.department) { return true }
      guard body.kind == .dataAuthority || body.kind == .cyberspaceAuthority else { return false }
      return days.contains { day in
        let theirs = log.heirs.division(body.division, on: day)
        return own.contains { division in
          let ours = log.heirs.division(division, on: day)
          return theirs == ours || theirs == ours.province
        }
      }
    }
    show(shown.map(\.event))
  }

  /// Shows when an entry was registered and retired.
  private mutating func showLife(of entry: Identifier) throws {
    show(
      try log.events(in: StreamName(.catalogEntry, entry)).filter { event in
        event.type == .catalogEntryRegistered || event.type == .catalogEntryRetired
      })
  }

  /// Shows whose an entry was, and how it was shared, at the times of acts: by the last changes that
  /// count and say so. An entry may have moved any number of times before.
  ///
  /// - Returns: whose it was.
  private mutating func showFacts(
    of entry: Identifier, for acts: [Event]
  ) throws -> [BodyCode] {
    let history = try log.events(in: StreamName(.catalogEntry, entry))
    let registered = history.filter { $0.type == .catalogEntryRegistered }
    let changes = history.filter { $0.type == .catalogEntryRevised && $0.counts(in: scope) }
      .sorted { $0.moment < $1.moment }
    var shown = registered
    for act in acts {
      let before = changes.filter { $0.moment < act.moment }
      for says in [\CatalogEntryRevised.saysDepartment, \.saysSharing] {
        let last = before.last { event in
          guard case .catalogEntryRevised(let data) = event.record.data else { return false }
          return data[keyPath: says]
        }
        if let last { shown.append(last) }
      }
      guard act.type == .catalogEntryRevised else { continue }
      for key in act.statedKeys {
        if let last = before.last(where: { $0.statedKeys.contains(key) }) { shown.append(last) }
      }
    }
    show(shown)
    return shown.compactMap { $0.record.data.code(.department) }
  }

  private mutating func show(_ events: some Sequence<Event>) {
    for event in events { found[event.position] = event }
  }
}

/// The first events of a log without those that were corrected; what was met of these is noted.
private final class RemainingLog {
  private let log: any IndexedLog
  private let size: Int64
  private let scope: AuditScope
  private var corrections = Corrections()
  private var standing = StandingCorrections()
  /// The events that tell of successions, and who answers for whom by them.
  private(set) var successions: [Event] = []
  private(set) var heirs = Heirs.none
  /// What was asked for and left out.
  private var met: [Int64: Event] = [:]

  init(_ log: any IndexedLog, size: Int64, _ scope: AuditScope) {
    self.log = log
    self.size = size
    self.scope = scope
  }

  func readHindsight() throws {
    met = [:]
    corrections = Corrections(try log.events(of: .recordCorrected).filter(contains))
    standing = corrections.standing(in: scope)
    successions = try EventType.allCases.filter(\.tellsOfSuccession)
      .flatMap { try log.events(of: $0) }.filter { contains($0) && $0.counts(in: scope) }
      .sorted { $0.position < $1.position }
    heirs = Successions(successions).heirs(in: scope, standing)
    successions.removeAll(where: leavesOut)
  }

  /// Whether an event is one of the first, corrected or not.
  func contains(_ event: Event) -> Bool { event.position < size }

  /// The event of an id; `nil` when the log has none, or it was corrected.
  func event(of id: Identifier) throws -> Event? {
    try log.event(of: id).flatMap { contains($0) && !leavesOut($0) ? $0 : nil }
  }
  func events(in stream: StreamName) throws -> [Event] { remaining(try log.events(in: stream)) }
  func events(ofMatter matter: StreamName) throws -> [Event] {
    remaining(try log.events(ofMatter: matter))
  }
  func events(of type: EventType) throws -> [Event] { remaining(try log.events(of: type)) }

  private func remaining(_ events: [Event]) -> [Event] {
    let events = events.filter(contains)
    if standing.isEmpty { return events }
    for event in events where leavesOut(event) { met[event.position] = event }
    return events.filter { !leavesOut($0) }
  }

  private func leavesOut(_ event: Event) -> Bool { standing.leavesOut(event.record.id) }

  /// The events left out that were met, and all corrections that count of these, of events that are
  /// shown, and of such corrections.
  func corrections(about shown: some Sequence<Event>) throws -> [Event] {
    if corrections.isEmpty { return [] }
    var known = Set(shown.map(\.record.id)).union(met.values.map(\.record.id))
    var events = Array(met.values)
    // What corrects an event comes after it.
    for correction in corrections.all
    where known.contains(correction.corrected)
      && scope.counts(correction.occurredAt, knownAt: correction.knownAt)
    {
      known.insert(correction.event)
      if let event = try log.event(of: correction.event) { events.append(event) }
    }
    return events
  }
}

extension Event {
  fileprivate var moment: Moment {
    Moment(occurredAt: record.occurredAt, position: position)
  }

  /// The matter in which a check judges the act: that of its stream, or another that it is an act on.
  fileprivate func matter(askedAboutBy check: ViolationRule.Check) -> StreamName {
    guard check.asksOfOtherMatter, let (category, key) = type.form.actsOn,
      let other = record.data.identifier(type.form.keys[key].key)
    else { return stream }
    return StreamName(category, other)
  }

  /// The keys with which it says what its entry is.
  fileprivate var statedKeys: [DataKey] {
    type.form.entryKeys.filter { record.data.value(of: $0) != nil }
  }

  /// The bodies that the act names.
  fileprivate var bodies: [BodyCode] {
    type.form.checkedKeys.bodies.compactMap { record.data.code($0) }
  }
}

extension CatalogEntryRevised {
  fileprivate var saysDepartment: Bool { department != nil }
  fileprivate var saysSharing: Bool { sharing != nil }
}
