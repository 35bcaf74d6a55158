/// JSON whose objects keep the order of their members: the order in which a schema names its keys
/// is that in which an initializer takes them.
indirect enum OrderedJSON: Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([OrderedJSON])
  case object([Member])

  /// A key and its value.
  struct Member: Equatable {
    let key: String
    let value: OrderedJSON
  }

  /// The value of a key; `nil` where there is none, or no object.
  subscript(key: String) -> OrderedJSON? { members.first { $0.key == key }?.value }

  /// An object's members in the order of the text; none for any other value.
  var members: [Member] { if case .object(let members) = self { members } else { [] } }

  /// An array's elements; none for any other value.
  var elements: [OrderedJSON] { if case .array(let elements) = self { elements } else { [] } }

  /// The string, if it is one.
  var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The number, if it is one.
  var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  /// Whether it is `true`.
  var isTrue: Bool { self == .bool(true) }
}

// MARK: - Reading

extension OrderedJSON {
  /// Reads a whole text.
  init(_ text: String) throws {
    var parser = Parser(rest: Substring(text).unicodeScalars)
    self = try parser.value()
    parser.skipSpace()
    guard parser.rest.isEmpty else { throw parser.unexpected("the end") }
  }

  private struct Parser {
    var rest: Substring.UnicodeScalarView

    func unexpected(_ expected: String) -> VocabularyError {
      VocabularyError("not JSON before “\(String(rest.prefix(30)))”: expected \(expected)")
    }

    mutating func skipSpace() {
      rest = rest.drop { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
    }

    /// Moves past a character and the space before it, if it is next.
    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      skipSpace()
      guard rest.first == scalar else { return false }
      rest.removeFirst()
      return true
    }

    mutating func value() throws -> OrderedJSON {
      skipSpace()
      switch rest.first {
      case "{": return .object(try list("{", "}") { try $0.member() })
      case "[": return .array(try list("[", "]") { try $0.value() })
      case "\"": return .string(try string())
      default: return try word()
      }
    }

    private mutating func list<Item>(
      _ open: Unicode.Scalar, _ close: Unicode.Scalar, _ item: (inout Parser) throws -> Item
    ) throws -> [Item] {
      guard take(open) else { throw unexpected("“\(open)”") }
      if take(close) { return [] }
      var items: [Item] = []
      repeat { items.append(try item(&self)) } while take(",")
      guard take(close) else { throw unexpected("“,” or “\(close)”") }
      return items
    }

    private mutating func member() throws -> Member {
      skipSpace()
      let key = try string()
      guard take(":") else { throw unexpected("“:”") }
      return Member(key: key, value: try value())
    }

    private mutating func word() throws -> OrderedJSON {
      let word = String(rest.prefix { $0 == "-" || $0.properties.isAlphabetic || "0"..."9" ~= $0 })
      rest = rest.dropFirst(word.unicodeScalars.count)
      switch word {
      case "null": return .null
      case "true": return .bool(true)
      case "false": return .bool(false)
      default:
        guard let integer = Int(word) else { throw unexpected("a value") }
        return .integer(integer)
      }
    }

    private mutating func string() throws -> String {
      guard rest.first == "\"" else { throw unexpected("a string") }
      rest.removeFirst()
      var string = String.UnicodeScalarView()
      while let scalar = rest.popFirst() {
        if scalar == "\"" { return String(string) }
        string.append(scalar == "\\" ? try escape() : scalar)
      }
      throw unexpected("the string's end")
    }

    private mutating func escape() throws -> Unicode.Scalar {
      switch rest.popFirst() {
      case "n": return "\n"
      case "t": return "\t"
      case "u":
        let unit = try fourHexDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard rest.starts(with: "\\u".unicodeScalars) else { throw unexpected("a low surrogate") }
        rest = rest.dropFirst(2)
        let low = try fourHexDigits()
        guard 0xDC00...0xDFFF ~= low, unit < 0xDC00,
          let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw unexpected("a pair of surrogates") }
        return scalar
      case let scalar?: return scalar
      case nil: throw unexpected("an escape")
      }
    }

    private mutating func fourHexDigits() throws -> UInt32 {
      let digits = String(rest.prefix(4))
      guard digits.utf8.count == 4, let unit = UInt32(digits, radix: 16) else {
        throw unexpected("four hexadecimal digits")
      }
      rest = rest.dropFirst(4)
      return unit
    }
  }
}

extension Substring.UnicodeScalarView {
  fileprivate mutating func popFirst() -> Unicode.Scalar? { isEmpty ? nil : removeFirst() }
}
