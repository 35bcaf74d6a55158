import WorkingDays

/// What an event of a type does to the rows of a table: the columns that it writes, and where their
/// values come from. It follows from the type's schema.
struct RowMapping: Sendable {
  /// Where a column's value comes from.
  enum Source: Sendable {
    /// A key of the data.
    case key(DataKey)
    /// The same for every event of the type.
    case constant(String)
    /// When the act took place.
    case occurredAt
    case position
    /// The department of the entry that a key names.
    case department(ofEntry: DataKey)
    /// The level of the division that a key names.
    case level(ofDivision: DataKey)
  }

  private let sources: [Source]
  /// Makes a row; `nil` where the type only changes rows.
  private let insertion: RowShape?
  /// Changes the rows that a key names; `nil` where the type only makes rows.
  private let update: RowShape?
  /// The key that names the row, or lists the rows.
  private let named: DataKey?
  /// What a key must choose for the columns to be written.
  private let condition: (key: DataKey, value: String)?
  /// Whether the earliest time stays.
  private let keepsEarliest: Bool
  /// Whether the columns are written only if the first key is there.
  private let isOnlyIfGiven: Bool
}

// MARK: - As the schemas say it

extension RowMapping {
  typealias Columns = [(name: String, source: Source)]

  /// Makes a row.
  static func insert(_ table: String, _ columns: Columns) -> RowMapping {
    RowMapping(
      sources: columns.map(\.source),
      insertion: RowShape(table, .insert(columns: columns.map(\.name))), update: nil, named: nil,
      condition: nil, keepsEarliest: false, isOnlyIfGiven: false)
  }

  /// Makes a row if the event is the first of its stream, and changes it otherwise. Of a row that is
  /// changed the position stays, unless it is the first of the columns.
  static func upsert(
    _ table: String, _ key: String, named: DataKey, _ columns: Columns
  ) -> RowMapping {
    let changed = columns.last?.name == "position" ? Array(columns.dropLast()) : columns
    return RowMapping(
      sources: columns.map(\.source),
      insertion: RowShape(table, .insert(columns: columns.map(\.name) + [key])),
      update: RowShape(
        table, .update(set: changed.map(\.name), matching: [.equal(key)])),
      named: named, condition: nil, keepsEarliest: false, isOnlyIfGiven: false)
  }

  /// Changes the rows that a key names.
  static func update(
    _ table: String, _ key: String, named: DataKey,
    when condition: (key: DataKey, value: String)? = nil, earliest: String? = nil,
    onlyIfGiven: Bool = false, _ columns: Columns
  ) -> RowMapping {
    RowMapping(
      sources: columns.map(\.source), insertion: nil,
      update: RowShape(
        table,
        .update(
          set: columns.map(\.name),
          matching: [.equal(key)] + (earliest.map { [.nullOrGreater($0)] } ?? []))),
      named: named, condition: condition, keepsEarliest: earliest != nil,
      isOnlyIfGiven: onlyIfGiven)
  }
}

// MARK: - The changes of an event

extension RowMapping {
  /// The row changes of an event, given the states before it.
  static func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    var changes: [RowChange] = []
    for mapping in of(event.type) { changes += try mapping.changes(for: event, given: &states) }
    return changes
  }

  private func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    let data = event.record.data
    if let condition, data.choice(condition.key) != condition.value { return [] }
    var values: [ColumnValue] = []
    values.reserveCapacity(sources.count + 2)
    for source in sources { values.append(try value(of: source, event, &states)) }
    if isOnlyIfGiven, values.first == .null { return [] }
    guard let named else { return insertion.map { [.rows($0, values)] } ?? [] }
    if let insertion, try states.state(of: event.stream) == nil {
      return [.rows(insertion, values + [ColumnValue(data.value(of: named))])]
    }
    guard let update, case .update(let set, _) = update.action else { return [] }
    let kept = keepsEarliest ? [ColumnValue(event.record.occurredAt)] : []
    return rows(named: data.value(of: named)).map { row in
      .rows(update, values.prefix(set.count) + [row] + kept)
    }
  }

  private func rows(named value: DataValue?) -> [ColumnValue] {
    if case .identifiers(let ids) = value {
      ids.map { ColumnValue($0) }
    } else {
      [ColumnValue(value)]
    }
  }

  private func value(
    of source: Source, _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> ColumnValue {
    let data = event.record.data
    switch source {
    case .key(let key): return ColumnValue(data.value(of: key))
    case .constant(let name): return .text(name)
    case .occurredAt: return ColumnValue(event.record.occurredAt)
    case .position: return .integer(event.position)
    case .department(let key):
      guard let entry = data.identifier(key), let state = try states.entry(entry) else {
        return .null
      }
      return ColumnValue(state.department)
    case .level(let key): return ColumnValue(data.division(key)?.level)
    }
  }
}

extension ColumnValue {
  fileprivate init(_ value: DataValue?) {
    switch value {
    case nil: self = .null
    case .identifier(let id): self.init(id)
    case .text(let text), .choice(let text): self = .text(text)
    case .code(let code): self = .code(code)
    case .date(let date): self = .date(date)
    case .division(let division): self = .text(division.description)
    case .instant(let instant): self = .instant(instant)
    case .integer(let integer): self = .integer(integer)
    case .bool(let bool): self.init(bool)
    case .texts(let texts): self.init(json: texts)
    case .identifiers(let ids): self.init(json: ids.map(\.text))
    case .dates(let dates): self.init(json: dates.map(\.description))
    case .fields(let fields): self.init(EntryField.json(fields))
    case .document(let document): self.init(document)
    }
  }

  private init(_ json: JSONValue) {
    self = .text(String(decoding: json.canonicalBytes, as: UTF8.self))
  }
}
