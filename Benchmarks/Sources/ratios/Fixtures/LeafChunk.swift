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

  /// Adds an event, whose stream and version stand at the end of its leaf.
  mutating func append(position: Int, leaf: ArraySlice<UInt8>) throws {
    let stream = try value(of: ",\"stream\":\"", upTo: "\"", in: leaf)
    let version = try value(of: ",\"version\":", upTo: "}", in: leaf)
    let number = try found(
      Int64(String(decoding: version, as: UTF8.self)), "no version at position \(position)")
    let start = bytes.count
    bytes += stream
    let middle = bytes.count
    bytes += leaf
    rows.append(
      Row(
        position: Int64(position), version: number, stream: start..<middle,
        leaf: middle..<bytes.count))
  }

  /// The value behind the last occurrence of a key.
  private func value(
    of key: StaticString, upTo end: StaticString, in leaf: ArraySlice<UInt8>
  ) throws -> ArraySlice<UInt8> {
    let key = UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    let place = stride(from: leaf.endIndex - key.count, through: leaf.startIndex, by: -1)
      .first { leaf[$0..<$0 + key.count].elementsEqual(key) }
    let start = try found(place, "an event has no stream or version") + key.count
    return leaf[start...].prefix { $0 != end.utf8Start.pointee }
  }
}
