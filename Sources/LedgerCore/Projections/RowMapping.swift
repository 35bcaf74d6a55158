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
    /// The body that acted.
    case actor
    case position
    /// The position of the event that a key names.
    case eventPosition(DataKey)
    /// The department of the entry that a key names.
    case department(ofEntry: DataKey)
    /// The body that a key names, or whoever took its place as the holder of the row's entry.
    case heir(of: DataKey)
    /// The level of the division that a key names.
    case level(ofDivision: DataKey)
  }

  private let sources: [Source]
  /// Makes a row; `nil` where the type only changes rows.
  private let insertion: RowShape?
  /// Removes the row that was made, with where the value comes from by which it is found.
  private var removal: (shape: RowShape, key: Source)?
  /// Changes the department of the entry that the row's own key names, where the row tells it.
  private var departmentUpdate: (shape: RowShape, department: Source, key: Source)?
  /// Changes the rows that a key names; `nil` where the type only makes rows.
  private let update: RowShape?
  /// The key that names the row, or lists the rows.
  private let named: DataKey?
  /// The key that says whose the rows are that are changed; those of others are not.
  private let owner: DataKey?
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
  static func insert(_ table: String, _ key: String, _ columns: Columns) -> RowMapping {
    var mapping = RowMapping(
      sources: columns.map(\.source),
      insertion: RowShape(table, .insert(columns: columns.map(\.name))), update: nil, named: nil,
      owner: nil, condition: nil, keepsEarliest: false, isOnlyIfGiven: false, changedCount: 0)
    guard let keySource = columns.first(where: { $0.name == key })?.source else { return mapping }
    mapping.removal = (RowShape(table, .delete(matching: [.equal(key)])), keySource)
    for (name, source) in columns {
      guard case .department = source else { continue }
      let shape = RowShape(table, .update(set: [name], matching: [.equal(key)]))
      mapping.departmentUpdate = (shape, source, keySource)
    }
    return mapping
  }

  /// Makes a row if the event is the first of its stream, and changes it otherwise. Of a row that is
  /// changed the position stays, unless it is the first of the columns.
  static func upsert(
    _ table: String, _ key: String, named: DataKey, _ columns: Columns
  ) -> RowMapping {
    let changed = columns.last?.name == "position" ? Array(columns.dropLast()) : columns
    var mapping = RowMapping(
      sources: columns.map(\.source),
      insertion: RowShape(table, .insert(columns: columns.map(\.name) + [key])),
      update: RowShape(
        table, .update(set: changed.map(\.name), matching: [.equal(key)])),
      named: named, owner: nil, condition: nil, keepsEarliest: false, isOnlyIfGiven: false,
      changedCount: changed.count)
    mapping.removal = (RowShape(table, .delete(matching: [.equal(key)])), .key(named))
    return mapping
  }

  /// Changes the rows that a key names.
  static func update(
    _ table: String, _ key: String, named: DataKey,
    owned owner: (column: String, key: DataKey)? = nil,
    when condition: (key: DataKey, value: String)? = nil, earliest: String? = nil,
    onlyIfGiven: Bool = false, _ columns: Columns
  ) -> RowMapping {
    RowMapping(
      sources: columns.map(\.source), insertion: nil,
      update: RowShape(
        table,
        .update(
          set: columns.map(\.name),
          matching: [.equal(key)] + (owner.map { [.equal($0.column)] } ?? [])
            + (earliest.map { [.nullOrGreater($0)] } ?? []))),
      named: named, owner: owner?.key, condition: condition, keepsEarliest: earliest != nil,
      isOnlyIfGiven: onlyIfGiven, changedCount: columns.count)
  }
}

// MARK: - The changes of an event

extension RowMapping {
  /// Adds the row changes of an event, given the states before it.
  ///
  /// - Parameters:
  ///   - isFirst: whether it begins its stream; by default, as its version says.
  ///   - row: the one row that is changed, of those that it names; all by default.
  static func addChanges(
    of event: ViewedEvent, isFirst: Bool? = nil, onlyTo row: PageText? = nil,
    given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    for mapping in byType[event.type] {
      try mapping.addChanges(
        of: event, isFirst: isFirst ?? (event.version == 0), onlyTo: row, given: &states,
        to: &changes)
    }
  }

  /// Adds that the rows go which an event may have made.
  static func addRemovals(of event: ViewedEvent, to changes: inout RowChanges) {
    for case (let shape, let key)? in byType[event.type].map(\.removal) {
      changes.begin(shape)
      switch key {
      case .key(let key): changes.append(key, of: event)
      default: changes.append(event.position)
      }
    }
  }

  /// Whether rows of a type tell whose the entry is that they name.
  static func tellsDepartment(_ type: EventType) -> Bool {
    byType[type].contains { $0.departmentUpdate != nil }
  }

  /// Adds that the row of an event tells anew whose the entry is that it names.
  static func addDepartment(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    for mapping in byType[event.type] {
      guard let (shape, department, key) = mapping.departmentUpdate else { continue }
      changes.begin(shape)
      try mapping.append(department, of: event, &states, to: &changes)
      try mapping.append(key, of: event, &states, to: &changes)
    }
  }

  private static let byType = ByType { of($0) }

  private func addChanges(
    of event: ViewedEvent, isFirst: Bool, onlyTo wanted: PageText?,
    given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    if let condition, !event.chose(condition.value, as: condition.key) { return }
    if isOnlyIfGiven, let key = sources.first?.key, !event.has(key) { return }
    if let insertion, named == nil || isFirst {
      changes.begin(insertion)
      for source in sources { try append(source, of: event, &states, to: &changes) }
      if let named { changes.append(named, of: event) }
      return
    }
    guard let update, let named else { return }
    if case .texts = event.value(named) {
      for row in event.texts(named) where wanted.map({ $0 == row }) ?? true {
        try addChange(update, of: event, &states, to: &changes, row: row)
      }
    } else {
      try addChange(update, of: event, &states, to: &changes)
    }
  }

  private func addChange(
    _ update: RowShape, of event: ViewedEvent, _ states: inout some StateLookup,
    to changes: inout RowChanges, row: PageText? = nil
  ) throws(LedgerError) {
    changes.begin(update)
    for source in sources.prefix(changedCount) {
      try append(source, of: event, &states, to: &changes)
    }
    if let row { changes.append(row) } else if let named { changes.append(named, of: event) }
    if let owner { try appendHeir(of: owner, of: event, row ?? event.subject, &states, &changes) }
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
    case .actor: changes.append(event.actor)
    case .position: changes.append(event.position)
    case .eventPosition(let key):
      let position = try event.text(key).flatMap { (id) throws(LedgerError) in
        try states.position(ofEvent: NameHash(id.identifier))
      }
      if let position { changes.append(position) } else { changes.appendNull() }
    case .department(let key):
      if let entry = try states.entry(key, of: event) {
        changes.append(entry.department)
      } else {
        changes.appendNull()
      }
    case .heir(let key): try appendHeir(of: key, of: event, event.subject, &states, &changes)
    case .level(let key):
      if let division = event.division(key) {
        changes.append(division.level.rawValue)
      } else {
        changes.appendNull()
      }
    }
  }
}

extension RowMapping {
  /// Adds the body that a key names, or whoever took its place as the holder of an entry, by all that the
  /// log says.
  private func appendHeir(
    of key: DataKey, of event: ViewedEvent, _ entry: PageText, _ states: inout some StateLookup,
    _ changes: inout RowChanges
  ) throws(LedgerError) {
    guard let body = event.code(key) else { return changes.append(key, of: event) }
    let name = entry.withUTF8 { Name($0) }
    changes.append(try states.heirs().heir(of: body, for: name, on: .max))
  }
}

extension RowMapping.Source {
  /// The key whose value, or what follows from it, the column holds.
  fileprivate var key: DataKey? {
    switch self {
    case .key(let key), .heir(let key): key
    default: nil
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
