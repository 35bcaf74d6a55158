import LedgerCore
import Testing

/// What input may be, and what it means.
@Suite struct JSONParsingTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let json: String
    let value: JSONValue
    var testDescription: String { json }
    init(_ json: String, _ value: JSONValue) { (self.json, self.value) = (json, value) }
  }

  static let cases: [Case] = [
    Case("null", .null), Case("true", .bool(true)), Case("false", .bool(false)),
    Case("0", .integer(0)), Case("7", .integer(7)), Case("-1", .integer(-1)),
    Case("9007199254740991", .integer(9_007_199_254_740_991)),
    Case("-9007199254740991", .integer(-9_007_199_254_740_991)),
    Case(#""""#, .string("")), Case(#""数据""#, .string("数据")),
    Case(#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    Case(#""\u0041\u00e9\u00E9""#, .string("A\u{E9}\u{E9}")),
    Case(#""\ud83d\ude00\uDBFF\uDFFF""#, .string("\u{1F600}\u{10FFFF}")),
    Case(#""\u0000\uFFFF\uFEFF""#, .string("\u{0}\u{FFFF}\u{FEFF}")),
    Case("\"\u{7F}\u{80}\u{2028}\"", .string("\u{7F}\u{80}\u{2028}")),
    Case("[]", .array([])), Case("[ ]", .array([])),
    Case("[1,[2],\"x\"]", .array([.integer(1), .array([.integer(2)]), .string("x")])),
    Case("{}", .object([])), Case("{ }", .object([])),
    Case(
      #"{"b":1,"a":2}"#,
      .object([.init(key: "a", value: .integer(2)), .init(key: "b", value: .integer(1))])),
    Case(
      " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
      .object([.init(key: "a", value: .array([.integer(1), .integer(2)]))])),
    Case(#"{"":0}"#, .object([.init(key: "", value: .integer(0))])),
  ]

  @Test(arguments: cases)
  func reads(_ test: Case) throws {
    let value = try JSONValue(parsing: test.json.utf8)
    #expect(value.isSame(as: test.value))
  }

  /// Keys that only Unicode normalisation equates are two keys.
  @Test func keysDifferByBytes() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}".utf8)
    #expect(value.canonicalBytes == Array("{\"e\u{301}\":2,\"\u{E9}\":1}".utf8))
  }

  @Test(arguments: [1, 2, 15, 16])
  func nestsToSixteen(_ depth: Int) throws {
    for (open, close) in [("[", "]"), (#"{"k":"#, "}")] {
      let (opened, closed) = (
        String(repeating: open, count: depth), String(repeating: close, count: depth)
      )
      let json = opened + "0" + closed
      _ = try JSONValue(parsing: json.utf8)
    }
  }

  @Test func findsValuesByKey() throws {
    let value = try JSONValue(parsing: #"{"a":{"b":1}}"#.utf8)
    #expect(value["a"]?["b"] == .integer(1))
    #expect(value["b"] == nil)
    #expect(JSONValue.integer(1)["a"] == nil)
  }
}
