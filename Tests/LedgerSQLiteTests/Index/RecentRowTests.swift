import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct RecentRowTests {
  private let row = RecentRow(of: 5, .tiny)

  @Test func whatIsWrittenIsReadBack() throws {
    let storage = MemoryStorage()
    var generator = SplitMix64(seed: 12)
    for _ in 0..<200 {
      let events = generator.events(2).map(\.cut)
      try row.write(events, to: storage)
      #expect(try row.read(from: storage) == events)
    }
  }

  /// A change of these bytes is a change of the stored format.
  @Test func aRowIsStoredAsHashesTypesAndMatters() throws {
    let storage = MemoryStorage()
    let events = [
      IndexedEvent(id: 0x0102_0304_0506_0708, stream: 0x1112_1314_1516_1718, type: 7),
      IndexedEvent(id: 0, stream: 1 << 24, otherMatters: [.max, 2 << 56], type: 255),
    ]
    try row.write(events, to: storage)
    #expect(
      storage.rows[row.key] == [
        1, 2, 3, 4, 5, 0x11, 0x12, 0x13, 0x14, 0x15, 7,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 255,
        1, 255, 255, 255, 255, 255,
        1, 2, 0, 0, 0, 0,
      ])
  }

  @Test func aRowThatCannotBeIsNamed() throws {
    let storage = MemoryStorage()
    #expect(throws: IndexDamage(row.key, .missing)) { try row.read(from: storage) }
    for length in [0, 21, 23, 27, 29] {
      storage.rows[row.key] = Array(repeating: 0, count: length)
      #expect(throws: IndexDamage(row.key, .length(length))) { try row.read(from: storage) }
    }
    storage.rows[row.key] = Array(repeating: 2, count: 28)
    #expect(throws: IndexDamage(row.key, .strayEntry)) { try row.read(from: storage) }
  }
}

extension IndexedEvent {
  /// With as much of its hashes as the indexes keep.
  fileprivate var cut: IndexedEvent {
    let mask: UInt64 = ~0xff_ffff
    return IndexedEvent(
      id: id & mask, stream: stream & mask, otherMatters: otherMatters.map { $0 & mask },
      type: type)
  }
}
