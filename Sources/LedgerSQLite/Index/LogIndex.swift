import GRDB
import LedgerCore

/// The indexes of the log: positions by the events' ids, positions by their streams and other matters,
/// and stretches by the types of their events.
///
/// They give candidates; the events themselves decide. Which rows there are, and what they hold,
/// follows from the events alone.
struct LogIndex: Sendable {
  static let ofIdentifiers: UInt8 = 0
  static let ofStreams: UInt8 = 1
  /// What the two indexes above will need of the events that no run covers yet (``RecentRow``), and
  /// the index of types of those that none of its rows covers.
  static let ofRecent: UInt8 = 2
  static let ofTypes: UInt8 = 3

  private let geometry: IndexGeometry
  private var identifiers: PositionIndex
  private var streams: PositionIndex
  private var types: TypeIndex

  /// The part of the indexes of a log that stands in runs.
  init(ofLogOf size: Int64, geometry: IndexGeometry = .standard) throws {
    self.geometry = geometry
    identifiers = try PositionIndex(kind: Self.ofIdentifiers, ofLogOf: size, geometry: geometry)
    streams = try PositionIndex(kind: Self.ofStreams, ofLogOf: size, geometry: geometry)
    types = TypeIndex(kind: Self.ofTypes, ofLogOf: size, geometry: geometry)
  }

  /// The stored part of the indexes of a log; `add` the events from ``size`` on.
  ///
  /// - Parameter committed: the size of the log at the last commit: rows for recent events are stored
  ///   up to it.
  /// - Throws: ``IndexDamage``.
  init(
    ofLogOf size: Int64, committed: Int64, in rows: some IndexStorage,
    geometry: IndexGeometry = .standard
  ) throws {
    try self.init(ofLogOf: size, geometry: geometry)
    let stretches = Self.recentStretches(ofLogOf: size, geometry)
    for stretch in stretches where stretch < committed / Int64(geometry.stretchWidth) {
      for event in try RecentRow(of: stretch, geometry).read(from: rows) {
        try add(event, to: rows)
      }
    }
  }

  /// How many events are indexed.
  var size: Int64 { streams.size }

  /// Whether the next event makes the indexes store rows.
  var willStoreRun: Bool { (size + 1).isMultiple(of: Int64(geometry.width)) }

  /// Indexes the next event.
  mutating func add(_ event: IndexedEvent, to rows: some IndexStorage) throws {
    try identifiers.append(event.id, to: rows)
    try streams.append(event.stream, and: event.otherMatters, to: rows)
    try types.append(event.type, to: rows)
  }

  /// Forgets the newest events, down to a size; `false` when the index must be opened anew.
  mutating func truncate(to size: Int64) -> Bool {
    identifiers.truncate(to: size) && streams.truncate(to: size) && types.truncate(to: size)
  }
}

// MARK: - Recent events

extension LogIndex {
  /// Writes before a commit what the indexes will need of recent events, a stretch at a time, and
  /// removes what runs have taken in.
  ///
  /// - Parameter committed: the size of the log at the commit before.
  func storeRecent(since committed: Int64, to rows: some IndexStorage) throws {
    let before = Self.recentStretches(ofLogOf: committed, geometry)
    let now = Self.recentStretches(ofLogOf: size, geometry)
    for stretch in before where !now.contains(stretch) {
      try rows.remove(RecentRow(of: stretch, geometry).key)
    }
    for stretch in now where !before.contains(stretch) {
      try RecentRow(of: stretch, geometry).write(events(of: stretch), to: rows)
    }
  }

  /// The full stretches of a log that no run covers.
  private static func recentStretches(
    ofLogOf size: Int64, _ geometry: IndexGeometry
  ) -> Range<Int64> {
    let width = Int64(geometry.stretchWidth)
    return geometry.storedSize(ofLogOf: size) / width..<size / width
  }

  private func events(of stretch: Int64) -> [IndexedEvent] {
    let first = Int(stretch * Int64(geometry.stretchWidth) - geometry.storedSize(ofLogOf: size))
    let places = first..<first + geometry.stretchWidth
    var events = zip(identifiers.recent.hashes(of: places), types.recent[places]).map { id, type in
      IndexedEvent(id: id.prefix.asHash, stream: 0, type: type)
    }
    var previous: Int?
    for (place, prefix) in streams.recent.hashes(of: places) {
      if place == previous {
        events[place - first].otherMatters.append(prefix.asHash)
      } else {
        events[place - first].stream = prefix.asHash
      }
      previous = place
    }
    return events
  }
}

// MARK: - Searching

extension LogIndex {
  /// The position of the event of an id; `leaf` reads the leaf at a position.
  mutating func position(
    of id: NameHash, in rows: some IndexStorage, leaf: (Int64) throws -> StoredLeaf
  ) throws -> Int64? {
    try identifiers.newestPosition(of: id.prefix, in: rows) { try leaf($0).hasID(id) }
  }

  /// The leaves of a stream's events, in order.
  mutating func leaves(
    of stream: NameHash, in rows: some IndexStorage, leaf: (Int64) throws -> StoredLeaf
  ) throws -> [StoredLeaf] {
    var leaves: [StoredLeaf] = []
    _ = try streams.newestPosition(of: stream.prefix, in: rows) { position in
      let leaf = try leaf(position)
      guard try leaf.isIn(stream) else { return false }
      leaves.append(leaf)
      return try leaf.isFirstOfStream()
    }
    return leaves.reversed()
  }

  /// The events that concern a matter, by their own stream or besides it, in order.
  mutating func events(
    ofMatter matter: NameHash, in rows: some IndexStorage, leaf: (Int64) throws -> StoredLeaf
  ) throws -> [ViewedEvent] {
    var events: [ViewedEvent] = []
    // An act from another stream may be older than the stream itself: all candidates are looked at.
    _ = try streams.newestPosition(of: matter.prefix, in: rows) { position in
      let event = try leaf(position).viewedEvent()
      if event.concerns(matter) { events.append(event) }
      return false
    }
    return events.reversed()
  }

  /// The first bundle on the way from one bundle on that holds events of the type searched for.
  func bundle(
    from start: Int64, _ search: inout TypeIndex.Search, in rows: some IndexStorage
  ) throws -> Int64? {
    try types.stretch(from: start, &search, in: rows)
  }
}
