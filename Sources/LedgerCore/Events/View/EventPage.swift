import MerkleLog
import WorkingDays

/// Consecutive events, each read strictly from its bytes: what a replay folds, and what recording
/// decides by.
///
/// Making a page is most of the work of a replay and needs nothing of the pages before it, so that
/// several can be made on several cores.
public final class EventPage: Sendable {
  /// The position of the first leaf.
  public let first: Int64

  private let bytes: [UInt8]
  /// Texts that do not stand in the bytes as they are, because they are escaped there.
  private let unescaped: [UInt8]
  let events: ContiguousArray<EventView>
  let lists: EventView.Lists
  /// The data of the events whose keys hold more than views tell: those of law, and attestations. By
  /// their places in the page.
  private let whole: [Int: EventData]
  let hashes: [TreeHash]
  /// The full tiles of the page, when it begins at a multiple of 256.
  let tiles: [LeafTile<SHA256Hasher>]
  /// Why the leaf after the last of `events` is not an event.
  public let failure: LedgerError?

  /// Reads and hashes every leaf of a page, up to the first that is not an event.
  public convenience init(_ page: LeafPage) { self.init(page, isHashed: true) }

  /// Reads every leaf of a page strictly, up to the first that is not an event, and hashes none.
  package convenience init(unhashed page: LeafPage) { self.init(page, isHashed: false) }

  private init(_ page: LeafPage, isHashed: Bool) {
    first = page.first
    bytes = page.isPadded ? page.bytes : page.bytes + repeatElement(0, count: LeafPage.padding)
    var reading = EventReading(byteCount: bytes.count)
    failure = reading.read(page, bytes)
    unescaped = reading.unescaped
    events = reading.plain.events
    lists = reading.plain.lists
    whole = reading.whole
    hashes = isHashed ? page.hashes(ofFirst: events.count) : []
    tiles =
      first.isMultiple(of: Int64(Tile.width))
      ? stride(from: 0, through: hashes.count - Tile.width, by: Tile.width).compactMap {
        [hashes] in LeafTile<SHA256Hasher>(Array(hashes[$0..<$0 + Tile.width]))
      } : []
  }

  /// Events that were read one by one from `bytes`, which end with ``LeafPage/padding`` zeros.
  init(_ reading: PlainReading, bytes: [UInt8]) {
    first = reading.events.first?.position ?? 0
    self.bytes = bytes
    (events, lists) = (reading.events, reading.lists)
    (unescaped, whole, hashes, tiles, failure) = ([], [:], [], [], nil)
  }

  /// One event that was read from its leaf.
  init(_ event: Event, leaf: [UInt8]) {
    first = event.position
    bytes = leaf
    var reading = EventReading(byteCount: leaf.count)
    reading.add(event)
    (events, lists, unescaped) = (reading.plain.events, reading.plain.lists, reading.unescaped)
    (whole, hashes, tiles, failure) = (reading.whole, [], [], nil)
  }

  /// The leaf hashes of the events of the page (RFC 6962 §2.1), in order.
  public var leafHashes: [TreeHash] { hashes }

  /// The events.
  package var viewedEvents: some RandomAccessCollection<ViewedEvent> {
    events.indices.lazy.map { ViewedEvent(self, self.events[$0]) }
  }

  /// The data of the event at a place whose keys hold more than its view tells; `nil` for others.
  func whole(at place: Int) -> EventData? { whole[place] }

  /// The data of an event whose keys hold more than its view tells; `nil` for others.
  func whole(_ view: EventView) -> EventData? {
    // A stamped view has not the position that it was read with.
    guard !whole.isEmpty,
      let place = events.firstIndex(where: { $0.firstValue == view.firstValue })
    else { return nil }
    return whole[place]
  }

  // MARK: Text

  /// The bytes of a page and of the texts kept beside them, while they are in use.
  struct Text {
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
    fileprivate let unescaped: UnsafeBufferPointer<UInt8>

    /// Where a part of the page begins. After it at least ``LeafPage/padding`` bytes may be read,
    /// when the page is padded.
    @inline(__always)
    func start(of range: TextRange) -> UnsafePointer<UInt8>? {
      let start = Int(range.start)
      return start < bytes.count
        ? bytes.baseAddress.map { $0 + start }
        : unescaped.baseAddress.map { $0 + (start - bytes.count) }
    }

    /// A part of the page.
    @inline(__always)
    subscript(range: TextRange) -> UnsafeBufferPointer<UInt8> {
      UnsafeBufferPointer(start: start(of: range), count: Int(range.count))
    }
  }

  /// Calls `body` with a part of the page's bytes.
  func withBytes(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Calls `body` with the page's text.
  @inline(__always)
  func withText<Result, Failure: Error>(
    _ body: (Text) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try unescaped.withUnsafeBufferPointer { (unescaped) throws(Failure) in
        try body(Text(bytes: bytes, unescaped: unescaped))
      }
    }
  }
}

/// Events that are written plainly, while they are read.
struct PlainReading {
  private(set) var events: ContiguousArray<EventView> = []
  private(set) var lists = EventView.Lists()

  /// Reads the leaf in `range` of `bytes`, which end with ``LeafPage/padding`` zeros; `false` when it
  /// is not an event that is written plainly. Then `Event(leaf:)` decides whether it is one.
  mutating func read(_ range: Range<Int>, of bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      var cursor = LeafCursor(start, at: 0)
      return read(range, &cursor)
    }
  }

  /// - Parameter expected: the position that the event must say it has, if any.
  fileprivate mutating func read(
    _ range: Range<Int>, _ cursor: inout LeafCursor, at expected: Int64? = nil
  ) -> Bool {
    guard range.count <= Event.largestSize else { return false }
    let (identifiers, values) = (lists.identifiers.count, lists.values.count)
    cursor.move(to: range.lowerBound)
    guard let view = EventView(plain: &cursor, endingAt: range.upperBound, lists: &lists),
      view.position == expected ?? view.position
    else {
      lists.truncate(identifiers: identifiers, values: values)
      return false
    }
    events.append(view)
    return true
  }

  mutating func reserve(events count: Int, values: Int) {
    events.reserveCapacity(count)
    lists.values.reserveCapacity(values)
  }

  mutating func append(_ view: EventView) { events.append(view) }

  mutating func append(_ value: EventView.Value) { lists.values.append(value) }

  mutating func append(_ identifier: TextRange) { lists.identifiers.append(identifier) }

  /// Removes the event that was appended last, with its values.
  ///
  /// - Parameter identifiers: how many identifiers there were before it.
  mutating func removeLast(identifiers: Int) {
    guard let last = events.popLast() else { return }
    lists.truncate(identifiers: identifiers, values: last.firstValue)
  }
}

/// The events of a page, while they are read.
private struct EventReading {
  /// How many bytes the page has: what is kept beside them has its place after theirs.
  let byteCount: Int
  var plain = PlainReading()
  var unescaped: [UInt8] = []
  var whole: [Int: EventData] = [:]

  init(byteCount: Int) { self.byteCount = byteCount }

  /// - Parameter bytes: those of the page, padded.
  /// - Returns: why the leaf after the last that was read is not an event.
  mutating func read(_ page: LeafPage, _ bytes: [UInt8]) -> LedgerError? {
    plain.reserve(events: page.ranges.count, values: page.ranges.count * PackedActs.usualValues)
    return bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return nil }
      var cursor = LeafCursor(start, at: 0)
      for (offset, range) in page.ranges.enumerated() {
        let position = page.first + Int64(offset)
        if plain.read(range, &cursor, at: position) { continue }
        do throws(LedgerError) {
          add(try page.event(in: range, at: position))
        } catch {
          return error
        }
      }
      return nil
    }
  }

  // MARK: Events that are not plain

  mutating func add(_ event: Event) {
    let data = event.record.data
    let form = event.type.form
    if form.holdsMoreThanViewsTell { whole[plain.events.count] = data }
    let firstValue = plain.lists.values.count
    for key in form.keys {
      let value = value(data.value(of: key.key), key.kind)
      plain.append(value)
    }
    plain.append(
      EventView(
        position: event.position, version: event.version, occurredAt: event.record.occurredAt,
        recordedAt: event.recordedAt, sourceRecordedAt: event.record.sourceRecordedAt,
        id: keep(event.record.id.text), subject: keep(event.stream.identifier.text),
        type: event.type, actor: event.record.actor, firstValue: firstValue))
  }

  private mutating func value(
    _ value: DataValue?, _ kind: EventForm.Kind
  ) -> EventView.Value {
    switch value {
    case nil: return .absent
    case .identifier(let id): return .text(keep(id.text))
    case .text(let text): return .text(keep(text))
    case .choice(let name):
      guard case .choice(let names) = kind, let place = names.all.firstIndex(of: name) else {
        return .absent
      }
      return .choice(UInt8(truncatingIfNeeded: place))
    case .code(let code): return .code(code)
    case .date(let date): return .date(date)
    case .division(let division): return .division(division)
    case .instant(let instant): return .instant(instant)
    case .integer(let integer): return .integer(integer)
    case .bool(let bool): return .bool(bool)
    case .identifiers(let ids): return keep(list: ids.map(\.text))
    case .texts(let texts): return keep(list: texts)
    case .dates(let dates): return .json(keep(json: dates.map(\.description)))
    case .fields(let fields): return .json(keep(EntryField.json(fields)))
    case .successors(let successors): return .json(keep(Successor.json(successors)))
    case .document(let document): return .json(keep(document))
    }
  }

  private mutating func keep(list: [String]) -> EventView.Value {
    let first = plain.lists.identifiers.count
    for text in list { plain.append(keep(text)) }
    return .texts(.init(first..<plain.lists.identifiers.count), keep(json: list))
  }

  /// Keeps a text beside the bytes; its range lies after theirs.
  private mutating func keep(_ text: String) -> TextRange { keep(text.utf8) }

  private mutating func keep(_ json: JSONValue) -> TextRange { keep(json.canonicalBytes) }

  private mutating func keep(json strings: [String]) -> TextRange {
    keep(.array(strings.map(JSONValue.string)))
  }

  private mutating func keep(_ text: some Sequence<UInt8>) -> TextRange {
    unescaped.removeLast(min(unescaped.count, LeafPage.padding))
    let start = byteCount + unescaped.count
    unescaped += text
    let end = byteCount + unescaped.count
    unescaped += repeatElement(0, count: LeafPage.padding)
    return TextRange(start, end)
  }
}
