import GRDB
import LedgerSQLite

extension Ledger {
  /// Reads the projections with GRDB, in one snapshot, without being able to change them.
  ///
  /// ```swift
  /// let open = try await ledger.read { db in
  ///   try ObligationRow.filter(sql: "discharged_at IS NULL").order(sql: "due_on").fetchAll(db)
  /// }
  /// ```
  public func read<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    try await store.reading(body)
  }

  /// The same, for a table that holds every event, or as many as it is to hold.
  ///
  /// - Throws: `behind` when it does not; `notFound` when there is no such table of a service.
  private func readWhole<Result: Sendable>(
    of table: String, _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    guard table.hasPrefix(ProjectionTable.prefix) else {
      return try await store.readingProjections(body)
    }
    return try await store.reading { [store] db in
      try store.checkReadable(table, in: db)
      return try body(db)
    }
  }

  /// The rows of a projection, in the order of the log.
  ///
  /// - Parameters:
  ///   - type: the projection's row type.
  ///   - condition: SQL for a `WHERE` clause, with `?` for the arguments; all rows by default.
  ///   - arguments: the values for the question marks, as many as there are.
  /// - Throws: ``LedgerError`` with `malformed` when the condition is no SQL, does not fit the
  ///   arguments, or fails on a row; `behind` when the projections do not hold every event.
  public func rows<Row: ProjectionRow>(
    _ type: Row.Type, where condition: String = "1", arguments: [ColumnValue] = []
  ) async throws -> [Row] {
    let condition = CallersCondition(sql: condition, arguments: arguments)
    return try await readWhole(of: Row.databaseTableName) { try condition.rows(type, in: $0) }
  }
}

/// Rows of any projection, as values.
public struct TableRows: Sendable {
  /// The columns' names.
  public var columns: [String]
  /// The rows, in the order of the log.
  public var values: [[ColumnValue]]
}

extension TableRows {
  /// The rows of a table or a view.
  init(of name: String, columns: [String]?, in db: Database) throws {
    let columns = try columns ?? db.columns(in: name).map(\.name)
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let order = Projector.views.contains(name) ? "" : " ORDER BY position"
    let rows = try Row.fetchAll(db, sql: "SELECT \(names) FROM \(name)\(order)")
    self.init(
      columns: columns, values: rows.map { Array($0.databaseValues.map { ColumnValue($0) }) })
  }

  /// - Throws: `notFound` for what is no table or view of the ledger's own.
  static func checkIsProjection(_ name: String) throws(LedgerError) {
    guard Projector.views.contains(name) || Projector.tables.contains(name) else {
      throw LedgerError(.notFound, "no projection “\(name)”; see `govledger schema projections`")
    }
  }
}

extension Ledger {
  /// The rows of a projection by its table's name, as values; or those of a view of them.
  ///
  /// - Parameters:
  ///   - name: a table or a view of `Schemas/projections.sql`, or a table of a service's own projection.
  ///   - columns: the columns wanted; all by default.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such projection.
  public func table(_ name: String, columns: [String]? = nil) async throws -> TableRows {
    if !name.hasPrefix(ProjectionTable.prefix) { try TableRows.checkIsProjection(name) }
    return try await readWhole(of: name) { try TableRows(of: name, columns: columns, in: $0) }
  }
}
