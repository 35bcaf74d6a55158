import CSQLiteOptions
import Foundation
import GRDB
import LedgerCore
import MerkleLog

/// What the file of a ledger says of itself, and how it is opened.
enum LedgerFile {
  /// `GDLG`, in the database header's application id.
  static let applicationID: Int32 = 0x4744_4C47
  /// The version of the file's format that this program writes and reads.
  static let formatVersion: Int32 = 12

  /// Makes the database of an empty ledger where there is no file yet.
  ///
  /// It is made beside its place and moved there whole, so that no half-made ledger is ever found.
  static func create(at path: String, origin: KeyName?) throws(LedgerError) {
    let draft = try LedgerDraft(for: path)
    defer { draft.remove() }
    do {
      try storing { try makeEmpty(at: draft.path, origin: origin) }
    } catch {
      throw error.at(path)
    }
    try draft.settle()
  }

  private static func makeEmpty(at draft: String, origin: KeyName?) throws {
    let database = try DatabaseQueue(path: draft, configuration: readWrite())
    try database.inTransaction { db in
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try db.execute(sql: "PRAGMA user_version = \(formatVersion)")
      try db.execute(sql: LogSchema.sql)
      try ProjectionTables.create(in: db)
      if let origin { try LogCheckpoints(db: db).store(origin: origin) }
      return .commit
    }
    try database.close()
  }

  /// Checks that there is a file, without opening it.
  ///
  /// - Throws: `notFound` when there is none, `notALedger` when it is no plain file.
  static func checkIsThere(_ path: String) throws(LedgerError) {
    var status = stat()
    guard stat(path, &status) == 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw failure(path) }
      throw LedgerError(.notFound, "\(path): no such ledger; make one with `govledger init`")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw LedgerError(.notALedger, "\(path): not a file; give the path of a ledger")
    }
    // Asked before opening: a descriptor that is closed again would drop SQLite's locks on the file.
    guard access(path, R_OK) == 0 else { throw failure(path) }
  }

  /// Checks that the file is a ledger of a format that this program reads, and complete, without
  /// changing it.
  ///
  /// - Parameter incomplete: whether it need not be complete.
  /// - Throws: `notFound`, `notALedger`, `newerFormat`, `damaged`, or `inputOutput` in the system's
  ///   words.
  static func check(at path: String, accepting incomplete: Bool = false) throws(LedgerError) {
    let connections = try ReadingConnections(path: path, accepting: incomplete)
    try storing { try connections.close() }
  }

  /// What the system says of a file.
  private static func failure(_ path: String) -> LedgerError {
    LedgerError(.inputOutput, "\(path): cannot be opened: \(String(cString: strerror(errno)))")
  }

  /// Opens a database, and says in the system's words why that fails.
  static func opening<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    errno = 0
    do {
      return try body()
    } catch let error as DatabaseError {
      // SQLite does not say what the system said last; it is still there to be asked for.
      let reason = errno
      guard error.resultCode == .SQLITE_CANTOPEN || error.resultCode == .SQLITE_IOERR else {
        throw error
      }
      var words = reason == 0 ? error.message ?? "" : String(cString: strerror(reason))
      if FileState(of: FilePlace(path).path) == .withLog {
        words +=
          " (\(path)-wal holds commits; reading them takes access to it and to \(path)-shm beside it, or "
          + "a writer that closes the ledger first)"
      }
      throw LedgerError(.inputOutput, "\(path): cannot be opened: \(words)")
    }
  }

  /// Checks what the file says of itself.
  static func probe(_ db: Database) throws {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
    guard application == applicationID else {
      throw LedgerError(
        .notALedger, "a file of another program, not a ledger; make one with `govledger init`")
    }
    let version = try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version <= formatVersion else {
      throw LedgerError(
        .newerFormat,
        "has format \(version), this program reads up to \(formatVersion); use a newer program")
    }
    guard version == formatVersion else {
      throw LedgerError(
        .notALedger,
        "has format \(version), this program reads \(formatVersion); use the program that wrote it"
      )
    }
    try LogSchema.check(db)
  }

  /// A connection that can only read: it never checkpoints the write-ahead log.
  static func readOnly() -> Configuration {
    _ = allowsURIs
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    return configuration
  }

  /// The one connection that writes and checkpoints, with readers beside it.
  static func readWrite() -> Configuration {
    _ = allowsURIs
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      guard !db.configuration.readonly else { return }
      // A commit of many events changes many pages of the projections' indexes, and most of them
      // again in the next: a longer write-ahead log (40 MB) writes them to their place less often.
      try db.execute(sql: "PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 10000")
    }
    return configuration
  }
}

extension LedgerFile {
  /// Names of files may be URIs, which is how SQLite is told that a file does not change. SQLite takes
  /// this setting before its first connection only.
  private static let allowsURIs = sqlite_options_allow_uris()
}

extension LedgerError {
  /// The same error, naming the file.
  func at(_ path: String) -> LedgerError { LedgerError(code, "\(path): \(message)") }
}
