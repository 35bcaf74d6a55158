/// The hashes of the newest positions, which no run covers yet, found by prefix.
///
/// A hash table whose chains lead from a newer hash to the next older one of the same bucket. So
/// a look-up finds the newest first, and taking back the newest hash leaves the table as it was.
struct RecentHashes: Sendable {
  /// The hashes, from the oldest.
  private(set) var hashes: [UInt64] = []

  /// For each hash the place of the next older one in its bucket, or ``none``.
  private var older: [Int32] = []

  /// For each bucket the place of its newest hash, or ``none``.
  private var newest: [Int32]

  private static let none: Int32 = -1

  /// - Parameter capacity: how many hashes there may be.
  init(capacity: Int) {
    newest = Array(repeating: Self.none, count: Self.powerOfTwo(above: capacity))
    hashes.reserveCapacity(capacity)
    older.reserveCapacity(capacity)
  }

  var count: Int { hashes.count }

  mutating func append(_ hash: UInt64) {
    let bucket = bucket(of: HashPrefix(of: hash))
    older.append(newest[bucket])
    newest[bucket] = Int32(truncatingIfNeeded: hashes.count)
    hashes.append(hash)
  }

  /// Takes back the newest hash, if there is one.
  mutating func removeLast() {
    guard let hash = hashes.popLast(), let next = older.popLast() else { return }
    newest[bucket(of: HashPrefix(of: hash))] = next
  }

  mutating func removeAll() {
    hashes.removeAll(keepingCapacity: true)
    older.removeAll(keepingCapacity: true)
    for bucket in newest.indices {
      newest[bucket] = Self.none
    }
  }

  /// The newest place of a prefix for which `body` returns true.
  func newestPlace(of prefix: HashPrefix, where body: (Int) throws -> Bool) rethrows -> Int? {
    var next = newest[bucket(of: prefix)]
    while next != Self.none {
      let place = Int(next)
      if HashPrefix(of: hashes[place]) == prefix, try body(place) { return place }
      next = older[place]
    }
    return nil
  }

  private func bucket(of prefix: HashPrefix) -> Int {
    Int(truncatingIfNeeded: prefix.bits) & (newest.count - 1)
  }

  private static func powerOfTwo(above number: Int) -> Int {
    1 << (Int.bitWidth - number.leadingZeroBitCount)
  }
}
