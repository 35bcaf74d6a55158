import MerkleLog
import WorkingDays

/// A value that a key of an event's data may hold, and that is read without being told more.
protocol CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError)
}

extension CanonicalReader {
  /// A required member; an error names its key.
  mutating func value<Value: CanonicalValue>(
    _ name: StaticString
  ) throws(LedgerError) -> Value {
    try member(name) { reader throws(LedgerError) in try Value(reading: &reader) }
  }

  /// A member that may be absent; an error names its key.
  mutating func optionalValue<Value: CanonicalValue>(
    _ name: StaticString
  ) throws(LedgerError) -> Value? {
    try optional(name) { reader throws(LedgerError) in try Value(reading: &reader) }
  }

  /// One of a choice's names.
  mutating func value<Choice: EventChoice>(_ name: StaticString) throws(LedgerError) -> Choice {
    try choice(name)
  }

  /// The same, which may be absent.
  mutating func optionalValue<Choice: EventChoice>(
    _ name: StaticString
  ) throws(LedgerError) -> Choice? {
    try optionalChoice(name)
  }

  /// A list whose elements all differ.
  mutating func list<Value: CanonicalValue & Hashable>(
    _ name: StaticString, orEmpty: Bool
  ) throws(LedgerError) -> [Value] {
    try member(name) { reader throws(LedgerError) in try reader.distinct(orEmpty: orEmpty) }
  }

  /// The same, which may be absent.
  mutating func optionalList<Value: CanonicalValue & Hashable>(
    _ name: StaticString, orEmpty: Bool
  ) throws(LedgerError) -> [Value]? {
    try optional(name) { reader throws(LedgerError) in try reader.distinct(orEmpty: orEmpty) }
  }

  /// Texts are told apart by their bytes.
  mutating func list(_ name: StaticString, orEmpty: Bool) throws(LedgerError) -> [String] {
    try member(name) { reader throws(LedgerError) in try reader.distinctTexts(orEmpty: orEmpty) }
  }

  /// The same, which may be absent.
  mutating func optionalList(
    _ name: StaticString, orEmpty: Bool
  ) throws(LedgerError) -> [String]? {
    try optional(name) { reader throws(LedgerError) in
      try reader.distinctTexts(orEmpty: orEmpty)
    }
  }

  private mutating func distinct<Value: CanonicalValue & Hashable>(
    orEmpty: Bool
  ) throws(LedgerError) -> [Value] {
    try distinct(orEmpty: orEmpty) { reader throws(LedgerError) in try Value(reading: &reader) }
  }

  private mutating func distinctTexts(orEmpty: Bool) throws(LedgerError) -> [String] {
    try distinct(orEmpty: orEmpty) { reader throws(LedgerError) in
      Identifier(try reader.text())
    }.map(\.text)
  }

  /// An identifier that is a part of others' names, such as sd329.16/<trigger>/<entry>: a slash would
  /// make two of one name.
  mutating func slashless(_ name: StaticString) throws(LedgerError) -> Identifier {
    try member(name) { reader throws(LedgerError) in try reader.slashless() }
  }

  /// The same, which may be absent.
  mutating func optionalSlashless(_ name: StaticString) throws(LedgerError) -> Identifier? {
    try optional(name) { reader throws(LedgerError) in try reader.slashless() }
  }

  private mutating func slashless() throws(LedgerError) -> Identifier {
    let identifier = try identifier()
    if identifier.text.utf8.contains(UInt8(ascii: "/")) {
      throw .malformed(nil, found: "“\(identifier)”", expected: "an identifier without “/”")
    }
    return identifier
  }

  /// A whole number within bounds.
  mutating func integer(
    _ name: StaticString, in range: ClosedRange<Int64>
  ) throws(LedgerError) -> Int64 {
    try member(name) { reader throws(LedgerError) in try reader.integer(within: range) }
  }

  /// The same, which may be absent.
  mutating func optionalInteger(
    _ name: StaticString, in range: ClosedRange<Int64>
  ) throws(LedgerError) -> Int64? {
    try optional(name) { reader throws(LedgerError) in try reader.integer(within: range) }
  }

  private mutating func integer(within range: ClosedRange<Int64>) throws(LedgerError) -> Int64 {
    let integer = try integer()
    guard range.contains(integer) else {
      throw .malformed(
        nil, found: "\(integer)",
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }
}

extension Identifier: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    self = try reader.identifier()
  }
}

extension String: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) { self = try reader.text() }
}

extension BodyCode: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    self = try reader.bodyCode()
  }
}

extension Division: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    self = try reader.division()
  }
}

extension Instant: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) { self = try reader.instant() }
}

extension CivilDate: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) { self = try reader.date() }
}

extension Bool: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) { self = try reader.bool() }
}

extension JSONValue: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) { self = try reader.json() }
}

extension TreeHash: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    let text = try reader.string()
    guard let hash = TreeHash(base64: text) else {
      throw .malformed(
        nil, found: "“\(JSONValue.cut(text))”", expected: "a SHA-256 hash in base64")
    }
    self = hash
  }
}

extension RuleBookName: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    let text = try reader.identifier()
    guard let book = RuleBookName(text.text) else {
      throw .malformed(
        nil, found: "“\(text)”", expected: "a rule book's name and version, such as order-329/1")
    }
    self = book
  }
}

extension RuleBookNames: CanonicalValue {
  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    let text = try reader.text()
    guard let names = RuleBookNames(text) else {
      throw .malformed(
        nil, found: "“\(JSONValue.cut(text))”",
        expected: "a rule book's name and version, such as order-329/1, or some joined by commas")
    }
    self = names
  }
}

// MARK: - Writing

extension CanonicalWriter {
  mutating func member(_ name: StaticString, _ value: Identifier) { member(name, value.text) }

  mutating func member(_ name: StaticString, _ value: Identifier?) { member(name, value?.text) }

  mutating func member(_ name: StaticString, _ values: [Identifier]?) {
    member(name, values?.map(\.text))
  }

  mutating func member(_ name: StaticString, _ value: Division?) {
    member(name, value?.description)
  }

  mutating func member(_ name: StaticString, _ value: TreeHash?) { member(name, value?.base64) }

  mutating func member(_ name: StaticString, _ value: RuleBookName?) {
    member(name, value?.description)
  }

  mutating func member(_ name: StaticString, _ value: RuleBookNames?) {
    member(name, value?.description)
  }

  mutating func member(_ name: StaticString, _ value: Bool?) {
    guard let value else { return }
    member(name, value)
  }

  mutating func member(_ name: StaticString, _ document: JSONValue?) {
    guard let document else { return }
    key(name)
    value(document)
  }
}
