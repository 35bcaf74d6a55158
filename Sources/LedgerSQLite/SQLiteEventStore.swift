import Foundation
import GRDB
import LedgerCore
import MerkleLog
import Synchronization
import WorkingDays

/// The embedded engine: a ledger in one SQLite file.
///
/// One connection writes; readers run beside it in WAL mode and are never blocked. Several
/// processes may open one ledger: writers take turns.
package final class SQLiteEventStore: EventStore {
  /// The path of the ledger's file.
  package let path: String
  let pool: DatabasePool
  private let lock: WriterLock?
  private let projecting: ProjectionTiming
  private let context = Mutex(WriterContext())

  /// Makes an empty ledger and opens it.
  ///
  /// - Throws: `alreadyExists` where there is a file, `inputOutput` when it cannot be made.
  package static func create(
    at path: String, origin: KeyName? = nil, projecting: ProjectionTiming = .inline,
    patience: Duration = .seconds(30)
  ) throws(LedgerError) -> SQLiteEventStore {
    try LedgerFile.create(at: path, origin: origin)
    return try SQLiteEventStore(at: path, projecting: projecting, patience: patience)
  }

  /// Opens a ledger.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - readOnly: whether nothing will be recorded; then nothing is ever written to the file.
  ///   - projecting: whether each commit changes the projections.
  ///   - patience: how long a write waits for another process before it is refused as `busy`.
  /// - Throws: `notFound`, `notALedger`, `newerFormat` or `damaged`, and the file is unchanged.
  package init(
    at path: String, readOnly: Bool = false, projecting: ProjectionTiming = .inline,
    patience: Duration = .seconds(30)
  ) throws(LedgerError) {
    try LedgerFile.check(at: path)
    self.path = path
    self.projecting = projecting
    lock = readOnly ? nil : try WriterLock(besideLedger: path, patience: patience)
    let lock = lock
    pool = try storing {
      guard let lock else {
        return try DatabasePool(path: path, configuration: LedgerFile.readOnly())
      }
      // Turning on WAL mode, and closing the last connection, may checkpoint: under the lock.
      return try lock.hold {
        let pool = try DatabasePool(path: path, configuration: LedgerFile.readWrite())
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        return pool
      }
    }
  }

  /// Read-only access to the database, for a developer's own SQL.
  package var reader: any DatabaseReader { pool }

  /// Closes the connections; the ledger cannot be used afterwards.
  package func close() throws(LedgerError) {
    try storing {
      context.withLock { $0.forget() }
      if let lock { try lock.hold { try pool.close() } } else { try pool.close() }
    }
  }

  // MARK: Reading

  package func size() async throws -> Int64 {
    try await reading { try LogReading(db: $0).size() }
  }

  package func page(from position: Int64, limit: Int) async throws -> LeafPage {
    try await reading { try LogReading(db: $0).page(from: position, limit: limit) }
  }

  /// The growing edge of the tree as it was when the log had `size` events.
  ///
  /// - Throws: `damaged` when the log has fewer, or lacks a tile.
  package func edge(ofSize size: Int64) throws(LedgerError) -> TreeEdge<SHA256Hasher> {
    try storing { try pool.read { db in try LogReading(db: db).edge(ofSize: size) } }
  }

  package func events(in stream: StreamName) async throws -> [Event] {
    try await reading { try LogReading(db: $0).events(in: stream) }
  }

  /// Reads in one snapshot.
  package func reading<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    do {
      return try await pool.read(body)
    } catch {
      throw LedgerError(storing: error)
    }
  }

  /// Reads projections that hold every event, in one snapshot.
  ///
  /// - Throws: `behind` when they do not.
  package func readingProjections<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    try await reading { db in try Self.whole(db, body) }
  }

  /// The same on the calling thread: for a look-up that takes less than handing it to another.
  package func readingProjectionsInPlace<Result: Sendable>(
    _ body: @Sendable (Database) throws -> Result
  ) throws(LedgerError) -> Result {
    try storing { try pool.read { db in try Self.whole(db, body) } }
  }

  private static func whole<Result>(
    _ db: Database, _ body: (Database) throws -> Result
  ) throws -> Result {
    if let lag = try LogReading(db: db).projectionLag() {
      throw LedgerError(
        .behind, "the projections end before position \(lag); run `govledger rebuild`")
    }
    return try body(db)
  }

  /// The events of the log that are law, in order, unless their number is `known`.
  package static func lawEvents(in db: Database, unless known: Int64?) throws -> [Event]? {
    let count = try SQLStatement("SELECT count(*) FROM log_law", in: db).integer()
    return known == count ? nil : try LogReading(db: db).lawEvents()
  }

  /// The events among the log's first that are law, in order: holiday notices and adoptions of rule
  /// books.
  package func lawEvents(ofFirst size: Int64) async throws -> [Event] {
    try await reading { db in
      try LogReading(db: db).lawEvents().filter { $0.position < size }
    }
  }

  // MARK: Writing

  package func write<Result: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws -> Result
  ) async throws -> Result {
    guard let lock else { throw Self.readOnlyError }
    do {
      return try await pool.writeWithoutTransaction { db in
        try lock.hold { try self.transact(db, body) }
      }
    } catch {
      throw LedgerError(storing: error)
    }
  }

  /// The same, blocking the calling thread: for work that reads its input as it goes.
  package func writeBlocking<Result>(
    _ body: (SQLiteTransaction) throws -> Result
  ) throws(LedgerError) -> Result {
    guard let lock else { throw Self.readOnlyError }
    return try storing {
      try pool.writeWithoutTransaction { db in
        try lock.hold { try transact(db, body) }
      }
    }
  }

  private static var readOnlyError: LedgerError {
    LedgerError(.readOnly, "the ledger was opened for reading only")
  }

  private func transact<Result>(
    _ db: Database, _ body: (SQLiteTransaction) throws -> Result
  ) throws -> Result {
    // Taken, not copied: the transaction changes it in place.
    var context = context.withLock { context in
      defer { context = WriterContext() }
      return context
    }
    var result: Result?
    try db.inTransaction(.immediate) {
      let transaction = try SQLiteTransaction(db, &context, projects: projecting == .inline)
      result = try body(transaction)
      try transaction.finish(&context)
      return .commit
    }
    // Only what is committed is remembered.
    self.context.withLock { [context] in $0 = context }
    guard let result else { throw LedgerError(.inputOutput, "the transaction had no result") }
    return result
  }
}
