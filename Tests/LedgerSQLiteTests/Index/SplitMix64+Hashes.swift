import TestSupport

extension SplitMix64 {
  /// A hash as a stream of events may bring it: new, one of a few that repeat, or one that shares
  /// its prefix with others.
  mutating func nextHash() -> UInt64 {
    switch next() % 8 {
    case 0..<4: next()
    case 4..<6: Self.scattered(next() % 12)
    case 6: Self.scattered(next() % 12) ^ (1 + next() % 3)
    default: [0, .max, .max - 1, 0xff_ffff, 0x100_0000].randomElement(using: &self) ?? 0
    }
  }

  /// A number spread over 64 bits.
  static func scattered(_ number: UInt64) -> UInt64 {
    var generator = SplitMix64(seed: number)
    return generator.next()
  }

  mutating func hashes(_ count: Int) -> [UInt64] {
    (0..<count).map { _ in nextHash() }
  }
}
