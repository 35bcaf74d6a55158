import GRDB
import LedgerCore

/// Applies row changes with statements that the connection prepares once.
final class RowApplier {
  private let db: Database
  private let prefix: String
  /// The prepared statement of each shape applied so far.
  private var statements: [ObjectIdentifier: SQLStatement] = [:]

  /// Applies to the projection tables whose names begin with `prefix`.
  init(db: Database, prefix: String = "") {
    self.db = db
    self.prefix = prefix
  }

  /// Applies changes in their order.
  func apply(_ changes: RowChanges) throws {
    try changes.text.withUnsafeBytes { text in
      for change in changes.all {
        try apply(change.shape, changes.values(of: change), text)
      }
    }
  }

  /// Applies a change of a shape with its values, whose texts stand in `text`.
  func apply(
    _ shape: RowShape, _ values: ArraySlice<RowChanges.Value>, _ text: UnsafeRawBufferPointer
  ) throws {
    let statement = try statement(for: shape)
    for (index, value) in values.enumerated() {
      switch value {
      case .null: try statement.bindNull(at: index + 1)
      case .integer(let integer): try statement.bind(integer, at: index + 1)
      case .text(let start, let count):
        let bytes = text[Int(start)..<Int(start) + Int(count)]
        try statement.bindText(UnsafeRawBufferPointer(rebasing: bytes), at: index + 1)
      }
    }
    try statement.run()
  }

  /// How many changes of rows are gathered before they are applied.
  static let mostChanges = 4096

  private func statement(for shape: RowShape) throws -> SQLStatement {
    if let statement = statements[ObjectIdentifier(shape)] { return statement }
    let statement = try SQLStatement(sql(of: shape), in: db)
    statements[ObjectIdentifier(shape)] = statement
    return statement
  }

  private func sql(of shape: RowShape) -> String {
    let table = prefix + shape.table
    switch shape.action {
    case .insert(let columns): return Self.insertion(into: table, columns)
    case .put(let columns, let key):
      return Self.insertion(into: table, columns)
        + Self.onConflict(key, columns) { "\($0) = excluded.\($0)" }
    case .add(let columns, let key):
      return Self.insertion(into: table, columns)
        + Self.onConflict(key, columns) { "\($0) = \(table).\($0) + excluded.\($0)" }
    case .update(let set, let matching):
      let assignments = set.map { "\"\($0)\" = ?" }.joined(separator: ", ")
      return "UPDATE \(table) SET \(assignments) WHERE \(Self.sql(matching))"
    case .delete(let matching):
      return "DELETE FROM \(table) WHERE \(Self.sql(matching))"
    }
  }

  private static func insertion(into table: String, _ columns: [String]) -> String {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(table) (\(names)) VALUES (\(marks))"
  }

  /// What is done to a row that is there: its key and its position stay.
  private static func onConflict(
    _ key: [String], _ columns: [String], _ assignment: (String) -> String
  ) -> String {
    let changed = columns.filter { !key.contains($0) && $0 != ProjectionTable.position }
    let conflict = " ON CONFLICT (" + key.map { "\"\($0)\"" }.joined(separator: ", ") + ") DO "
    guard !changed.isEmpty else { return conflict + "NOTHING" }
    return conflict + "UPDATE SET "
      + changed.map { assignment("\"\($0)\"") }.joined(separator: ", ")
  }

  private static func sql(_ matching: [RowShape.Match]) -> String {
    matching.map { match in
      switch match {
      case .equal(let column): "\"\(column)\" = ?"
      case .nullOrGreater(let column): "(\"\(column)\" IS NULL OR \"\(column)\" > ?)"
      }
    }.joined(separator: " AND ")
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
    case .text(let text): text.databaseValue
    }
  }

  /// The value that the database stored.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> ColumnValue? {
    ColumnValue(value)
  }
}
