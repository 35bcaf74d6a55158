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
  private(set) var notices: [HolidayNotice] = []
  private(set) var adoptions: [RulesAdopted] = []
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
  package init(unhashed page: LeafPage) {
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
    let (entries, values) = (lists.entries.count, lists.values.count)
    cursor.move(to: range.lowerBound)
    guard let view = EventView(plain: &cursor, endingAt: range.upperBound, lists: &lists) else {
      lists.entries.removeLast(lists.entries.count - entries)
      lists.values.removeLast(lists.values.count - values)
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
  package func isLaw(at place: Int) -> Bool {
    switch events[place].act {
    case .noticeIssued, .rulesAdopted: true
    default: false
    }
  }

  /// The id of an event of the page.
  package func identifier(at place: Int) -> Identifier { identifier(events[place].id) }

  /// The stream of an event of the page.
  package func stream(at place: Int) -> StreamName {
    StreamName(events[place].act.category, identifier(events[place].subject))
  }

  private func identifier(_ range: TextRange) -> Identifier {
    withText { text in
      let bytes = UnsafeBufferPointer(start: text.start(of: range), count: Int(range.count))
      return Identifier(String(decoding: bytes, as: UTF8.self))
    }
  }

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

  /// Keeps an identifier beside the bytes; its range lies after theirs.
  private mutating func keep(_ identifier: Identifier) -> TextRange { keep(identifier.text) }

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
    events.append(
      EventView(
        position: event.position, version: event.version, occurredAt: event.record.occurredAt,
        recordedAt: event.recordedAt, knownAt: event.knownAt,
        isImported: event.record.sourceRecordedAt != nil, id: keep(event.record.id),
        subject: keep(event.stream.identifier), act: act(event.record)))
  }

  private mutating func act(_ record: Record) -> EventView.Act {
    switch record.data {
    case .departmentRegistered(let data):
      return .departmentRegistered(
        data.department, BodyState(division: data.division, kind: data.kind))
    case .entryRegistered(let data):
      return .entryRegistered(department: data.department, data.sharing, data.openness)
    case .entryRevised(let data):
      return .entryRevised(
        department: data.changes.department, data.changes.sharing, data.changes.openness,
        trigger: data.trigger.map { keep($0) })
    case .entryRetired(let data): return .entryRetired(trigger: data.trigger.map { keep($0) })
    case .updateTriggered(let data):
      let first = lists.entries.count
      for entry in data.entries { lists.entries.append(keep(entry)) }
      return .updateTriggered(
        department: data.department, promulgatedOn: data.promulgatedOn,
        effectiveOn: data.effectiveOn, entries: first..<lists.entries.count)
    case .triggerReviewed(let data): return .triggerReviewed(entry: data.entry.map { keep($0) })
    case .catalogFiled(let data): return .catalogFiled(department: data.department)
    case .shareRequested(let data):
      return .shareRequested(
        entry: keep(data.entry), receivedAt: data.receivedAt, purpose: keep(data.purpose),
        requester: data.requester)
    case .shareReplied(let data):
      return .shareReplied(data.decision, hasReasons: data.reasons != nil)
    case .shareWithdrawn: return .shareWithdrawn
    case .incidentDetected(let data):
      return .incidentDetected(
        department: data.department, ActFacts(data.grade, data.operator))
    case .incidentRemedied: return .incidentRemedied
    case .incidentReported(let data): return .incidentReported(data.recipientKind)
    case .projectSubmitted(let data):
      return .projectSubmitted(
        department: data.department,
        isUnderInvestmentLaw: data.fixedAssetInvestment || data.stateSubsidy)
    case .projectReviewed(let data):
      return .projectReviewed(authority: data.authority, data.outcome)
    case .projectStarted: return .projectStarted
    case .noticeIssued(let data):
      notices.append(data.notice)
      return .noticeIssued(notices.count - 1)
    case .rulesAdopted(let data):
      adoptions.append(data)
      return .rulesAdopted(adoptions.count - 1)
    case .auditAttested: return .auditAttested
    case .act(let act):
      let first = lists.values.count
      for key in ActForm.of(act.type)?.keys ?? [] {
        lists.values.append(value(act[key.text], key.kind))
      }
      return .acted(EventView.ActView(act.type, by: record.actor, first..<lists.values.count))
    }
  }

  private mutating func value(_ value: Act.Value?, _ kind: ActForm.Kind) -> EventView.Value {
    switch value {
    case nil: return .absent
    case .identifier(let id): return .text(keep(id))
    case .text(let text):
      guard case .choice(let names) = kind else { return .text(keep(text)) }
      let place = names.firstIndex(of: text)
      return place.map { .choice(UInt8(truncatingIfNeeded: $0)) } ?? .absent
    case .code(let code): return .code(code)
    case .date(let date): return .date(date)
    case .division(let division): return .division(division)
    case .instant(let instant): return .instant(instant)
    case .integer(let integer): return .integer(integer)
    case .texts: return .texts
    }
  }
}
