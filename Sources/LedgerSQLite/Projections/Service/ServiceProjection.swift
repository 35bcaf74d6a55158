import GRDB
import LedgerCore
import MerkleLog

/// A service's own projection, as the engine keeps it.
package struct ServiceProjection: Sendable {
  /// Its name.
  package let name: String
  /// Its version.
  package let version: Int
  /// Its tables.
  package let tables: [ProjectionTable]
  /// Whether its rows change in the commit of the events, or are caught up with later.
  package let timing: ProjectionTiming
  /// SHA-256 of what is declared of its tables.
  let definition: String
  private let types: Set<EventType>?
  private let projected: ProjectedTables
  private let addRows: @Sendable (Event, inout ProjectedRows) throws -> Void
  private let addRow: @Sendable (Row, inout ProjectedRows) throws -> Void

  /// - Parameters:
  ///   - types: the types of event that it looks at; `nil` for all.
  ///   - addRows: adds what an event changes of the rows that events make.
  ///   - addRow: adds the rows of an obligation, given as its row of `obligations`.
  /// - Throws: `malformed` when its name, its version or a table is not one that can be kept.
  package init(
    name: String, version: Int, tables: [ProjectionTable], timing: ProjectionTiming,
    types: Set<EventType>?,
    addRows: @escaping @Sendable (Event, inout ProjectedRows) throws -> Void,
    addRow: @escaping @Sendable (Row, inout ProjectedRows) throws -> Void
  ) throws(LedgerError) {
    try ProjectionTable.check(name: name, "a projection")
    guard version > 0 else {
      throw LedgerError(
        .malformed, "the projection “\(name)”: found the version \(version), expected 1 or more")
    }
    for table in tables { try table.check() }
    guard !tables.isEmpty, Set(tables.map(\.name)).count == tables.count else {
      throw LedgerError(
        .malformed, "the projection “\(name)” needs tables, each with a name of its own")
    }
    self.name = name
    self.version = version
    self.tables = tables
    self.timing = timing
    self.types = types
    definition = Self.definition(of: tables)
    projected = ProjectedTables(tables)
    self.addRows = addRows
    self.addRow = addRow
  }

  /// The tables whose rows obligations make.
  var tablesOfObligations: [ProjectionTable] { tables.filter { $0.source == .obligations } }

  private static func definition(of tables: [ProjectionTable]) -> String {
    var digest = ByteDigest()
    for table in tables {
      for line in [table.createSQL(named: table.sqlName)] + table.indexSQL {
        digest.update(Array((line + "\n").utf8))
      }
    }
    return digest.value.hex
  }

  /// Whether it looks at events of a type.
  func takes(_ type: EventType) -> Bool { types?.contains(type) ?? true }

  /// What an event changes.
  func changes(of event: Event) throws -> RowChanges {
    var rows = ProjectedRows(of: projected, at: event.position)
    try addRows(event, &rows)
    return rows.changes
  }

  /// The rows of an obligation, given as its row of `obligations`.
  func changes(ofObligation row: Row) throws -> RowChanges {
    var rows = ProjectedRows(
      of: projected, obligation: row["obligation"], at: row["position"])
    try addRow(row, &rows)
    return rows.changes
  }
}

// MARK: - SQL

extension ProjectionTable {
  /// The statement that makes the table under a name.
  func createSQL(named name: String) -> String {
    let columns = columns.map { column in
      let (type, check) = column.kind == .text ? ("TEXT", "text") : ("INTEGER", "integer")
      let presence =
        column.isOptional
        ? " CHECK (typeof(\"\(column.name)\") IN ('\(check)', 'null'))"
        : " NOT NULL\(column.kind == .integer && !key.contains(column.name) ? " DEFAULT 0" : "")"
          + " CHECK (typeof(\"\(column.name)\") = '\(check)')"
      return "\"\(column.name)\" \(type)\(presence)"
    }
    return "CREATE TABLE \(name) (\(columns.joined(separator: ", ")), "
      + "\"\(Self.position)\" INTEGER NOT NULL, PRIMARY KEY (\(Self.list(key)))) WITHOUT ROWID"
  }

  /// The statements that make the indexes of the table under its own name.
  var indexSQL: [String] {
    indexes.map { columns in
      "CREATE INDEX \(sqlName)_by_\(columns.joined(separator: "_and_")) ON \(sqlName) "
        + "(\(Self.list(columns)))"
    }
  }

  private static func list(_ columns: [String]) -> String {
    columns.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}
