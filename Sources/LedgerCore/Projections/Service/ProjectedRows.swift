import Synchronization

/// Takes the changes of rows that a service's own projection makes, in order.
///
/// Columns are given by name. What a table does not have is an error where it is said, not where it is
/// stored.
public struct ProjectedRows: Sendable {
  /// The changes so far.
  package private(set) var changes = RowChanges()
  private let tables: [String: ProjectionTable]
  private let shapes: ShapesByColumns
  /// The obligation that the rows are made from; `nil` where it is an event.
  private let obligation: String?
  private let position: Int64

  /// Takes rows that an event makes, or an obligation.
  ///
  /// - Parameter position: the position of the event that makes them, or that opened the obligation.
  package init(of tables: ProjectedTables, obligation: String? = nil, at position: Int64) {
    self.tables = tables.byName
    shapes = tables.shapes
    self.obligation = obligation
    self.position = position
  }

  /// Adds a row. Its key must be new; that of an obligation's row, its column `obligation`, is given
  /// by itself.
  ///
  /// - Throws: `malformed` when the table has no such column, one of text is missing that may not be
  ///   empty, or a value is not of its column's kind.
  public mutating func insert(
    into table: String, _ row: [String: ColumnValue]
  ) throws(LedgerError) {
    let table = try self.table(table, from: obligation == nil ? .events : .obligations)
    var row = row
    if let obligation {
      guard row.updateValue(.text(obligation), forKey: ProjectionTable.obligation) == nil else {
        throw malformed(table, "its column “\(ProjectionTable.obligation)” is given by itself")
      }
    }
    try checkWhole(row, table)
    append(table, row) { .insert(columns: $0) }
  }

  /// Adds a row, or where there is one with the same key, changes the columns that are given.
  ///
  /// - Throws: as ``insert(into:_:)``.
  public mutating func put(
    into table: String, _ row: [String: ColumnValue]
  ) throws(LedgerError) {
    let table = try self.table(table)
    try checkWhole(row, table)
    append(table, row) { .put(columns: $0, key: table.key) }
  }

  /// Adds amounts to the columns of a row; where there is none, to one of zeros.
  ///
  /// - Parameters:
  ///   - amounts: what is added to each column.
  ///   - key: the values of the key's columns.
  /// - Throws: as ``insert(into:_:)``, and when a sum would not be an integer of 64 bits.
  public mutating func add(
    _ amounts: [String: Int64], to table: String, at key: [String: ColumnValue]
  ) throws(LedgerError) {
    let table = try self.table(table)
    guard Set(key.keys) == Set(table.key), amounts.keys.allSatisfy({ key[$0] == nil }) else {
      throw malformed(table, "amounts are added at the whole key: \(table.key)")
    }
    let row = key.merging(amounts.mapValues(ColumnValue.integer)) { key, _ in key }
    try checkWhole(row, table)
    for name in amounts.keys where table.column(name)?.kind != .integer {
      throw malformed(table, "its column “\(name)” holds no integers to add to")
    }
    append(table, row) { .add(columns: $0, key: table.key) }
  }

  /// Changes columns of the rows that have all of some values.
  ///
  /// - Throws: `malformed` when the table has no such column, a value is not of its column's kind, or
  ///   nothing is to be changed, or no condition given.
  public mutating func update(
    _ table: String, set: [String: ColumnValue], where condition: [String: ColumnValue]
  ) throws(LedgerError) {
    let table = try self.table(table)
    guard !set.isEmpty, !condition.isEmpty else {
      throw malformed(table, "a change needs columns to set, and values by which rows are found")
    }
    for values in [set, condition] { try check(values, table) }
    let (columns, matching) = (set.keys.sorted(), condition.keys.sorted())
    let shape = shapes.shape("update \(table.name) \(columns) \(matching)") {
      RowShape(
        table.sqlName,
        .update(set: columns, matching: matching.map { .equal($0) }))
    }
    append(shape, columns.map { set[$0] } + matching.map { condition[$0] })
  }

  /// Removes the rows that have all of some values.
  ///
  /// - Throws: `malformed` when the table has no such column, a value is not of its column's kind, or
  ///   no condition is given.
  public mutating func delete(
    from table: String, where condition: [String: ColumnValue]
  ) throws(LedgerError) {
    let table = try self.table(table)
    guard !condition.isEmpty else {
      throw malformed(table, "rows are removed by values by which they are found")
    }
    try check(condition, table)
    let matching = condition.keys.sorted()
    let shape = shapes.shape("delete \(table.name) \(matching)") {
      RowShape(table.sqlName, .delete(matching: matching.map { .equal($0) }))
    }
    append(shape, matching.map { condition[$0] })
  }

  // MARK: Checks

  private func table(
    _ name: String, from source: ProjectionTable.Source = .events
  ) throws(LedgerError) -> ProjectionTable {
    guard let table = tables[name] else {
      throw LedgerError(
        .malformed, "the projection declares no table “\(JSONValue.cut(name))”")
    }
    guard table.source == source, (source == .obligations) == (obligation != nil) else {
      throw malformed(
        table,
        table.source == .events
          ? "its rows are made from events alone"
          : "its rows are made from obligations alone, which only add them")
    }
    return table
  }

  private func checkWhole(
    _ row: [String: ColumnValue], _ table: ProjectionTable
  ) throws(LedgerError) {
    try check(row, table)
    for column in table.columns where row[column.name] == nil {
      guard column.isOptional || (column.kind == .integer && !table.key.contains(column.name))
      else {
        throw malformed(table, "its column “\(column.name)” needs a value")
      }
    }
  }

  private func check(
    _ values: [String: ColumnValue], _ table: ProjectionTable
  ) throws(LedgerError) {
    for (name, value) in values {
      guard let column = table.column(name) else {
        throw malformed(table, "it has no column “\(JSONValue.cut(name))”")
      }
      switch (value, column.kind) {
      case (.text, .text), (.integer, .integer): continue
      case (.null, _) where column.isOptional: continue
      default:
        throw malformed(
          table, "its column “\(name)” holds \(column.kind.rawValue), found \(value.kind)")
      }
    }
  }

  private func malformed(_ table: ProjectionTable, _ what: String) -> LedgerError {
    LedgerError(.malformed, "the table “\(table.name)” of a projection: \(what)")
  }

  // MARK: Adding

  private mutating func append(
    _ table: ProjectionTable, _ row: [String: ColumnValue], _ action: ([String]) -> RowShape.Action
  ) {
    let columns = row.keys.sorted()
    let action = action(columns + [ProjectionTable.position])
    let shape = shapes.shape("\(action.name) \(table.name) \(columns)") {
      RowShape(table.sqlName, action)
    }
    append(shape, columns.map { row[$0] } + [.integer(position)])
  }

  private mutating func append(_ shape: RowShape, _ values: [ColumnValue?]) {
    changes.begin(shape)
    for value in values { changes.append(value ?? .null) }
  }
}

/// The tables of a projection, and the shapes of the changes that were made of them.
package struct ProjectedTables: Sendable {
  fileprivate let byName: [String: ProjectionTable]
  fileprivate let shapes = ShapesByColumns()

  /// - Parameter tables: with different names.
  package init(_ tables: [ProjectionTable]) {
    byName = Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
  }
}

/// Shapes are told apart by identity: here each is made once.
private final class ShapesByColumns: Sendable {
  private let known = Mutex<[String: RowShape]>([:])

  func shape(_ description: String, _ make: () -> RowShape) -> RowShape {
    known.withLock { known in
      if let shape = known[description] { return shape }
      let shape = make()
      known[description] = shape
      return shape
    }
  }
}

extension RowShape.Action {
  fileprivate var name: String {
    switch self {
    case .insert: "insert"
    case .put: "put"
    case .add: "add"
    case .update: "update"
    case .delete: "delete"
    }
  }
}

extension ColumnValue {
  fileprivate var kind: String {
    switch self {
    case .text: "text"
    case .integer: "integer"
    case .null: "nothing"
    }
  }
}
