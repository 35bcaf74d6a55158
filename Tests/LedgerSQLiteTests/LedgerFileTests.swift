import Foundation
import GRDB
import LedgerCore
import MerkleLog
import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct LedgerFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(of path: String) -> LedgerError.Code? {
    do {
      _ = try SQLiteEventStore(at: path)
      return nil
    } catch {
      return error.code
    }
  }

  private func make(_ name: String, _ bytes: [UInt8]) -> String {
    let path = folder.file(name)
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    return path
  }

  @Test func aLedgerIsNeverOverwritten() throws {
    let path = folder.file("ledger")
    try SQLiteEventStore.create(at: path).close()
    #expect(throws: LedgerError(.alreadyExists, "")) { try SQLiteEventStore.create(at: path) }
    let other = make("text", Array("mine".utf8))
    #expect(throws: LedgerError(.alreadyExists, "")) { try SQLiteEventStore.create(at: other) }
    #expect(FileManager.default.contents(atPath: other) == Data("mine".utf8))
    let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(left.filter { $0.contains(".new-") } == [])
  }

  @Test func whatIsNoLedgerIsRefusedAndLeftAlone() throws {
    #expect(refusal(of: folder.file("missing")) == .notFound)
    #expect(refusal(of: folder.path) == .notALedger)
    let text = make("text", Array(String(repeating: "hello ", count: 400).utf8))
    #expect(refusal(of: text) == .notALedger)
    let empty = make("empty", [])
    #expect(refusal(of: empty) == .notALedger)
    #expect(FileManager.default.contents(atPath: empty) == Data())
  }

  @Test func anotherProgramsDatabaseIsRefused() throws {
    let path = folder.file("other")
    let database = try DatabaseQueue(path: path)
    try database.write { try $0.execute(sql: "CREATE TABLE t (a)") }
    try database.close()
    let before = FileManager.default.contents(atPath: path)
    #expect(refusal(of: path) == .notALedger)
    #expect(FileManager.default.contents(atPath: path) == before)
  }

  @Test func aNewerFormatIsRefused() throws {
    let path = folder.file("ledger")
    try SQLiteEventStore.create(at: path).close()
    let database = try DatabaseQueue(path: path)
    try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 999") }
    try database.close()
    #expect(refusal(of: path) == .newerFormat)
  }

  /// Whoever changes a table, an index or a view raises the format's version, and notes both here:
  /// this program would otherwise take a file for its own that it cannot read.
  @Test func theFormatHasAVersionOfItsOwn() throws {
    let path = folder.file("ledger")
    try SQLiteEventStore.create(at: path).close()
    let statements = try DatabaseQueue(path: path).read { db in
      try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql > '' ORDER BY name")
    }
    // What follows two dashes only explains.
    let lines = statements.joined(separator: "\n").split(separator: "\n")
    let bare = lines.map { $0.prefix { $0 != "-" } }.joined(separator: "\n")
    let digest = SHA256Hasher.leaf(Array(bare.utf8)).base64
    #expect(LedgerFile.formatVersion == 12)
    #expect(digest == "8gdRL5ii4TVgLMH2/dAMV3v2SBEhtfiZZoPjETLENS8=")
  }

  @Test func everyDamagedHeaderByteIsRefusedOrHarmless() async throws {
    let path = folder.file("ledger")
    try SQLiteEventStore.create(at: path).close()
    let bytes = try #require(FileManager.default.contents(atPath: path))
    for offset in 0..<100 {
      var damaged = bytes
      damaged[offset] ^= 0xFF
      let copy = make("copy-\(offset)", Array(damaged))
      guard refusal(of: copy) == nil else { continue }
      // A byte that SQLite does not rely on: the ledger must then be whole.
      let store = try SQLiteEventStore(at: copy)
      #expect(try await store.size() == 0)
    }
  }
}
