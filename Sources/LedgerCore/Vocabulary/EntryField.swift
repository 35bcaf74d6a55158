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
