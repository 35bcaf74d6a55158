import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct IndexVerifierTests {
  private func verdict(
    on storage: MemoryStorage, _ hashes: [UInt64], geometry: IndexGeometry = .tiny
  ) throws -> IndexDamage? {
    var verifier = try IndexVerifier(kind: 0, in: storage, geometry: geometry)
    for hash in hashes {
      try verifier.append(hash)
    }
    return try verifier.finish()
  }

  @Test(arguments: IndexGeometry.small.indices)
  func aLogOfAnySizeIsAsItMustBe(geometry: Int) throws {
    var generator = SplitMix64(seed: 7)
    let hashes = generator.hashes(100)
    for size in hashes.indices {
      let log = Array(hashes[..<size])
      let geometry = IndexGeometry.small[geometry]
      let (_, storage) = try PositionIndex.build(log, geometry: geometry)
      let rows = storage.rows
      #expect(try verdict(on: storage, log, geometry: geometry) == nil)
      #expect(storage.rows == rows)
    }
  }

  @Test func everyChangedByteIsFound() throws {
    var generator = SplitMix64(seed: 8)
    let hashes = generator.hashes(47)
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    #expect(Set(storage.rows.keys.map(\.level)) == [0, 1, 2])
    for (key, row) in storage.rows {
      for place in row.indices {
        storage.rows[key]?[place] ^= 1 << UInt8(generator.next() % 8)
        #expect(try verdict(on: storage, hashes) == IndexDamage(key, .difference))
        storage.rows[key] = row
      }
    }
  }

  @Test func everyMissingOrOverlongRowIsFound() throws {
    var generator = SplitMix64(seed: 9)
    let hashes = generator.hashes(47)
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    for (key, row) in storage.rows {
      storage.rows[key] = row + [0]
      #expect(try verdict(on: storage, hashes) == IndexDamage(key, .difference))
      storage.rows[key] = nil
      #expect(try verdict(on: storage, hashes) == IndexDamage(key, .missing))
      storage.rows[key] = row
    }
  }

  @Test func theFirstOfSeveralDifferencesIsReported() throws {
    var generator = SplitMix64(seed: 10)
    let hashes = generator.hashes(47)
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    for key in storage.sortedKeys.reversed() {
      storage.rows[key] = nil
      #expect(try verdict(on: storage, hashes) == IndexDamage(key, .missing))
    }
  }

  @Test func anotherHashIsFoundWhereverItIs() throws {
    var generator = SplitMix64(seed: 11)
    let hashes = generator.hashes(44)
    let (_, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    for place in hashes.indices {
      var others = hashes
      others[place] ^= 1 << 40
      #expect(try verdict(on: storage, others) != nil)
    }
  }

  /// At most a full group of runs of each level but the last. So counted, the standard geometry
  /// keeps less than 11 MB.
  @Test func fewRowsAreKeptAtATime() throws {
    let geometry = IndexGeometry(width: 16, fanOut: 4, levels: 3)
    let (_, storage) = try PositionIndex.build([], geometry: geometry)
    let comparing = ComparingStorage(with: storage, geometry: geometry)
    var index = try PositionIndex(kind: 0, ofLogOf: 0, geometry: geometry)
    let entries = 4 * (16 + 64) * 8
    let filters = 4 * (32 + 96)
    for hash in 0..<2000 as Range<UInt64> {
      try index.append(SplitMix64.scattered(hash), to: comparing)
      #expect(comparing.keptByteCount <= entries + filters)
    }
  }
}
