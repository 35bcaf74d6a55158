/// The upper 40 bits of a 64-bit hash: as much of it as the index keeps.
///
/// Two different hashes share a prefix once in 2^40, so a position found by its prefix is a
/// candidate, not an answer.
struct HashPrefix: Hashable, Sendable {
  static let bitCount = 40

  /// The prefix as a number below 2^40.
  let bits: UInt64

  init(of hash: UInt64) {
    bits = hash >> UInt64(UInt64.bitWidth - Self.bitCount)
  }

  /// The first of the bits, as a number.
  func leading(bitCount: Int) -> Int {
    Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: Self.bitCount &- bitCount))
  }

  /// The bits well mixed, for filters: the 64-bit finaliser of MurmurHash3.
  var mixed: UInt64 {
    var mixed = bits
    mixed = (mixed ^ mixed >> 33) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ mixed >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ mixed >> 33
  }
}
