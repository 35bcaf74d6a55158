import MerkleLog
import WorkingDays

/// Consecutive leaves of the log, each read strictly and hashed: what a replay folds.
///
/// Making a page is most of the work of a replay and needs nothing of the pages before it, so that
/// several can be made on several cores.
public struct EventPage: Sendable {
  /// The position of the first leaf.
  public let first: Int64

  private let bytes: [UInt8]
  /// Identifiers that do not stand in the bytes as they are, because they are escaped there.
  private var unescaped: [UInt8] = []
  private(set) var events: ContiguousArray<EventView> = []
  private(set) var lists = EventView.Lists()
  /// The data of the events that are law, by their places in the page.
  private var law: [Int: EventData] = [:]
  private(set) var hashes: [TreeHash] = []
  /// The full tiles of the page, when it begins at a multiple of 256.
  private(set) var tiles: [LeafTile<SHA256Hasher>] = []
  /// Why the leaf after the last of `events` is not an event.
  public private(set) var failure: LedgerError?

  /// Reads and hashes every leaf of a page, up to the first that is not an event.
  public init(_ page: LeafPage) {
    self.init(unhashed: page)
    page.bytes.withUnsafeBytes { bytes in
      SHA256Hasher.appendLeaves(
        in: Array(page.ranges.prefix(events.count)), of: bytes, to: &hashes)
    }
    guard first.isMultiple(of: Int64(Tile.width)) else { return }
    for start in stride(from: 0, through: hashes.count - Tile.width, by: Tile.width) {
      if let tile = LeafTile<SHA256Hasher>(Array(hashes[start..<start + Tile.width])) {
        tiles.append(tile)
      }
    }
  }

  /// Reads every leaf of a page strictly, up to the first that is not an event, and hashes none.
  private init(unhashed page: LeafPage) {
    first = page.first
    bytes = page.isPadded ? page.bytes : page.bytes + repeatElement(0, count: LeafPage.padding)
    read(page)
  }

  private mutating func read(_ page: LeafPage) {
    events.reserveCapacity(page.ranges.count)
    let bytes = bytes
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      var cursor = LeafCursor(start, at: 0)
      for (offset, range) in page.ranges.enumerated() {
        if readPlain(range, &cursor) { continue }
        do throws(LedgerError) {
          add(try page.event(in: range, at: first + Int64(offset)))
        } catch {
          failure = error
          return
        }
      }
    }
  }

  private mutating func readPlain(_ range: Range<Int>, _ cursor: inout LeafCursor) -> Bool {
    guard range.count <= Event.largestSize else { return false }
    let (identifiers, values) = (lists.identifiers.count, lists.values.count)
    cursor.move(to: range.lowerBound)
    guard let view = EventView(plain: &cursor, endingAt: range.upperBound, lists: &lists) else {
      lists.truncate(identifiers: identifiers, values: values)
      return false
    }
    events.append(view)
    return true
  }

  /// Whether the leaf in `range` of `bytes`, which end with ``LeafPage/padding`` zeros, is an event
  /// that is written plainly. If it is not, `Event(leaf:)` decides whether it is one.
  static func isPlain(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return false }
      var cursor = LeafCursor(start, at: range.lowerBound)
      var lists = EventView.Lists()
      return EventView(plain: &cursor, endingAt: range.upperBound, lists: &lists) != nil
    }
  }

  /// The leaf hashes of the events of the page (RFC 6962 §2.1), in order.
  public var leafHashes: [TreeHash] { hashes }

  // MARK: Identifiers

  /// How many events there are.
  package var count: Int { events.count }

  /// The position that an event of the page says it has.
  package func position(at place: Int) -> Int64 { events[place].position }

  /// Whether an event of the page is law for the log: a holiday notice, or the adoption of a rule book.
  package func isLaw(at place: Int) -> Bool { law[place] != nil }

  /// The data of an event that is law; `nil` for any other.
  func law(at place: Int) -> EventData? { law[place] }

  /// The bytes of a page and of the identifiers kept beside them, while they are in use.
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
  }

  /// Calls `body` with the page's text.
  func withText<Result, Failure: Error>(
    _ body: (Text) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      try unescaped.withUnsafeBufferPointer { (unescaped) throws(Failure) in
        try body(Text(bytes: bytes, unescaped: unescaped))
      }
    }
  }

  /// Keeps a text beside the bytes; its range lies after theirs.
  private mutating func keep(_ text: String) -> TextRange {
    unescaped.removeLast(min(unescaped.count, LeafPage.padding))
    let start = bytes.count + unescaped.count
    unescaped += text.utf8
    let end = bytes.count + unescaped.count
    unescaped += repeatElement(0, count: LeafPage.padding)
    return TextRange(start, end)
  }

  // MARK: Events that are not plain

  private mutating func add(_ event: Event) {
    let data = event.record.data
    if data.isLaw { law[events.count] = data }
    let firstValue = lists.values.count
    for key in EventForm.of(event.type).keys {
      let value = value(data.value(of: key.key), key.kind)
      lists.values.append(value)
    }
    events.append(
      EventView(
        position: event.position, version: event.version, occurredAt: event.record.occurredAt,
        recordedAt: event.recordedAt, knownAt: event.knownAt,
        isImported: event.record.sourceRecordedAt != nil, id: keep(event.record.id.text),
        subject: keep(event.stream.identifier.text), type: event.type,
        actor: event.record.actor, firstValue: firstValue))
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
    case .identifiers(let ids):
      let first = lists.identifiers.count
      for id in ids { lists.identifiers.append(keep(id.text)) }
      return .identifiers(first..<lists.identifiers.count)
    case .texts, .dates, .fields, .document: return .other
    }
  }
}
