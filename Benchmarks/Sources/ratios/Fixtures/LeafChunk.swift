/// Consecutive events as a rival takes them: their canonical bytes, streams and versions, all in
/// one piece of memory, so that reading them costs a rival nothing.
struct LeafChunk {
  /// Where one event's parts lie in the bytes.
  struct Row {
    let position: Int64
    let version: Int64
    let stream: Range<Int>
    let leaf: Range<Int>
  }

  /// Streams and leaves.
  private(set) var bytes: [UInt8] = []
  /// The events, in order.
  private(set) var rows: [Row] = []

  /// The bytes of all leaves together.
  var leafBytes: Int { rows.reduce(0) { $0 + $1.leaf.count } }

  /// Adds an event.
  mutating func append(position: Int64, version: Int64, stream: String, leaf: [UInt8]) {
    let start = bytes.count
    bytes += stream.utf8
    let middle = bytes.count
    bytes += leaf
    rows.append(
      Row(
        position: position, version: version, stream: start..<middle,
        leaf: middle..<bytes.count))
  }
}
