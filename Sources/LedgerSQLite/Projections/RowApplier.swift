import GRDB
import LedgerCore

/// Applies row changes with statements that the connection prepares once.
final class RowApplier {
  private let db: Database
  private let prefix: String
  /// The prepared statement of each shape applied so far.
  private var statements: [ObjectIdentifier: SQLStatement] = [:]
  /// The bytes of a row's values, one after the other.
  private var text: [UInt8] = []

  /// Applies to the projection tables whose names begin with `prefix`.
  init(db: Database, prefix: String = "") {
    self.db = db
    self.prefix = prefix
  }

  func apply(_ changes: some Sequence<RowChange>) throws {
    for change in changes {
      switch change {
      case .rows(let shape, let values): try apply(shape, values)
      case .each(let query, let change): try apply(query, change)
      }
    }
  }

  private func apply(_ shape: RowShape, _ values: [ColumnValue]) throws {
    let statement = try statement(for: shape)
    text.removeAll(keepingCapacity: true)
    for value in values { value.appendText(to: &text) }
    try text.withUnsafeBytes { text in
      var start = 0
      for (index, value) in values.enumerated() {
        switch value {
        case .null: try statement.bindNull(at: index + 1)
        case .integer(let integer): try statement.bind(integer, at: index + 1)
        case .text, .instant, .date, .code:
          let end = start + value.textCount
          try statement.bindText(UnsafeRawBufferPointer(rebasing: text[start..<end]), at: index + 1)
          start = end
        }
      }
      try statement.run()
    }
  }

  private func apply(
    _ query: RowQuery, _ change: ([ColumnValue]) throws(LedgerError) -> RowChange?
  ) throws {
    let columns = query.columns.joined(separator: ", ")
    let condition: (sql: String, arguments: StatementArguments) =
      switch query.condition {
      case .notNull(let column): ("\(column) IS NOT NULL", [])
      case .equal(let column, let value): ("\(column) = ?", [value])
      }
    let rows = try Row.fetchAll(
      db, sql: "SELECT \(columns) FROM \(prefix)\(query.table) WHERE \(condition.sql)",
      arguments: condition.arguments)
    for row in rows {
      let values = Array(row.databaseValues.lazy.map { ColumnValue($0) })
      if let change = try change(values) { try apply([change]) }
    }
  }

  private func statement(for shape: RowShape) throws -> SQLStatement {
    if let statement = statements[ObjectIdentifier(shape)] { return statement }
    let statement = try SQLStatement(sql(of: shape), in: db)
    statements[ObjectIdentifier(shape)] = statement
    return statement
  }

  private func sql(of shape: RowShape) -> String {
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
    case .atMost(let column): "\(column) <= ?"
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
    case .integer(let integer): integer.databaseValue
    case .null: .null
    case .text, .instant, .date, .code: text.databaseValue
    }
  }

  /// The value that the database stored.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> ColumnValue? {
    ColumnValue(value)
  }
}
