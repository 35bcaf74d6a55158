import WorkingDays

/// What the acts with a form in a page hold, by key.
extension EventPage {
  /// The value of a key; absent as well where the form has no such key.
  func value(_ key: String, of act: EventView.ActView) -> EventView.Value {
    guard let place = ActForm.of(act.type)?.keys.firstIndex(where: { $0.text == key }),
      place < act.values.count
    else { return .absent }
    return lists.values[act.values.lowerBound + place]
  }

  /// Where the identifier or text that a key holds stands.
  func text(_ key: String, of act: EventView.ActView) -> TextRange? {
    if case .text(let range) = value(key, of: act) { range } else { nil }
  }

  /// The body that a key holds.
  func code(_ key: String, of act: EventView.ActView) -> BodyCode? {
    if case .code(let code) = value(key, of: act) { code } else { nil }
  }

  /// The moment that a key holds.
  func instant(_ key: String, of act: EventView.ActView) -> Instant? {
    if case .instant(let instant) = value(key, of: act) { instant } else { nil }
  }

  /// The number that a key holds.
  func integer(_ key: String, of act: EventView.ActView) -> Int64? {
    if case .integer(let integer) = value(key, of: act) { integer } else { nil }
  }
}
