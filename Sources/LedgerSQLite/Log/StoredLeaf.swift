import LedgerCore

/// A leaf of the log, of which only as much is read as is asked for. The log's tree vouches for its
/// bytes, or whoever reads all of the log and compares the root.
struct StoredLeaf {
  let position: Int64
  private let page: LeafPage
  private let range: Range<Int>

  /// The leaf at a position, in a page that has it in `range`.
  init(at position: Int64, in page: LeafPage, _ range: Range<Int>) {
    self.position = position
    self.page = page
    self.range = range
  }

  /// - Throws: `damaged` when the leaf is not an event.
  func event() throws(LedgerError) -> Event { try page.event(in: range, at: position) }

  /// - Throws: `damaged` when the leaf is not an event.
  func viewedEvent() throws(LedgerError) -> ViewedEvent {
    try page.viewedEvent(at: position, in: range)
  }

  /// Calls `body` with where the leaf has the members by which events are found; they are `nil` where
  /// only reading the event can tell.
  func withMembers<Result>(
    _ body: (LeafMembers?, UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try page.bytes.withUnsafeBytes { try body(LeafMembers(of: range, in: $0), $0) }
  }

  /// Whether it is the event of an id.
  func hasID(_ id: NameHash) throws -> Bool {
    let found = withMembers { $0?.idHash(in: $1) }
    return try (found ?? viewedEvent().idHash) == id
  }

  /// Whether it is an event of a stream.
  func isIn(_ stream: NameHash) throws -> Bool {
    let found = withMembers { $0?.streamHash(in: $1) }
    return try (found ?? viewedEvent().streamHash) == stream
  }

  /// Whether its event is the first of its stream.
  func isFirstOfStream() throws -> Bool {
    let found = withMembers { members, _ in members?.isFirstOfStream }
    return try found ?? (viewedEvent().version == 0)
  }

  /// Whether it is an event of a type.
  func isOf(_ type: EventType) throws -> Bool {
    let found = withMembers { members, bytes in members.map { $0.eventType(in: bytes) == type } }
    return try found ?? (viewedEvent().type == type)
  }
}

extension LeafPage {
  /// The leaves of the page.
  var storedLeaves: [StoredLeaf] {
    ranges.enumerated().map { StoredLeaf(at: first + Int64($0.offset), in: self, $0.element) }
  }
}
