/// The hashes of the newest positions, which no run covers yet, found by prefix.
///
/// A hash table whose chains lead from a newer hash to the next older one of the same bucket. So
/// a look-up finds the newest first, and taking back the newest hash leaves the table as it was.
struct RecentHashes: Sendable {
  /// The hashes, from the oldest.
  private var hashes: [UInt64] = []

  /// For each hash the place of its position among the newest.
  private var places: [Int32] = []

  /// For each hash the place of the next older one in its bucket, or ``none``.
  private var older: [Int32] = []

  /// For each bucket the place of its newest hash, or ``none``.
  private var newest: [Int32]

  private static let none: Int32 = -1

  /// How many positions there are.
  private(set) var count = 0

  /// - Parameter capacity: how many positions there may be.
  init(capacity: Int) {
    newest = Array(repeating: Self.none, count: Self.powerOfTwo(above: capacity))
    hashes.reserveCapacity(capacity)
    places.reserveCapacity(capacity)
    older.reserveCapacity(capacity)
  }

  /// Appends the hash of the next position, and its others as far as they have other prefixes.
  mutating func append(_ hash: UInt64, and others: [UInt64]) {
    let first = hashes.count
    insert(hash)
    for other in others {
      let prefix = HashPrefix(of: other)
      if !hashes[first...].contains(where: { HashPrefix(of: $0) == prefix }) { insert(other) }
    }
    count += 1
  }

  private mutating func insert(_ hash: UInt64) {
    let bucket = bucket(of: HashPrefix(of: hash))
    older.append(newest[bucket])
    newest[bucket] = Int32(truncatingIfNeeded: hashes.count)
    hashes.append(hash)
    places.append(Int32(truncatingIfNeeded: count))
  }

  /// Takes back the newest position, if there is one.
  mutating func removeLast() {
    guard count > 0 else { return }
    count -= 1
    while places.last == Int32(truncatingIfNeeded: count), let hash = hashes.popLast(),
      let next = older.popLast()
    {
      places.removeLast()
      newest[bucket(of: HashPrefix(of: hash))] = next
    }
  }

  mutating func removeAll() {
    count = 0
    hashes.removeAll(keepingCapacity: true)
    places.removeAll(keepingCapacity: true)
    older.removeAll(keepingCapacity: true)
    for bucket in newest.indices {
      newest[bucket] = Self.none
    }
  }

  /// All that there is, in the order of positions, as entries of a run.
  var entries: [Entry] {
    hashes.indices.map { Entry(HashPrefix(of: hashes[$0]), offset: Int(places[$0])) }
  }

  /// The hashes of some positions: of each the first, and then its others.
  func hashes(of positions: Range<Int>) -> [(place: Int, prefix: HashPrefix)] {
    hashes.indices.lazy.filter { positions.contains(Int(places[$0])) }
      .map { (Int(places[$0]), HashPrefix(of: hashes[$0])) }
  }

  /// The newest place of a prefix for which `body` returns true.
  func newestPlace(of prefix: HashPrefix, where body: (Int) throws -> Bool) rethrows -> Int? {
    var next = newest[bucket(of: prefix)]
    while next != Self.none {
      let index = Int(next)
      let place = Int(places[index])
      if HashPrefix(of: hashes[index]) == prefix, try body(place) { return place }
      next = older[index]
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
