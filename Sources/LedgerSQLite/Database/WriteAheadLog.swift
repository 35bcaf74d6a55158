import Foundation
import GRDB
import GRDBSQLite
import LedgerCore

/// The file to which SQLite commits.
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
}
