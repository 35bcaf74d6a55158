@testable import LedgerCore
import Testing

/// RFC 8785, integers only.
@Suite struct CanonicalWritingTests {
  @Test(arguments: [
    ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#), ("\u{8}", #""\b""#), ("\t", #""\t""#),
    ("\n", #""\n""#), ("\u{C}", #""\f""#), ("\r", #""\r""#), ("\u{0}", #""\u0000""#),
    ("\u{7}", #""\u0007""#), ("\u{B}", #""\u000b""#), ("\u{E}", #""\u000e""#),
    ("\u{1B}", #""\u001b""#), ("\u{1F}", #""\u001f""#), (" ", #"" ""#), ("\u{7F}", "\"\u{7F}\""),
    ("\u{80}", "\"\u{80}\""), ("é", "\"é\""), ("e\u{301}", "\"e\u{301}\""), ("山东", "\"山东\""),
    ("\u{2028}", "\"\u{2028}\""), ("\u{FEFF}", "\"\u{FEFF}\""), ("😀", "\"😀\""),
    ("", #""""#), ("€$\u{F}\nA'B\"\\\\\"/", #""€$\u000f\nA'B\"\\\\\"/""#),
  ])
  func strings(_ string: String, _ expected: String) {
    #expect(JSONValue.string(string).canonicalBytes == Array(expected.utf8))
  }

  @Test(
    arguments: [
      (0, "0"), (-1, "-1"), (10, "10"), (9_007_199_254_740_991, "9007199254740991"),
      (-9_007_199_254_740_991, "-9007199254740991"), (Int64.min, "-9223372036854775808"),
    ] as [(Int64, String)])
  func integers(_ integer: Int64, _ expected: String) {
    #expect(JSONValue.integer(integer).canonicalBytes == Array(expected.utf8))
  }

  /// The example of RFC 8785 §3.2.3: keys by UTF-16 code units, so that an astral key (a surrogate
  /// pair from D800) stands before those of the Basic Multilingual Plane from E000.
  @Test func keyOrder() throws {
    let json =
      #"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","#
      + #""1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","#
      + #""\u00f6":"Latin Small Letter O With Diaeresis"}"#
    guard case .object(let members) = try JSONValue(parsing: json.utf8) else {
      Issue.record("not an object")
      return
    }
    #expect(
      members.map(\.key) == ["\r", "1", "\u{80}", "\u{F6}", "\u{20AC}", "\u{1F600}", "\u{FB33}"])
  }

  @Test(arguments: [
    (#"{"b":[1,{"d":0,"c":null}],"a":true}"#, #"{"a":true,"b":[1,{"c":null,"d":0}]}"#),
    (#"{"aa":1,"a":2,"":3}"#, #"{"":3,"a":2,"aa":1}"#),
    (
      #"{"\uE000":1,"\uD800\uDC00":2,"\uFFFF":3,"\uD7FF":4}"#,
      "{\"\u{D7FF}\":4,\"\u{10000}\":2,\"\u{E000}\":1,\"\u{FFFF}\":3}"
    ),
    ("[ ]", "[]"), ("{ }", "{}"), ("[[],[[]],{}]", "[[],[[]],{}]"), (#"["[","{"]"#, #"["[","{"]"#),
  ])
  func structure(_ json: String, _ canonical: String) throws {
    #expect(try JSONValue(parsing: json.utf8).canonicalBytes == Array(canonical.utf8))
  }
}
