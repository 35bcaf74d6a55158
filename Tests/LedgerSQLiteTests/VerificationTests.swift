import Foundation
import GRDB
import LedgerCore
import Testing
import TestSupport

@testable import LedgerSQLite

/// One way of tampering with a ledger's file, and the kind of disagreement that must name it.
struct Tampering: CustomTestStringConvertible {
  let sql: String
  let kind: Disagreement.Kind

  var testDescription: String { sql }

  init(_ kind: Disagreement.Kind, _ sql: String) {
    self.sql = sql
    self.kind = kind
  }

  static let all = [
    Tampering(.bundle, "DELETE FROM log_bundles WHERE number = 0"),
    Tampering(
      .bundle,
      "UPDATE log_bundles SET data = substr(data, 1, 900) || x'00' || substr(data, 902)"
        + " WHERE number = 1"),
    Tampering(.event, "DELETE FROM log_tail WHERE position = 515"),
    Tampering(.event, "UPDATE log_tail SET event = replace(event, 'agreed', 'agrees')"),
    Tampering(.tile, "DELETE FROM log_tiles WHERE number = 1"),
    Tampering(.tile, "UPDATE log_tiles SET hashes = zeroblob(8192) WHERE number = 0"),
    Tampering(.tile, "INSERT INTO log_tiles VALUES (5, 5, zeroblob(8192))"),
    Tampering(.event, "DELETE FROM log_tail WHERE position = 519"),
    Tampering(.event, "UPDATE log_head SET size = 519"),
    Tampering(.event, "UPDATE log_head SET root = zeroblob(32)"),
    Tampering(.event, "UPDATE log_head SET root = x'00'"),
    Tampering(.event, "DELETE FROM log_head"),
    Tampering(.event, "INSERT INTO log_head SELECT * FROM log_head"),
    Tampering(.event, "UPDATE log_head SET size = 0"),
    Tampering(.event, "INSERT INTO log_tail VALUES (9223372036854775807, x'00')"),
    Tampering(.event, "INSERT INTO log_bundles VALUES (9223372036854775807, x'00')"),
    Tampering(.bundle, "INSERT INTO log_bundles VALUES (-9223372036854775808, x'00')"),
    Tampering(
      .checkpoint, "INSERT INTO log_checkpoints VALUES (-9223372036854775808, x'00', x'00')"),
    Tampering(.checkpoint, "INSERT INTO log_checkpoints VALUES (9223372036854775807, '', '')"),
    Tampering(.stream, "INSERT INTO log_law VALUES (7)"),
    Tampering(.stream, "UPDATE log_head SET law = zeroblob(32)"),
    Tampering(.identifier, "INSERT INTO log_index VALUES (7, x'00')"),
    Tampering(.identifier, "DELETE FROM log_index WHERE key >> 59 = 2 AND key >> 16 & 7 = 1"),
    Tampering(
      .identifier, "UPDATE log_index SET data = substr(data, 2) WHERE key >> 16 & 7 = 0"),
    Tampering(.projection, "UPDATE obligations SET due_on = '2030-01-01' WHERE position = 20"),
    Tampering(.projection, "DELETE FROM share_requests WHERE position = 20"),
    Tampering(.projection, "UPDATE bodies SET name = 'x'"),
    Tampering(.projection, "DROP TABLE incidents"),
    Tampering(.projection, "DROP VIEW unfiled_entries"),
    Tampering(
      .projection,
      "DROP VIEW unmerged_nodes; CREATE VIEW unmerged_nodes AS SELECT * FROM cloud_nodes LIMIT 0"),
  ]

  /// For a log that is long enough to have stored runs in its indexes.
  static let ofIndexes = [
    Tampering(
      .identifier,
      "UPDATE log_index SET data = zeroblob(length(data))"
        + " WHERE key = (SELECT min(key) FROM log_index)"),
    Tampering(
      .stream,
      "DELETE FROM log_index WHERE key = (SELECT max(key) FROM log_index WHERE key >> 59 = 1)"),
    Tampering(.type, "DELETE FROM log_index WHERE key = (SELECT max(key) FROM log_index)"),
  ]
}

@Suite struct VerificationTests {
  let folder: TemporaryFolder
  let recording: Recording

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
  }

  private func ledger(of size: Int = 520) throws -> SQLiteEventStore {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    try recording.record(Sample.records(0..<size), in: store)
    return store
  }

  private func tamper(_ sql: String, path: String? = nil) throws {
    let database = try DatabaseQueue(path: path ?? folder.file("ledger"))
    try database.write { db in
      // Text and blobs stand for each other here as the tampering needs it.
      try db.execute(sql: sql)
    }
    try database.close()
  }

  @Test(arguments: Tampering.all)
  func everyTamperingIsNamed(_ tampering: Tampering) async throws {
    try ledger().close()
    try tamper(tampering.sql)
    let store = try SQLiteEventStore(at: folder.file("ledger"), readOnly: true)
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements.map(\.kind).contains(tampering.kind), "\(report.disagreements)")
  }

  @Test func everyTamperingWithAnIndexIsNamed() async throws {
    try ledger(of: 4100).close()
    for tampering in Tampering.ofIndexes {
      let copy = folder.file("copy-\(tampering.kind)")
      try FileManager.default.copyItem(atPath: folder.file("ledger"), toPath: copy)
      try tamper(tampering.sql, path: copy)
      let store = try SQLiteEventStore(at: copy, readOnly: true)
      let report = try await store.verify(law: recording.law)
      #expect(report.disagreements.map(\.kind).contains(tampering.kind), "\(report.disagreements)")
    }
  }

  /// A log whose end is missing is not written on.
  @Test func aMissingEndIsNoticedByTheWriter() throws {
    try ledger().close()
    try tamper("DELETE FROM log_tail WHERE position = 519")
    let store = try SQLiteEventStore(at: folder.file("ledger"))
    #expect(throws: LedgerError(.damaged, "")) {
      try recording.record(Sample.records(520..<521), in: store)
    }
  }

  @Test func anUntouchedLedgerAgrees() async throws {
    let store = try ledger()
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements == [])
    #expect(report.size == 520)
  }

  @Test func aRebuildOfTheLiveProjectionsIsEqual() async throws {
    let store = try ledger()
    let report = try store.rebuild(law: recording.law)
    #expect(report == RebuildReport(size: 520, differing: []))
    let verified = try await store.verify(law: recording.law)
    #expect(verified.disagreements == [])
  }

  @Test(arguments: [
    ("UPDATE obligations SET due_on = NULL WHERE position = 20", "obligations"),
    ("DELETE FROM catalog_entries", "catalog_entries"),
    ("DROP TABLE projects", "projects"),
    ("ALTER TABLE incidents ADD COLUMN extra TEXT", "incidents"),
  ])
  func aRebuildMendsWhatWasChanged(sql: String, table: String) async throws {
    try ledger().close()
    try tamper(sql)
    let store = try SQLiteEventStore(at: folder.file("ledger"))
    let first = try store.rebuild(law: recording.law)
    #expect(first.differing == [table])
    let second = try store.rebuild(law: recording.law)
    #expect(second.differing == [])
    // The indexes are there again, and the writer goes on.
    try recording.record(Sample.records(520..<530), in: store)
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements == [])
    let indexes = try await store.reading { db in
      try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM sqlite_master WHERE name = 'obligations_open'")
    }
    #expect(indexes == 1)
  }
}
