@testable import LedgerCore
import Testing

/// What input may not be: every refusal is `malformed` and says what was found and expected.
@Suite struct JSONRefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let bytes: [UInt8]
    let path: String?
    let says: String
    var testDescription: String { String(decoding: bytes, as: UTF8.self) }

    init(_ json: String, _ says: String, path: String? = nil) {
      self.init(bytes: Array(json.utf8), says, path: path)
    }

    init(bytes: [UInt8], _ says: String, path: String? = nil) {
      (self.bytes, self.says, self.path) = (bytes, says, path)
    }
  }

  static let keys: [Case] = [
    Case(#"{"a":1,"a":1}"#, "twice", path: "a"),
    Case(#"{"a":1,"b":2,"a":3}"#, "twice", path: "a"),
    Case(#"{"a":1,"\u0061":1}"#, "twice", path: "a"),
    Case(#"{"😀":1,"\ud83d\ude00":1}"#, "twice", path: "😀"),
    Case(#"{"/":1,"\/":1}"#, "twice", path: "/"),
    Case(#"{"x":{"":1,"":2}}"#, "twice", path: "x."),
    Case(#"{"x":{"y":{"k":1,"k":2}}}"#, "twice", path: "x.y.k"),
  ]

  static let numbers: [Case] = [
    Case("1.0", "an integer"), Case("0.5", "an integer"), Case("-1.5", "an integer"),
    Case("1e3", "an integer"), Case("1E3", "an integer"), Case("1.", "an integer"),
    Case("0e0", "an integer"), Case("-0", "no -0"), Case("-0.0", "an integer"),
    Case("00", "leading zeros"), Case("01", "leading zeros"), Case("-01", "leading zeros"),
    Case("9007199254740992", "±9007199254740991"), Case("-9007199254740992", "±9007199254740991"),
    Case("9223372036854775808", "±9007199254740991"),
    Case("18446744073709551617", "±9007199254740991"),
    Case(String(repeating: "9", count: 400), "±9007199254740991"),
    Case("-", "a digit"), Case("--1", "a digit"), Case("-a", "a digit"), Case("+1", "a JSON value"),
    Case(".5", "a JSON value"), Case("1x", "the end"), Case("0x10", "the end"),
    Case("1_000", "the end"), Case("NaN", "a JSON value"), Case("Infinity", "a JSON value"),
    Case(#"{"data":{"n":1.5}}"#, "an integer", path: "data.n"),
  ]

  static let strings: [Case] = [
    Case("\"a\nb\"", "control"), Case("\"\t\"", "control"), Case("\"\u{0}\"", "control"),
    Case("\"\u{1F}\"", "control"), Case("\"\\n\u{1F}\"", "control"),
    Case(#""\ud800""#, "pair of surrogates"), Case(#""\udc00""#, "pair of surrogates"),
    Case(#""\ud800\u0041""#, "pair of surrogates"), Case(#""\ud800\ud800""#, "pair of surrogates"),
    Case(#""\udc00\ud800""#, "pair of surrogates"), Case(#""\ud800x""#, "pair of surrogates"),
    Case(#""\ud83d\n""#, "pair of surrogates"), Case(#""\ud83d\u""#, "hexadecimal"),
    Case(#""\u12""#, "hexadecimal"), Case(#""\u12g4""#, "hexadecimal"), Case(#""\u+123""#, "hexa"),
    Case(#""\U0041""#, "an escape"), Case(#""\x41""#, "an escape"), Case(#""\'""#, "an escape"),
    Case(#""\0""#, "an escape"), Case("\"\\", "an escape"), Case("'a'", "a JSON value"),
    Case(#""open"#, "the string's end"), Case(#"{"a":"open}"#, "the string's end", path: "a"),
  ]

  private static let deepest = String(repeating: "[0]", count: 17)

  static let structure: [Case] = [
    Case("", "a JSON value"), Case("  ", "a JSON value"), Case("{", "a key"),
    Case("[", "a JSON", path: "[0]"),
    Case("}", "a JSON value"), Case("]", "a JSON value"), Case("[1", "“,” or “]”"),
    Case("[1,]", "a JSON value", path: "[1]"), Case("[,1]", "a JSON value", path: "[0]"),
    Case("[1 2]", "“,” or “]”"),
    Case(#"{"a":1,}"#, "a key"), Case(#"{,"a":1}"#, "a key"), Case(#"{"a"}"#, "“:”"),
    Case(#"{"a" 1}"#, "“:”"), Case(#"{"a":}"#, "a JSON value", path: "a"), Case("{a:1}", "a key"),
    Case("{1:1}", "a key"), Case(#"{"a":1 "b":2}"#, "“,” or “}”"), Case("{} {}", "the end"),
    Case("[]]", "the end"), Case("1 2", "the end"), Case("{}\u{0}", "the end"),
    Case("nul", "“null”"), Case("tru", "“true”"), Case("False", "a JSON value"),
    Case("truefalse", "the end"), Case("// x\n1", "a JSON value"), Case("1 /* x */", "the end"),
    Case("\u{A0}1", "a JSON value"), Case("\u{B}1", "a JSON value"), Case("\u{C}1", "a JSON value"),
    Case("\u{FEFF}{}", "without one"),
    Case(String(repeating: "[", count: 18), "deeper", path: deepest),
    Case(String(repeating: "[", count: 100_000), "deeper", path: deepest),
  ]

  private static let brokenEncodings: [[UInt8]] = [
    [0x80], [0xBF], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80],
    [0xE0, 0x9F, 0xBF], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
    [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
    [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80],
    [0xFE], [0xFF],
  ]

  static let encodings: [Case] = brokenEncodings.flatMap { bytes in
    let afterEscape: [UInt8] = [0x22, 0x5C, 0x6E]
    let inKey: [UInt8] = [0x7B, 0x22]
    return [
      Case(bytes: [0x22] + bytes + [0x22], "UTF-8"),
      Case(bytes: afterEscape + bytes + [0x22], "UTF-8"),
      Case(bytes: inKey + bytes + Array(#"":1}"#.utf8), "UTF-8"),
      Case(bytes: bytes, "a JSON value"),
    ]
  }

  static let wideEncodings: [Case] = [
    Case(bytes: [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00], "a JSON value"),
    Case(bytes: [0xFE, 0xFF, 0x00, 0x7B, 0x00, 0x7D], "a JSON value"),
    Case(bytes: [0x7B, 0x00, 0x7D, 0x00], "a key"),
  ]

  @Test(arguments: keys + numbers + strings + structure + encodings + wideEncodings)
  func refuses(_ test: Case) throws {
    let error = try refusal { try JSONValue(parsing: test.bytes) }
    #expect(error.code == .malformed)
    #expect(error.path == test.path)
    #expect(error.message.contains(test.says), "\(error)")
    #expect(error.message.contains("found"), "\(error)")
    #expect(!error.description.contains("\n"), "an error is one line")
  }

  /// A fault inside a list is named with its place, as contract §2 asks of every error.
  @Test(arguments: [
    Case(#"{"data":{"entries":["a",1.5]}}"#, "an integer", path: "data.entries[1]"),
    Case(#"{"data":{"fields":[{"name":"a","name":"b"}]}}"#, "twice", path: "data.fields[0].name"),
    Case("[0,[1,01]]", "leading zeros", path: "[1][1]"),
  ])
  func namesThePlaceInAList(_ test: Case) throws {
    let error = try refusal { try JSONValue(parsing: test.bytes) }
    #expect(error.path == test.path)
  }
}
