import Testing

@testable import LedgerArchive

@Suite("XXH32")
struct XXHash32Tests {
  @Test(
    "has the published values",
    arguments: [
      ("", 0x02cc_5d05), ("a", 0x550d_7456), ("abc", 0x32d1_53ff),
      ("Nobody inspects the spammish repetition", 0xe229_3b2f),
    ] as [(String, UInt32)])
  func vectors(text: String, expected: UInt32) {
    #expect(Array(text.utf8).withUnsafeBytes { XXHash32.hash($0) } == expected)
  }
}
