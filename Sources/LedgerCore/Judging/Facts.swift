import WorkingDays

/// What the log says of bodies and of catalogue entries, over time.
///
/// They are complete before anything is judged: the order in which the log tells them does not
/// matter, and everything is asked for a moment in the world.
protocol Facts {
  /// A registered body; `nil` when no registration of it counts.
  func body(_ code: BodyCode) -> BodyState?
  /// A catalogue entry, whose name stands in a page; `nil` when it was never registered.
  func entry(_ entry: NamedText, in page: EventPage) -> HeldEntry?
  /// A node of the government cloud, whose name stands in a page; `nil` when nothing counts that tells of
  /// it.
  func node(_ node: NamedText, in page: EventPage) -> NodeFacts?
  /// Whether a revision of an entry changes nothing of it.
  func isIdle(_ revision: Act) -> Bool
  /// The first data authority of a division that was registered, and when (art. 6).
  func firstDataAuthority(of division: Division) -> (code: BodyCode, moment: Moment)?
  /// The registered authorities of a kind whose division is the same on a day, by their codes.
  func authorities(of division: Division, _ kind: BodyKind, on day: CivilDate) -> [BodyCode]
  /// Who answers for whom.
  var heirs: Heirs { get }
}

extension Facts {
  /// Whether `authority` is known not to be the data authority of the department's own division on a
  /// day. Nothing is known while one of the two is not registered, unless the authority has ended by then.
  func isAnother(authority: BodyCode, for department: BodyCode, on day: CivilDate) -> Bool {
    guard let state = self.body(authority) else { return false }
    if heirs.hasEnded(authority, on: day) { return true }
    return body(department).map { heirs.isAnother(authority: state, for: $0, on: day) } ?? false
  }

  /// The division whose body a body is on a day; `nil` where no registration of it counts.
  func division(of body: BodyCode, on day: CivilDate) -> Division? {
    self.body(body).map { heirs.division($0.division, on: day) }
  }

  /// Whether what a body did before is that of another on a day: both are one, or the other took its place.
  func isSame(_ earlier: BodyCode, as later: BodyCode, on day: CivilDate) -> Bool {
    earlier == later || heirs.heir(of: earlier, on: day) == later
  }
}

/// The facts of a whole log, or of a few events, in tables.
struct GatheredFacts: Facts, Sendable {
  private var bodies: [BodyCode: BodyState] = [:]
  private var authorities = Authorities()
  /// The entries, in tables by the bits of their names' hashes.
  private var entries: [NameTable<EntryHistory>]
  /// The nodes of the government cloud, likewise.
  private var nodes: [NameTable<NodeFacts>]
  /// The positions of revisions that change nothing.
  private var idle: Set<Int64> = []
  private let key: UInt64
  let heirs: Heirs

  /// No facts yet.
  ///
  /// - Parameters:
  ///   - tables: among how many tables the entries are divided, a power of two.
  ///   - key: what their names are hashed with for that.
  ///   - heirs: who answers for whom.
  init(tables: Int = 1, key: UInt64 = 0, _ heirs: Heirs = .none) {
    entries = Array(repeating: NameTable(), count: tables)
    nodes = Array(repeating: NameTable(), count: tables)
    self.key = key
    self.heirs = heirs
  }

  /// The table in which an entry stands.
  static func table(of entry: Name, among tables: Int, key: UInt64) -> Int {
    Int(truncatingIfNeeded: entry.hash(key: key) >> 40) & (tables - 1)
  }

  /// Adds what was found by itself of some of the streams.
  mutating func add(_ other: GatheredFacts) {
    bodies.merge(other.bodies) { first, _ in first }
    authorities.add(other.authorities)
    for (place, table) in other.entries.enumerated() where table.count > 0 {
      entries[place] = table
    }
    for (place, table) in other.nodes.enumerated() where table.count > 0 { nodes[place] = table }
    idle.formUnion(other.idle)
  }

  // MARK: What is asked

  func body(_ code: BodyCode) -> BodyState? { bodies[code] }

  /// The bodies of a kind.
  func bodies(_ kind: BodyKind) -> Set<BodyCode> {
    Set(bodies.lazy.filter { $0.value.kind == kind }.map(\.key))
  }

  func entry(_ entry: NamedText, in page: EventPage) -> HeldEntry? {
    entries[table(of: entry.name)][entry.name].map { HeldEntry($0, named: entry.name, heirs) }
  }

  /// Calls `body` with every entry, in no particular order.
  func forEachEntry(_ body: (HeldEntry) -> Void) {
    for table in entries { table.forEach { body(HeldEntry($1, named: $0, heirs)) } }
  }

  func node(_ node: NamedText, in page: EventPage) -> NodeFacts? {
    nodes[table(of: node.name)][node.name]
  }

  func isIdle(_ revision: Act) -> Bool { idle.contains(revision.view.position) }

  func firstDataAuthority(of division: Division) -> (code: BodyCode, moment: Moment)? {
    authorities.firstDataAuthority(of: division)
  }

  func authorities(of division: Division, _ kind: BodyKind, on day: CivilDate) -> [BodyCode] {
    authorities.of(division, kind, on: day, heirs)
  }

  // MARK: What is told

  /// Takes note of what an act says.
  ///
  /// - Parameter counts: whether the act counts; that an entry was registered is known in any case.
  mutating func tell(_ act: Act, counts: Bool) {
    switch act.view.type {
    case .departmentRegistered where counts:
      if let code = act.code(.department), let state = BodyState(act) { bodies[code] = state }
      authorities.tell(act)
    case .catalogEntryRegistered:
      guard var history = EntryHistory(act) else { return }
      history.isKnown = counts
      let name = act.name(act.view.subject)
      entries[table(of: name)][name] = history
    case .catalogEntryRevised where counts: update(act) { $0.add(EntryHistory.Change(act)) }
    case .catalogEntryRetired where counts: update(act) { $0.retirement = .init(act) }
    case .cloudNodeCommissioned where counts, .cloudLegacyNodeDeclared where counts:
      let name = act.name(act.view.subject)
      let place = table(of: name)
      if nodes[place].update(name, { $0.tell(act) }) == nil {
        var node = NodeFacts()
        node.tell(act)
        nodes[place][name] = node
      }
    default: break
    }
  }

  /// Takes note of the revisions among an entry's acts that change nothing: what it was before is known
  /// when all acts are.
  mutating func tellIdleRevisions(of entry: ActedMatter, _ scope: AuditScope) {
    let acts = entry.filter { act in
      act.type == .catalogEntryRegistered
        || act.type == .catalogEntryRevised && scope.counts(act.view)
    }
    IdleRevisions.forEach(among: acts) { idle.insert($0.view.position) }
  }

  private mutating func update(_ act: Act, _ change: (inout EntryHistory) -> Void) {
    let name = act.name(act.view.subject)
    entries[table(of: name)].update(name, change)
  }

  private func table(of entry: Name) -> Int {
    Self.table(of: entry, among: entries.count, key: key)
  }
}
