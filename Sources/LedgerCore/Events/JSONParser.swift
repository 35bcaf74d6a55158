/// Reads JSON as the contract accepts it on input: any order and spacing, but no duplicate keys,
/// no fractions, no invalid UTF-8, no control characters and no deep nesting.
struct JSONParser {
  private static let deepest = 16

  private let bytes: [UInt8]
  private var at: Int

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
    at = 0
  }

  /// Parses the whole of `bytes` as one value.
  static func parse(_ bytes: [UInt8]) throws(LedgerError) -> JSONValue {
    var parser = JSONParser(bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      throw .malformed(nil, found: "a byte order mark", expected: "UTF-8 without one")
    }
    let value = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.at == bytes.count else {
      throw parser.unexpected("the end of the JSON value")
    }
    return value
  }

  // MARK: Lexing

  private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      at += 1
    }
  }

  private func unexpected(_ expected: String) -> LedgerError {
    guard let byte = current else {
      return LedgerError(.malformed, "not JSON: found the end, expected \(expected)")
    }
    let found =
      0x21...0x7E ~= byte
      ? "“\(Unicode.Scalar(byte))”" : "byte 0x" + String(byte, radix: 16, uppercase: true)
    let column = at + 1
    return LedgerError(
      .malformed, "not JSON: found \(found) at byte \(column), expected \(expected)")
  }

  private mutating func take(_ byte: UInt8, _ expected: String) throws(LedgerError) {
    guard current == byte else { throw unexpected(expected) }
    at += 1
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(LedgerError) -> JSONValue {
    guard depth <= Self.deepest else {
      throw LedgerError(
        .malformed, "found values nested deeper than \(Self.deepest), expected a flat record")
    }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), .some(0x30...0x39): return try number()
    default: throw unexpected("a JSON value")
    }
  }

  private mutating func word(
    _ word: String, _ value: JSONValue
  ) throws(LedgerError) -> JSONValue {
    guard bytes[at...].starts(with: word.utf8) else { throw unexpected("“\(word)”") }
    at += word.utf8.count
    return value
  }

  private mutating func array(depth: Int) throws(LedgerError) -> JSONValue {
    at += 1
    var elements: [JSONValue] = []
    skipSpace()
    if current == UInt8(ascii: "]") {
      at += 1
      return .array([])
    }
    while true {
      do {
        elements.append(try value(depth: depth + 1))
      } catch {
        throw error.under("[\(elements.count)]")
      }
      skipSpace()
      if current == UInt8(ascii: "]") { break }
      try take(UInt8(ascii: ","), "“,” or “]”")
    }
    at += 1
    return .array(elements)
  }

  private mutating func object(depth: Int) throws(LedgerError) -> JSONValue {
    at += 1
    var members: [JSONValue.Member] = []
    skipSpace()
    if current == UInt8(ascii: "}") {
      at += 1
      return .object([])
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let key = try string()
      skipSpace()
      try take(UInt8(ascii: ":"), "“:”")
      do {
        members.append(.init(key: key, value: try value(depth: depth + 1)))
      } catch {
        throw error.under(JSONValue.cut(key))
      }
      skipSpace()
      if current == UInt8(ascii: "}") { break }
      try take(UInt8(ascii: ","), "“,” or “}”")
    }
    at += 1
    return .object(try Self.sorted(members))
  }

  /// Members in canonical order; a key that stands twice is an error.
  private static func sorted(
    _ members: [JSONValue.Member]
  ) throws(LedgerError) -> [JSONValue.Member] {
    let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
    for (left, right) in zip(sorted, sorted.dropFirst())
    where left.key.unicodeScalars.elementsEqual(right.key.unicodeScalars) {
      throw .malformed(
        JSONValue.cut(left.key), found: "the key twice", expected: "every key once")
    }
    return sorted
  }

  // MARK: Numbers

  private mutating func number() throws(LedgerError) -> JSONValue {
    let start = at
    let negative = current == UInt8(ascii: "-")
    if negative { at += 1 }
    let digits = at
    var value: Int64 = 0
    while let byte = current, 0x30...0x39 ~= byte {
      at += 1
      if value <= JSONValue.largestInteger { value = value * 10 + Int64(byte - 0x30) }
    }
    let count = at - digits
    if count == 0 { throw unexpected("a digit") }
    if count > 1, bytes[digits] == 0x30 {
      throw .malformed(nil, found: shown(start), expected: "a number without leading zeros")
    }
    if let byte = current, byte == 0x2E || byte | 0x20 == 0x65 {
      throw .malformed(nil, found: shown(start) + "…", expected: "an integer without “.” or “e”")
    }
    if value > JSONValue.largestInteger || (negative && value == 0) {
      throw .malformed(
        nil, found: shown(start), expected: "an integer within ±9007199254740991, and no -0")
    }
    return .integer(negative ? -value : value)
  }

  private func shown(_ start: Int) -> String {
    JSONValue.cut(String(decoding: bytes[start..<at].prefix(64), as: UTF8.self))
  }

  // MARK: Strings

  private mutating func string() throws(LedgerError) -> String {
    at += 1
    let start = at
    while let byte = current, byte != 0x22, byte != 0x5C, byte >= 0x20 { at += 1 }
    if current == 0x22 {
      defer { at += 1 }
      return try Self.text(bytes, in: start..<at)
    }
    return try escapedString(from: start)
  }

  private mutating func escapedString(from start: Int) throws(LedgerError) -> String {
    var unescaped = Array(bytes[start..<at])
    while let byte = current {
      if byte == 0x22 {
        at += 1
        return try Self.text(unescaped, in: 0..<unescaped.count)
      }
      if byte < 0x20 { break }
      at += 1
      if byte == 0x5C {
        unescaped.append(contentsOf: String(try escape()).utf8)
      } else {
        unescaped.append(byte)
      }
    }
    throw unexpected("the string's end, with control characters escaped")
  }

  private static func text(
    _ bytes: [UInt8], in range: Range<Int>
  ) throws(LedgerError) -> String {
    guard let string = StrictUTF8.string(bytes, in: range) else {
      throw LedgerError(.malformed, "found bytes that are not UTF-8, expected valid UTF-8")
    }
    return string
  }

  private mutating func escape() throws(LedgerError) -> Unicode.Scalar {
    guard let byte = current else { throw unexpected("an escape") }
    let simple: Unicode.Scalar? =
      switch byte {
      case UInt8(ascii: "\""): "\""
      case UInt8(ascii: "\\"): "\\"
      case UInt8(ascii: "/"): "/"
      case UInt8(ascii: "b"): "\u{8}"
      case UInt8(ascii: "f"): "\u{C}"
      case UInt8(ascii: "n"): "\n"
      case UInt8(ascii: "r"): "\r"
      case UInt8(ascii: "t"): "\t"
      default: nil
      }
    if let simple {
      at += 1
      return simple
    }
    guard byte == UInt8(ascii: "u") else { throw unexpected("an escape of JSON") }
    at += 1
    return try unicodeEscape()
  }

  private mutating func unicodeEscape() throws(LedgerError) -> Unicode.Scalar {
    let unit = try fourHexDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    let lone = LedgerError.malformed(
      nil, found: "a lone surrogate escape \\u" + String(unit, radix: 16),
      expected: "a pair of surrogates")
    guard unit < 0xDC00, bytes[at...].starts(with: #"\u"#.utf8) else { throw lone }
    at += 2
    let low = try fourHexDigits()
    guard 0xDC00...0xDFFF ~= low,
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw lone }
    return scalar
  }

  private mutating func fourHexDigits() throws(LedgerError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Self.hexValue(byte) else {
        throw unexpected("four hexadecimal digits")
      }
      value = value << 4 | digit
      at += 1
    }
    return value
  }

  private static func hexValue(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}

extension JSONValue {
  /// Parses one JSON value as the contract accepts it on input.
  ///
  /// - Throws: `malformed`, with the key path, what was found and what was expected.
  public init(parsing bytes: some Sequence<UInt8>) throws(LedgerError) {
    self = try JSONParser.parse(Array(bytes))
  }
}
