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
  private let connections: Connections
  private let projecting: ProjectionTiming
  /// The projections of the service that opened the ledger.
  package let services: [ServiceProjection]
  private let context = Mutex(WriterContext())
  /// Whether the mark that the file is not folded is in the file itself.
  private let isMarkInFile = Mutex(false)
  /// The tree that was checked last.
  private let knownTree = Mutex<CheckedTree?>(nil)

  private enum Connections: Sendable {
    case reading(ReadingConnections)
    case writing(DatabasePool, WriterLock)
  }

  /// Makes an empty ledger and opens it.
  ///
  /// - Throws: `alreadyExists` where there is a file, `inputOutput` when it cannot be made.
  package static func create(
    at path: String, origin: KeyName? = nil, projecting: ProjectionTiming = .inline,
    services: [ServiceProjection] = [], patience: Duration = .seconds(30)
  ) throws(LedgerError) -> SQLiteEventStore {
    try LedgerFile.create(at: path, origin: origin)
    return try SQLiteEventStore(
      at: path, projecting: projecting, services: services, patience: patience)
  }

  /// Opens a ledger.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - readOnly: whether nothing will be recorded; then nothing is ever written to the file, or
  ///     left beside it.
  ///   - projecting: whether each commit changes the projections.
  ///   - services: the projections of the service that opens the ledger.
  ///   - patience: how long a write waits for another process before it is refused as `busy`.
  ///   - incomplete: whether a file without its write-ahead log is opened for writing, as what is
  ///     left of a ledger.
  /// - Throws: `notFound`, `notALedger`, `newerFormat`, `damaged`, `incomplete` or `inputOutput`, and the
  ///   file is unchanged.
  package init(
    at path: String, readOnly: Bool = false, projecting: ProjectionTiming = .inline,
    services: [ServiceProjection] = [], patience: Duration = .seconds(30),
    accepting incomplete: Bool = false
  ) throws(LedgerError) {
    self.path = path
    self.projecting = projecting
    self.services = services
    guard !readOnly else {
      connections = .reading(try ReadingConnections(path: path))
      return
    }
    // Before a lock stands beside what is no ledger, and again when nobody else folds its log back.
    try LedgerFile.check(at: path, accepting: incomplete)
    let lock = try WriterLock(besideLedger: path, patience: patience)
    // Turning on WAL mode, and closing the last connection, may fold the log back: under the lock.
    let pool = try storing {
      try lock.hold {
        try LedgerFile.check(at: path, accepting: incomplete)
        return try Self.openForWriting(path)
      }
    }
    connections = .writing(pool, lock)
  }

  private static func openForWriting(_ path: String) throws -> DatabasePool {
    let pool = try LedgerFile.opening(path) {
      try DatabasePool(path: path, configuration: LedgerFile.readWrite())
    }
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try WriteAheadLog.foldsOnClose(false, db)
    }
    return pool
  }

  /// Whether nothing can be recorded.
  package var isReadOnly: Bool {
    if case .reading = connections { true } else { false }
  }

  /// Closes the connections; the ledger cannot be used afterwards. What a writer has recorded is
  /// folded back into the one file.
  package func close() throws(LedgerError) {
    try storing {
      switch connections {
      case .reading(let connections): try connections.close()
      case .writing(let pool, let lock):
        context.withLock { $0.forget() }
        try lock.hold {
          pool.invalidateReadOnlyConnections()
          let folding = Result { try pool.writeWithoutTransaction(Self.foldBeforeClosing) }
          try pool.close()
          do {
            try folding.get()
          } catch {
            throw LedgerError(
              .inputOutput,
              "\(path): all that was recorded is on disk, but could not be put from \(path)-wal into the "
                + "file: \(LedgerError(storing: error).message); the next writer that closes it does"
            )
          }
        }
      }
    }
  }

  private static func foldBeforeClosing(_ db: Database) throws {
    try WriteAheadLog.foldForGood(db)
    try WriteAheadLog.foldsOnClose(!WriteAheadLog.isMarked(db), db)
  }

  // MARK: Reading

  package func size() async throws -> Int64 {
    try await reading { try LogReading(db: $0).size() }
  }

  /// The leaves from a position on, each compared with the log's tree.
  ///
  /// - Throws: `damaged`, naming the first position that disagrees.
  package func page(from position: Int64, limit: Int) async throws -> LeafPage {
    try await checking { try $0.page(from: position, limit: limit) }
  }

  /// The leaves of positions that are in the log, in pages, each leaf compared with the log's tree.
  ///
  /// - Throws: `damaged` when one is missing, or naming the first position that disagrees.
  package func pages(in positions: Range<Int64>) async throws -> [LeafPage] {
    try await checking { try $0.pages(in: positions) }
  }

  /// The leaves of positions that are in the log, unchecked: for a caller that reads all of them and
  /// compares the root.
  ///
  /// - Throws: `damaged` when one is missing.
  package func uncheckedPages(in positions: Range<Int64>) async throws -> [LeafPage] {
    try await reading { try LogReading(db: $0).pages(in: positions) }
  }

  /// The growing edge of the tree as it was when the log had `size` events. The tiles are believed:
  /// compare its root with one that is known to be right.
  ///
  /// - Throws: `damaged` when the log has fewer, or lacks a tile.
  package func edge(ofSize size: Int64) throws(LedgerError) -> TreeEdge<SHA256Hasher> {
    try readingInPlace { db in try LogReading(db: db).edge(ofSize: size) }
  }

  package func events(in stream: StreamName) async throws -> [Event] {
    try await events(in: [stream])
  }

  /// The events of several streams, stream by stream, each in order.
  package func events(in streams: [StreamName]) async throws -> [Event] {
    try await checking { try $0.events(in: streams) }
  }

  /// The events that are acts on a matter, by their own stream or besides it, in order.
  package func events(ofMatter matter: StreamName) async throws -> [Event] {
    try await checking { try $0.events(ofMatter: matter) }
  }

  /// The events of a type among some positions, in order or the newest first, at most `limit`.
  package func events(
    of type: EventType, in positions: Range<Int64>, newestFirst: Bool, limit: Int
  ) async throws -> [Event] {
    try await checking {
      try $0.events(of: type, in: positions, newestFirst: newestFirst, limit: limit)
    }
  }

  /// Reads in one snapshot.
  package func reading<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    do {
      switch connections {
      case .reading(let connections): return try await connections.read(body)
      case .writing(let pool, _): return try await pool.read(body)
      }
    } catch {
      throw LedgerError(storing: error)
    }
  }

  /// Reads in one snapshot, on the calling thread.
  ///
  /// - Parameter repeatable: whether `body` may run again when what it read cannot be relied on.
  func readingInPlace<Result>(
    repeatable: Bool = true, _ body: (Database) throws -> Result
  ) throws(LedgerError) -> Result {
    try storing {
      switch connections {
      case .reading(let connections):
        try connections.read(repeatable: repeatable, body)
      case .writing(let pool, _): try pool.read(body)
      }
    }
  }

  /// Reads leaves that are compared with the log's head, in one snapshot.
  ///
  /// - Throws: `damaged` when the log does not have the head's root, or not that of its newest
  ///   checkpoint, and when a leaf is not that of the tree.
  func checking<Result: Sendable>(
    _ body: @escaping @Sendable (CheckedLog) throws -> Result
  ) async throws -> Result {
    try await reading { [self] db in try body(try checkedLog(db)) }
  }

  /// Compares the log's tree with the stored head and the newest checkpoint.
  ///
  /// - Throws: `damaged` when it differs.
  package func check() async throws { try await checking { _ in } }

  /// The log of a snapshot, whose tree was compared.
  func checkedLog(_ db: Database) throws -> CheckedLog {
    let log = try CheckedLog(db, knowing: knownTree.withLock { $0 })
    knownTree.withLock { $0 = log.tree }
    return log
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
    try readingInPlace { db in try Self.whole(db, body) }
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

  /// What is another as soon as a log has other law: how many events are law, and where the last
  /// correction stands.
  package static func markOfLaw(in db: Database) throws -> [Int64?] {
    try ["SELECT count(*) FROM log_law", "SELECT max(position) FROM corrections"].map {
      try SQLStatement($0, in: db).integer()
    }
  }

  /// The events of the log that are law, in order, and its corrections.
  package static func law(in db: Database) throws -> (events: [Event], corrections: Corrections) {
    let log = try CheckedLog(db)
    return (try log.lawEvents(), try log.corrections())
  }

  /// The corrections among the log's first events.
  package func corrections(ofFirst size: Int64) async throws -> Corrections {
    try await checking { try $0.corrections(ofFirst: size) }
  }

  /// What among the log's first events bears on all of it.
  package func hindsight(ofFirst size: Int64) async throws -> Hindsight {
    try await checking { try $0.hindsight(ofFirst: size) }
  }

  /// The events among the log's first that are law, in order: holiday notices and adoptions of rule
  /// books.
  package func lawEvents(ofFirst size: Int64) async throws -> [Event] {
    try await checking { try $0.lawEvents().filter { $0.position < size } }
  }

  /// Makes sure that all that can be read is on disk, before it is answered to somebody who relies on
  /// it.
  package func sync() async throws {
    try await reading { try WriteAheadLog.sync($0) }
  }

  // MARK: Writing

  package func write<Result: Sendable>(
    _ body: @escaping @Sendable (SQLiteTransaction) throws -> Result
  ) async throws -> Result {
    try await turn { try $0.transact(body) }
  }

  /// The same, blocking the calling thread: for work that reads its input as it goes.
  package func writeBlocking<Result>(
    _ body: (SQLiteTransaction) throws -> Result
  ) throws(LedgerError) -> Result {
    try holdingWriter { db in try transact(db, body) }
  }

  /// Takes a turn at writing for several transactions.
  package func turn<Result: Sendable>(
    _ body: @escaping @Sendable (WriterTurn) throws -> Result
  ) async throws -> Result {
    let (pool, lock) = try writing()
    do {
      return try await pool.writeWithoutTransaction { db in
        try lock.hold { try body(WriterTurn(store: self, db: db)) }
      }
    } catch {
      throw LedgerError(storing: error)
    }
  }

  /// The same, blocking the calling thread.
  package func turnBlocking<Result>(
    _ body: (WriterTurn) throws -> Result
  ) throws(LedgerError) -> Result {
    try holdingWriter { db in try body(WriterTurn(store: self, db: db)) }
  }

  /// Works on the writer's connection, blocking the calling thread, while nobody else writes.
  func holdingWriter<Result>(_ body: (Database) throws -> Result) throws(LedgerError) -> Result {
    let (pool, lock) = try writing()
    return try storing {
      try pool.writeWithoutTransaction { db in try lock.hold { try body(db) } }
    }
  }

  private func writing() throws(LedgerError) -> (DatabasePool, WriterLock) {
    guard case .writing(let pool, let lock) = connections else {
      throw LedgerError(.readOnly, "the ledger was opened for reading only")
    }
    return (pool, lock)
  }

  fileprivate func transact<Result>(
    _ db: Database, _ body: (SQLiteTransaction) throws -> Result
  ) throws -> Result {
    // Taken, not copied: the transaction changes it in place.
    var context = context.withLock { context in
      defer { context = WriterContext() }
      return context
    }
    let result = try committing(db) {
      let transaction = try SQLiteTransaction(
        db, &context, projects: projecting == .inline, services: services)
      let result = try body(transaction)
      try transaction.finish(&context)
      return result
    }
    // Only what is committed is remembered.
    self.context.withLock { [context] in $0 = context }
    return result
  }

  /// Forgets what is remembered of the log's end and its tree: all is read again.
  func forget() {
    context.withLock { $0.forget() }
    knownTree.withLock { $0 = nil }
  }

  /// Commits what `body` writes. From the first commit on the file is marked as not folded.
  func committing<Result>(_ db: Database, _ body: () throws -> Result) throws -> Result {
    var result: Result?
    try db.inTransaction(.immediate) {
      let changes = db.totalChangesCount
      result = try body()
      if db.totalChangesCount != changes, try !WriteAheadLog.isMarked(db) {
        try WriteAheadLog.mark(db)
        isMarkInFile.withLock { $0 = false }
      }
      return .commit
    }
    try putMarkIntoFile(db)
    guard let result else { throw LedgerError(.inputOutput, "the transaction had no result") }
    return result
  }

  /// Folds what was committed as soon as the mark is not in the file yet: a reader may hinder it, and
  /// the next commit tries again.
  private func putMarkIntoFile(_ db: Database) throws {
    guard isMarkInFile.withLock({ !$0 }), try WriteAheadLog.isMarked(db) else { return }
    // What is committed stays so, whether it could be folded or not.
    let isFolded = (try? WriteAheadLog.fold(db)) ?? false
    isMarkInFile.withLock { $0 = isFolded }
  }
}

/// A turn at writing: several transactions, and nobody else writes between them.
package struct WriterTurn {
  fileprivate let store: SQLiteEventStore
  fileprivate let db: Database

  /// Runs a transaction, which is on disk when this returns.
  package func transact<Result>(_ body: (SQLiteTransaction) throws -> Result) throws -> Result {
    try store.transact(db, body)
  }
}
