import LedgerCore
import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct IndexVerifierTests {
  private func verdict(
    on storage: MemoryStorage, _ events: [IndexedEvent], geometry: IndexGeometry = .tiny
  ) throws -> [IndexDamage] {
    var verifier = try IndexVerifier(in: storage, geometry: geometry)
    for event in events {
      try verifier.append(event)
    }
    let found = try verifier.finish()
    #expect(!found.isEmpty || verifier.rowCount == storage.rows.count)
    return found
  }

  @Test(arguments: IndexGeometry.ofLogs.indices)
  func aLogOfAnySizeIsAsItMustBe(geometry: Int) throws {
    var generator = SplitMix64(seed: 7)
    let events = generator.events(100)
    for size in events.indices {
      let log = Array(events[..<size])
      let geometry = IndexGeometry.ofLogs[geometry]
      let (_, storage) = try LogIndex.build(log, geometry: geometry)
      let rows = storage.rows
      #expect(try verdict(on: storage, log, geometry: geometry) == [])
      #expect(storage.rows == rows)
    }
  }

  @Test func aChangedByteIsFound() throws {
    var generator = SplitMix64(seed: 8)
    let events = generator.events(47)
    let (_, storage) = try LogIndex.build(events, geometry: .tiny)
    #expect(Set(storage.rows.keys.map(\.kind)) == [0, 1, 2, 3])
    for (key, row) in storage.rows {
      for place in row.indices where place % 5 == row.count % 5 {
        storage.rows[key]?[place] ^= 1 << UInt8(generator.next() % 8)
        #expect(try verdict(on: storage, events) == [IndexDamage(key, .difference)])
        storage.rows[key] = row
      }
    }
  }

  @Test func everyMissingOrOverlongRowIsFound() throws {
    var generator = SplitMix64(seed: 9)
    let events = generator.events(47)
    let (_, storage) = try LogIndex.build(events, geometry: .tiny)
    for (key, row) in storage.rows {
      storage.rows[key] = row + [0]
      #expect(try verdict(on: storage, events) == [IndexDamage(key, .difference)])
      storage.rows[key] = nil
      #expect(try verdict(on: storage, events) == [IndexDamage(key, .missing)])
      storage.rows[key] = row
    }
  }

  @Test func theFirstOfSeveralDifferencesIsReported() throws {
    var generator = SplitMix64(seed: 10)
    let events = generator.events(47)
    let (_, storage) = try LogIndex.build(events, geometry: .tiny)
    for key in storage.sortedKeys.reversed() {
      storage.rows[key] = nil
      let found = try verdict(on: storage, events)
      #expect(found.first == IndexDamage(key, .missing))
      #expect(Set(found.map(\.key.kind)) == Set(key.kind...3), "one for each index")
    }
  }

  @Test func anotherEventIsFoundWhereverItIs() throws {
    var generator = SplitMix64(seed: 11)
    let events = generator.events(44)
    let (_, storage) = try LogIndex.build(events, geometry: .tiny)
    for place in events.indices {
      for change in 0..<4 {
        var others = events
        switch change {
        case 0: others[place].id ^= 1 << 40
        case 1: others[place].stream ^= 1 << 40
        case 2: others[place].otherMatters.append(12345 << 30)
        default: others[place].type = 255
        }
        #expect(try verdict(on: storage, others) != [])
      }
    }
  }

  /// At most a full group of runs of each level but the last. So counted, the standard geometry
  /// keeps less than 11 MB.
  @Test func fewRowsAreKeptAtATime() throws {
    let geometry = IndexGeometry(width: 16, fanOut: 4, levels: 3)
    let comparing = ComparingStorage(with: MemoryStorage())
    var index = try PositionIndex(kind: 0, ofLogOf: 0, geometry: geometry)
    let entries = 4 * (16 + 64) * 8
    let filters = 4 * (32 + 96)
    for hash in 0..<2000 as Range<UInt64> {
      try index.append(SplitMix64.scattered(hash), to: comparing)
      #expect(comparing.keptByteCount <= entries + filters)
    }
  }

  /// Rows of sets of types are kept until the row above them is there.
  @Test func fewSetsAreKeptAtATime() throws {
    let geometry = IndexGeometry(width: 16, fanOut: 4, levels: 3)
    let comparing = ComparingStorage(with: MemoryStorage())
    var index = TypeIndex(kind: 0, ofLogOf: 0, geometry: geometry)
    for number in 0..<20_000 {
      try index.append(UInt8(number % 5), to: comparing)
      #expect(comparing.keptByteCount <= 10 * 4 * 4 * TypeSet.byteCount)
    }
  }
}
