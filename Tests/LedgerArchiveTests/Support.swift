import LedgerArchive
import Testing

/// SplitMix64: the same seed gives the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// Bytes of `variety` different values: the fewer, the better they pack.
  mutating func bytes(count: Int, variety: Int = 256) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    for index in bytes.indices {
      bytes[index] = UInt8(truncatingIfNeeded: next() % UInt64(variety))
    }
    return bytes
  }

  mutating func entries(count: Int, upTo length: Int) -> [[UInt8]] {
    (0..<count).map { _ in
      bytes(count: Int.random(in: 0...length, using: &self), variety: 4)
    }
  }
}

/// The bytes written in hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// The error's code, or `nil` when nothing is thrown.
func code(of body: () throws(ArchiveError) -> some Any) -> ArchiveError.Code? {
  do {
    _ = try body()
    return nil
  } catch {
    return error.code
  }
}
