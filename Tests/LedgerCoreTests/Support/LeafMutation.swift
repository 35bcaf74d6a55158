import TestSupport

/// Random changes to the bytes of a leaf: those on which a reader that looks only at bytes could
/// stumble.
enum LeafMutation {
  /// Bytes that nobody should find in a leaf, and some that look as if they belonged there.
  private static let strange: [[UInt8]] = [
    // Controls of ASCII and of Unicode (C1).
    [0x00], [0x01], [0x09], [0x0A], [0x1F], [0x7F], [0xC2, 0x80], [0xC2, 0x9F], [0xC2, 0xA0],
    // Characters that cannot be seen: U+00AD, U+200B, U+2028, U+3000, U+FEFF, U+FFF9, U+E0001.
    [0xC2, 0xAD], [0xE2, 0x80, 0x8B], [0xE2, 0x80, 0xA8], [0xE3, 0x80, 0x80], [0xEF, 0xBB, 0xBF],
    [0xEF, 0xBF, 0xB9], [0xF3, 0xA0, 0x80, 0x81], [0x20], [0x20, 0x20, 0x20, 0x20],
    // Surrogates, overlong forms, beyond Unicode, cut short, without a beginning.
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF],
    [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88], [0xFF],
    [0xE4], [0xE4, 0xB8], [0x80], [0xBF, 0xBF], [0xE4, 0xB8, 0xC0], [0xE1, 0x22, 0x80],
    // Characters as good as any, but not read as plain everywhere.
    [0xEF, 0xBF, 0xBF], [0xF0, 0x9F, 0x98, 0x80], [0xED, 0x9F, 0xBF], [0xE0, 0xA0, 0x80],
    [0xC3, 0xA9], [0x2F],
    // Escapes, canonical and not.
    Array(#"\u0041"#.utf8), Array(#"\u00e9"#.utf8), Array(#"\ud83d\ude00"#.utf8),
    Array(#"\ud800"#.utf8), Array(#"\u0000"#.utf8), Array(#"\n"#.utf8), Array(#"\""#.utf8),
    Array(#"\\"#.utf8), Array(#"\/"#.utf8), Array(#"\"#.utf8), Array(#"\u001f"#.utf8),
    // Structure.
    Array(#"""#.utf8), Array(",".utf8), Array("{".utf8), Array("}".utf8), Array("[".utf8),
    Array("]".utf8), Array(":".utf8), Array(#","x":1"#.utf8), Array("null".utf8), Array("0".utf8),
    Array("-1".utf8), Array("1e3".utf8), Array("9007199254740992".utf8), Array("true".utf8),
  ]

  /// What may stand in any text.
  private static let harmless: [[UInt8]] = ["a", "-09", "政", "东 省", "，", "龥"].map {
    Array($0.utf8)
  }

  private static func bit(_ generator: inout SplitMix64) -> [UInt8] {
    (Bool.random(using: &generator) ? harmless : strange).randomElement(using: &generator) ?? []
  }

  /// The bytes with one to three changes.
  static func mutated(_ bytes: [UInt8], using generator: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<max(1, Int.random(in: -3...3, using: &generator)) {
      bytes = mutatedOnce(bytes, &generator)
    }
    return bytes
  }

  private static func mutatedOnce(
    _ bytes: [UInt8], _ generator: inout SplitMix64
  ) -> [UInt8] {
    guard bytes.count > 4 else { return bytes }
    switch Int.random(in: 0..<16, using: &generator) {
    case 0...2: return withABitOrByteChanged(bytes, &generator)
    case 3...4: return withStrangeBytes(bytes, &generator)
    case 5...12: return withAStringChanged(bytes, &generator)
    case 13...14: return withMembersMoved(bytes, &generator)
    default: return Array(bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator)))
    }
  }

  private static func withABitOrByteChanged(
    _ bytes: [UInt8], _ generator: inout SplitMix64
  ) -> [UInt8] {
    var bytes = bytes
    let index = Int.random(in: bytes.indices, using: &generator)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: bytes[index] = .random(in: .min ... .max, using: &generator)
    case 2: bytes.remove(at: index)
    case 3: bytes.swapAt(index, Int.random(in: bytes.indices, using: &generator))
    default:
      // A digit for a digit: other numbers, dates, codes, or none.
      let digits = bytes.indices.filter { 0x30...0x39 ~= bytes[$0] }
      guard let digit = digits.randomElement(using: &generator) else { break }
      bytes[digit] = .random(in: 0x30...0x39, using: &generator)
    }
    return bytes
  }

  private static func withStrangeBytes(
    _ bytes: [UInt8], _ generator: inout SplitMix64
  ) -> [UInt8] {
    var bytes = bytes
    let start = Int.random(in: 0...bytes.count, using: &generator)
    let removed = min(Int.random(in: 0...4, using: &generator), bytes.count - start)
    bytes.replaceSubrange(
      start..<start + removed, with: strange.randomElement(using: &generator) ?? [])
    return bytes
  }

  /// A value between quotes becomes another, here or wherever it stands: a name is also in the
  /// stream's.
  private static func withAStringChanged(
    _ bytes: [UInt8], _ generator: inout SplitMix64
  ) -> [UInt8] {
    let values = values(of: bytes)
    guard let one = values.randomElement(using: &generator),
      let other = values.randomElement(using: &generator)
    else { return bytes }
    let old = Array(bytes[one])
    let bit = bit(&generator)
    let new: [UInt8]
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: new = Array(bytes[other])
    case 1: new = Array(repeating: 0x61, count: Int.random(in: 60...70, using: &generator))
    case 2: new = (0..<Int.random(in: 0...24, using: &generator)).flatMap { _ in bit }
    default:
      let place = Int.random(in: 0...old.count, using: &generator)
      new = old[..<place] + bit + old[place...]
    }
    guard Bool.random(using: &generator), old.count > 2 else {
      return bytes[..<one.lowerBound] + new + bytes[one.upperBound...]
    }
    let parts = bytes.split(separator: old, omittingEmptySubsequences: false)
    return Array(parts.joined(separator: new))
  }

  /// The strings that are not keys, without their quotes, as far as nothing is escaped.
  private static func values(of bytes: [UInt8]) -> [Range<Int>] {
    let quotes = bytes.indices.filter { bytes[$0] == 0x22 }
    return stride(from: 0, to: quotes.count - 1, by: 2).compactMap { place in
      let isKey = bytes[(quotes[place + 1] + 1)...].first == UInt8(ascii: ":")
      return isKey ? nil : quotes[place] + 1..<quotes[place + 1]
    }
  }

  /// What stands between two commas is given twice, taken away or put elsewhere: keys out of order,
  /// double, missing.
  private static func withMembersMoved(
    _ bytes: [UInt8], _ generator: inout SplitMix64
  ) -> [UInt8] {
    var parts = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let (one, other) = (
      Int.random(in: parts.indices, using: &generator),
      Int.random(in: parts.indices, using: &generator)
    )
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: parts.insert(parts[one], at: one)
    case 1: parts.insert(parts[one], at: other)
    case 2: parts.remove(at: one)
    default: parts.swapAt(one, other)
    }
    return Array(parts.joined(separator: [UInt8(ascii: ",")]))
  }
}
