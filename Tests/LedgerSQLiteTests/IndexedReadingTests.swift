import Foundation
import GRDB
import LedgerCore
import LedgerWorkload
import TestSupport
import Testing
import WorkingDays

@testable import LedgerSQLite

/// Not GRDB's.
private typealias Record = LedgerCore.Record

/// What the indexes find is what a scan of the whole log finds, whatever happened to the log.
@Suite struct IndexedReadingTests {
  let folder: TemporaryFolder
  let recording: Recording

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
  }

  private var now: Instant { get throws { try Sample.instant("2027-01-01T00:00:00+08:00") } }

  private func record(_ record: Record, _ transaction: SQLiteTransaction) throws(LedgerError) {
    let now: Instant
    do { now = try self.now } catch { throw LedgerError(.malformed, "\(error)") }
    let recorder = Recorder(into: transaction, law: recording.law, mode: .importing, now: now)
    _ = try recorder.record(record)
  }

  private func records(_ count: Int, seed: UInt64) throws -> [Record] {
    Array(try Workload(WorkloadSettings(events: count, seed: seed, asImport: true)))
  }

  /// Batches of all lengths, refusals in the middle, transactions that fail, two writers in turns, and
  /// stores that are opened anew.
  @Test(arguments: [1, 2] as [UInt64])
  func theIndexesFindWhatAScanFinds(seed: UInt64) async throws {
    let path = folder.file("ledger-\(seed)")
    let records = try records(5000, seed: seed)
    var random = SplitMix64(seed: seed)
    var stores = [
      try SQLiteEventStore.create(at: path, projecting: .later),
      try SQLiteEventStore(at: path, projecting: .later),
    ]
    var (count, all) = (0, [Event]())
    while count < records.count {
      let place = Int(random.next() % 2)
      let most: UInt64 = [3, 300, 1500][Int(random.next() % 3)]
      let next = records[count...].prefix(1 + Int(random.next() % most))
      let what = random.next() % 6
      do {
        try stores[place].writeBlocking { transaction in
          if what == 0 {
            // What is refused leaves no trace; the same is then recorded after all.
            let half = next.prefix(next.count / 2 + 1)
            for record in half.prefix(half.count / 2) { try self.record(record, transaction) }
            try? transaction.savepoint { () throws(LedgerError) in
              for record in half.dropFirst(half.count / 2) { try self.record(record, transaction) }
              throw LedgerError(.malformed, "refused")
            }
          }
          for record in next { try self.record(record, transaction) }
          try check(transaction, &random)
          if what == 1 { throw LedgerError(.malformed, "refused") }
        }
        count += next.count
      } catch {
        #expect(error.code == .malformed && what == 1)
      }
      #expect(try await stores[place].size() == Int64(count))
      if random.next() % 8 == 0 {
        try stores[place].close()
        stores[place] = try SQLiteEventStore(at: path, projecting: .later)
      }
      if random.next() % 3 == 0 {
        all = try await self.all(stores[1 - place], after: all)
        try await check(stores[1 - place], all, &random)
      }
    }
    all = try await self.all(stores[0], after: all)
    try await check(stores[0], all, &random, samples: 30)
    let report = try await stores[0].verify(law: recording.law)
    #expect(report.disagreements == [])
    for store in stores { try store.close() }
  }

  /// The plain scan.
  private func all(_ store: SQLiteEventStore, after known: [Event] = []) async throws -> [Event] {
    let size = try await store.size()
    return try await known + store.pages(in: Int64(known.count)..<size).flatMap { try $0.events() }
  }

  private func check(
    _ store: SQLiteEventStore, _ all: [Event], _ random: inout SplitMix64, samples: Int = 2
  ) async throws {
    for _ in 0..<samples {
      guard let event = all.randomElement(using: &random) else { return }
      let stream = event.stream
      #expect(try await store.events(in: stream) == all.filter { $0.stream == stream })
      let matters = all.flatMap(\.record.data.otherMatters)
      for matter in [stream, matters.randomElement(using: &random) ?? stream] {
        #expect(
          try await store.events(ofMatter: matter) == all.filter { $0.concerns(matter) })
      }
      let type = EventType.allCases.randomElement(using: &random) ?? event.type
      let (low, high) = (Int64(random.next() % 5500), Int64(random.next() % 5500))
      let limit = [1, 5, 10_000][Int(random.next() % 3)]
      for type in [type, event.type] {
        for newestFirst in [false, true] {
          let range = min(low, high)..<max(low, high)
          let scanned = all.filter { $0.type == type && range.contains($0.position) }
          let expected = (newestFirst ? scanned.reversed() : scanned).prefix(limit)
          let found = try await store.events(
            of: type, in: range, newestFirst: newestFirst, limit: limit)
          #expect(found == Array(expected))
        }
      }
    }
  }

  /// Some of the events that a transaction has, with those that it has just appended.
  private func check(_ transaction: SQLiteTransaction, _ random: inout SplitMix64) throws {
    for _ in 0..<3 {
      let position = Int64(random.next() % UInt64(transaction.size))
      let event = try transaction.event(at: position)
      #expect(try transaction.position(ofEvent: NameHash(event.record.id)) == position)
      let stream = try transaction.events(in: NameHash(event.stream))
      #expect(stream.map(\.version) == Array(0..<Int64(stream.count)))
      #expect(stream.contains { $0.position == position && $0.id == event.record.id })
      for matter in [event.stream] + event.record.data.otherMatters {
        let acts = try transaction.events(ofMatter: NameHash(matter))
        #expect(acts.contains { $0.position == position && $0.id == event.record.id })
        #expect(acts.allSatisfy { $0.concerns(NameHash(matter)) })
        let own = try transaction.events(in: NameHash(matter))
        #expect(acts.filter { $0.stream == matter }.map(\.position) == own.map(\.position))
        #expect(zip(acts, acts.dropFirst()).allSatisfy { $0.position < $1.position })
      }
    }
    #expect(try transaction.position(ofEvent: NameHash("no such event")) == nil)
    #expect(try transaction.events(ofMatter: NameHash(StreamName(.updateTrigger, "none"))).isEmpty)
  }

  /// Names that are escaped in the log are found as well.
  @Test func escapedNamesAreFound() async throws {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    let names = [#"a"b"#, #"a\b"#, #"","id":"x"#, #"\\"#]
    let records =
      try Sample.records(0..<2)
      + names.flatMap { name in
        [
          Record(
            id: Identifier("id-" + name), occurredAt: try Sample.instant(Sample.start),
            actor: try Sample.code(1),
            data: .shareRequested(
              ShareRequested(
                request: Identifier(name), entry: "C-1", requester: try Sample.code(1),
                purpose: name, legalBasis: name, receivedAt: try Sample.instant(Sample.start))))
        ]
      }
    try recording.record(records, in: store)
    #expect(try recording.record(records, in: store).allSatisfy(\.wasAlreadyRecorded))
    for name in names {
      let found = try await store.events(in: StreamName(.shareRequest, Identifier(name)))
      #expect(found.map(\.record.id) == [Identifier("id-" + name)])
    }
    let requests = try await store.events(
      of: .shareRequested, in: 0..<100, newestFirst: false, limit: 100)
    #expect(requests.map(\.position) == [2, 3, 4, 5])
  }

  /// One flipped bit anywhere in an index is damage, or nothing that was asked about: never a wrong
  /// answer. And it is mended.
  @Test func aDamagedRowGivesNoWrongAnswer() async throws {
    let path = folder.file("ledger")
    let records = try records(4900, seed: 3)
    let store = try SQLiteEventStore.create(at: path, projecting: .later)
    try store.writeBlocking { transaction in
      for record in records { try self.record(record, transaction) }
    }
    let all = try await all(store)
    let rows = try await store.reading { try Self.rows(in: $0) }
    try store.close()
    #expect(Set(rows.keys.compactMap { RowKey(rawValue: $0)?.kind }) == [0, 1, 2, 3])
    var random = SplitMix64(seed: 14)
    for round in 0..<8 {
      let copy = folder.file("copy-\(round)")
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try await damage(copy, kinds: [UInt8(round % 4)], rows, &random)
      try await checkDamaged(copy, all, &random, "round \(round)")
    }
    try await damage(path, kinds: [0, 1, 2, 3], rows, &random)
    let damaged = try SQLiteEventStore(at: path)
    let report = try await damaged.verify(law: recording.law)
    #expect(Set(report.disagreements.map(\.kind)) == [.identifier, .stream, .type])
    #expect(try damaged.rebuild(law: recording.law).differing.contains("log_index"))
    #expect(try await damaged.reading { try Self.rows(in: $0) } == rows)
    try damaged.close()
  }

  /// What verify says of each row alone is tested without a database; here, that it says it.
  @Test func damageToRecentEventsIsNamedAndMended() async throws {
    let path = folder.file("ledger")
    let store = try SQLiteEventStore.create(at: path)
    try recording.record(Sample.records(0..<600), in: store)
    let rows = try await store.reading { try Self.rows(in: $0) }
    try store.close()
    var random = SplitMix64(seed: 15)
    try await damage(path, kinds: [2], rows, &random)
    let damaged = try SQLiteEventStore(at: path)
    #expect(throws: LedgerError(.damaged, "")) {
      try recording.record(Sample.records(600..<601), in: damaged)
    }
    let report = try await damaged.verify(law: recording.law)
    #expect(report.disagreements.map(\.kind) == [.identifier])
    #expect(try damaged.rebuild(law: recording.law).differing == ["log_index"])
    #expect(try await damaged.reading { try Self.rows(in: $0) } == rows)
    #expect(try recording.record(Sample.records(600..<601), in: damaged).count == 1)
    try damaged.close()
  }

  /// Flips one bit in one row of each of these kinds.
  private func damage(
    _ path: String, kinds: [UInt8], _ rows: [Int64: Data], _ random: inout SplitMix64
  ) async throws {
    let database = try DatabaseQueue(path: path)
    for kind in kinds {
      let keys = rows.keys.filter { RowKey(rawValue: $0)?.kind == kind }.sorted()
      let key = try #require(keys.randomElement(using: &random))
      var row = try #require(rows[key])
      row[Int.random(in: 0..<row.count, using: &random)] ^= 1 << (random.next() % 8)
      try await database.write { [row] db in
        try db.execute(sql: "UPDATE log_index SET data = ? WHERE key = ?", arguments: [row, key])
      }
    }
    try database.close()
  }

  private static func rows(in db: Database) throws -> [Int64: Data] {
    let rows = try Row.fetchAll(db, sql: "SELECT key, data FROM log_index")
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  private func checkDamaged(
    _ path: String, _ all: [Event], _ random: inout SplitMix64, _ comment: Comment
  ) async throws {
    let store = try SQLiteEventStore(at: path, readOnly: true)
    defer { try? store.close() }
    for _ in 0..<4 {
      let event = try #require(all.randomElement(using: &random))
      let matter = event.record.data.otherMatters.first ?? event.stream
      let inStream = await Result { try await store.events(in: event.stream) }
      expect(inStream, all.filter { $0.stream == event.stream }, comment)
      let ofMatter = await Result { try await store.events(ofMatter: matter) }
      expect(ofMatter, all.filter { $0.concerns(matter) }, comment)
      let ofType = await Result {
        try await store.events(of: event.type, in: 0..<9999, newestFirst: false, limit: 9999)
      }
      expect(ofType, all.filter { $0.type == event.type }, comment)
    }
  }

  private func expect(
    _ found: Result<[Event], any Error>, _ expected: [Event], _ comment: Comment
  ) {
    switch found {
    case .success(let events): #expect(events == expected, comment)
    case .failure(let error): #expect((error as? LedgerError)?.code == .damaged, comment)
    }
  }
}

extension Result where Failure == any Error {
  /// What an asynchronous piece of work gives.
  fileprivate init(_ body: () async throws -> Success) async {
    do { self = .success(try await body()) } catch { self = .failure(error) }
  }
}
