import Testing
import TestSupport

@testable import LedgerSQLite

/// What is stored follows from the hashes alone, and is what it was in earlier versions.
@Suite struct StoredRowsTests {
  @Test func aRunIsStoredAsSortedEntriesAndAFilter() throws {
    let hashes: [UInt64] = [3 << 24, 1 << 24, 3 << 24 | 9, 2 << 24]
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    let run = Run(level: 0, number: 0)
    let chunk = try #require(storage.rows[RowKey(kind: 0, run: run, part: .chunk(0))])
    #expect(
      chunk == [
        1, 0, 0, 1, 0, 0, 0, 0,
        3, 0, 0, 2, 0, 0, 0, 0,
        0, 0, 0, 3, 0, 0, 0, 0,
        2, 0, 0, 3, 0, 0, 0, 0,
      ])
    let filter = try #require(storage.rows[RowKey(kind: 0, run: run, part: .filter)])
    #expect(filter.count == 32)
    #expect(filter.reduce(0) { $0 + $1.nonzeroBitCount } == 23, "thrice eight, one shared")
    #expect(storage.rows.count == 2)
  }

  @Test func aMergedRunHasChunksByTheFirstBitsOfTheHash() throws {
    let hashes = (0..<8 as Range<UInt64>).map { $0 << 61 }
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    #expect(storage.sortedKeys.map(\.part) == [.chunk(0), .chunk(1), .filter])
    #expect(storage.sortedKeys.allSatisfy { $0.run == Run(level: 1, number: 0) })
    let offsets = storage.sortedKeys.prefix(2).map { key in
      stride(from: 0, to: 32, by: 8).map { storage.rows[key]?[$0] }
    }
    #expect(offsets == [[0, 1, 2, 3], [4, 5, 6, 7]])
  }

  @Test(arguments: IndexGeometry.small.indices)
  func reopeningAtAnySizeChangesNothing(geometry: Int) throws {
    let geometry = IndexGeometry.small[geometry]
    var generator = SplitMix64(seed: 3)
    let hashes = generator.hashes(130)
    let (_, expected) = try PositionIndex.build(hashes, geometry: geometry)
    for size in hashes.indices {
      let log = Array(hashes[..<size])
      let (_, storage) = try PositionIndex.build(log, geometry: geometry)
      var index = try PositionIndex.reopen(log, geometry: geometry, storage: storage)
      let hash = hashes[size]
      let model = Model(hashes: log)
      #expect(try index.candidates(of: hash, in: storage) == model.candidates(of: hash))
      for hash in hashes[size...] {
        try index.append(hash, to: storage)
      }
      #expect(storage.rows == expected.rows, "reopened at \(size)")
    }
  }

  @Test(arguments: IndexGeometry.small.indices)
  func asManyRowsAreStoredAsTheSizeSays(geometry: Int) throws {
    let geometry = IndexGeometry.small[geometry]
    let storage = MemoryStorage()
    var index = try PositionIndex(kind: 0, ofLogOf: 0, geometry: geometry)
    for hash in 0..<300 as Range<UInt64> {
      #expect(Int64(storage.rows.count) == geometry.rowCount(ofLogOf: index.size))
      try index.append(SplitMix64.scattered(hash), to: storage)
    }
  }

  /// A change of this number is a change of the stored format.
  @Test func theFormatIsAsEver() throws {
    var generator = SplitMix64(seed: 4)
    let (_, storage) = try PositionIndex.build(
      generator.hashes(1000), geometry: IndexGeometry(width: 16, fanOut: 4, levels: 3), kind: 1)
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for key in storage.sortedKeys {
      withUnsafeBytes(of: key.rawValue.bigEndian) { $0.forEach(add) }
      storage.rows[key]?.forEach(add)
    }
    #expect(storage.rows.count == 70)
    #expect(digest == 8_112_904_559_234_334_807)
  }
}
