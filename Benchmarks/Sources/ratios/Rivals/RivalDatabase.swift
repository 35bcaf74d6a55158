import CRivalSQLite

/// A database through SQLite's C API, with the settings that the library's own writer has: a
/// write-ahead log, `synchronous=FULL`, the same cache and the same checkpoints.
final class RivalDatabase {
  private let handle: OpaquePointer

  /// Makes or opens a database.
  init(at path: String) throws {
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil)
    guard let opened else { throw Failure("\(path): SQLite has no memory") }
    guard code == SQLITE_OK else {
      sqlite3_close_v2(opened)
      throw Failure("\(path): SQLite cannot open it (\(code))")
    }
    handle = opened
    try execute("PRAGMA journal_mode = WAL")
    try execute("PRAGMA synchronous = FULL")
    try execute("PRAGMA cache_size = -\(Subject.cacheKibibytes)")
    try execute("PRAGMA wal_autocheckpoint = \(Subject.checkpointPages)")
    try check(try integer("PRAGMA synchronous") == 2, "synchronous is not FULL")
  }

  deinit { sqlite3_close_v2(handle) }

  /// Runs SQL that gives no rows anyone wants.
  func execute(_ sql: String) throws {
    try check(sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK, "\(problem) in: \(sql)")
  }

  /// Prepares a statement.
  func prepare(_ sql: String) throws -> RivalStatement {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared else { throw Failure("\(problem) in: \(sql)") }
    return RivalStatement(prepared, of: self)
  }

  /// The one number that a query gives.
  func integer(_ sql: String) throws -> Int {
    let statement = try prepare(sql)
    try check(try statement.step(), "no row from: \(sql)")
    return statement.integer(0)
  }

  /// Moves the whole write-ahead log into the database's file.
  func checkpoint() throws {
    try check(
      try integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0, "the checkpoint was kept from its work")
  }

  /// What SQLite says went wrong last.
  var problem: String { String(cString: sqlite3_errmsg(handle)) }
}
