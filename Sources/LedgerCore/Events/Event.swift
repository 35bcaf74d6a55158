import WorkingDays

/// A record that stands in the log, with what the ledger added (contract §2).
public struct Event: Hashable, Sendable {
  /// The most bytes that an event's canonical JSON may have: a leaf's length is 16 bits.
  public static let largestSize = 65_535
  /// The version of the types' schemas that this program writes.
  public static let schema: Int64 = 1

  /// The act.
  public let record: Record
  /// The place in the log, from 0, without gaps.
  public let position: Int64
  /// The stream that the event belongs to.
  public let stream: StreamName
  /// The place in the stream, from 0, without gaps.
  public let version: Int64
  /// When the ledger recorded it; never decreasing along the log.
  public let recordedAt: Instant

  /// Gives a record its place in the log.
  public init(record: Record, position: Int64, version: Int64, recordedAt: Instant) {
    self.record = record
    self.position = position
    self.version = version
    self.recordedAt = recordedAt
    stream = record.data.stream
  }

  /// When the event became known: at its source if it was imported, else to this ledger.
  public var knownAt: Instant { record.sourceRecordedAt ?? recordedAt }

  /// The type of the event.
  public var type: EventType { record.data.type }
}

extension Event {
  /// The canonical JSON (RFC 8785) that is the log's leaf.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Writes the same, and gives where the position stands.
  @discardableResult
  func write(to writer: inout CanonicalWriter) -> Int {
    writer.openObject()
    record.writeFirstMembers(to: &writer)
    writer.key("position")
    let place = writer.bytes.count
    writer.integer(position)
    writer.member("recordedAt", recordedAt)
    writer.member("schema", Self.schema)
    writer.member("sourceRecordedAt", record.sourceRecordedAt)
    writer.member("stream", stream.description)
    writer.member("type", type)
    writer.member("version", version)
    writer.closeObject()
    return place
  }

  /// Reads an event from a leaf's bytes, which must be exactly what `canonicalBytes` writes.
  ///
  /// - Throws: `malformed`, with the key path, what was found and what was expected; `tooLarge`
  ///   for more bytes than a leaf can have.
  public init(leaf bytes: [UInt8]) throws(LedgerError) {
    try self.init(leaf: bytes, in: 0..<bytes.count)
  }

  /// Reads an event from a part of `bytes`, such as an entry of a bundle.
  public init(leaf bytes: [UInt8], in range: Range<Int>) throws(LedgerError) {
    guard range.count <= Self.largestSize else {
      throw LedgerError(
        .tooLarge, "found \(range.count) bytes, expected at most \(Self.largestSize)")
    }
    var reader = CanonicalReader(bytes, in: range, times: .stored)
    try self.init(reading: &reader)
  }

  private init(reading reader: inout CanonicalReader) throws(LedgerError) {
    // `data` comes before `type` in canonical order: its place is kept until the type is known.
    try reader.openObject()
    let actor = try reader.bodyCode("actor")
    let causation = try reader.optionalIdentifier("causation")
    let correlation = try reader.optionalIdentifier("correlation")
    let data = try reader.member("data") { reader throws(LedgerError) in try reader.skipValue() }
    let id = try reader.identifier("id")
    let occurredAt = try reader.instant("occurredAt")
    let position = try reader.integer("position")
    let recordedAt = try reader.instant("recordedAt")
    let schema = try reader.integer("schema")
    let sourceRecordedAt = try reader.optional("sourceRecordedAt") { reader throws(LedgerError) in
      try reader.instant()
    }
    let stream = try reader.member("stream") { reader throws(LedgerError) in try reader.string() }
    let type: EventType = try reader.choice("type")
    let version = try reader.integer("version")
    try reader.closeObject()
    try reader.finish()
    guard schema == Self.schema else {
      throw .malformed("schema", found: "\(schema)", expected: "\(Self.schema)")
    }
    let record = Record(
      id: id, occurredAt: occurredAt, actor: actor,
      data: try Self.data(type, reader.moved(to: data)),
      correlation: correlation, causation: causation, sourceRecordedAt: sourceRecordedAt)
    self.init(record: record, position: position, version: version, recordedAt: recordedAt)
    guard Identifier(self.stream.description) == Identifier(stream) else {
      throw .malformed(
        "stream", found: JSONValue.cut(stream), expected: "\(self.stream), the data's own")
    }
  }

  private static func data(
    _ type: EventType, _ reader: CanonicalReader
  ) throws(LedgerError) -> EventData {
    var reader = reader
    do {
      return try EventData(type, reading: &reader)
    } catch {
      throw error.under("data")
    }
  }
}
