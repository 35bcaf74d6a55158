import TestSupport

/// Random strings of the characters on which readers and writers of JSON stumble.
enum RandomText {
  private static let visible: [Unicode.Scalar] = Array(
    "aZ09~!/\\\"'{}[],:é山東省政务数据\u{E000}\u{FB33}\u{FFFD}\u{1F600}\u{10FFFF}\u{20000}".unicodeScalars)
  private static let anything: [Unicode.Scalar] =
    visible + ["\t", "\n", "\r", " ", "\u{301}", "\u{A0}", "\u{2028}", "\u{3000}", "\u{FEFF}"]
  private static let controls: [Unicode.Scalar] = [
    "\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{C}", "\u{1F}", "\u{7F}", "\u{80}", "\u{9F}",
  ]

  private static let common: [Unicode.Scalar] = Array(
    "azAZ09!#~/'{}[],:-.山東省政务数据一龥".unicodeScalars)

  private static func string(
    of scalars: [Unicode.Scalar], _ lengths: ClosedRange<Int>, using generator: inout SplitMix64
  ) -> String {
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: lengths, using: &generator) {
      view.append(scalars.randomElement(using: &generator) ?? "x")
    }
    return String(view)
  }

  /// Any string that JSON can hold.
  static func any(using generator: inout SplitMix64) -> String {
    string(of: anything + controls, 0...12, using: &generator)
  }

  /// Text as the contract accepts it.
  static func text(using generator: inout SplitMix64) -> String {
    let before = string(of: anything, 0...8, using: &generator)
    let between = string(of: visible, 1...3, using: &generator)
    return before + between + string(of: anything, 0...8, using: &generator)
  }

  /// Text of the characters of which nearly all text is made.
  static func ordinaryText(using generator: inout SplitMix64) -> String {
    let inner = common + [" ", "。", "，", "（", "）", "《", "》", "“", "”", "—", "①"]
    let before = string(of: inner, 0...20, using: &generator)
    return before + string(of: common, 1...3, using: &generator)
      + string(of: inner, 0...20, using: &generator)
  }

  /// An identifier of at most 64 bytes, of the characters of which nearly all are made.
  static func ordinaryIdentifier(using generator: inout SplitMix64) -> String {
    string(of: common, 1...21, using: &generator)
  }

  /// An identifier as the contract accepts it.
  static func identifier(using generator: inout SplitMix64) -> String {
    string(of: visible, 1...(Bool.random(using: &generator) ? 8 : 64), using: &generator)
  }
}
