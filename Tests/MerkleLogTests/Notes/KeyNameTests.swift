import MerkleLog
import Testing

@Suite("A key's name")
struct KeyNameTests {
  @Test(
    "can be any text without spaces, plus and control characters",
    arguments: [
      "a", "example.com/log-1", "PeterNeumann", "山东省.example/账本", "é", "—", "a=b&c\"'<>",
      "\u{feff}x",
    ])
  func allowed(text: String) throws {
    #expect(try KeyName(text).text == text)
  }

  @Test(
    "is nothing else",
    arguments: [
      "", " ", "a b", "a+b", "+", "a\n", "\na", "a\tb", "a\rb", "a\u{0}b", "a\u{7f}", "a\u{85}",
      "a\u{a0}b", "a\u{1680}b", "a\u{2003}b", "a\u{2028}b", "a\u{202f}b", "a\u{205f}", "\u{3000}a",
    ])
  func refused(text: String) {
    expect(.malformedKey) { try KeyName(text) }
  }

  @Test("is equal only byte for byte")
  func equality() throws {
    let (composed, decomposed) = ("caf\u{e9}.example", "cafe\u{301}.example")
    #expect(composed == decomposed, "Swift takes them for the same text")
    #expect(try KeyName(composed) != KeyName(decomposed))
    #expect(try Set([KeyName(composed), KeyName(decomposed), KeyName(composed)]).count == 2)
  }
}
