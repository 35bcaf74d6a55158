import Foundation
import GRDB
import LedgerCore
import MerkleLog

/// The log's origin and its signed checkpoints, on any connection.
struct LogCheckpoints {
  let db: Database

  /// What identifies the log; `nil` when it has no name yet.
  func origin() throws -> KeyName? {
    let rows = try Row.fetchAll(db, sql: "SELECT origin FROM log_origin LIMIT 2")
    guard rows.count <= 1 else { throw LedgerError(.damaged, "the log has several origins") }
    guard let row = rows.first else { return nil }
    guard let text = String.fromDatabaseValue(row[0]), let name = try? KeyName(text) else {
      throw LedgerError(.damaged, "the origin of the log is not a name")
    }
    return name
  }

  /// Gives the log its name, once and for all.
  func store(origin: KeyName) throws {
    try db.execute(sql: "INSERT INTO log_origin (origin) VALUES (?)", arguments: [origin.text])
  }

  /// The checkpoint of the largest size.
  func newest() throws -> UnverifiedCheckpoint? {
    let sql = "SELECT size, note, hash FROM log_checkpoints ORDER BY size DESC LIMIT 1"
    return try Row.fetchOne(db, sql: sql).map { try StoredCheckpoint($0).checkpoint() }
  }

  /// The checkpoint of a size.
  func checkpoint(ofSize size: Int64) throws -> UnverifiedCheckpoint? {
    let sql = "SELECT size, note, hash FROM log_checkpoints WHERE size = ?"
    return try Row.fetchOne(db, sql: sql, arguments: [size]).map {
      try StoredCheckpoint($0).checkpoint()
    }
  }

  /// All checkpoints by size, one at a time.
  func all() throws -> RowCursor {
    try Row.fetchCursor(db, sql: "SELECT size, note, hash FROM log_checkpoints ORDER BY size")
  }

  /// How many there are, and the largest size.
  func countAndNewestSize() throws -> (count: Int, newest: Int64?) {
    let row = try Row.fetchOne(db, sql: "SELECT count(*), max(size) FROM log_checkpoints")
    return (row?[0] ?? 0, row?[1])
  }

  /// Stores a checkpoint in place of that of its size, if there is one.
  func store(_ checkpoint: UnverifiedCheckpoint) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO log_checkpoints (size, note, hash) VALUES (?, ?, ?)",
      arguments: [
        checkpoint.claim.size, Data(checkpoint.bytes),
        Data(SHA256Hasher.leaf(checkpoint.bytes).bytes),
      ])
  }
}

/// A row of the checkpoints, not read yet.
struct StoredCheckpoint {
  let size: Int64
  private let note: DatabaseValue
  private let hash: DatabaseValue

  init(_ row: Row) throws {
    guard let size = Int64.fromDatabaseValue(row[0]) else {
      throw LedgerError(.damaged, "a checkpoint without a size is stored")
    }
    self.size = size
    note = row[1]
    hash = row[2]
  }

  /// The signed note, which must claim the size under which it is stored.
  func checkpoint() throws(LedgerError) -> UnverifiedCheckpoint {
    guard case .blob(let bytes) = note.storage else {
      throw LedgerError(.damaged, "the checkpoint of size \(size) is not a signed note")
    }
    guard case .blob(let known) = hash.storage,
      SHA256Hasher.leaf(Array(bytes)).bytes == Array(known)
    else {
      throw LedgerError(.damaged, "the checkpoint of size \(size) is not what was stored")
    }
    let checkpoint: UnverifiedCheckpoint
    do {
      checkpoint = try UnverifiedCheckpoint(bytes)
    } catch {
      throw LedgerError(.damaged, "the checkpoint of size \(size): \(error.message)")
    }
    guard checkpoint.claim.size == size else {
      throw LedgerError(
        .damaged, "the checkpoint of size \(size) claims the size \(checkpoint.claim.size)")
    }
    return checkpoint
  }
}
