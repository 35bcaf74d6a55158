import Testing
import TestSupport

@testable import LedgerSQLite

/// Whatever bytes a storage holds, an index throws or answers, and its answers keep their order.
@Suite struct DamageTests {
  private static let geometry = IndexGeometry(width: 4, fanOut: 4, levels: 3)

  /// A log with runs of all levels, the last of which the next position but one completes.
  private static let hashes: [UInt64] = {
    var generator = SplitMix64(seed: 6)
    return generator.hashes(64 + 63)
  }()

  @Test func aMissingRowIsNamed() throws {
    let (_, intact) = try PositionIndex.build(Self.hashes, geometry: Self.geometry)
    for key in intact.sortedKeys {
      let damage = try damageFound(in: intact) { $0[key] = nil }
      #expect(damage.isSubset(of: [IndexDamage(key, .missing)]))
      #expect(!damage.isEmpty || intact.rows[key] == [], "\(key)")
    }
  }

  @Test func aRowOfAnotherLengthIsNamed() throws {
    let (_, intact) = try PositionIndex.build(Self.hashes, geometry: Self.geometry)
    for (key, row) in intact.rows where !row.isEmpty {
      for length in 0...(row.count + 9) where length % 8 % 5 == 1 {
        let damage = try damageFound(in: intact) { rows in
          rows[key] = Array((row + [UInt8](repeating: 0xff, count: 9)).prefix(length))
        }
        #expect(damage == [IndexDamage(key, .length(length))], "\(key)")
      }
    }
  }

  @Test func aRunThatLostEntriesIsNotMerged() throws {
    let (_, intact) = try PositionIndex.build(Self.hashes, geometry: Self.geometry)
    for (key, row) in intact.rows where key.level < 2 && key.part != .filter && !row.isEmpty {
      intact.rows[key] = Array(row.dropLast(8))
      let damage = try #require(damageOnMerging(in: intact))
      #expect(damage.key.run == key.run)
      #expect(damage.reason == (key.level == 0 ? .length(row.count - 8) : .entryCount))
      intact.rows[key] = row
    }
  }

  @Test(arguments: [
    ([1, 0, 2, 3], IndexDamage.Reason.order), ([0, 0, 1, 2], .order), ([0, 1, 2, 4], .strayEntry),
    ([0, 1, 2, 0xff_ffff], .strayEntry),
  ])
  func entriesThatCannotBeAreNamed(offsets: [UInt64], reason: IndexDamage.Reason) throws {
    let hash: UInt64 = 5 << 24
    var (index, storage) = try PositionIndex.build(
      Array(repeating: hash, count: 7), geometry: .tiny)
    let key = RowKey(kind: 0, run: Run(level: 0, number: 0), part: .chunk(0))
    storage.rows[key] = offsets.flatMap { offset in
      (0..<8).map { UInt8(truncatingIfNeeded: (hash | offset) >> (8 * $0)) }
    }
    #expect(throws: IndexDamage(key, reason)) { try index.candidates(of: hash, in: storage) }
    #expect(throws: IndexDamage(key, reason)) { try index.append(hash, to: storage) }
  }

  @Test func entriesOfAnotherChunkAreNotMerged() throws {
    let hashes = (0..<15 as Range<UInt64>).map { $0 << 61 }
    var (index, storage) = try PositionIndex.build(hashes, geometry: .tiny)
    let chunks = storage.sortedKeys.filter { $0.level == 1 && $0.part != .filter }
    let rows = storage.rows
    storage.rows[chunks[0]] = rows[chunks[1]]
    storage.rows[chunks[1]] = rows[chunks[0]]
    #expect(throws: IndexDamage(chunks[0], .strayEntry)) { try index.append(1, to: storage) }
  }

  @Test(arguments: 0..<8 as Range<UInt64>)
  func arbitraryBytesNeverCrash(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (_, intact) = try PositionIndex.build(Self.hashes, geometry: Self.geometry)
    let rows = intact.rows
    for key in intact.sortedKeys {
      intact.rows[key] = garbage(instead: rows[key] ?? [], &generator)
      var index = try PositionIndex.reopen(
        Self.hashes, geometry: Self.geometry, storage: intact)
      for hash in Self.hashes {
        _ = candidatesUntilDamage(of: hash, in: &index, intact)
      }
      _ = damageOnMerging(in: intact)
      intact.rows[key] = rows[key]
    }
  }

  /// Looks up every hash in damaged rows. Answers must be right where no error is thrown.
  private func damageFound(
    in intact: MemoryStorage, change: (inout [RowKey: [UInt8]]) -> Void
  ) throws -> Set<IndexDamage> {
    let storage = MemoryStorage()
    storage.rows = intact.rows
    change(&storage.rows)
    var index = try PositionIndex.reopen(Self.hashes, geometry: Self.geometry, storage: storage)
    let model = Model(hashes: Self.hashes)
    var found: Set<IndexDamage> = []
    for hash in Self.hashes {
      do {
        #expect(try index.candidates(of: hash, in: storage) == model.candidates(of: hash))
      } catch let damage as IndexDamage {
        found.insert(damage)
      }
    }
    return found
  }

  /// What is noticed when the next position makes one run of all the runs of level 0 and 1.
  private func damageOnMerging(in intact: MemoryStorage) -> IndexDamage? {
    let storage = MemoryStorage()
    storage.rows = intact.rows
    do {
      var index = try PositionIndex.reopen(
        Self.hashes, geometry: Self.geometry, storage: storage)
      try index.append(1, to: storage)
      return nil
    } catch {
      return error as? IndexDamage
    }
  }

  private func candidatesUntilDamage(
    of hash: UInt64, in index: inout PositionIndex, _ storage: MemoryStorage
  ) -> [Int64] {
    var candidates: [Int64] = []
    do {
      _ = try index.newestPosition(of: hash, in: storage) { position in
        candidates.append(position)
        return false
      }
    } catch {
      #expect(error is IndexDamage)
    }
    #expect(zip(candidates, candidates.dropFirst()).allSatisfy { $0 > $1 })
    #expect(candidates.allSatisfy { (0..<index.size).contains($0) })
    return candidates
  }

  private func garbage(instead row: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
    switch generator.next() % 4 {
    case 0: row.map { _ in UInt8.random(in: 0...255, using: &generator) }
    case 1: row.map { $0 ^ (generator.next() % 6 == 0 ? 0x11 : 0) }
    case 2: row.map { _ in generator.next() % 2 == 0 ? 0xff : 0 }
    default: Array(repeating: row, count: Int(generator.next() % 4)).flatMap { $0 }
    }
  }
}
