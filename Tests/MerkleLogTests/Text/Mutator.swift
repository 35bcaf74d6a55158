import TestSupport

/// Changes texts at random, in the ways in which parsers are usually careless.
struct Mutator {
  private var random: SplitMix64

  private static let tokens: [[UInt8]] =
    [
      "\n", "\n\n", "\r", "\r\n", "\t", " ", "=", "==", "0", "00", "-", "+", "—", "— ", "#", "x",
      "A", "/", "\u{0}", "\u{feff}", "é", "9223372036854775808", "old ", "index ", "extra ", "none",
      "log ", "witness ", "group ", "quorum ", ".p/", "AAAA", "all", "any",
    ].map { Array($0.utf8) } + [[0xff], [0xc3], [0xe2, 0x80]]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
  }

  /// The text with one to three changes.
  mutating func mutate(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...3, using: &random) { change(&text) }
    return text
  }

  private mutating func change(_ text: inout [UInt8]) {
    let range = someRange(of: text)
    let token = Self.tokens[Int.random(in: 0..<Self.tokens.count, using: &random)]
    switch Int.random(in: 0..<9, using: &random) {
    case 0: text.removeSubrange(range)
    case 1: text.insert(contentsOf: text[range], at: someRange(of: text).lowerBound)
    case 2: text.insert(contentsOf: token, at: range.lowerBound)
    case 3: text.replaceSubrange(range, with: token)
    case 4: text = Array(text[..<range.lowerBound])
    case 5: swapLines(&text)
    case 6: repeatLine(&text)
    case 7 where !text.isEmpty:
      text[Int.random(in: 0..<text.count, using: &random)] ^=
        1 << UInt8.random(in: 0...7, using: &random)
    default:
      guard !text.isEmpty else { return }
      text[Int.random(in: 0..<text.count, using: &random)] = UInt8.random(
        in: 32...126, using: &random)
    }
  }

  private mutating func someRange(of text: [UInt8]) -> Range<Int> {
    let start = Int.random(in: 0...text.count, using: &random)
    return start..<min(text.count, start + Int.random(in: 0...12, using: &random))
  }

  private mutating func swapLines(_ text: inout [UInt8]) {
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    lines.swapAt(someIndex(of: lines), someIndex(of: lines))
    text = Array(lines.joined(separator: [0x0a]))
  }

  private mutating func repeatLine(_ text: inout [UInt8]) {
    var lines = text.split(separator: 0x0a, omittingEmptySubsequences: false)
    let line = lines[someIndex(of: lines)]
    let place = someIndex(of: lines)
    for _ in 0..<[1, 2, 70, 120][Int.random(in: 0..<4, using: &random)] {
      lines.insert(line, at: place)
    }
    text = Array(lines.joined(separator: [0x0a]))
  }

  private mutating func someIndex(of lines: [ArraySlice<UInt8>]) -> Int {
    Int.random(in: 0..<lines.count, using: &random)
  }
}
