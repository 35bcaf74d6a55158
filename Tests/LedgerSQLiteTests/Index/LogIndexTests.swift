import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct LogIndexTests {
  /// Commits of random length, some after appending and taking back, some by another process: what
  /// is stored is always that of the log's events alone.
  @Test(arguments: IndexGeometry.ofLogs.indices, [1, 2, 3] as [UInt64])
  func theRowsFollowFromTheEventsAlone(geometry: Int, seed: UInt64) throws {
    let geometry = IndexGeometry.ofLogs[geometry]
    let storage = MemoryStorage()
    var generator = SplitMix64(seed: seed)
    var index = try LogIndex(ofLogOf: 0, geometry: geometry)
    var log: [IndexedEvent] = []
    for _ in 0..<60 {
      let committed = Int64(log.count)
      let (rows, before) = (storage.rows, index)
      let new = generator.events(Int(generator.next() % UInt64(3 * geometry.width)))
      for event in new { try index.add(event, to: storage) }
      switch generator.next() % 4 {
      case 0:
        storage.rows = rows
        if !index.truncate(to: committed) { index = before }
      case 1:
        try index.storeRecent(since: committed, to: storage)
        log += new
        // Another process goes on from what is stored.
        index = try LogIndex(
          ofLogOf: Int64(log.count), committed: Int64(log.count), in: storage, geometry: geometry)
        #expect(Int64(log.count) - index.size < Int64(geometry.stretchWidth))
        for event in log[Int(index.size)...] { try index.add(event, to: storage) }
      default:
        try index.storeRecent(since: committed, to: storage)
        log += new
      }
      let (_, expected) = try LogIndex.build(log, geometry: geometry)
      #expect(storage.rows == expected.rows)
    }
  }

  /// An index is opened in the middle of a transaction too: then recent events have rows up to the last
  /// commit only.
  @Test func anIndexIsOpenedBetweenCommits() throws {
    var generator = SplitMix64(seed: 13)
    let events = generator.events(200)
    for committed in [0, 1, 17, 31, 32, 40, 64, 100] {
      let geometry = IndexGeometry(width: 16, fanOut: 4, levels: 3)
      var (index, storage) = try LogIndex.build(Array(events[..<committed]), geometry: geometry)
      for size in committed..<120 {
        let opened = try LogIndex(
          ofLogOf: Int64(size), committed: Int64(committed), in: storage, geometry: geometry)
        #expect(opened.size <= Int64(size))
        #expect(opened.size >= Int64(size - size % 16))
        try index.add(events[size], to: storage)
      }
    }
  }
}

extension IndexGeometry {
  /// Those of ``small`` that a whole log's indexes can have.
  static let ofLogs = [
    .tiny, IndexGeometry(width: 16, fanOut: 4, levels: 3),
    IndexGeometry(width: 8, fanOut: 8, levels: 2), IndexGeometry(width: 6, fanOut: 2, levels: 1),
  ]
}

extension LogIndex {
  /// The indexes of a whole log that was committed once, and the rows they stored.
  static func build(
    _ events: [IndexedEvent], geometry: IndexGeometry
  ) throws -> (LogIndex, MemoryStorage) {
    let storage = MemoryStorage()
    var index = try LogIndex(ofLogOf: 0, geometry: geometry)
    for event in events { try index.add(event, to: storage) }
    try index.storeRecent(since: 0, to: storage)
    return (index, storage)
  }
}

extension SplitMix64 {
  /// Events as a log may bring them: some of them acts on other matters, some of these under one hash.
  mutating func events(_ count: Int) -> [IndexedEvent] {
    (0..<count).map { _ in
      var event = IndexedEvent(
        id: nextHash(), stream: nextHash(), type: UInt8(truncatingIfNeeded: next() % 70))
      if next() % 4 == 0 {
        event.otherMatters = distinctHashes(Int(next() % 3), from: event.stream)
      }
      return event
    }
  }

  private mutating func distinctHashes(_ count: Int, from first: UInt64) -> [UInt64] {
    var found: [UInt64] = []
    while found.count < count {
      let hash = nextHash()
      let isKnown = ([first] + found).contains { HashPrefix(of: $0) == HashPrefix(of: hash) }
      if !isKnown { found.append(hash) }
    }
    return found
  }
}
