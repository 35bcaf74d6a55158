import LedgerCore

/// Finds the stretches of a log that hold events of a type, in a tree of sets of types.
///
/// A stretch is a bundle of the log. A row of level 0 says of each of `fanOut` neighbouring stretches
/// which types it holds; a row of the next level says the same of each of as many rows, and so on. So
/// a type that is rare is found by a few rows, however long the log, and all rows together take less
/// than a thousandth of the log. Rows never change; which there are follows from the size of the log
/// alone.
///
/// The newest events, fewer than a row of level 0 covers, are kept in memory. Like a
/// ``PositionIndex``, an index is a value that belongs to one state of its storage.
struct TypeIndex: Sendable {
  let kind: UInt8
  private let fanOut: Int
  private let levels: Int

  /// How many events a stretch has.
  let stretchWidth: Int
  /// How many events are indexed, and so the next position.
  private(set) var size: Int64
  /// The types of the newest events.
  private(set) var recent: [UInt8] = []

  /// The stored part of the index of a log: append the types from ``size`` on.
  init(kind: UInt8, ofLogOf logSize: Int64, geometry: IndexGeometry = .standard) {
    self.kind = kind
    fanOut = geometry.fanOut
    stretchWidth = geometry.stretchWidth
    size = geometry.storedSize(ofLogOf: logSize)
    var (levels, width) = (1, Int64(geometry.width))
    while width < IndexGeometry.maximumSize, levels <= RowKey.maximumLevel {
      (levels, width) = (levels + 1, width * Int64(fanOut))
    }
    self.levels = levels
  }

  /// Appends the type of the event at the position ``size``. When it throws the index is as before,
  /// but the storage may not be: roll it back.
  mutating func append(_ type: UInt8, to storage: some IndexStorage) throws {
    recent.append(type)
    if recent.count == stretchWidth * fanOut {
      do {
        try storeRow(to: storage)
      } catch {
        recent.removeLast()
        throw error
      }
      recent.removeAll(keepingCapacity: true)
    }
    size += 1
  }

  /// Forgets the newest events, down to a size.
  ///
  /// - Returns: false, with nothing changed, when they are not all in memory.
  mutating func truncate(to newSize: Int64) -> Bool {
    guard (size - Int64(recent.count)...size).contains(newSize) else { return false }
    recent.removeLast(Int(size - newSize))
    size = newSize
    return true
  }

  /// Stores a row of the newest events, and the rows above it that it completes.
  private func storeRow(to storage: some IndexStorage) throws {
    let covered = Int64(stretchWidth * fanOut)
    var row = Run(level: 0, number: (size + 1) / covered - 1)
    try write(
      stride(from: 0, to: recent.count, by: stretchWidth).map(recentSet), as: row, to: storage)
    while row.level + 1 < levels, row.number % Int64(fanOut) == Int64(fanOut) - 1 {
      let above = Run(level: row.level + 1, number: row.number / Int64(fanOut))
      let first = above.number * Int64(fanOut)
      let parts = (first..<first + Int64(fanOut)).map { Run(level: row.level, number: $0) }
      let unions = try parts.map { part in
        try sets(of: part, in: storage).reduce(into: TypeSet()) { $0.formUnion($1) }
      }
      try write(unions, as: above, to: storage)
      for part in parts { try storage.settle(key(of: part)) }
      row = above
    }
  }

  private func write(_ sets: [TypeSet], as row: Run, to storage: some IndexStorage) throws {
    try storage.write(key(of: row), TypeSet.bytes(of: sets))
  }

  private func key(of row: Run) -> RowKey { RowKey(kind: kind, run: row, part: .chunk(0)) }

  private func sets(of row: Run, in storage: some IndexStorage) throws -> [TypeSet] {
    let key = key(of: row)
    let sets = try storage.read(key) { bytes in
      guard let sets = TypeSet.sets(in: bytes, count: fanOut) else {
        throw IndexDamage(key, .length(bytes.count))
      }
      return sets
    }
    guard let sets else { throw IndexDamage(key, .missing) }
    return sets
  }

  /// The types of a stretch, or of what there is of it, from a place among the newest events on.
  private func recentSet(from place: Int) -> TypeSet {
    TypeSet(recent[place...].prefix(stretchWidth))
  }
}

// MARK: - Searching

extension TypeIndex {
  /// A way through the stretches that hold a type.
  struct Search {
    let type: UInt8
    /// Whether the way leads from newer stretches to older ones.
    let isBackward: Bool
    /// The row of each level that was read last.
    fileprivate var rows: [Int: (number: Int64, sets: [TypeSet])] = [:]

    init(for type: UInt8, backward: Bool) {
      self.type = type
      isBackward = backward
    }
  }

  /// The first stretch on a search's way, from one on, that holds the type.
  ///
  /// - Throws: what the storage throws, and ``IndexDamage``.
  func stretch(
    from start: Int64, _ search: inout Search, in storage: some IndexStorage
  ) throws -> Int64? {
    let step: Int64 = search.isBackward ? -1 : 1
    let stored = (size - Int64(recent.count)) / Int64(stretchWidth)
    let end = (size + Int64(stretchWidth) - 1) / Int64(stretchWidth)
    var stretch = start
    while (0..<end).contains(stretch) {
      guard stretch < stored else {
        let place = Int(stretch - stored) * stretchWidth
        if recentSet(from: place).contains(search.type) { return stretch }
        stretch += step
        continue
      }
      // From the widest set that begins here down to the stretch itself.
      var (level, width) = widestSet(at: stretch, search.isBackward, of: stored)
      while try set(of: level, width, with: stretch, &search, in: storage).contains(search.type) {
        guard level > 0 else { return stretch }
        (level, width) = (level - 1, width / Int64(fanOut))
      }
      stretch += step * width
    }
    return nil
  }

  /// The level of the widest stored set that begins at a stretch, as the way leads, and how many
  /// stretches it covers.
  private func widestSet(
    at stretch: Int64, _ isBackward: Bool, of stored: Int64
  ) -> (level: Int, width: Int64) {
    let edge = isBackward ? stretch + 1 : stretch
    var (level, width) = (0, Int64(1))
    while level + 1 < levels {
      let wider = width * Int64(fanOut)
      let rowEnd = (stretch / (wider * Int64(fanOut)) + 1) * (wider * Int64(fanOut))
      guard edge.isMultiple(of: wider), rowEnd <= stored else { break }
      (level, width) = (level + 1, wider)
    }
    return (level, width)
  }

  /// The set of a level that covers a stretch and others, `width` in all.
  private func set(
    of level: Int, _ width: Int64, with stretch: Int64, _ search: inout Search,
    in storage: some IndexStorage
  ) throws -> TypeSet {
    let (number, place) = (stretch / width).quotientAndRemainder(dividingBy: Int64(fanOut))
    if let known = search.rows[level], known.number == number { return known.sets[Int(place)] }
    let sets = try sets(of: Run(level: level, number: number), in: storage)
    search.rows[level] = (number, sets)
    return sets[Int(place)]
  }
}
