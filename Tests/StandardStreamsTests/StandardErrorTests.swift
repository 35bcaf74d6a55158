import Testing

@testable import StandardStreams

@Suite struct StandardErrorTests {
  private func line(_ message: String, atMost limit: Int = .max) -> String {
    StandardError.line(message, by: "tool", atMost: limit)
  }

  @Test(arguments: [
    ("--log PRIVATE+KEY+a+1+AZ/+= is not one", "--log PRIVATE+KEY+… is not one"),
    ("found “PRIVATE+KEY+a”", "found “PRIVATE+KEY+…"), ("xPRIVATE+KEY+", "xPRIVATE+KEY+…"),
    ("PRIVATE+KEY+a PRIVATE+KEY+b", "PRIVATE+KEY+… PRIVATE+KEY+…"),
    ("PRIVATE+KEY+a\u{301}b\u{0}c d", "PRIVATE+KEY+… d"), ("PRIVATE+KEY", "PRIVATE+KEY"),
  ])
  func privateKeysAreMasked(_ message: String, _ shown: String) {
    #expect(line(message) == "tool: \(shown)")
  }

  @Test func aLineStaysALine() {
    #expect(line("a\nb\u{202E}c\u{1B}[2J　d") == "tool: a\\u{A}b\\u{202E}c\\u{1B}[2J　d")
  }

  @Test func aLongMessageIsCut() {
    #expect(line("abcdef", atMost: 3) == "tool: abc…")
    #expect(line("abc", atMost: 3) == "tool: abc")
  }
}
