import LedgerCore

/// A trivial table engine: rows in order of insertion, conditions tried on every row.
struct InMemoryTables {
  typealias Row = [String: ColumnValue]

  private(set) var tables: [String: [Row]] = [:]

  subscript(table: String) -> [Row] { tables[table] ?? [] }

  mutating func apply(_ changes: RowChanges) throws(LedgerError) {
    for change in changes.all {
      let values = changes.values(of: change)
      let row = changes.text.withUnsafeBytes { text in values.map { $0.columnValue(in: text) } }
      try apply(change.shape, row)
    }
  }

  /// Puts the obligations in the order in which acts opened them, then by name: the order in which
  /// they came to be known says nothing.
  mutating func sortObligations() {
    let place = { (row: Row) in
      let position: Int64 = if case .integer(let number)? = row["position"] { number } else { 0 }
      return (position, row["obligation"]?.text ?? "")
    }
    tables["obligations"]?.sort { place($0) < place($1) }
  }

  private mutating func apply(
    _ shape: RowShape, _ values: [ColumnValue]
  ) throws(LedgerError) {
    switch shape.action {
    case .insert(let columns):
      try expect(columns.count == values.count, "\(columns.count) values")
      let row = Row(uniqueKeysWithValues: zip(columns, values))
      try check(row, in: shape.table)
      tables[shape.table, default: []].append(row)
    case .update(let columns, let matching):
      try expect(columns.count + matching.count == values.count, "a value for each place")
      try update(shape.table, columns, matching, values)
    case .delete(let matching):
      let wanted = Array(zip(matching, values))
      tables[shape.table]?.removeAll { row in
        wanted.allSatisfy { Self.matches(row, $0, $1) }
      }
    case .put, .add:
      try expect(false, "a change that the ledger's own tables make")
    }
  }

  private mutating func update(
    _ table: String, _ columns: [String], _ matching: [RowShape.Match], _ values: [ColumnValue]
  ) throws(LedgerError) {
    let wanted = Array(zip(matching, values[columns.count...]))
    for index in self[table].indices
    where wanted.allSatisfy({ Self.matches(self[table][index], $0, $1) }) {
      var row = self[table][index]
      for (column, value) in zip(columns, values) { row[column] = value }
      tables[table]?[index] = row
      try check(row, in: table, exceptAt: index)
    }
  }

  // MARK: Conditions

  private static func matches(
    _ row: Row, _ match: RowShape.Match, _ value: ColumnValue
  ) -> Bool {
    switch match {
    case .equal(let column): same(row[column], value) && !same(value, .null)
    case .nullOrGreater(let column): same(row[column], .null) || isGreater(row[column], value)
    }
  }

  /// Equality as a database has it: text by its bytes.
  static func same(_ left: ColumnValue?, _ right: ColumnValue?) -> Bool {
    let (left, right) = (left ?? .null, right ?? .null)
    switch (left, right) {
    case (.null, .null): return true
    case (.integer(let left), .integer(let right)): return left == right
    case (.null, _), (_, .null), (.integer, _), (_, .integer): return false
    default: return left.text.utf8.elementsEqual(right.text.utf8)
    }
  }

  private static func isGreater(_ left: ColumnValue?, _ right: ColumnValue) -> Bool {
    guard let left, !same(left, .null) else { return false }
    return right.text.utf8.lexicographicallyPrecedes(left.text.utf8)
  }

  // MARK: Constraints

  private func check(
    _ row: Row, in table: String, exceptAt index: Int? = nil
  ) throws(LedgerError) {
    guard let schema = TableSchema.bundled[table] else {
      throw LedgerError(.damaged, "no table \(table)")
    }
    for column in row.keys {
      try expect(schema.columns.contains { $0.name == column }, "no \(table).\(column)")
    }
    for column in schema.columns {
      try check(row[column.name] ?? .null, column, in: table, exceptAt: index)
    }
  }

  private func check(
    _ value: ColumnValue, _ column: TableSchema.Column, in table: String, exceptAt index: Int?
  ) throws(LedgerError) {
    switch value {
    case .null: try expect(!column.isRequired, "\(table).\(column.name) is not null")
    case .text:
      try expect(column.isText, "\(table).\(column.name) is an integer")
    case .integer: try expect(!column.isText, "\(table).\(column.name) is text")
    }
    guard column.isKey else { return }
    for (other, row) in self[table].enumerated() where other != index {
      try expect(!Self.same(row[column.name], value), "\(table).\(column.name) is unique")
    }
  }

  private func expect(_ condition: Bool, _ expected: String) throws(LedgerError) {
    if !condition { throw LedgerError(.damaged, "expected \(expected)") }
  }
}

extension ColumnValue {
  /// What the column holds, numbers told from text.
  fileprivate var shown: String {
    if case .integer(let integer) = self { return "#\(integer)" }
    return text
  }
}

extension InMemoryTables {
  /// All tables as text, for comparing two engines row by row.
  var told: [String] {
    Projector.tables.flatMap { table in
      self[table].map { row in
        let cells = row.filter { !Self.same($0.value, .null) }.map { "\($0.key)=\($0.value.shown)" }
        return "\(table): " + cells.sorted().joined(separator: " ")
      }
    }
  }
}

extension InMemoryTables {
  /// The rows of a table as plain text, without the empty columns.
  func shown(_ table: String) -> [[String: String]] {
    self[table].map { row in
      row.compactMapValues { value in
        switch value {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .null: nil
        }
      }
    }
  }
}
