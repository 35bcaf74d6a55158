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
  /// How many of the columns are written where a row is changed.
  private let changedCount: Int
}

// MARK: - As the schemas say it

extension RowMapping {
  typealias Columns = [(name: String, source: Source)]

  /// Makes a row.
  static func insert(_ table: String, _ columns: Columns) -> RowMapping {
    RowMapping(
      sources: columns.map(\.source),
      insertion: RowShape(table, .insert(columns: columns.map(\.name))), update: nil, named: nil,
      condition: nil, keepsEarliest: false, isOnlyIfGiven: false, changedCount: 0)
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
      named: named, condition: nil, keepsEarliest: false, isOnlyIfGiven: false,
      changedCount: changed.count)
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
      isOnlyIfGiven: onlyIfGiven, changedCount: columns.count)
  }
}

// MARK: - The changes of an event

extension RowMapping {
  /// Adds the row changes of an event, given the states before it.
  static func addChanges(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    for mapping in byType[event.type] {
      try mapping.addChanges(of: event, given: &states, to: &changes)
    }
  }

  private static let byType = ByType { of($0) }

  private func addChanges(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    if let condition, !event.chose(condition.value, as: condition.key) { return }
    if isOnlyIfGiven, case .key(let key)? = sources.first, !event.has(key) { return }
    if let insertion, named == nil || event.version == 0 {
      changes.begin(insertion)
      for source in sources { try append(source, of: event, &states, to: &changes) }
      if let named { changes.append(named, of: event) }
      return
    }
    guard let update, let named else { return }
    if case .identifiers = event.value(named) {
      for row in event.identifiers(named) {
        try addChange(update, of: event, &states, to: &changes) { $0.append(row) }
      }
    } else {
      try addChange(update, of: event, &states, to: &changes) { $0.append(named, of: event) }
    }
  }

  private func addChange(
    _ update: RowShape, of event: ViewedEvent, _ states: inout some StateLookup,
    to changes: inout RowChanges, row: (inout RowChanges) -> Void
  ) throws(LedgerError) {
    changes.begin(update)
    for source in sources.prefix(changedCount) {
      try append(source, of: event, &states, to: &changes)
    }
    row(&changes)
    if keepsEarliest { changes.append(event.occurredAt) }
  }

  private func append(
    _ source: Source, of event: ViewedEvent, _ states: inout some StateLookup,
    to changes: inout RowChanges
  ) throws(LedgerError) {
    switch source {
    case .key(let key): changes.append(key, of: event)
    case .constant(let name): changes.append(name)
    case .occurredAt: changes.append(event.occurredAt)
    case .position: changes.append(event.position)
    case .department(let key):
      if let entry = try states.entry(key, of: event) {
        changes.append(entry.department)
      } else {
        changes.appendNull()
      }
    case .level(let key):
      if let division = event.division(key) {
        changes.append(division.level.rawValue)
      } else {
        changes.appendNull()
      }
    }
  }
}

extension ViewedEvent {
  /// Whether a key chose a name.
  fileprivate func chose(_ name: String, as key: DataKey) -> Bool {
    guard case .choice(let place) = value(key), let chosen = form.name(at: place, among: key) else {
      return false
    }
    return chosen.elementsEqual(name.utf8)
  }
}
