@testable import LedgerCore
import Testing

@Suite struct IdentifierTests {
  /// Spellings that Swift's `String` equates are different names.
  @Test(arguments: [("\u{E9}", "e\u{301}"), ("K", "\u{212A}"), ("\u{AC00}", "\u{1100}\u{1161}")])
  func differsByBytes(_ one: String, _ other: String) {
    #expect(one == other)
    #expect(Identifier(one) != Identifier(other))
    #expect(Set([Identifier(one), Identifier(other)]).count == 2)
    #expect((Identifier(one) < Identifier(other)) != (Identifier(other) < Identifier(one)))
  }

  @Test func ordersByBytes() {
    let ordered: [Identifier] = ["", "A", "B", "a", "ab", "b", "é", "中", "\u{FB33}", "\u{1F600}"]
    #expect(ordered.shuffled().sorted() == ordered)
  }

  @Test(arguments: [
    "a", "A-1", "国办发明电〔2025〕7号", "a/b", "\"", "\\", "😀", "e\u{301}", "\u{301}", "\u{10FFFF}",
    String(repeating: "中", count: 64), String(repeating: "😀", count: 64),
  ])
  func accepts(_ text: String) { #expect(Visible.isIdentifier(text)) }

  @Test(arguments: [
    "", String(repeating: "a", count: 65), String(repeating: "e\u{301}", count: 33),
  ])
  func refusesLengths(_ text: String) { #expect(!Visible.isIdentifier(text)) }

  /// The set that the decisions spell out, tried at every scalar.
  @Test func invisibleScalars() {
    let ranges: [ClosedRange<UInt32>] = [
      0...0x20, 0x7F...0xA0, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x1680...0x1680,
      0x180E...0x180E, 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F, 0x3000...0x3000,
      0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F,
    ]
    let wrong = (0...0x10FFFF as ClosedRange<UInt32>).first { value in
      guard let scalar = Unicode.Scalar(value) else { return false }
      return Visible.isInvisible(scalar) != ranges.contains { $0 ~= value }
    }
    #expect(wrong == nil)
  }

  @Test(arguments: [
    ("x", true), (" x ", true), ("一\n二\r\n\t三", true), ("x\u{200B}", true), ("", false),
    (" \t\n", false), ("\u{3000}", false), ("\u{200B}\u{FEFF}", false), ("x\u{0}", false),
    ("x\u{B}", false), ("x\u{1F}", false), ("x\u{7F}", false), ("x\u{85}", false),
    ("x\u{9F}", false), ("x\u{A0}", true), ("\u{AD}", false),
  ])
  func text(_ text: String, _ isText: Bool) { #expect(Visible.isText(text) == isText) }
}
