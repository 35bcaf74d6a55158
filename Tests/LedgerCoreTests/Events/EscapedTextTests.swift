import LedgerCore
import Testing

@Suite struct EscapedTextTests {
  @Test(arguments: [
    ("山东省 大数据局　一处", "山东省 大数据局　一处"), ("a\u{202E}b", "a\\u{202E}b"),
    ("\u{2066}\u{2069}", "\\u{2066}\\u{2069}"),
    ("\u{2028}", "\\u{2028}"), ("\u{200E}\u{200F}", "\\u{200E}\\u{200F}"),
    ("\t\r\n", "\\u{9}\\u{D}\\u{A}"),
    ("\u{7F}\u{9B}\u{A0}", "\\u{7F}\\u{9B}\\u{A0}"), ("\u{FEFF}\u{E0041}", "\\u{FEFF}\\u{E0041}"),
  ])
  func whatLeavesNoMarkIsShownEscaped(_ text: String, _ shown: String) {
    #expect(Visible.escaped(text) == shown)
    #expect(Visible.escaped(shown) == shown)
  }
}
