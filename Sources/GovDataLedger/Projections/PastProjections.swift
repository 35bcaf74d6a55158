import GRDB
import LedgerSQLite

/// The projections as they stood at a moment, read like the ledger's own.
///
/// ```swift
/// let then = try await ledger.projections(asOf: Instant.end(of: day))
/// let requests = try await then.rows(ShareRequestRow.self, where: "decision IS NULL")
/// ```
///
/// They stand in a temporary database, which goes with the last value that refers to it.
public struct PastProjections: Sendable {
  /// The moment.
  public let asOf: Instant
  private let database: PastDatabase

  fileprivate init(asOf: Instant, _ database: PastDatabase) {
    self.asOf = asOf
    self.database = database
  }

  /// Reads the tables and views of `Schemas/projections.sql` with GRDB.
  public func read<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    try await database.read(body)
  }

  /// The rows of a projection, in the order of the log.
  ///
  /// - Throws: ``LedgerError`` with `malformed`, as ``Ledger/rows(_:where:arguments:)`` does.
  public func rows<Row: ProjectionRow>(
    _ type: Row.Type, where condition: String = "1", arguments: [ColumnValue] = []
  ) async throws -> [Row] {
    let condition = CallersCondition(sql: condition, arguments: arguments)
    try Self.checkIsKept(Row.databaseTableName)
    return try await read { try condition.rows(type, in: $0) }
  }

  /// The rows of a projection, or of a view, as values.
  ///
  /// - Parameters:
  ///   - name: a table or a view of `Schemas/projections.sql`.
  ///   - columns: the columns wanted; all by default.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such projection, `malformed` for a table
  ///   of a service's own projection, whose history is not kept.
  public func table(_ name: String, columns: [String]? = nil) async throws -> TableRows {
    try Self.checkIsKept(name)
    try TableRows.checkIsProjection(name)
    return try await read { try TableRows(of: name, columns: columns, in: $0) }
  }

  private static func checkIsKept(_ table: String) throws(LedgerError) {
    guard table.hasPrefix(ProjectionTable.prefix) else { return }
    throw LedgerError(
      .malformed,
      "the history of \(JSONValue.cut(table)) is not kept: of a service's own projection only the rows "
        + "of today are known")
  }
}

extension Ledger {
  /// The projections as they stood at a moment: made from the events that had occurred and were known by
  /// then, in the order of the log, under the law that was known then.
  ///
  /// What was imported counts from when its source says that it recorded it, as in an audit; its as-of and
  /// known-at time are both the moment. The whole log is read and compared with its root, also where the
  /// ledger's own projections are behind, and nothing is written beside it.
  ///
  /// - Parameters:
  ///   - moment: the moment; ``Instant/end(of:)`` is that of a day.
  ///   - progress: told the number of events folded so far, and of all.
  /// - Throws: ``LedgerError`` with `damaged` when the log does not have its root, `notFound` for an
  ///   adopted rule book that nobody has, `inputOutput` when the temporary folder is full.
  public func projections(
    asOf moment: Instant, progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> PastProjections {
    let log = try await store.expectedLog()
    let scope = AuditScope(asOf: moment, knownAt: moment)
    var rows = try PastRows(in: scope, try await store.hindsight(ofFirst: log.head.size))
    let replay = try await replay(log, visiting: { try rows.fold($0) }, progress)
    return PastProjections(
      asOf: moment, try rows.finish(replay, under: replay.rulesOfLog(scope)))
  }
}
