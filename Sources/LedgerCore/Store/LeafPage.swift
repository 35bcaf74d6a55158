import MerkleLog

/// Consecutive leaves of the log, as they were read from the store.
///
/// These bytes are unverified: `event(in:at:)` is what turns them into an event.
public struct LeafPage: Sendable {
  /// The position of the first leaf.
  public let first: Int64
  /// The bytes that hold the leaves; followed by ``padding`` zeros they are read faster.
  public let bytes: [UInt8]
  /// Where each leaf stands in the bytes.
  public let ranges: [Range<Int>]

  /// Makes a page. Every range must lie within the bytes.
  public init(first: Int64, bytes: [UInt8], ranges: [Range<Int>]) {
    self.first = first
    self.bytes = bytes
    self.ranges = ranges
  }

  /// How many zeros after the last leaf let a reader look ahead without minding the end.
  public static let padding = LeafCursor.padding

  /// Whether ``padding`` zeros end the bytes, after all leaves.
  var isPadded: Bool {
    let end = bytes.count - Self.padding
    return end >= 0 && ranges.allSatisfy { $0.upperBound <= end }
      && bytes[end...].allSatisfy { $0 == 0 }
  }

  /// The position after the last leaf.
  public var next: Int64 { first + Int64(ranges.count) }

  /// Reads the event in `range`, which must say that it stands at `position`.
  ///
  /// - Throws: `damaged`, naming the position.
  public func event(in range: Range<Int>, at position: Int64) throws(LedgerError) -> Event {
    let event: Event
    do {
      event = try Event(leaf: bytes, in: range)
    } catch {
      throw .damaged(at: position, "not an event: \(error)")
    }
    guard event.position == position else {
      throw .damaged(at: position, "says that it is position \(event.position)")
    }
    return event
  }

  /// The events of the page.
  ///
  /// - Throws: `damaged`, naming the first position that is not an event.
  public func events() throws(LedgerError) -> [Event] {
    var events: [Event] = []
    events.reserveCapacity(ranges.count)
    for (offset, range) in ranges.enumerated() {
      events.append(try event(in: range, at: first + Int64(offset)))
    }
    return events
  }

  /// The leaf hashes of the first of the leaves (RFC 6962 §2.1).
  func hashes(ofFirst count: Int) -> [TreeHash] {
    var hashes: [TreeHash] = []
    hashes.reserveCapacity(count)
    bytes.withUnsafeBytes {
      SHA256Hasher.appendLeaves(in: Array(ranges.prefix(count)), of: $0, to: &hashes)
    }
    return hashes
  }

  /// The leaf hash of the bytes in `range` (RFC 6962 §2.1).
  public func hash(of range: Range<Int>) -> TreeHash {
    bytes.withUnsafeBytes { SHA256Hasher.leaf(UnsafeRawBufferPointer(rebasing: $0[range])) }
  }
}

extension LedgerError {
  /// The stored bytes of a position are not what this program wrote.
  package static func damaged(at position: Int64, _ what: String) -> LedgerError {
    LedgerError(.damaged, "position \(position): \(what)")
  }
}
