import GRDB
import LedgerCore

/// Applies row changes with statements that the connection prepares once.
final class RowApplier {
  private let db: Database
  private let prefix: String
  /// The SQL of each shape applied so far.
  private(set) var sql: [ObjectIdentifier: String]

  /// Applies to the projection tables whose names begin with `prefix`.
  init(db: Database, prefix: String = "", sql: [ObjectIdentifier: String] = [:]) {
    self.db = db
    self.prefix = prefix
    self.sql = sql
  }

  func apply(_ changes: [RowChange]) throws {
    for change in changes {
      switch change {
      case .rows(let shape, let values): try apply(shape, values)
      case .each(let query, let change): try apply(query, change)
      }
    }
  }

  private func apply(_ shape: RowShape, _ values: [ColumnValue]) throws {
    let statement = try statement(for: shape)
    statement.setUncheckedArguments(StatementArguments(values))
    try statement.execute()
  }

  private func apply(
    _ query: RowQuery, _ change: ([ColumnValue]) throws(LedgerError) -> RowChange?
  ) throws {
    let columns = query.columns.joined(separator: ", ")
    let rows = try Row.fetchAll(
      db, sql: "SELECT \(columns) FROM \(prefix)\(query.table) WHERE \(query.notNull) IS NOT NULL")
    for row in rows {
      let values = Array(row.databaseValues.map { ColumnValue($0) })
      if let change = try change(values) { try apply([change]) }
    }
  }

  private func statement(for shape: RowShape) throws -> Statement {
    if let sql = sql[ObjectIdentifier(shape)] { return try db.cachedStatement(sql: sql) }
    let made = text(of: shape)
    sql[ObjectIdentifier(shape)] = made
    return try db.cachedStatement(sql: made)
  }

  private func text(of shape: RowShape) -> String {
    let table = prefix + shape.table
    switch shape.action {
    case .insert(let columns):
      let marks = columns.map { _ in "?" }.joined(separator: ", ")
      return "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(marks))"
    case .update(let set, let matching):
      let assignments = set.map { "\($0) = ?" }.joined(separator: ", ")
      let conditions = matching.map(Self.sql).joined(separator: " AND ")
      return "UPDATE \(table) SET \(assignments) WHERE \(conditions)"
    }
  }

  private static func sql(_ match: RowShape.Match) -> String {
    switch match {
    case .equal(let column): "\(column) = ?"
    case .nullOrEqual(let column): "(\(column) IS NULL OR \(column) = ?)"
    case .nullOrGreater(let column): "(\(column) IS NULL OR \(column) > ?)"
    }
  }
}

extension ColumnValue: DatabaseValueConvertible {
  /// Text and integers as they are; anything else was not written by a projection, and is null.
  public init(_ value: DatabaseValue) {
    switch value.storage {
    case .int64(let integer): self = .integer(integer)
    case .string(let text): self = .text(text)
    default: self = .null
    }
  }

  /// The value as the database stores it.
  public var databaseValue: DatabaseValue {
    switch self {
    case .text(let text): text.databaseValue
    case .integer(let integer): integer.databaseValue
    case .null: .null
    }
  }

  /// The value that the database stored.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> ColumnValue? {
    ColumnValue(value)
  }
}
