import GRDB
import LedgerCore

/// Applies row changes in bulk: rows are gathered in memory, changed there as long as they are, and
/// inserted many at a time in key order. Most rows are changed soon after they are made, and so are
/// written once.
final class BulkRows {
  /// How many rows are gathered before they are written, unless said otherwise.
  static let mostRows = 1 << 16

  private let mostRows: Int
  private let applier: RowApplier
  private var tables: [String: GatheredRows] = [:]
  private var count = 0

  /// Gathers rows for the tables whose names begin with `prefix`, which must be empty.
  init(db: Database, prefix: String, mostRows: Int = BulkRows.mostRows) throws {
    self.mostRows = mostRows
    applier = RowApplier(db: db, prefix: prefix)
    for table in Projector.tables {
      let key = try db.primaryKey(prefix + table).columns.first ?? "position"
      tables[table] = GatheredRows(
        table: table, columns: try db.columns(in: prefix + table).map(\.name), key: key)
    }
  }

  /// Applies the changes of one event.
  func apply(_ changes: [RowChange]) throws {
    for change in changes {
      switch change {
      case .rows(let shape, let values): try apply(shape, values)
      case .each:
        try flush()
        try applier.apply([change])
      }
    }
    if count >= mostRows { try flush() }
  }

  private func apply(_ shape: RowShape, _ values: [ColumnValue]) throws {
    guard let table = tables[shape.table] else {
      throw LedgerError(.damaged, "no table \(shape.table) to project into")
    }
    switch shape.action {
    case .insert(let columns):
      try table.insert(columns, values)
      count += 1
    case .update(let set, let matching):
      let isDone = table.update(set, matching, values)
      if !isDone { try applier.apply([.rows(shape, values)]) }
    }
  }

  /// Writes all that is gathered.
  func flush() throws {
    for table in Projector.tables {
      guard let gathered = tables[table] else { continue }
      for row in gathered.takeSorted() {
        try applier.apply([.rows(gathered.insertion, row)])
      }
    }
    count = 0
  }
}

/// The rows of one table that are not written yet.
private final class GatheredRows {
  let insertion: RowShape
  private let places: [String: Int]
  private let width: Int
  private let key: Int
  private var rows: [[ColumnValue]] = []
  private var byKey: [ColumnValue: Int] = [:]
  /// The rows by the values of the other columns that changes select by.
  private var bySelector: [String: [ColumnValue: [Int]]] = [:]

  /// The columns, besides keys, that changes select rows by.
  private static let selectors = ["obligations": ["trigger_id", "entry"]]

  init(table: String, columns: [String], key: String) {
    insertion = RowShape(table, .insert(columns: columns))
    places = Dictionary(uniqueKeysWithValues: zip(columns, 0...))
    width = columns.count
    self.key = places[key] ?? 0
    for column in Self.selectors[table] ?? [] { bySelector[column] = [:] }
  }

  func insert(_ columns: [String], _ values: [ColumnValue]) throws {
    var row = [ColumnValue](repeating: .null, count: width)
    for (column, value) in zip(columns, values) {
      guard let place = places[column] else {
        throw LedgerError(.damaged, "no column \(column) to project into")
      }
      row[place] = value
    }
    guard byKey.updateValue(rows.count, forKey: row[key]) == nil else {
      throw LedgerError(.damaged, "two rows of the key \(row[key].text)")
    }
    for column in bySelector.keys {
      if let place = places[column], row[place] != .null {
        bySelector[column, default: [:]][row[place], default: []].append(rows.count)
      }
    }
    rows.append(row)
  }

  /// Changes the rows that match, as far as they are here. `false` when there may be others that
  /// are written already.
  func update(_ set: [String], _ matching: [RowShape.Match], _ values: [ColumnValue]) -> Bool {
    guard case .equal(let column)? = matching.first, let place = places[column],
      let value = values.dropFirst(set.count).first
    else { return false }
    let isKey = place == key
    let found = isKey ? byKey[value].map { [$0] } : bySelector[column]?[value]
    guard let found else { return false }
    for index in found where matches(rows[index], matching, values.dropFirst(set.count)) {
      for (column, value) in zip(set, values) {
        if let place = places[column] { rows[index][place] = value }
      }
    }
    // The obligations of a trigger were made by one event, those that wait for an entry by many.
    return isKey || column != "entry"
  }

  private func matches(
    _ row: [ColumnValue], _ matching: [RowShape.Match], _ values: ArraySlice<ColumnValue>
  ) -> Bool {
    zip(matching, values).allSatisfy { match, value in
      switch match {
      case .equal(let column): places[column].map { row[$0] == value } ?? false
      case .atMost(let column): places[column].map { row[$0].text <= value.text } ?? false
      case .nullOrGreater(let column):
        places[column].map { row[$0] == .null || row[$0].text > value.text } ?? false
      }
    }
  }

  /// Takes out all rows in key order.
  func takeSorted() -> [[ColumnValue]] {
    defer {
      rows.removeAll(keepingCapacity: true)
      byKey.removeAll(keepingCapacity: true)
      for column in bySelector.keys { bySelector[column] = [:] }
    }
    return rows.sorted { $0[key].precedes($1[key]) }
  }
}

extension ColumnValue {
  /// The order of the database: numbers, then text by its bytes.
  fileprivate func precedes(_ other: ColumnValue) -> Bool {
    if case .integer(let own) = self, case .integer(let other) = other { return own < other }
    return text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }
}
