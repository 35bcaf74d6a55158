/// One position in a run: the prefix of its hash, then its distance from the run's first position.
///
/// Entries compare as numbers: by prefix, and by position where prefixes are equal.
struct Entry: Hashable, Sendable, Comparable {
  static let byteCount = 8
  static let offsetBitCount = UInt64.bitWidth - HashPrefix.bitCount
  static let maximumOffset = 1 << offsetBitCount - 1

  let bits: UInt64

  init(bits: UInt64) {
    self.bits = bits
  }

  /// The entry of an offset up to ``maximumOffset``.
  init(_ prefix: HashPrefix, offset: Int) {
    bits = prefix.bits << UInt64(Self.offsetBitCount) | UInt64(truncatingIfNeeded: offset)
  }

  var prefix: HashPrefix { HashPrefix(of: bits) }

  var offset: Int { Int(truncatingIfNeeded: bits) & Self.maximumOffset }

  static func < (left: Entry, right: Entry) -> Bool {
    left.bits < right.bits
  }
}
