import WorkingDays

/// Reads records from canonical JSON bytes, strictly: every key in its place, nothing left over.
///
/// Because the caller asks for the keys in canonical order, a key that is out of order, unknown or
/// double is found where it stands, without keeping a list of the keys seen.
struct CanonicalReader {
  /// Which timestamps are accepted.
  enum TimeForm {
    /// Any RFC 3339 timestamp with an offset (input).
    case anyOffset
    /// Beijing time with milliseconds only (stored bytes).
    case stored
  }

  let bytes: [UInt8]
  let end: Int
  let times: TimeForm
  private(set) var at: Int

  init(_ bytes: [UInt8], in range: Range<Int>, times: TimeForm) {
    self.bytes = bytes
    self.times = times
    at = range.lowerBound
    end = range.upperBound
  }

  // MARK: Structure

  private var current: UInt8? { at < end ? bytes[at] : nil }

  private mutating func take(_ byte: UInt8) throws(LedgerError) {
    guard current == byte else {
      let expected = "“\(Unicode.Scalar(byte))”"
      throw .malformed(nil, found: shownHere, expected: "\(expected) (canonical JSON)")
    }
    at += 1
  }

  mutating func openObject() throws(LedgerError) {
    guard current == UInt8(ascii: "{") else {
      throw .malformed(nil, found: shownHere, expected: "an object")
    }
    at += 1
  }

  mutating func closeObject() throws(LedgerError) {
    if current == UInt8(ascii: "}") {
      at += 1
      return
    }
    throw unknownKey(before: nil)
  }

  /// The whole of the bytes must have been read.
  func finish() throws(LedgerError) {
    guard at == end else {
      throw .malformed(nil, found: shownHere, expected: "the end of the event")
    }
  }

  /// Moves past `key` and its colon when it is the next key.
  mutating func optionalKey(_ key: StaticString) -> Bool {
    var next = at
    let isFirst = next > 0 && bytes[next - 1] == UInt8(ascii: "{")
    if !isFirst {
      guard next < end, bytes[next] == UInt8(ascii: ",") else { return false }
      next += 1
    }
    let count = key.utf8CodeUnitCount
    guard end - next >= count + 3, bytes[next] == 0x22, bytes[next + count + 1] == 0x22,
      bytes[next + count + 2] == UInt8(ascii: ":")
    else { return false }
    let name = UnsafeBufferPointer(start: key.utf8Start, count: count)
    for offset in 0..<count where bytes[next + 1 + offset] != name[offset] { return false }
    at = next + count + 3
    return true
  }

  /// Moves past `key` and its colon, which must be next.
  mutating func key(_ key: StaticString) throws(LedgerError) {
    if !optionalKey(key) { throw unknownKey(before: key) }
  }

  /// Why the next key is not the expected one: it is unknown, or the expected one is missing.
  private func unknownKey(before expected: StaticString?) -> LedgerError {
    var probe = self
    let missing = expected.map { String(describing: $0) }
    if probe.current == UInt8(ascii: ",") { probe.at += 1 }
    guard probe.current == 0x22, let found = try? probe.string() else {
      guard let missing else {
        return .malformed(nil, found: shownHere, expected: "“}” (canonical JSON)")
      }
      return .malformed(missing, found: "no such key", expected: "the key, which is required")
    }
    if let missing, missing.utf16.lexicographicallyPrecedes(found.utf16) {
      return .malformed(missing, found: "no such key", expected: "the key, which is required")
    }
    return .malformed(
      JSONValue.cut(found), found: "a key that is unknown, or out of order here",
      expected: "only the keys of the contract")
  }

  // MARK: Scalars

  /// Reads a string in canonical form.
  mutating func string() throws(LedgerError) -> String {
    let raw = try rawString()
    guard let escape = bytes[raw].firstIndex(of: 0x5C) else {
      return try text(in: raw)
    }
    return try unescaped(raw, from: escape)
  }

  /// The bytes between the quotes of the string that is next.
  private mutating func rawString() throws(LedgerError) -> Range<Int> {
    guard current == 0x22 else { throw .malformed(nil, found: shownHere, expected: "a string") }
    guard let quote = closingQuote else {
      throw .malformed(nil, found: shownHere, expected: "a string that ends, without raw controls")
    }
    defer { at = quote + 1 }
    return (at + 1)..<quote
  }

  /// Where the string that is next ends; `nil` when it does not, or holds a raw control character.
  private var closingQuote: Int? {
    bytes.withUnsafeBufferPointer { bytes in
      var index = at + 1
      while index < end, bytes[index] >= 0x20 {
        if bytes[index] == 0x22 { return index }
        index += bytes[index] == 0x5C ? 2 : 1
      }
      return nil
    }
  }

  private func text(in range: Range<Int>) throws(LedgerError) -> String {
    guard let string = StrictUTF8.string(bytes, in: range) else {
      throw LedgerError(.malformed, "found bytes that are not UTF-8, expected valid UTF-8")
    }
    return string
  }

  /// Undoes the escapes, then checks that they were the canonical ones.
  private func unescaped(_ raw: Range<Int>, from escape: Int) throws(LedgerError) -> String {
    let quoted = Array(bytes[(raw.lowerBound - 1)..<(raw.upperBound + 1)])
    let value = try JSONParser.parse(quoted)
    guard case .string(let string) = value, value.canonicalBytes == quoted else {
      throw .malformed(
        nil, found: "an escape that RFC 8785 does not use", expected: "canonical JSON")
    }
    return string
  }

  mutating func integer() throws(LedgerError) -> Int64 {
    let start = at
    while let byte = current, 0x30...0x39 ~= byte, at - start < 17 { at += 1 }
    let digits = bytes[start..<at]
    let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
    let canonical = digits.count > 0 && (digits.count == 1 || digits.first != 0x30)
    guard canonical, value <= JSONValue.largestInteger else {
      at = start
      throw .malformed(nil, found: shownHere, expected: "a whole number up to 2^53 − 1")
    }
    return value
  }

  mutating func bool() throws(LedgerError) -> Bool {
    if bytes[at..<end].starts(with: "true".utf8) {
      at += 4
      return true
    }
    if bytes[at..<end].starts(with: "false".utf8) {
      at += 5
      return false
    }
    throw .malformed(nil, found: shownHere, expected: "true or false")
  }

  mutating func identifier() throws(LedgerError) -> Identifier {
    let string = try expectString("a string of 1 to 64 visible characters")
    guard Visible.isIdentifier(string) else {
      throw .malformed(
        nil, found: Self.quote(string), expected: "1 to 64 visible characters")
    }
    return Identifier(string)
  }

  mutating func text() throws(LedgerError) -> String {
    let string = try expectString("text")
    guard Visible.isText(string) else {
      throw .malformed(
        nil, found: Self.quote(string),
        expected: "text that is not blank and has no control characters")
    }
    return string
  }

  mutating func bodyCode() throws(LedgerError) -> BodyCode {
    let string = try expectString("a unified social credit code")
    guard let code = BodyCode(string) else {
      throw .malformed(
        nil, found: Self.quote(string),
        expected: "a unified social credit code (GB 32100: 18 characters, check character valid)")
    }
    return code
  }

  mutating func division() throws(LedgerError) -> Division {
    let string = try expectString("a division code")
    guard let division = Division(string) else {
      throw .malformed(
        nil, found: Self.quote(string), expected: "a six-digit division code (GB/T 2260)")
    }
    return division
  }

  mutating func date() throws(LedgerError) -> CivilDate {
    let string = try expectString("a date")
    guard let date = CivilDate(string) else {
      throw .malformed(
        nil, found: Self.quote(string), expected: "a date that exists, as YYYY-MM-DD")
    }
    return date
  }

  mutating func instant() throws(LedgerError) -> Instant {
    guard current == 0x22 else {
      throw .malformed(nil, found: shownHere, expected: "a timestamp in a string")
    }
    let raw = try rawString()
    switch times {
    case .stored:
      if let instant = Instant(beijing: bytes[raw]) { return instant }
      throw .malformed(
        nil, found: shown(raw), expected: "Beijing time with milliseconds (…T15:20:00.000+08:00)")
    case .anyOffset:
      if let instant = Instant(rfc3339: bytes[raw]) { return instant }
      throw .malformed(
        nil, found: shown(raw),
        expected: "an RFC 3339 timestamp with an offset, such as 2025-09-26T15:20:00+08:00")
    }
  }

  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
    of type: Value.Type
  ) throws(LedgerError) -> Value {
    let string = try expectString("one of \(Self.names(type))")
    guard let value = Value(rawValue: string) else {
      throw .malformed(nil, found: Self.quote(string), expected: "one of \(Self.names(type))")
    }
    return value
  }

  private static func names<Value: RawRepresentable<String> & CaseIterable>(
    _ type: Value.Type
  ) -> String {
    type.allCases.map(\.rawValue).joined(separator: ", ")
  }

  private mutating func expectString(
    _ expected: @autoclosure () -> String
  ) throws(LedgerError) -> String {
    guard current == 0x22 else { throw .malformed(nil, found: shownHere, expected: expected()) }
    return try string()
  }

  // MARK: Lists

  /// Reads an array element by element.
  mutating func list<Element>(
    _ read: (inout CanonicalReader) throws(LedgerError) -> Element
  ) throws(LedgerError) -> [Element] {
    guard current == UInt8(ascii: "[") else {
      throw .malformed(nil, found: shownHere, expected: "a list")
    }
    at += 1
    var elements: [Element] = []
    while current != UInt8(ascii: "]") {
      if !elements.isEmpty { try take(UInt8(ascii: ",")) }
      do {
        elements.append(try read(&self))
      } catch {
        throw error.under("[\(elements.count)]")
      }
    }
    at += 1
    return elements
  }

  /// Reads an array whose elements all differ.
  mutating func distinct<Element: Hashable>(
    orEmpty: Bool, _ read: (inout CanonicalReader) throws(LedgerError) -> Element
  ) throws(LedgerError) -> [Element] {
    let elements = try list(read)
    if elements.isEmpty, !orEmpty {
      throw .malformed(nil, found: "an empty list", expected: "at least one element")
    }
    var seen = Set<Element>()
    for element in elements where !seen.insert(element).inserted {
      throw .malformed(
        nil, found: "\(JSONValue.cut("\(element)")) twice", expected: "every element once")
    }
    return elements
  }

  // MARK: Skipping

  /// Moves past the value that is next without reading it, and says where it stands.
  mutating func skipValue() throws(LedgerError) -> Int {
    let start = at
    var depth = 0
    repeat {
      switch current {
      case nil: throw .malformed(nil, found: "the end", expected: "a whole JSON value")
      case 0x22: _ = try rawString()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        at += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        at += 1
      default: at += 1
      }
    } while depth > 0
    if depth < 0 { throw .malformed(nil, found: "no value", expected: "a JSON value") }
    return start
  }

  /// Any value, which must be canonical.
  mutating func json() throws(LedgerError) -> JSONValue {
    let start = try skipValue()
    let value = try JSONValue(parsing: bytes[start..<at])
    guard value.canonicalBytes.elementsEqual(bytes[start..<at]) else {
      throw .malformed(nil, found: "JSON that is not canonical", expected: "canonical JSON")
    }
    return value
  }

  /// The same bytes, read from elsewhere.
  func moved(to start: Int) -> CanonicalReader {
    CanonicalReader(bytes, in: start..<end, times: times)
  }

  // MARK: Messages

  private static func quote(_ string: String) -> String { "“" + JSONValue.cut(string) + "”" }

  private func shown(_ range: Range<Int>) -> String {
    Self.quote(String(decoding: bytes[range].prefix(200), as: UTF8.self))
  }

  /// How a message shows the value that is next. It must not fail: errors are made of it.
  private var shownHere: String {
    guard at < end else { return "the end" }
    let stop: Int
    switch bytes[at] {
    case 0x22: stop = closingQuote.map { $0 + 1 } ?? end
    case UInt8(ascii: "{"), UInt8(ascii: "["): stop = end
    default:
      let stops: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]")]
      stop = bytes[(at + 1)..<end].firstIndex(where: stops.contains) ?? end
    }
    return JSONValue.cut(String(decoding: bytes[at..<min(stop, at + 200)], as: UTF8.self))
  }
}

// MARK: - Members

extension CanonicalReader {
  /// Reads a required member; an error names its key.
  mutating func member<Value>(
    _ name: StaticString, _ read: (inout CanonicalReader) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value {
    try key(name)
    do {
      return try read(&self)
    } catch {
      throw error.under(String(describing: name))
    }
  }

  /// Reads a member that may be absent; an error names its key.
  mutating func optional<Value>(
    _ name: StaticString, _ read: (inout CanonicalReader) throws(LedgerError) -> Value
  ) throws(LedgerError) -> Value? {
    guard optionalKey(name) else { return nil }
    do {
      return try read(&self)
    } catch {
      throw error.under(String(describing: name))
    }
  }

  mutating func identifier(_ name: StaticString) throws(LedgerError) -> Identifier {
    try member(name) { reader throws(LedgerError) in try reader.identifier() }
  }

  mutating func optionalIdentifier(_ name: StaticString) throws(LedgerError) -> Identifier? {
    try optional(name) { reader throws(LedgerError) in try reader.identifier() }
  }

  mutating func text(_ name: StaticString) throws(LedgerError) -> String {
    try member(name) { reader throws(LedgerError) in try reader.text() }
  }

  mutating func optionalText(_ name: StaticString) throws(LedgerError) -> String? {
    try optional(name) { reader throws(LedgerError) in try reader.text() }
  }

  mutating func bodyCode(_ name: StaticString) throws(LedgerError) -> BodyCode {
    try member(name) { reader throws(LedgerError) in try reader.bodyCode() }
  }

  mutating func instant(_ name: StaticString) throws(LedgerError) -> Instant {
    try member(name) { reader throws(LedgerError) in try reader.instant() }
  }

  mutating func date(_ name: StaticString) throws(LedgerError) -> CivilDate {
    try member(name) { reader throws(LedgerError) in try reader.date() }
  }

  mutating func bool(_ name: StaticString) throws(LedgerError) -> Bool {
    try member(name) { reader throws(LedgerError) in try reader.bool() }
  }

  mutating func integer(_ name: StaticString) throws(LedgerError) -> Int64 {
    try member(name) { reader throws(LedgerError) in try reader.integer() }
  }

  mutating func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: StaticString
  ) throws(LedgerError) -> Value {
    try member(name) { reader throws(LedgerError) in try reader.choice(of: Value.self) }
  }

  mutating func optionalChoice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: StaticString
  ) throws(LedgerError) -> Value? {
    try optional(name) { reader throws(LedgerError) in try reader.choice(of: Value.self) }
  }
}
