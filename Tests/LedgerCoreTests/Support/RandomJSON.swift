import TestSupport

@testable import LedgerCore

/// Random JSON values, and random spellings of a value that mean the same.
enum RandomJSON {
  static func value(depth: Int = 4, using generator: inout SplitMix64) -> JSONValue {
    switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2: .integer(Int64.random(in: -9...9, using: &generator))
    case 3:
      .integer(
        Int64.random(in: -9_007_199_254_740_991...9_007_199_254_740_991, using: &generator))
    case 4: .string(RandomText.any(using: &generator))
    case 5: array(depth: depth, using: &generator)
    default: object(depth: depth, using: &generator)
    }
  }

  private static func array(depth: Int, using generator: inout SplitMix64) -> JSONValue {
    .array(
      (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        value(depth: depth - 1, using: &generator)
      })
  }

  private static func object(depth: Int, using generator: inout SplitMix64) -> JSONValue {
    var members: [[UInt16]: JSONValue.Member] = [:]
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      let key = RandomText.any(using: &generator)
      members[Array(key.utf16)] = .init(key: key, value: value(depth: depth - 1, using: &generator))
    }
    let keys = members.keys.sorted { $0.lexicographicallyPrecedes($1) }
    return .object(keys.compactMap { members[$0] })
  }

  // MARK: Spelling

  /// The value with other spacing, order of members and escapes.
  static func spelling(of value: JSONValue, using generator: inout SplitMix64) -> String {
    let space = { (generator: inout SplitMix64) in
      ["", "", "", " ", "\t", "\n", "\r\n"].randomElement(using: &generator) ?? ""
    }
    let inner: String
    switch value {
    case .null: inner = "null"
    case .bool(let bool): inner = bool ? "true" : "false"
    case .integer(let integer): inner = String(integer)
    case .string(let string): inner = spelling(of: string, using: &generator)
    case .array(let elements):
      let spelled = elements.map { spelling(of: $0, using: &generator) }
      inner = "[" + space(&generator) + spelled.joined(separator: ",") + "]"
    case .object(let members):
      let spelled = members.shuffled(using: &generator).map { member in
        space(&generator) + spelling(of: member.key, using: &generator) + space(&generator) + ":"
          + spelling(of: member.value, using: &generator)
      }
      inner = "{" + spelled.joined(separator: ",") + space(&generator) + "}"
    }
    return space(&generator) + inner + space(&generator)
  }

  private static func spelling(of string: String, using generator: inout SplitMix64) -> String {
    var spelled = "\""
    for scalar in string.unicodeScalars {
      let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      if mustEscape || Int.random(in: 0..<4, using: &generator) == 0 {
        spelled += escape(scalar, using: &generator)
      } else {
        spelled.unicodeScalars.append(scalar)
      }
    }
    return spelled + "\""
  }

  private static let short: [Unicode.Scalar: String] = [
    "\"": #"\""#, "\\": #"\\"#, "/": #"\/"#, "\u{8}": #"\b"#, "\u{C}": #"\f"#, "\n": #"\n"#,
    "\r": #"\r"#, "\t": #"\t"#,
  ]

  private static func escape(
    _ scalar: Unicode.Scalar, using generator: inout SplitMix64
  ) -> String {
    if let short = short[scalar], Bool.random(using: &generator) { return short }
    let isUpper = Bool.random(using: &generator)
    return UTF16.encode(scalar).map { units in
      units.map { unit in
        let digits = String(unit, radix: 16, uppercase: isUpper)
        return #"\u"# + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      }.joined()
    } ?? ""
  }
}

extension JSONValue {
  /// Equality by bytes: `==` also equates strings that Unicode normalisation equates.
  func isSame(as other: JSONValue) -> Bool { canonicalBytes == other.canonicalBytes }
}
