import WorkingDays

/// Writes canonical JSON (RFC 8785, integers only). Members must be written in canonical order.
struct CanonicalWriter {
  private(set) var bytes: [UInt8] = []

  init(reserving capacity: Int = 512) { bytes.reserveCapacity(capacity) }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  // MARK: Structure

  mutating func openObject() { bytes.append(UInt8(ascii: "{")) }
  mutating func closeObject() { bytes.append(UInt8(ascii: "}")) }
  mutating func openArray() { bytes.append(UInt8(ascii: "[")) }
  mutating func closeArray() { bytes.append(UInt8(ascii: "]")) }

  /// A comma whose need the caller knows: the bytes before it may have been handed over.
  mutating func comma() { bytes.append(UInt8(ascii: ",")) }

  /// Starts an element of an array: the comma, unless it is the first.
  mutating func element() {
    if bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
  }

  /// Starts a member: the comma, unless it is the first, the key and the colon.
  mutating func key(_ key: StaticString) {
    let count = key.utf8CodeUnitCount
    let isFirst = bytes.last == UInt8(ascii: "{")
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count + 4) { text in
      text[0] = UInt8(ascii: ",")
      text[1] = UInt8(ascii: "\"")
      for offset in 0..<count { text[offset + 2] = key.utf8Start[offset] }
      text[count + 2] = UInt8(ascii: "\"")
      text[count + 3] = UInt8(ascii: ":")
      bytes.append(contentsOf: text[(isFirst ? 1 : 0)...])
    }
  }

  /// Starts a member whose key is known only when the program runs.
  mutating func key(_ key: String) {
    separateMember()
    string(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func separateMember() {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
  }

  // MARK: Values

  mutating func string(_ string: String) {
    bytes.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { utf8 in
      if utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
        for byte in utf8 { escape(byte) }
      } else {
        bytes.append(contentsOf: utf8)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: bytes.append(contentsOf: #"\""#.utf8)
    case 0x5C: bytes.append(contentsOf: #"\\"#.utf8)
    case 0x08: bytes.append(contentsOf: #"\b"#.utf8)
    case 0x09: bytes.append(contentsOf: #"\t"#.utf8)
    case 0x0A: bytes.append(contentsOf: #"\n"#.utf8)
    case 0x0C: bytes.append(contentsOf: #"\f"#.utf8)
    case 0x0D: bytes.append(contentsOf: #"\r"#.utf8)
    case 0..<0x20:
      bytes.append(contentsOf: #"\u00"#.utf8)
      bytes.append(Self.hexDigit(byte >> 4))
      bytes.append(Self.hexDigit(byte & 15))
    default: bytes.append(byte)
    }
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? 0x30 + value : 0x61 + value - 10
  }

  mutating func integer(_ value: Int64) { bytes.append(decimal: value) }

  /// A moment without its quotes.
  mutating func instant(_ value: Instant) { value.appendUTF8(to: &bytes) }

  mutating func bool(_ value: Bool) {
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// A value that is canonical JSON already.
  mutating func raw(_ json: [UInt8]) { bytes += json }

  mutating func null() { bytes.append(contentsOf: "null".utf8) }

  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let bool): self.bool(bool)
    case .integer(let integer): self.integer(integer)
    case .string(let string): self.string(string)
    case .array(let elements):
      openArray()
      for item in elements {
        element()
        self.value(item)
      }
      closeArray()
    case .object(let members):
      openObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      closeObject()
    }
  }

  // MARK: Members

  mutating func member(_ name: StaticString, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: StaticString, _ value: String?) {
    guard let value else { return }
    member(name, value)
  }

  mutating func member(_ name: StaticString, _ value: Int64) {
    key(name)
    integer(value)
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    key(name)
    bool(value)
  }

  mutating func member(_ name: StaticString, _ value: BodyCode) {
    key(name)
    quoted { value.appendUTF8(to: &$0) }
  }

  mutating func member(_ name: StaticString, _ value: BodyCode?) {
    guard let value else { return }
    member(name, value)
  }

  mutating func member(_ name: StaticString, _ value: Instant) {
    key(name)
    quoted { value.appendUTF8(to: &$0) }
  }

  mutating func member(_ name: StaticString, _ value: Instant?) {
    guard let value else { return }
    member(name, value)
  }

  mutating func member(_ name: StaticString, _ value: CivilDate) {
    key(name)
    quoted { value.appendUTF8(to: &$0) }
  }

  mutating func member(_ name: StaticString, _ value: CivilDate?) {
    guard let value else { return }
    member(name, value)
  }

  mutating func member(_ name: StaticString, _ value: some RawRepresentable<String>) {
    member(name, value.rawValue)
  }

  mutating func member(_ name: StaticString, _ value: (some RawRepresentable<String>)?) {
    guard let value else { return }
    member(name, value.rawValue)
  }

  mutating func member(_ name: StaticString, _ values: [String]) {
    key(name)
    openArray()
    for value in values {
      element()
      string(value)
    }
    closeArray()
  }

  mutating func member(_ name: StaticString, _ values: [String]?) {
    guard let values else { return }
    member(name, values)
  }

  mutating func member(_ name: StaticString, _ values: [CivilDate]?) {
    guard let values else { return }
    key(name)
    openArray()
    for value in values {
      element()
      quoted { value.appendUTF8(to: &$0) }
    }
    closeArray()
  }

  /// A string whose bytes need no escape.
  private mutating func quoted(_ append: (inout [UInt8]) -> Void) {
    bytes.append(UInt8(ascii: "\""))
    append(&bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}

extension [UInt8] {
  /// Appends a number in decimal digits.
  mutating func append(decimal value: Int64) {
    if value < 0 { append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = count
    repeat {
      append(UInt8(0x30 + rest % 10))
      rest /= 10
    } while rest > 0
    self[start...].reverse()
  }
}
