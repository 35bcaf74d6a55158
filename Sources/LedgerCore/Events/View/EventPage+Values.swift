import WorkingDays

/// What the events of a page hold, by key.
extension EventPage {
  /// The value of a key; absent as well where the type has no such key.
  @inline(__always)
  func value(_ key: DataKey, of view: EventView) -> EventView.Value {
    let keys = view.form.keys
    for place in keys.indices where keys[place].key == key {
      return lists.values[view.firstValue + place]
    }
    return .absent
  }

  /// Where the identifier or text that a key holds stands.
  func text(_ key: DataKey, of view: EventView) -> TextRange? {
    if case .text(let range) = value(key, of: view) { range } else { nil }
  }

  /// Where the identifiers or texts that a key lists stand.
  func texts(_ key: DataKey, of view: EventView) -> ArraySlice<TextRange> {
    guard case .texts(let list, _) = value(key, of: view) else { return [] }
    return lists.identifiers[list.range]
  }

  /// The body that a key holds.
  func code(_ key: DataKey, of view: EventView) -> BodyCode? {
    if case .code(let code) = value(key, of: view) { code } else { nil }
  }

  /// The date that a key holds.
  func date(_ key: DataKey, of view: EventView) -> CivilDate? {
    if case .date(let date) = value(key, of: view) { date } else { nil }
  }

  /// The division that a key holds.
  func division(_ key: DataKey, of view: EventView) -> Division? {
    if case .division(let division) = value(key, of: view) { division } else { nil }
  }

  /// The moment that a key holds.
  func instant(_ key: DataKey, of view: EventView) -> Instant? {
    if case .instant(let instant) = value(key, of: view) { instant } else { nil }
  }

  /// The number that a key holds.
  func integer(_ key: DataKey, of view: EventView) -> Int64? {
    if case .integer(let integer) = value(key, of: view) { integer } else { nil }
  }

  /// Whether a key holds `true`.
  func isTrue(_ key: DataKey, of view: EventView) -> Bool {
    if case .bool(let bool) = value(key, of: view) { bool } else { false }
  }

  /// Whether a key holds anything.
  func has(_ key: DataKey, of view: EventView) -> Bool {
    if case .absent = value(key, of: view) { false } else { true }
  }

  /// The choice that a key holds.
  func choice<Choice: EventChoice>(_ key: DataKey, of view: EventView) -> Choice? {
    if case .choice(let place) = value(key, of: view) { Choice(place: Int(place)) } else { nil }
  }
}
