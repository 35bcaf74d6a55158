import Testing
import TestSupport

@testable import LedgerSQLite

/// Random operations on an index and on a model of it must have the same results.
@Suite struct ModelTests {
  /// Two thousand operations for each of twelve pairs.
  @Test(arguments: IndexGeometry.small.indices, [1, 2] as [UInt64])
  func anIndexAnswersAsItsModel(geometry: Int, seed: UInt64) throws {
    var comparison = try Comparison(geometry: IndexGeometry.small[geometry], seed: seed)
    for _ in 0..<2000 {
      try comparison.step()
    }
    try comparison.checkEverything()
  }
}

private struct Comparison {
  let geometry: IndexGeometry
  let storage = MemoryStorage()
  var index: PositionIndex
  var model = Model()
  var generator: SplitMix64

  init(geometry: IndexGeometry, seed: UInt64) throws {
    self.geometry = geometry
    index = try PositionIndex(kind: 0, ofLogOf: 0, geometry: geometry)
    generator = SplitMix64(seed: seed)
  }

  mutating func step() throws {
    // Logs begin anew now and then, so that most are short and the model stays quick.
    if model.hashes.count > 40 * geometry.width * geometry.fanOut { try startAnew() }
    switch generator.next() % 100 {
    case 0..<50: try append()
    case 50..<85: try lookUp()
    case 85..<90: try truncate()
    case 90..<94: index = try .reopen(model.hashes, geometry: geometry, storage: storage)
    case 94..<98: try rollBack()
    default: try failToAppend()
    }
    #expect(index.size == Int64(model.hashes.count))
  }

  mutating func checkEverything() throws {
    for hash in Set(model.hashes) {
      #expect(try index.candidates(of: hash, in: storage) == model.candidates(of: hash))
    }
    let (_, rebuilt) = try PositionIndex.build(model.hashes, geometry: geometry)
    #expect(storage.rows == rebuilt.rows)
  }

  private mutating func startAnew() throws {
    try checkEverything()
    storage.rows = [:]
    model.hashes = []
    index = try PositionIndex(kind: 0, ofLogOf: 0, geometry: geometry)
  }

  private mutating func append() throws {
    let hash = generator.nextHash()
    try index.append(hash, to: storage)
    model.hashes.append(hash)
  }

  private mutating func lookUp() throws {
    let known = model.hashes.randomElement(using: &generator)
    let fresh = generator.nextHash()
    let hash = generator.next() % 3 == 0 ? fresh : known ?? fresh
    #expect(try index.candidates(of: hash, in: storage) == model.candidates(of: hash))
  }

  private mutating func truncate() throws {
    let recent = model.hashes.count % geometry.width
    let size = model.hashes.count - Int.random(in: 0...recent, using: &generator)
    #expect(index.truncate(to: Int64(size)) == true)
    model.hashes.removeLast(model.hashes.count - size)
  }

  /// A transaction that appends some and is rolled back.
  private mutating func rollBack() throws {
    let rows = storage.rows
    for hash in generator.hashes(Int(generator.next() % 10)) {
      try index.append(hash, to: storage)
    }
    _ = try index.candidates(of: generator.nextHash(), in: storage)
    let stayedInMemory = storage.rows == rows
    storage.rows = rows
    #expect(index.truncate(to: Int64(model.hashes.count)) == stayedInMemory)
    if !stayedInMemory {
      index = try .reopen(model.hashes, geometry: geometry, storage: storage)
    }
  }

  /// Appends until the storage fails; then its transaction is rolled back to the run before.
  private mutating func failToAppend() throws {
    storage.changesUntilFailure = Int(generator.next() % 12)
    defer { storage.changesUntilFailure = nil }
    while true {
      let rows = storage.rows
      let hash = generator.nextHash()
      do {
        try index.append(hash, to: storage)
      } catch is MemoryStorage.Failure {
        storage.rows = rows
        #expect(index.truncate(to: Int64(model.hashes.count)) == true)
        return
      }
      model.hashes.append(hash)
    }
  }
}
