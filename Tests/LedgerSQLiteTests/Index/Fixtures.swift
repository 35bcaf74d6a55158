@testable import LedgerSQLite

extension IndexGeometry {
  /// So small that merges happen all the time.
  static let tiny = IndexGeometry(width: 4, fanOut: 2, levels: 3)

  static let small: [IndexGeometry] = [
    .tiny,
    IndexGeometry(width: 1, fanOut: 2, levels: 1),
    IndexGeometry(width: 1, fanOut: 2, levels: 5),
    IndexGeometry(width: 3, fanOut: 4, levels: 2),
    IndexGeometry(width: 5, fanOut: 4, levels: 3),
    IndexGeometry(width: 7, fanOut: 8, levels: 2),
  ]
}

extension PositionIndex {
  /// The index of a whole log, and the rows it stored.
  static func build(
    _ hashes: some Sequence<UInt64>, geometry: IndexGeometry, kind: UInt8 = 0
  ) throws -> (PositionIndex, MemoryStorage) {
    let storage = MemoryStorage()
    var index = try PositionIndex(kind: kind, ofLogOf: 0, geometry: geometry)
    for hash in hashes {
      try index.append(hash, to: storage)
    }
    return (index, storage)
  }

  /// The index of a log of which the stored part is there already.
  static func reopen(
    _ hashes: [UInt64], geometry: IndexGeometry, storage: MemoryStorage
  ) throws -> PositionIndex {
    var index = try PositionIndex(kind: 0, ofLogOf: Int64(hashes.count), geometry: geometry)
    for hash in hashes[Int(index.size)...] {
      try index.append(hash, to: storage)
    }
    return index
  }

  /// All candidates of a hash, in the order in which they come.
  mutating func candidates(of hash: UInt64, in storage: MemoryStorage) throws -> [Int64] {
    var candidates: [Int64] = []
    let found = try newestPosition(of: hash, in: storage) { position in
      guard storage.openRows == 0 else { throw MemoryStorage.Failure() }
      candidates.append(position)
      return false
    }
    guard found == nil else { throw MemoryStorage.Failure() }
    return candidates
  }
}

/// What an index must answer, by its definition.
struct Model {
  var hashes: [UInt64] = []

  func candidates(of hash: UInt64) -> [Int64] {
    hashes.indices.reversed().filter { hashes[$0] >> 24 == hash >> 24 }.map(Int64.init)
  }
}
