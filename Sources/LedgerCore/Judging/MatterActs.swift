import WorkingDays

/// The acts on one matter in memory, in the order of the log: views whose texts stand in bytes of
/// their own. Another act is added without a look at those before it.
struct MatterActs: Sendable {
  private let category: StreamName.Category
  /// Its name, as it stands in the first act.
  private var name = TextRange(0, 0)
  private var bytes = [UInt8](repeating: 0, count: LeafPage.padding)
  private var reading = PlainReading()
  private var acts: [Kept] = []

  /// What is known of an act besides its view.
  private struct Kept {
    let isOfOther: Bool
    /// Tells acts about one part of the matter from those about another; `nil` where it is about the
    /// whole.
    let part: UInt64?
    /// How many bytes and identifiers there were before it.
    let before: (bytes: Int, identifiers: Int)
    /// How many identifiers it lists.
    let identifiers: Int
  }

  /// No acts on a matter of a category yet.
  init(_ category: StreamName.Category) { self.category = category }

  /// How many acts there are.
  var count: Int { acts.count }

  /// Adds an act on the matter of its own stream, or on another.
  mutating func add(_ act: Act, onOther: Bool) {
    let view = act.view
    let before = (bytes.count - LeafPage.padding, reading.lists.identifiers.count)
    bytes.removeLast(LeafPage.padding)
    let firstValue = reading.lists.values.count
    act.page.withText { text in
      let id = keep(text[view.id])
      let subject = keep(text[view.subject])
      if acts.isEmpty, !onOther { name = subject }
      for (place, key) in view.form.keys.enumerated() {
        let value = kept(
          act.page.lists.values[view.firstValue + place].kept(of: key, by: view.type, text),
          act.page, text)
        reading.append(value)
        if acts.isEmpty, onOther, place == view.form.actsOn?.key, case .text(let other) = value {
          name = other
        }
      }
      reading.append(
        EventView(
          position: view.position, version: view.version, occurredAt: view.occurredAt,
          recordedAt: view.recordedAt, sourceRecordedAt: view.sourceRecordedAt, id: id,
          subject: subject, type: view.type, actor: view.actor, firstValue: firstValue))
    }
    bytes += repeatElement(0, count: LeafPage.padding)
    acts.append(
      Kept(
        isOfOther: onOther, part: part(of: act), before: before,
        identifiers: reading.lists.identifiers.count - before.1))
  }

  /// Removes the act that was added last.
  mutating func removeLast() {
    guard let last = acts.popLast() else { return }
    reading.removeLast(identifiers: last.before.identifiers)
    bytes.removeLast(bytes.count - last.before.bytes)
    bytes += repeatElement(0, count: LeafPage.padding)
  }

  /// The matter with the acts that concern a part of it, all by default; `nil` when there are none.
  func matter(concernedBy part: Obligation.Part = .whole) -> ActedMatter? {
    guard !acts.isEmpty else { return nil }
    let page = EventPage(reading, bytes: bytes)
    let wanted = Self.mark(of: part)
    var places: [ActedMatter.ActPlace] = []
    places.reserveCapacity(acts.count)
    for (place, act) in acts.enumerated() {
      if let wanted, let part = act.part, part != wanted { continue }
      places.append(
        ActedMatter.ActPlace(place: UInt32(truncatingIfNeeded: place), isOfOther: act.isOfOther))
    }
    ActedMatter.sort(&places[...], in: page)
    return ActedMatter(page: page, category: category, name: name, places: places[...])
  }

  /// The matter for judging what acts about a part may concern: where every obligation is about one
  /// entry, without the acts about others.
  func matter(judgedFor part: Obligation.Part, under rules: RulesInForce) -> ActedMatter? {
    guard let kind = ObligationRule.Subject(category), rules.openAtFirstOnly(kind),
      let first = acts.indices.first(where: { reading.events[$0].type == kind.opening }),
      acts[first].identifiers > 0
    else { return matter() }
    return matter(concernedBy: part)
  }

  private func part(of act: Act) -> UInt64? {
    ObligationRule.Subject(category).flatMap { Self.mark(of: act.part($0)) }
  }

  private static func mark(of part: Obligation.Part) -> UInt64? {
    if case .entry(let entry) = part { entry.name.hash(key: 0) } else { nil }
  }

  // MARK: Texts

  private mutating func keep(_ text: UnsafeBufferPointer<UInt8>) -> TextRange {
    let start = bytes.count
    bytes.append(contentsOf: text)
    return TextRange(start, bytes.count)
  }

  private mutating func kept(
    _ value: EventView.Value, _ page: EventPage, _ text: EventPage.Text
  ) -> EventView.Value {
    switch value {
    case .text(let range): return .text(keep(text[range]))
    case .texts(let list, _):
      let first = reading.lists.identifiers.count
      for range in page.lists.identifiers[list.range] { reading.append(keep(text[range])) }
      return .texts(.init(first..<reading.lists.identifiers.count), TextRange(0, 0))
    default: return value
    }
  }
}
