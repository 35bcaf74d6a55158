import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct PositionIndexTests {
  @Test func anEmptyIndexFindsNothing() throws {
    var index = try PositionIndex(kind: 0, ofLogOf: 0)
    #expect(index.size == 0)
    #expect(try index.candidates(of: 1, in: MemoryStorage()) == [])
  }

  @Test func candidatesComeFromTheNewestDown() throws {
    let hashes: [UInt64] = [5 << 24, 6 << 24, 5 << 24 | 1, 5 << 24, 7 << 24, 5 << 24 | 2]
    var (index, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    #expect(try index.candidates(of: 5 << 24, in: storage) == [5, 3, 2, 0])
    #expect(try index.candidates(of: 6 << 24, in: storage) == [1])
    #expect(try index.candidates(of: 8 << 24, in: storage) == [])
  }

  @Test(arguments: [0, 1, 2, 3, 63, 64, 65, 200, 1000])
  func theCallerChoosesAmongManyCandidates(chosen: Int64) throws {
    let geometry = IndexGeometry(width: 700, fanOut: 2, levels: 2)
    let hashes = (0..<1500 as Range<UInt64>).map { 9 << 40 | $0 }
    var (index, storage) = try PositionIndex.build(hashes, geometry: geometry)
    var visited: [Int64] = []
    let found = try index.newestPosition(of: 9 << 40, in: storage) { position in
      visited.append(position)
      return position == chosen
    }
    #expect(found == chosen)
    #expect(visited == (chosen..<1500).reversed())
  }

  @Test func anErrorOfTheCallerEndsTheLookup() throws {
    for count in [1, 4] {
      var (index, storage) = try PositionIndex.build(
        Array(repeating: 1, count: count), geometry: .tiny)
      #expect(throws: MemoryStorage.Failure.self) {
        try index.newestPosition(of: 1, in: storage) { _ in throw MemoryStorage.Failure() }
      }
    }
  }

  @Test func indexesOfDifferentKindsShareAStorage() throws {
    let storage = MemoryStorage()
    var first = try PositionIndex(kind: 0, ofLogOf: 0, geometry: .tiny)
    var second = try PositionIndex(kind: 15, ofLogOf: 0, geometry: .tiny)
    for hash in 0..<40 as Range<UInt64> {
      try first.append(SplitMix64.scattered(hash), to: storage)
      try second.append(SplitMix64.scattered(hash / 2), to: storage)
    }
    #expect(try first.candidates(of: SplitMix64.scattered(7), in: storage) == [7])
    #expect(try second.candidates(of: SplitMix64.scattered(7), in: storage) == [15, 14])
  }

  @Test(arguments: [-1, .min, IndexGeometry.maximumSize + 1, .max] as [Int64])
  func aSizeThatNoLogHasIsRefused(size: Int64) {
    #expect(throws: IndexSizeOutOfRange(size: size)) {
      try PositionIndex(kind: 0, ofLogOf: size)
    }
  }

  @Test func theLargestLogOpensAndIsFull() throws {
    var index = try PositionIndex(kind: 15, ofLogOf: IndexGeometry.maximumSize)
    #expect(index.size == IndexGeometry.maximumSize)
    #expect(throws: IndexSizeOutOfRange(size: index.size)) {
      try index.append(1, to: MemoryStorage())
    }
    #expect(throws: IndexDamage.self) { try index.candidates(of: 1, in: MemoryStorage()) }
  }

  @Test func theStandardGeometryFindsEveryPosition() throws {
    var generator = SplitMix64(seed: 1)
    let hashes = (0..<70_000).map { _ in generator.next() }
    var (index, storage) = try PositionIndex.build(hashes, geometry: .standard)
    #expect(storage.rows.count == 17 + 2)
    for position in stride(from: 0, to: hashes.count, by: 97) {
      let candidates = try index.candidates(of: hashes[position], in: storage)
      #expect(candidates == [Int64(position)])
    }
  }
}
