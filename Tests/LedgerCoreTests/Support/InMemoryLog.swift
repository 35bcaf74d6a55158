import LedgerCore
import MerkleLog
import WorkingDays

/// The smallest faithful engine: it keeps leaves as bytes, reads events back from them, applies
/// row changes to tables, and rolls all of it back to a savepoint.
final class InMemoryLog: LogTransaction {
  /// All that a transaction can change.
  struct State {
    var leaves: [[UInt8]] = []
    var positions: [NameHash: Int64] = [:]
    var streams: [NameHash: [Int64]] = [:]
    /// Also the events that concern what a stream is about without being of it.
    var matters: [NameHash: [Int64]] = [:]
    var law: [Event] = []
    var lastRecordedAt: Instant?
    var tree = TreeEdge<SHA256Hasher>()
    var tables = InMemoryTables()
  }

  private(set) var state = State()
  let memory = RecorderMemory()
  let projects = true

  var size: Int64 { Int64(state.leaves.count) }
  var lastRecordedAt: Instant? { state.lastRecordedAt }
  var tables: InMemoryTables { state.tables }

  func position(ofEvent id: NameHash) throws(LedgerError) -> Int64? { state.positions[id] }

  func event(at position: Int64) throws(LedgerError) -> Event {
    guard 0..<size ~= position else {
      throw LedgerError(.notFound, "position \(position) is not in the log")
    }
    return try Event(leaf: state.leaves[Int(position)])
  }

  func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent] {
    var events: [ViewedEvent] = []
    for position in state.streams[stream] ?? [] {
      events.append(ViewedEvent(try event(at: position)))
    }
    return events
  }

  func events(ofMatter matter: NameHash) throws(LedgerError) -> [ViewedEvent] {
    var events: [ViewedEvent] = []
    for position in state.matters[matter] ?? [] {
      events.append(ViewedEvent(try event(at: position)))
    }
    return events
  }

  func lawEvents() -> [Event] { state.law }

  func events(of type: EventType) throws(LedgerError) -> [ViewedEvent] {
    var events: [ViewedEvent] = []
    for position in 0..<size {
      let event = try event(at: position)
      if event.type == type { events.append(ViewedEvent(event)) }
    }
    return events
  }

  func append(
    _ viewed: ViewedEvent, id: NameHash, leaf: [UInt8]
  ) throws(LedgerError) -> TreeHash {
    let event = try Event(leaf: leaf)
    try checkPlace(of: event, viewed, id, leaf: leaf)
    state.leaves.append(leaf)
    state.positions[id] = event.position
    state.streams[viewed.streamHash, default: []].append(event.position)
    for matter in Set([event.stream] + event.record.data.otherMatters) {
      state.matters[NameHash(matter), default: []].append(event.position)
    }
    if event.record.data.isLaw { state.law.append(event) }
    state.lastRecordedAt = event.recordedAt
    let hash = SHA256Hasher.leaf(leaf)
    _ = state.tree.append(hash)
    return hash
  }

  private func checkPlace(
    of event: Event, _ viewed: ViewedEvent, _ id: NameHash, leaf: [UInt8]
  ) throws(LedgerError) {
    let stream = NameHash(event.stream)
    let version = Int64(state.streams[stream]?.count ?? 0)
    guard event.position == size, event.version == version, leaf == event.canonicalBytes,
      viewed.position == size, viewed.version == version, viewed.streamHash == stream,
      viewed.recordedAt == event.recordedAt, id == NameHash(event.record.id),
      leaf.count <= Event.largestSize, state.positions[id] == nil,
      event.recordedAt >= state.lastRecordedAt ?? event.recordedAt
    else { throw LedgerError(.damaged, "an event out of its place: \(event)") }
  }

  func project(
    _ add: (inout RowChanges) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    var changes = RowChanges()
    try add(&changes)
    try state.tables.apply(changes)
  }

  func projectAnew(
    _ what: ProjectedAnew, under law: BundledLaw
  ) throws(LedgerError) {
    state.tables = try rebuilt(under: law)
  }

  /// The tables that the log alone gives, under the rules that it adopted by its end.
  func rebuilt(under law: BundledLaw) throws(LedgerError) -> InMemoryTables {
    let corrections = try correctionsRead()
    let rules = try law.inForce(with: lawEvents(), corrections.standing).rules
    var fold = RowFold(Hindsight(try all()))
    var tables = InMemoryTables()
    for position in 0..<size {
      var changes = RowChanges()
      try fold.add(ViewedEvent(try event(at: position)), to: &changes)
      try tables.apply(changes)
    }
    var changes = RowChanges()
    try fold.addRest(to: &changes)
    try tables.apply(changes)
    var replay = Replay(law: law, expecting: 20_000)
    try replay.fold(page(0..<Int(size)))
    do {
      _ = try Projector.obligationRows(of: replay, under: rules) { try tables.apply($0) }
    } catch {
      throw (error as? LedgerError) ?? LedgerError(.damaged, "\(error)")
    }
    tables.sortObligations()
    return tables
  }

  /// The corrections of the log, read from all its events.
  func correctionsRead() throws(LedgerError) -> Corrections { Corrections(try all()) }

  private func all() throws(LedgerError) -> [Event] {
    var events: [Event] = []
    for position in 0..<size { events.append(try event(at: position)) }
    return events
  }

  func savepoint<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    let before = state
    do {
      return try body()
    } catch {
      state = before
      memory.forget()
      throw error
    }
  }
}

extension InMemoryLog {
  /// The leaves of a range of positions, with bytes before and after that are not the page's.
  func page(_ range: Range<Int>, padding: Int = LeafPage.padding) -> LeafPage {
    LeafPage(
      first: Int64(range.lowerBound), leaves: Array(state.leaves[range]), padding: padding)
  }
}

extension LeafPage {
  /// A page of these leaves, with bytes between them that belong to none, and zeros after them.
  /// Unless there are enough zeros, the leaves are all read the slow way.
  init(first: Int64 = 0, leaves: [[UInt8]], padding: Int = LeafPage.padding) {
    var bytes: [UInt8] = [0x7B]
    var ranges: [Range<Int>] = []
    for leaf in leaves {
      ranges.append(bytes.count..<(bytes.count + leaf.count))
      bytes += leaf + [0x7D, 0x2C]
    }
    bytes += repeatElement(0, count: padding)
    self.init(first: first, bytes: bytes, ranges: ranges)
  }
}

extension InMemoryLog: IndexedLog {
  func event(of id: Identifier) throws -> Event? {
    try state.positions[NameHash(id)].map { try event(at: $0) }
  }

  func events(in stream: StreamName) throws -> [Event] {
    try events(in: NameHash(stream)).map { try event(at: $0.position) }
  }

  func events(ofMatter matter: StreamName) throws -> [Event] {
    try events(ofMatter: NameHash(matter)).map { try event(at: $0.position) }
  }

  func events(of type: EventType) throws -> [Event] {
    let viewed: [ViewedEvent] = try events(of: type)
    return try viewed.map { try event(at: $0.position) }
  }
}
