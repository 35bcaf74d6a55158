import WorkingDays

/// An event by its bytes: what it holds is found by key, and copied only where somebody asks for it.
///
/// Recording decides, judges, projects and indexes by it. The typed ``Event`` is for those who read.
public struct ViewedEvent: ValuesInPage, Sendable {
  let page: EventPage
  private(set) var view: EventView
  /// What the index of streams knows its stream by.
  package let streamHash: NameHash

  init(_ page: EventPage, _ view: EventView) {
    self.page = page
    self.view = view
    streamHash = page.withText { NameHash(view.form.category, $0[view.subject]) }
  }

  /// Views an event that was read.
  package init(_ event: Event) {
    let page = EventPage(event, leaf: [])
    self.init(page, page.events[0])
  }

  /// The same event in another place of the log.
  func stamped(position: Int64, version: Int64, recordedAt: Instant) -> ViewedEvent {
    var event = self
    event.view = view.stamped(position: position, version: version, recordedAt: recordedAt)
    return event
  }

  package var position: Int64 { view.position }
  package var version: Int64 { view.version }
  package var type: EventType { view.type }
  package var recordedAt: Instant { view.recordedAt }
  var occurredAt: Instant { view.occurredAt }
  var actor: BodyCode { view.actor }

  /// The same as the judge sees it.
  var act: Act { Act(page: page, view: view) }

  /// Whether the event is law for the log: a holiday notice, or the adoption of a rule book.
  package var isLaw: Bool { whole?.isLaw ?? false }

  /// The data of an event whose keys hold more than views tell: law, and attestations.
  package var whole: EventData? {
    form.holdsMoreThanViewsTell ? page.whole(view) : nil
  }

  // MARK: Names

  /// The event's id.
  package var id: Identifier { idText.identifier }

  /// The event's id as it stands in its bytes.
  var idText: PageText { text(view.id) }

  /// What the event is about.
  var subject: PageText { text(view.subject) }

  /// The stream.
  package var stream: StreamName { StreamName(form.category, subject.identifier) }

  /// What the index of ids knows the event by.
  package var idHash: NameHash {
    idText.withUTF8 { NameHash(of: UnsafeRawBufferPointer($0)) }
  }

  /// What the index of streams knows the other matter by that it is an act on, if there is one.
  package var otherMatterHash: NameHash? {
    form.actsOn.flatMap { category, place in text(form.keys[place].key)?.hash(as: category) }
  }

  /// What the index of streams knows the entries by that the matter is about which it opens.
  package var entryHashes: [NameHash] {
    guard let key = form.entriesOfMatter else { return [] }
    if let entry = text(key) { return [entry.hash(as: .catalogEntry)] }
    return texts(key).map { $0.hash(as: .catalogEntry) }
  }

  /// Whether it concerns a matter: as an act on it, or by naming the entry.
  package func concerns(_ matter: NameHash) -> Bool {
    isOn(matter) || (type.namesEntries && entryHashes.contains(matter))
  }

  /// Whether it is an act on a matter, by its own stream or besides it.
  package func isOn(_ matter: NameHash) -> Bool {
    streamHash == matter || otherMatterHash == matter
  }

  private func text(_ range: TextRange) -> PageText { PageText(page: page, range: range) }

  // MARK: Data

  func value(_ key: DataKey) -> EventView.Value { page.value(key, of: view) }

  /// The identifier or text that a key holds.
  func text(_ key: DataKey) -> PageText? { page.text(key, of: view).map { text($0) } }

  /// The identifiers or texts that a key lists.
  func texts(_ key: DataKey) -> some Collection<PageText> {
    page.texts(key, of: view).lazy.map { text($0) }
  }
}

/// What a page holds of one event, by key.
protocol ValuesInPage {
  var page: EventPage { get }
  var view: EventView { get }
}

extension ValuesInPage {
  var form: EventForm { view.form }
  var moment: Moment { view.moment }

  /// The Beijing day of the act.
  var day: CivilDate { view.occurredAt.beijingDate }

  func code(_ key: DataKey) -> BodyCode? { page.code(key, of: view) }
  func date(_ key: DataKey) -> CivilDate? { page.date(key, of: view) }
  func division(_ key: DataKey) -> Division? { page.division(key, of: view) }
  func instant(_ key: DataKey) -> Instant? { page.instant(key, of: view) }
  func integer(_ key: DataKey) -> Int64? { page.integer(key, of: view) }
  func isTrue(_ key: DataKey) -> Bool { page.isTrue(key, of: view) }
  func has(_ key: DataKey) -> Bool { page.has(key, of: view) }
  func choice<Choice: EventChoice>(_ key: DataKey) -> Choice? { page.choice(key, of: view) }
}

/// A text in a page of events.
struct PageText: Sendable {
  fileprivate let page: EventPage
  fileprivate let range: TextRange

  /// Calls `body` with the text's bytes.
  func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    page.withText { body($0[range]) }
  }

  var string: String { withUTF8 { String(decoding: $0, as: UTF8.self) } }

  var identifier: Identifier { Identifier(string) }

  /// What the index of streams knows a thing of this name by.
  func hash(as category: StreamName.Category) -> NameHash {
    withUTF8 { NameHash(category, $0) }
  }
}

extension PageText: Equatable {
  /// Equal by bytes.
  static func == (left: Self, right: Self) -> Bool {
    left.withUTF8 { left in right.withUTF8 { left.elementsEqual($0) } }
  }
}

extension LeafPage {
  /// Views the event in `range`, which must say that it stands at `position`.
  ///
  /// - Throws: `damaged`, naming the position.
  package func viewedEvent(
    at position: Int64, in range: Range<Int>
  ) throws(LedgerError) -> ViewedEvent {
    let leaf = bytes[range] + repeatElement(0, count: Self.padding)
    let page = EventPage(
      unhashed: LeafPage(first: position, bytes: Array(leaf), ranges: [0..<range.count]))
    if let failure = page.failure { throw failure }
    guard let view = page.events.first else { throw .damaged(at: position, "no event") }
    return ViewedEvent(page, view)
  }
}
