/// Finds the positions of a log by 64-bit hashes: of the events' identifiers in one index, of the
/// names of their streams and other matters in another.
///
/// Every position has one hash and may have others, hashes may repeat, and positions are appended
/// without gaps. The newest are kept in memory; each time a stretch of them is complete it is sorted
/// and stored as a run, and runs are merged as ``IndexGeometry`` says. So a bulk load writes long
/// rows in order where a B-tree would touch a page at random for every event. The rows are a function
/// of the hashes alone.
///
/// The hashes must spread evenly, as those of SHA-256 do. Only their upper 40 bits are stored, so
/// what a look-up finds are candidates that the caller compares with the events themselves.
///
/// An index is a value that belongs to one state of its storage. Storing rows is part of the
/// caller's transaction: when that is rolled back, or ``append(_:and:to:)`` throws, roll back the
/// storage and call ``truncate(to:)``.
///
/// ## Topics
/// - ``init(kind:ofLogOf:geometry:)``
/// - ``append(_:and:to:)``
/// - ``newestPosition(of:in:where:)``
/// - ``truncate(to:)``
package struct PositionIndex: Sendable {
  /// Tells apart the rows of several indexes in one storage.
  package let kind: UInt8

  /// How the index is stored.
  package let geometry: IndexGeometry

  /// How many positions have been appended, and so the next position.
  package private(set) var size: Int64

  /// The hashes of the newest positions, which no run covers yet.
  private(set) var recent: RecentHashes

  /// The stored runs, from the oldest.
  private var runs: [StoredRun]

  /// The stored part of the index of a log.
  ///
  /// The log's newest positions, fewer than ``IndexGeometry/width``, are not stored. Append their
  /// hashes again, from position ``size`` on.
  ///
  /// - Parameters:
  ///   - kind: tells apart several indexes in one storage: 0 to 15.
  ///   - logSize: how many positions the log has.
  ///   - geometry: how the index was stored.
  /// - Throws: ``IndexSizeOutOfRange``.
  package init(
    kind: UInt8, ofLogOf logSize: Int64, geometry: IndexGeometry = .standard
  ) throws {
    precondition(kind <= RowKey.maximumKind, "an index's kind is 0 to 15")
    guard (0...IndexGeometry.maximumSize).contains(logSize) else {
      throw IndexSizeOutOfRange(size: logSize)
    }
    self.kind = kind
    self.geometry = geometry
    size = geometry.storedSize(ofLogOf: logSize)
    recent = RecentHashes(capacity: geometry.width)
    runs = geometry.runs(ofLogOf: logSize).map { StoredRun(run: $0) }
  }

  /// Appends the hash of the position ``size``, and any others under which it is to be found too. May
  /// store a run and merge others.
  ///
  /// When it throws the index is as before, but the storage may not be: roll it back.
  ///
  /// - Throws: what the storage throws, ``IndexDamage`` when a run to be merged is damaged, and
  ///   ``IndexSizeOutOfRange`` when the index is full.
  package mutating func append(
    _ hash: UInt64, and others: [UInt64] = [], to storage: some IndexStorage
  ) throws {
    guard size < IndexGeometry.maximumSize else { throw IndexSizeOutOfRange(size: size) }
    recent.append(hash, and: others)
    if recent.count == geometry.width {
      do {
        try storeRun(to: storage)
      } catch {
        recent.removeLast()
        throw error
      }
    }
    size += 1
  }

  /// Forgets the newest positions, down to a size.
  ///
  /// - Returns: false, with nothing changed, when they are not all in memory: a run has been stored
  ///   since the index had that size, or never did it have it. Then open the index anew.
  package mutating func truncate(to newSize: Int64) -> Bool {
    guard (size - Int64(recent.count)...size).contains(newSize) else { return false }
    while size > newSize {
      recent.removeLast()
      size -= 1
    }
    return true
  }

  /// The newest position with this hash, by the caller's judgement.
  ///
  /// Calls `body` with one candidate after the other, from the newest down, until it returns true.
  /// A candidate's hash has the same upper 40 bits. No row is being read meanwhile, so `body` may
  /// read the storage; it must not use this index.
  ///
  /// It changes nothing but what it remembers of the storage: the runs' filters, about 12 bits a
  /// position. A damaged filter may hide positions, which ``IndexVerifier`` will notice.
  ///
  /// - Returns: the position at which `body` returned true, or `nil`.
  /// - Throws: what `body` and the storage throw, and ``IndexDamage``.
  package mutating func newestPosition(
    of hash: UInt64, in storage: some IndexStorage, where body: (Int64) throws -> Bool
  ) throws -> Int64? {
    let prefix = HashPrefix(of: hash)
    let first = size - Int64(recent.count)
    if let place = try recent.newestPlace(of: prefix, where: { try body(first + Int64($0)) }) {
      return first + Int64(place)
    }
    let probe = BlockFilter.Probe(prefix)
    var end = runs.endIndex
    while let place = runs[..<end].lastIndex(where: { $0.mayContain(probe) }) {
      let store = RunStore(kind: kind, geometry: geometry, storage: storage)
      let run = runs[place].run
      if runs[place].filter == nil {
        runs[place].lookups += 1
        if runs[place].lookups > geometry.lookupsWorthFilter(level: run.level) {
          runs[place].filter = try store.filter(of: run)
          continue
        }
      }
      if let position = try store.newestPosition(of: prefix, in: run, where: body) {
        return position
      }
      end = place
    }
    return nil
  }

  /// Stores a run of level 0, which takes the place of the recent hashes, and merges what it
  /// completes.
  private mutating func storeRun(to storage: some IndexStorage) throws {
    let store = RunStore(kind: kind, geometry: geometry, storage: storage)
    var run = Run(level: 0, number: size / Int64(geometry.width))
    try store.write(recent.entries, as: run)
    while let merged = geometry.runCompleted(by: run) {
      try store.merge(into: merged)
      run = merged
    }
    recent.removeAll()
    // A run takes in all runs of lower levels that there are.
    runs.removeAll { $0.run.level < run.level }
    runs.append(StoredRun(run: run))
  }
}
