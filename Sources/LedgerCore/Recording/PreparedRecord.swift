import MerkleLog
import WorkingDays

/// A record that is ready for the log: held to the rules of a line of input, and written to canonical
/// bytes once.
///
/// Preparing one needs nothing of the log, so that it is done outside the write transaction, and on
/// several cores. Inside, the record takes its place by three stamps: position, time and version.
public struct PreparedRecord: Sendable {
  /// What the record says.
  public let record: Record
  /// The event's bytes up to its position.
  private let head: [UInt8]
  /// The event's bytes after the time of its recording, up to its version.
  private let tail: [UInt8]

  /// Prepares one line of input: any key order, spacing, escapes and offset, but nothing unknown.
  ///
  /// - Throws: `malformed`, with the key path, what was found and what was expected.
  public init(json line: [UInt8]) throws(LedgerError) {
    if let prepared = PreparedRecord(plain: line) {
      self = prepared
    } else {
      try self.init(Record(json: line))
    }
  }

  /// Prepares a typed record.
  ///
  /// - Throws: `malformed` for a value that no line of input could have.
  public init(_ record: Record) throws(LedgerError) {
    var writer = CanonicalWriter()
    writer.openObject()
    record.writeFirstMembers(to: &writer)
    let head = writer.bytes
    var rest = CanonicalWriter()
    // The comma stands before the first of them.
    rest.openObject()
    rest.member("sourceRecordedAt", record.sourceRecordedAt)
    rest.member("stream", record.data.stream.description)
    rest.member("type", record.data.type)
    self.init(record, head: head, tail: rest.bytes.dropFirst())
    try check()
  }

  /// - Parameter tail: the members after the schema.
  private init(_ record: Record, head: [UInt8], tail: some Sequence<UInt8>) {
    self.record = record
    self.head = head + Self.position
    self.tail = Self.schema + tail + Self.version
  }

  private static let position = Array(#","position":"#.utf8)
  private static let recordedAt = Array(#","recordedAt":""#.utf8)
  private static let schema = Array(#"","schema":\#(Event.schema),"#.utf8)
  private static let version = Array(#","version":"#.utf8)

  /// The event's canonical bytes in its place in the log.
  ///
  /// - Throws: `tooLarge` for more bytes than a leaf can have.
  func leaf(position: Int64, version: Int64, recordedAt: Instant) throws(LedgerError) -> [UInt8] {
    let leaf = bytes(position: position, version: version, recordedAt: recordedAt)
    guard leaf.count <= Event.largestSize else {
      throw LedgerError(
        .tooLarge,
        "found an event of \(leaf.count) bytes, expected at most \(Event.largestSize); shorten it")
    }
    return leaf
  }

  private func bytes(position: Int64, version: Int64, recordedAt: Instant) -> [UInt8] {
    var writer = CanonicalWriter(reserving: head.count + tail.count + 110 + LeafPage.padding)
    writer.raw(head)
    writer.integer(position)
    writer.raw(Self.recordedAt)
    writer.instant(recordedAt)
    writer.raw(tail)
    writer.integer(version)
    writer.closeObject()
    return writer.bytes
  }

  // MARK: Checking

  /// The bytes must read back as an event, wherever it stands.
  private func check() throws(LedgerError) {
    var leaf = bytes(position: 0, version: 0, recordedAt: record.occurredAt)
    guard leaf.count <= Event.largestSize else { return }
    let count = leaf.count
    leaf.append(contentsOf: repeatElement(0, count: LeafPage.padding))
    if EventPage.isPlain(leaf, in: 0..<count) { return }
    leaf.removeLast(LeafPage.padding)
    _ = try Event(leaf: leaf)
  }
}

// MARK: - Lines that are read fast

extension PreparedRecord {
  /// Prepares a line whose texts are such as nearly all records have; `nil` for any other, which the
  /// strict reader takes or refuses.
  init?(plain line: [UInt8]) {
    guard let parts = CanonicalLine(line) else { return nil }
    // The bytes as those of an event, from which the record is read back.
    var writer = CanonicalWriter(reserving: line.count + 512)
    writer.raw(parts.head)
    writer.raw(
      Array(#","position":0,"recordedAt":"2000-01-01T00:00:00.000+08:00","schema":1,"#.utf8))
    writer.raw(parts.tail)
    writer.raw(Array(#","version":0}"#.utf8))
    var leaf = writer.bytes
    let count = leaf.count
    guard count <= Event.largestSize else { return nil }
    leaf.append(contentsOf: repeatElement(0, count: LeafPage.padding))
    guard EventPage.isPlain(leaf, in: 0..<count),
      let event = try? Event(leaf: leaf, in: 0..<count)
    else { return nil }
    self.init(event.record, head: parts.head, tail: parts.tail)
  }
}
