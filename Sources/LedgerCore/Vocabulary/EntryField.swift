/// One attribute (属性) of the data that a catalogue entry describes (art. 15).
public struct EntryField: Hashable, Sendable, Codable {
  /// Its name, unique in the entry.
  public var name: String
  /// Its type, in the department's own words.
  public var type: String

  /// Describes an attribute.
  public init(name: String, type: String) {
    self.name = name
    self.type = type
  }
}

extension CanonicalReader {
  /// The attributes of an entry: at least one, of different names.
  mutating func fields(_ name: StaticString) throws(LedgerError) -> [EntryField] {
    try member(name) { reader throws(LedgerError) in try reader.fields() }
  }

  /// The same, which may be absent.
  mutating func optionalFields(_ name: StaticString) throws(LedgerError) -> [EntryField]? {
    try optional(name) { reader throws(LedgerError) in try reader.fields() }
  }

  private mutating func fields() throws(LedgerError) -> [EntryField] {
    let fields = try list { reader throws(LedgerError) in
      try reader.openObject()
      let field = EntryField(name: try reader.text("name"), type: try reader.text("type"))
      try reader.closeObject()
      return field
    }
    guard !fields.isEmpty else {
      throw .malformed(nil, found: "an empty list", expected: "at least one field")
    }
    var names = Set<Identifier>()
    for field in fields where !names.insert(Identifier(field.name)).inserted {
      throw .malformed(
        nil, found: "the field “\(JSONValue.cut(field.name))” twice",
        expected: "every name once")
    }
    return fields
  }
}

extension CanonicalWriter {
  mutating func member(_ name: StaticString, _ fields: [EntryField]?) {
    guard let fields else { return }
    key(name)
    value(EntryField.json(fields))
  }
}

extension EntryField {
  /// The attributes as JSON.
  static func json(_ fields: [EntryField]) -> JSONValue {
    .array(
      fields.map {
        .object([
          .init(key: "name", value: .string($0.name)), .init(key: "type", value: .string($0.type)),
        ])
      })
  }
}

extension ViewedEvent {
  /// What tells the names of the attributes apart that it states of an entry.
  var fieldHashes: [UInt64] {
    guard case .json(let range) = value(.fields) else { return [] }
    return page.withText { text in
      let json = text[range]
      guard !json.contains(UInt8(ascii: "\\")) else { return Self.hashes(ofEscaped: json) }
      // Nothing is escaped: a name ends with the next quote.
      var hashes: [UInt64] = []
      var start = json.startIndex
      while json.endIndex - start > Self.head.count {
        guard Self.head.elementsEqual(json[start..<start + Self.head.count]) else {
          start += 1
          continue
        }
        start += Self.head.count
        let end = json[start...].firstIndex(of: UInt8(ascii: "\"")) ?? json.endIndex
        hashes.append(Self.hash(UnsafeBufferPointer(rebasing: json[start..<end])))
        start = end
      }
      return hashes
    }
  }

  private static let head = Array(#"{"name":""#.utf8)

  private static func hashes(ofEscaped json: UnsafeBufferPointer<UInt8>) -> [UInt64] {
    guard case .array(let fields)? = try? JSONValue(parsing: Array(json)) else { return [] }
    return fields.compactMap { field in
      guard case .string(var name)? = field["name"] else { return nil }
      return name.withUTF8 { hash($0) }
    }
  }

  private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 { Name(name).hash(key: 0) }
}

extension PageText {
  /// What tells it from the name of another attribute.
  var fieldHash: UInt64 { withUTF8 { Name($0).hash(key: 0) } }
}
