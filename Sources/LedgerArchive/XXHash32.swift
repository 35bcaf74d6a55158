/// The checksum of the LZ4 frame format: XXH32 with seed 0 (xxHash specification 0.1.1). It finds
/// accidents, not forgery.
///
/// Written here because liblz4 does not export its own.
enum XXHash32 {
  private static let prime1: UInt32 = 2_654_435_761
  private static let prime2: UInt32 = 2_246_822_519
  private static let prime3: UInt32 = 3_266_489_917
  private static let prime4: UInt32 = 668_265_263
  private static let prime5: UInt32 = 374_761_393

  /// How many bytes the four lanes take in one step.
  private static let stripe = 16

  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    let striped = bytes.count & ~(stripe - 1)
    var hash = striped > 0 ? converge(bytes, upTo: striped) : prime5
    hash &+= UInt32(truncatingIfNeeded: bytes.count)
    let words = bytes.count & ~3
    for offset in stride(from: striped, to: words, by: 4) {
      hash = rotate(hash &+ word(bytes, offset) &* prime3, 17) &* prime4
    }
    for offset in words..<bytes.count {
      hash = rotate(hash &+ UInt32(bytes[offset]) &* prime5, 11) &* prime1
    }
    return avalanche(hash)
  }

  /// Runs the four lanes over the whole stripes and joins them.
  private static func converge(_ bytes: UnsafeRawBufferPointer, upTo end: Int) -> UInt32 {
    var lane1 = prime1 &+ prime2
    var lane2 = prime2
    var lane3: UInt32 = 0
    var lane4 = 0 &- prime1
    var offset = 0
    while offset < end {
      lane1 = round(lane1, word(bytes, offset))
      lane2 = round(lane2, word(bytes, offset + 4))
      lane3 = round(lane3, word(bytes, offset + 8))
      lane4 = round(lane4, word(bytes, offset + 12))
      offset += stripe
    }
    return rotate(lane1, 1) &+ rotate(lane2, 7) &+ rotate(lane3, 12) &+ rotate(lane4, 18)
  }

  @inline(__always)
  private static func round(_ lane: UInt32, _ input: UInt32) -> UInt32 {
    rotate(lane &+ input &* prime2, 13) &* prime1
  }

  private static func avalanche(_ hash: UInt32) -> UInt32 {
    var hash = hash
    hash = (hash ^ (hash >> 15)) &* prime2
    hash = (hash ^ (hash >> 13)) &* prime3
    return hash ^ (hash >> 16)
  }

  @inline(__always)
  private static func rotate(_ value: UInt32, _ bits: UInt32) -> UInt32 {
    value &<< bits | value &>> (32 - bits)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
    UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
