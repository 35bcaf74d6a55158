import Foundation
import GRDB
import LedgerCore
import MerkleLog
import Testing
import TestSupport

@testable import LedgerSQLite

/// Whatever is altered in a ledger's file, nobody is given events that were not recorded, and nothing
/// makes the rest of the file agree with them.
@Suite struct AlteredEventsTests {
  let folder: TemporaryFolder
  let recording: Recording
  let log: SignerKey

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
    log = try SignerKey(
      name: KeyName("city.example"), type: .ed25519, seed: Array(repeating: 1, count: 32))
  }

  private var path: String { folder.file("ledger") }

  private func make(of size: Int, signed: Int64? = nil) throws {
    let store = try SQLiteEventStore.create(at: path, origin: log.name)
    try recording.record(Sample.records(0..<size), in: store)
    if let signed {
      let claim = try Checkpoint(
        origin: log.name.text, size: signed, root: try store.edge(ofSize: signed).root())
      let checkpoint = try UnverifiedCheckpoint(signing: claim, with: [Ed25519NoteSigner(log)])
      try store.writeBlocking { try $0.store(checkpoint) }
    }
    try store.close()
  }

  private func alter(_ sql: String) throws {
    let database = try DatabaseQueue(path: path)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
  }

  /// The rows of the log's tables, as text.
  private func tables(_ names: [String]) throws -> [String] {
    let database = try DatabaseQueue(path: path)
    defer { try? database.close() }
    return try database.read { db in
      try names.flatMap { name in
        try Row.fetchAll(db, sql: "SELECT * FROM \(name)").map { row in
          row.databaseValues.map { "\($0)" }.joined(separator: " ")
        }
      }
    }
  }

  private static let altered = [
    "UPDATE log_tail SET event = replace(event, '\"version\":0', '\"version\":3') WHERE position = 514",
    "UPDATE log_tail SET event = replace(event, '09:00', '10:00') WHERE position = 513",
    "UPDATE log_bundles SET data = (SELECT data FROM log_bundles WHERE number = 0) WHERE number = 1",
    "UPDATE log_head SET root = zeroblob(32)",
  ]

  @Test(arguments: altered) func alteredEventsAreGivenToNobody(sql: String) async throws {
    try make(of: 520)
    try alter(sql)
    let before = try tables(["log_head", "log_tiles", "log_law", "log_tail"])
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    let damaged = LedgerError(.damaged, "")
    await #expect(throws: damaged) { try await reader.leaves(pagesOf: 100) }
    // Whoever asks for what stands in a bundle is told; nobody else opens it.
    let (asked, recorded) = sql.contains("log_bundles") ? (300, 300) : (514, 520)
    let stream = try Sample.record(asked).data.stream
    await #expect(throws: damaged) { try await reader.events(in: stream) }
    if !sql.contains("log_bundles") {
      // The tree agrees with the head as long as nobody looks into the bundle.
      await #expect(throws: damaged) { try await reader.check() }
    }
    let writer = try SQLiteEventStore(at: path)
    #expect(throws: damaged) { try recording.record([Sample.record(recorded)], in: writer) }
    #expect(throws: damaged) { try writer.rebuild(law: recording.law) }
    try writer.close()
    #expect(try tables(["log_head", "log_tiles", "log_law", "log_tail"]) == before)
    let report = try await reader.verify(law: recording.law)
    #expect(!report.disagreements.isEmpty)
    #expect(!report.disagreements.contains { $0.message.contains("rebuild") })
  }

  /// One bit of each byte of the tail's events: what is read is what was recorded, or nothing is.
  @Test func noFlippedBitOfTheTailIsBelieved() async throws {
    try make(of: 262)
    let original = try await leaves()
    let database = try DatabaseQueue(path: path)
    var random = SplitMix64(seed: 20)
    for position in 256..<262 {
      let count = original[position].count
      for byte in stride(from: Int.random(in: 0..<7, using: &random), to: count, by: 7) {
        var event = original[position]
        event[byte] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        try await store(event, at: position, in: database)
        await #expect(throws: LedgerError(.damaged, ""), "position \(position), byte \(byte)") {
          try await leaves()
        }
      }
      try await store(original[position], at: position, in: database)
    }
    #expect(try await leaves() == original)
  }

  private func leaves() async throws -> [[UInt8]] {
    try await SQLiteEventStore(at: path, readOnly: true).leaves(pagesOf: 1000)
  }

  private func store(
    _ event: [UInt8], at position: Int, in database: DatabaseQueue
  ) async throws {
    try await database.write { db in
      try db.execute(
        sql: "UPDATE log_tail SET event = ? WHERE position = ?",
        arguments: [Data(event), position])
    }
  }

  /// An alteration that head, tiles and events tell alike is told by the checkpoint.
  @Test func aConsistentAlterationContradictsTheCheckpoint() async throws {
    try make(of: 300, signed: 280)
    try alter(
      "UPDATE log_tail SET event = replace(event, '09:00:00', '09:00:01') WHERE position = 270")
    let root = try await alteredRoot()
    try alter("UPDATE log_head SET root = x'\(root.hex)'")
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    await #expect(throws: LedgerError(.damaged, "")) { try await reader.check() }
    let writer = try SQLiteEventStore(at: path)
    #expect(throws: LedgerError(.damaged, "")) {
      try recording.record(Sample.records(300..<301), in: writer)
    }
    #expect(throws: LedgerError(.damaged, "")) { try writer.rebuild(law: recording.law) }
  }

  private func alteredRoot() async throws -> TreeHash {
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    return try reader.edge(ofSize: 300).root()
  }

  /// A log that was cut back, with its head, is missed by the checkpoint.
  @Test func aCutLogContradictsTheCheckpoint() async throws {
    try make(of: 300, signed: 300)
    let root = try SQLiteEventStore(at: path, readOnly: true).edge(ofSize: 290).root()
    try alter("DELETE FROM log_tail WHERE position >= 290")
    try alter("UPDATE log_head SET size = 290, root = x'\(root.hex)'")
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    await #expect(throws: LedgerError(.damaged, "")) { try await reader.check() }
    await #expect(throws: LedgerError(.damaged, "")) { try await reader.expectedLog() }
    let writer = try SQLiteEventStore(at: path)
    #expect(throws: LedgerError(.damaged, "")) {
      try recording.record(Sample.records(290..<291), in: writer)
    }
  }

  /// The events of a long log's first bundle are believed only under all the tiles above them.
  @Test func aTileMustStandUnderTheOneAbove() async throws {
    try make(of: 900)
    try alter(
      """
      UPDATE log_tiles SET hashes = (SELECT hashes FROM log_tiles WHERE level = 0 AND number = 1)
      WHERE level = 0 AND number = 0;
      UPDATE log_bundles SET data = (SELECT data FROM log_bundles WHERE number = 1) WHERE number = 0
      """)
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    await #expect(throws: LedgerError(.damaged, "")) { try await reader.page(from: 0, limit: 1) }
  }

  // MARK: What can be made again

  private static let derived = [
    ("UPDATE log_tiles SET hashes = zeroblob(8192) WHERE number = 3", "log_tiles"),
    ("DELETE FROM log_tiles WHERE level = 0", "log_tiles"),
    ("INSERT INTO log_tiles VALUES (5, 5, zeroblob(8192))", "log_tiles"),
    ("INSERT INTO log_tiles VALUES (-9223372036854775808, 9223372036854775807, x'')", "log_tiles"),
    ("DELETE FROM log_index WHERE key = (SELECT max(key) FROM log_index)", "log_index"),
    ("UPDATE log_index SET data = zeroblob(length(data))", "log_index"),
    ("UPDATE log_index SET data = x''", "log_index"),
    ("INSERT INTO log_index VALUES (-7, x'00')", "log_index"),
    ("INSERT INTO log_law VALUES (9223372036854775807)", "log_law"),
    ("UPDATE log_head SET law = zeroblob(32)", "log_law"),
  ]

  @Test(arguments: derived)
  func aRebuildMakesAgainWhatFollowsFromTheEvents(sql: String, table: String) async throws {
    // Runs of the index are stored from 4,096 events on.
    let size = table == "log_index" ? 4200 : 1100
    try make(of: size, signed: Int64(size) - 50)
    let names = ["log_head", "log_tiles", "log_index", "log_law"]
    let before = try tables(names)
    try alter(sql)
    let store = try SQLiteEventStore(at: path)
    let report = try store.rebuild(law: recording.law)
    #expect(report.differing == [table])
    #expect(try await store.verify(law: recording.law).disagreements == [])
    try recording.record(Sample.records(size..<size + 10), in: store)
    #expect(try recording.record(Sample.records(3..<4), in: store)[0].wasAlreadyRecorded)
    try store.close()
    let rows = try tables(names.filter { $0 != "log_head" })
    #expect(Set(rows).isSuperset(of: before.dropFirst()))
  }

  /// An index that has lost an id, or a stream's event, in whatever way a flipped bit can do it, says
  /// so: no second event of an id is ever appended.
  @Test func aDamagedIndexIsNotBelieved() async throws {
    try make(of: 4200)
    let keys = try await indexKeys()
    let again = try Sample.records(0..<4200)
    var random = SplitMix64(seed: 9)
    for round in 0..<40 {
      let copy = folder.file("copy-\(round)")
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      let key = keys[round % keys.count]
      let database = try DatabaseQueue(path: copy)
      try await database.write { [random] db in
        var random = random
        var row =
          try Data.fetchOne(db, sql: "SELECT data FROM log_index WHERE key = \(key)") ?? Data()
        row[Int.random(in: 0..<row.count, using: &random)] ^=
          1
          << UInt8.random(
            in: 0..<8, using: &random)
        try db.execute(
          sql: "UPDATE log_index SET data = ? WHERE key = \(key)", arguments: [row])
      }
      try database.close()
      _ = random.next()
      let store = try SQLiteEventStore(at: copy)
      let record = again[Int.random(in: 0..<4096, using: &random)]
      let receipts = try? recording.record([record], in: store)
      #expect(receipts?.allSatisfy(\.wasAlreadyRecorded) ?? true, "round \(round)")
      #expect(try await store.size() == 4200)
      let events = try? await store.events(in: record.data.stream)
      #expect(events.map { $0.contains { $0.record.id == record.id } } ?? true, "round \(round)")
      try store.close()
    }
  }

  private func indexKeys() async throws -> [Int64] {
    let database = try DatabaseQueue(path: path)
    defer { try? database.close() }
    return try await database.read { try Int64.fetchAll($0, sql: "SELECT key FROM log_index") }
  }

  /// A tail of events so long that they fill several pages is read to its end.
  @Test func aTailOfLongEventsIsReadWhole() async throws {
    let store = try SQLiteEventStore.create(at: path)
    let long = try (0..<100).map { number in
      var record = try Sample.record(0)
      let data = DepartmentRegistered(
        department: try Sample.code(number + 1), name: String(repeating: "长", count: 20_000),
        division: try #require(Division("370000")), kind: .department)
      record = Record(
        id: Identifier("long-\(number)"), occurredAt: record.occurredAt, actor: record.actor,
        data: .departmentRegistered(data))
      return record
    }
    try recording.record(long, in: store)
    try store.close()
    let reopened = try SQLiteEventStore(at: path)
    #expect(try recording.record(long, in: reopened).allSatisfy(\.wasAlreadyRecorded))
    #expect(try await reopened.leaves(pagesOf: 1000).count == 100)
    #expect(try await reopened.verify(law: recording.law).disagreements == [])
  }
}
