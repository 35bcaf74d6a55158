import WorkingDays

/// An act as a service states it: what a line of input holds (contract §2).
///
/// The ledger adds position, stream, version, schema and the time of recording, which makes it an
/// `Event`.
public struct Record: Hashable, Sendable {
  /// The record's own name, unique in the ledger.
  public var id: Identifier
  /// When the act took place in the world.
  public var occurredAt: Instant
  /// The body that acts.
  public var actor: BodyCode
  /// What the act was.
  public var data: EventData
  /// The record that began the conversation which this one belongs to.
  public var correlation: Identifier?
  /// The record that this one answers.
  public var causation: Identifier?
  /// When the system that an import comes from says it recorded the act.
  public var sourceRecordedAt: Instant?

  /// States an act by the data of its type, such as ``ShareRequested``.
  public init(
    id: Identifier, occurredAt: Instant, actor: BodyCode, data: some EventPayload,
    correlation: Identifier? = nil, causation: Identifier? = nil, sourceRecordedAt: Instant? = nil
  ) {
    self.init(
      id: id, occurredAt: occurredAt, actor: actor, data: data.eventData,
      correlation: correlation, causation: causation, sourceRecordedAt: sourceRecordedAt)
  }

  /// States an act of any type.
  public init(
    id: Identifier, occurredAt: Instant, actor: BodyCode, data: EventData,
    correlation: Identifier? = nil, causation: Identifier? = nil, sourceRecordedAt: Instant? = nil
  ) {
    self.id = id
    self.occurredAt = occurredAt
    self.actor = actor
    self.data = data
    self.correlation = correlation
    self.causation = causation
    self.sourceRecordedAt = sourceRecordedAt
  }
}

extension Record {
  /// Reads one line of input: any key order, spacing and offset, but nothing unknown.
  ///
  /// - Throws: `malformed`, with the key path, what was found and what was expected.
  public init(json line: some Sequence<UInt8>) throws(LedgerError) {
    let value = try JSONValue(parsing: line)
    guard case .object = value else {
      throw .malformed(nil, found: value.shown, expected: "an object: one record a line")
    }
    try Self.refuseLedgerKeys(value)
    let type = try Self.type(of: value)
    let bytes = value.canonicalBytes
    var reader = CanonicalReader(bytes, in: 0..<bytes.count, times: .anyOffset)
    try self.init(type, reading: &reader)
  }

  /// The keys that are the ledger's to give.
  private static func refuseLedgerKeys(_ value: JSONValue) throws(LedgerError) {
    for key in ["position", "stream", "version", "recordedAt", "schema"] {
      guard let found = value[key] else { continue }
      throw .malformed(key, found: found.shown, expected: "no such key: the ledger gives it")
    }
  }

  private static func type(of value: JSONValue) throws(LedgerError) -> EventType {
    guard let found = value["type"] else {
      throw .malformed("type", found: "no such key", expected: "the key, which is required")
    }
    guard case .string(let name) = found, let type = EventType(rawValue: name) else {
      throw .malformed(
        "type", found: found.shown,
        expected: "a type of event, of those that `govledger schema --labels` lists")
    }
    return type
  }

  private init(
    _ type: EventType, reading reader: inout CanonicalReader
  ) throws(LedgerError) {
    try reader.openObject()
    actor = try reader.bodyCode("actor")
    causation = try reader.optionalIdentifier("causation")
    correlation = try reader.optionalIdentifier("correlation")
    data = try reader.member("data") { reader throws(LedgerError) in
      try EventData(type, reading: &reader)
    }
    id = try reader.identifier("id")
    occurredAt = try reader.instant("occurredAt")
    sourceRecordedAt = try reader.optional("sourceRecordedAt") { reader throws(LedgerError) in
      try reader.instant()
    }
    _ = try reader.choice("type") as EventType
    try reader.closeObject()
    try reader.finish()
  }

  /// Writes the members up to where an event has its position.
  func writeFirstMembers(to writer: inout CanonicalWriter) {
    writer.member("actor", actor)
    writer.member("causation", causation)
    writer.member("correlation", correlation)
    writer.key("data")
    data.write(to: &writer)
    writer.member("id", id)
    writer.member("occurredAt", occurredAt)
  }

  /// The record as canonical JSON, as a line of input without its line end.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.openObject()
    writeFirstMembers(to: &writer)
    writer.member("sourceRecordedAt", sourceRecordedAt)
    writer.member("type", data.type)
    writer.closeObject()
    return writer.bytes
  }
}
