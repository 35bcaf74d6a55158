import MerkleLog

/// What a saved replay says of itself: which log it folded.
///
/// A saved replay is a convenience of whoever saved it, and is trusted as far as they are: its
/// digest shows damage, not intent. The replay of the whole log remains the definition of an audit.
struct SavedReplay {
  static let format = "govledger.replay/6"

  /// The log that was folded: the replay goes on at its size.
  let head: LogHead
  let parts: ReplayParts

  func write(to writer: inout CompactWriter) {
    writer.text(Self.format.utf8)
    writer.number(head.size)
    writer.text(head.root.bytes)
    writer.number(Int64(parts.count))
    writer.number(Int64(bitPattern: parts.key))
  }

  init(head: LogHead, parts: ReplayParts) {
    self.head = head
    self.parts = parts
  }

  init?(from reader: inout CompactReader) {
    guard reader.text() == Array(Self.format.utf8),
      let size = reader.number(below: TreeEdge<SHA256Hasher>.maximumSize),
      let root = reader.text().flatMap({ TreeHash($0) }), let count = reader.number(),
      let key = reader.number(),
      let parts = ReplayParts(saved: count, key: UInt64(bitPattern: key))
    else { return nil }
    head = LogHead(size: size, root: root)
    self.parts = parts
  }
}
