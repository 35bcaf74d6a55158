import GRDB
import LedgerCore

/// Applies row changes in bulk: new rows are gathered in memory, changed there as long as they are, and
/// inserted many at a time in key order. Most rows are changed soon after they are made, and so are
/// written once. Rows that were there before are changed one by one.
final class BulkRows {
  /// How many rows are gathered before they are written, unless said otherwise.
  static let mostRows = 1 << 16
  /// After about how many bytes of text, those of changed values too, the rows are written.
  private static let mostText = 1 << 28

  private let mostRows: Int
  private let applier: RowApplier
  private var tables: [String: GatheredRows] = [:]
  private var rowCount = 0
  private var textCount = 0

  /// Gathers rows for the tables whose names begin with `prefix`.
  init(db: Database, prefix: String = "", mostRows: Int = BulkRows.mostRows) throws {
    self.mostRows = mostRows
    applier = RowApplier(db: db, prefix: prefix)
    for table in Projector.tables {
      let key = try db.primaryKey(prefix + table).columns.first ?? "position"
      tables[table] = GatheredRows(
        table: table, columns: try db.columns(in: prefix + table).map(\.name), key: key)
    }
  }

  /// Applies changes in their order.
  func apply(_ changes: RowChanges) throws {
    textCount += changes.text.count
    try changes.text.withUnsafeBytes { text in
      for change in changes.all {
        try apply(change.shape, changes.values(of: change), text)
      }
    }
    if rowCount >= mostRows || textCount >= Self.mostText { try flush() }
  }

  private func apply(
    _ shape: RowShape, _ values: ArraySlice<RowChanges.Value>, _ text: UnsafeRawBufferPointer
  ) throws {
    guard let table = tables[shape.table] else {
      throw LedgerError(.damaged, "no table \(shape.table) to project into")
    }
    switch shape.action {
    case .insert:
      try table.insert(shape, values, text)
      rowCount += 1
    case .update:
      if try !table.update(shape, values, text) { try applier.apply(shape, values, text) }
    case .delete, .put, .add:
      // It is rare that a row goes, and no table of ours needs the others: what is gathered may have it.
      try flush()
      try applier.apply(shape, values, text)
    }
  }

  /// Writes all that is gathered.
  func flush() throws {
    for table in Projector.tables { try tables[table]?.write(with: applier) }
    (rowCount, textCount) = (0, 0)
  }
}

/// The rows of one table that are not written yet.
private final class GatheredRows {
  typealias Value = RowChanges.Value
  typealias Values = ArraySlice<Value>

  private let insertion: RowShape
  private let places: [String: Int]
  private let width: Int
  private let key: Int
  /// The rows, one after the other.
  private var values: [Value] = []
  /// The bytes of their texts.
  private var text: [UInt8] = []
  private var count = 0
  private var byKey = RowsByValue()
  private var plans: [ObjectIdentifier: Plan] = [:]

  /// What a shape does to rows, by the places of their columns.
  private struct Plan {
    /// The columns that are set.
    let set: [Int]
    /// The column by which rows are found, and the further conditions.
    var selector: Int?
    var conditions: [(RowShape.Match, column: Int)] = []
  }

  init(table: String, columns: [String], key: String) {
    insertion = RowShape(table, .insert(columns: columns))
    places = Dictionary(uniqueKeysWithValues: zip(columns, 0...))
    width = columns.count
    self.key = places[key] ?? 0
  }

  func insert(_ shape: RowShape, _ new: Values, _ newText: UnsafeRawBufferPointer) throws {
    let plan = try plan(of: shape)
    for (column, value) in zip(plan.set, new) where column == key {
      guard find(value, newText, in: byKey, column: key).isEmpty else {
        throw LedgerError(
          .damaged,
          "two rows of \(insertion.table) with the key \(value.columnValue(in: newText))")
      }
    }
    let first = values.count
    values.append(contentsOf: repeatElement(.null, count: width))
    for (column, value) in zip(plan.set, new) { values[first + column] = keep(value, newText) }
    byKey.add(count, hash(values[first + key]))
    count += 1
  }

  /// Changes the rows that match, as far as they are here. `false` when there may be others that
  /// are written already.
  func update(
    _ shape: RowShape, _ new: Values, _ newText: UnsafeRawBufferPointer
  ) throws -> Bool {
    let plan = try plan(of: shape)
    guard plan.selector == key else { return false }
    let wanted = new.dropFirst(plan.set.count)
    guard let first = wanted.first else { return false }
    let found = find(first, newText, in: byKey, column: key)
    if found.isEmpty { return false }
    for row in found where matches(row, plan, wanted.dropFirst(), newText) {
      for (column, value) in zip(plan.set, new) {
        values[row * width + column] = keep(value, newText)
      }
    }
    return true
  }

  private func place(of column: String) throws(LedgerError) -> Int {
    guard let place = places[column] else {
      throw LedgerError(.damaged, "no column \(insertion.table).\(column) to project into")
    }
    return place
  }

  private func plan(of shape: RowShape) throws -> Plan {
    if let plan = plans[ObjectIdentifier(shape)] { return plan }
    var plan: Plan
    switch shape.action {
    case .insert(let columns): plan = Plan(set: try columns.map(place(of:)))
    case .delete, .put, .add: plan = Plan(set: [])
    case .update(let set, let matching):
      plan = Plan(set: try set.map(place(of:)))
      if case .equal(let column)? = matching.first {
        plan.selector = try place(of: column)
      }
      plan.conditions = try matching.dropFirst().map { ($0, try place(of: $0.column)) }
    }
    plans[ObjectIdentifier(shape)] = plan
    return plan
  }

  private func matches(
    _ row: Int, _ plan: Plan, _ wanted: Values, _ wantedText: UnsafeRawBufferPointer
  ) -> Bool {
    zip(plan.conditions, wanted).allSatisfy { condition, wanted in
      let value = values[row * width + condition.column]
      if case .null = value {
        if case .nullOrGreater = condition.0 { return true }
        return false
      }
      // Nothing equals NULL, and nothing is greater.
      if case .null = wanted { return false }
      let order = text.withUnsafeBytes { Self.order(value, $0, wanted, wantedText) }
      switch condition.0 {
      case .equal: return order == 0
      case .nullOrGreater: return order > 0
      }
    }
  }

  // MARK: Values

  private func keep(_ value: Value, _ newText: UnsafeRawBufferPointer) -> Value {
    guard case .text(let start, let count) = value else { return value }
    let place = UInt32(truncatingIfNeeded: text.count)
    text.append(contentsOf: newText[Int(start)..<Int(start) + Int(count)])
    return .text(start: place, count: count)
  }

  /// The hash of a value that is kept here; `nil` where there is none.
  private func hash(_ value: Value) -> Int? {
    if case .null = value { return nil }
    return text.withUnsafeBytes { Self.hash(value, $0) }
  }

  private static func hash(_ value: Value, _ text: UnsafeRawBufferPointer) -> Int {
    var hasher = Hasher()
    switch value {
    case .null: break
    case .integer(let integer): hasher.combine(integer)
    case .text(let start, let count):
      hasher.combine(
        bytes: UnsafeRawBufferPointer(rebasing: text[Int(start)..<Int(start) + Int(count)]))
    }
    return hasher.finalize()
  }

  /// The order of the database: numbers, then text by its bytes.
  private static func order(
    _ left: Value, _ leftText: UnsafeRawBufferPointer, _ right: Value,
    _ rightText: UnsafeRawBufferPointer
  ) -> Int {
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left < right ? -1 : left == right ? 0 : 1
    case (.text(let start, let count), .text(let otherStart, let otherCount)):
      let shared = Int(min(count, otherCount))
      for offset in 0..<shared {
        let (byte, other) = (leftText[Int(start) + offset], rightText[Int(otherStart) + offset])
        if byte != other { return byte < other ? -1 : 1 }
      }
      return Int(count) - Int(otherCount)
    default: return left.rank - right.rank
    }
  }

  /// The rows whose column has a value.
  private func find(
    _ value: Value, _ valueText: UnsafeRawBufferPointer, in rows: RowsByValue, column: Int
  ) -> [Int] {
    rows.rows(of: Self.hash(value, valueText)).filter { row in
      let own = values[row * width + column]
      if case .null = own { return false }
      return text.withUnsafeBytes { Self.order(own, $0, value, valueText) } == 0
    }
  }

  // MARK: Writing

  /// Writes all rows in key order, and forgets them.
  func write(with applier: RowApplier) throws {
    try text.withUnsafeBytes { text in
      let order = (0..<count).sorted { one, other in
        Self.order(values[one * width + key], text, values[other * width + key], text) < 0
      }
      for row in order {
        try applier.apply(insertion, values[row * width..<(row + 1) * width], text)
      }
    }
    values.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    count = 0
    byKey.removeAll()
  }
}

extension RowChanges.Value {
  /// The order of kinds in the database.
  fileprivate var rank: Int {
    switch self {
    case .null: 0
    case .integer: 1
    case .text: 2
    }
  }
}

extension RowShape.Match {
  fileprivate var column: String {
    switch self {
    case .equal(let column), .nullOrGreater(let column): column
    }
  }
}

/// The numbers of rows by the hashes of a value that they have.
private struct RowsByValue {
  /// The newest row of each hash.
  private var newest: [Int: Int32] = [:]
  /// For each row the one before it that has the same hash, or −1.
  private var older: [Int32] = []

  /// Adds the next row.
  ///
  /// - Parameter hash: that of its value; `nil` for a row that has none.
  mutating func add(_ row: Int, _ hash: Int?) {
    let row = Int32(truncatingIfNeeded: row)
    older.append(hash.flatMap { newest.updateValue(row, forKey: $0) } ?? -1)
  }

  /// The rows of a hash, the newest first.
  func rows(of hash: Int) -> [Int] {
    var rows: [Int] = []
    var row = newest[hash] ?? -1
    while row >= 0 {
      rows.append(Int(row))
      row = older[Int(row)]
    }
    return rows
  }

  mutating func removeAll() {
    newest.removeAll(keepingCapacity: true)
    older.removeAll(keepingCapacity: true)
  }
}
