import CSQLiteOptions
import Foundation
import GRDB
import GRDBSQLite
import LedgerCore

/// The file to which SQLite commits, `LEDGER-wal`.
///
/// As long as it holds commits that are not in the ledger's file, that file alone is not the whole
/// ledger: the file says so itself by a mark, which is in it before the first such commit is answered
/// and leaves it when all is folded back. So a copy of the one file is complete or tells that it is not.
enum WriteAheadLog {
  /// Makes sure that all that can be read on a connection is on disk.
  ///
  /// Every commit is, before it is answered. What a process had written when it was killed in the
  /// middle of a commit is not yet, and can be read all the same.
  static func sync(_ db: Database) throws(LedgerError) {
    guard let database = sqlite3_db_filename(db.sqliteConnection, "main"),
      let name = sqlite3_filename_wal(database)
    else { return }
    let path = String(cString: name)
    // Unlike the database this file has no locks that closing it could drop.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw failure(path)
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> LedgerError {
    LedgerError(.inputOutput, "\(path): \(String(cString: strerror(errno)))")
  }

  // MARK: Folding back

  /// Whether the ledger's file is marked: it is not complete without the log beside it.
  static func isMarked(_ db: Database) throws -> Bool {
    try SQLStatement("SELECT count(*) FROM log_unfolded", in: db).integer() != 0
  }

  /// Marks the file, in the present transaction.
  static func mark(_ db: Database) throws {
    try db.execute(sql: "INSERT INTO log_unfolded (unfolded) VALUES (1)")
  }

  /// Copies into the ledger's file what no reader hinders.
  ///
  /// - Returns: whether that was all.
  static func fold(_ db: Database) throws -> Bool {
    try checkpoint(db, "PASSIVE")
  }

  /// Folds all back and takes the mark away, unless a reader of another process hinders it.
  static func foldForGood(_ db: Database) throws {
    guard try checkpoint(db, "TRUNCATE"), try isMarked(db) else { return }
    try db.execute(sql: "DELETE FROM log_unfolded")
    _ = try checkpoint(db, "TRUNCATE")
  }

  private static func checkpoint(_ db: Database, _ mode: String) throws -> Bool {
    guard let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(\(mode))") else {
      return false
    }
    let (busy, frames, folded): (Int, Int, Int) = (row[0], row[1], row[2])
    return busy == 0 && frames == folded
  }

  /// Says whether SQLite folds the log back by itself when a connection is closed. It must not before
  /// the mark is taken away.
  static func foldsOnClose(_ folds: Bool, _ db: Database) throws(LedgerError) {
    guard let connection = db.sqliteConnection,
      sqlite_options_fold_on_close(connection, folds ? 1 : 0) == SQLITE_OK
    else { throw LedgerError(.inputOutput, "SQLite does not take an option that it must have") }
  }
}
