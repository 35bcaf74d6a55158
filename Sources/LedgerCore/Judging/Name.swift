import MerkleLog

/// A name as tables keep it: 32 bytes in place, without a reference.
///
/// Nearly all names have at most 31 bytes and are their own. Of a longer one it is the hash, so that
/// nobody can choose two of which one is taken for the other.
struct Name: Equatable, Sendable {
  /// The longest name that is kept itself.
  static let longestInPlace = 31
  private static let isHashed: UInt64 = 0xFF << 56

  /// The bytes in order, as little-endian numbers, and their count in the last byte.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The name of no bytes, which nothing has.
  static let none = Name(words: (0, 0, 0, 0))

  private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// The name of bytes.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count <= Self.longestInPlace else {
      self.init(hashing: bytes)
      return
    }
    var padded = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    withUnsafeMutableBytes(of: &padded) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
    self.init(
      words: (
        UInt64(littleEndian: padded.0), UInt64(littleEndian: padded.1),
        UInt64(littleEndian: padded.2), UInt64(littleEndian: padded.3) | UInt64(bytes.count) << 56
      ))
  }

  /// The name that an identifier is.
  init(_ identifier: Identifier) {
    var text = identifier.text
    self = text.withUTF8 { Name($0) }
  }

  /// The name of bytes after whose start 32 may be read.
  @inline(__always)
  init(padded start: UnsafePointer<UInt8>, count: Int) {
    guard count <= Self.longestInPlace else {
      self.init(hashing: UnsafeBufferPointer(start: start, count: count))
      return
    }
    let bytes = UnsafeRawPointer(start)
    let bits = count * 8
    self.init(
      words: (
        Self.load(bytes, bits), Self.load(bytes + 8, bits - 64),
        Self.load(bytes + 16, bits - 128),
        Self.load(bytes + 24, bits - 192) | UInt64(count) << 56
      ))
  }

  private init(hashing bytes: UnsafeBufferPointer<UInt8>) {
    let hash = SHA256Hasher.leaf(UnsafeRawBufferPointer(bytes))
    let (first, second, third, fourth) = hash.withUnsafeBytes { hash in
      (
        hash.loadUnaligned(as: UInt64.self),
        hash.loadUnaligned(fromByteOffset: 8, as: UInt64.self),
        hash.loadUnaligned(fromByteOffset: 16, as: UInt64.self),
        hash.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
      )
    }
    self.init(words: (first, second, third, fourth >> 8 | Self.isHashed))
  }

  /// The first bits of a word, at most all of them; the rest is zero. In memory order, as the bytes
  /// of a name are.
  @inline(__always)
  private static func load(_ bytes: UnsafeRawPointer, _ bits: Int) -> UInt64 {
    guard bits > 0 else { return 0 }
    let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    return bits >= 64 ? word : word & ~(UInt64.max << UInt64(bits))
  }

  @inline(__always)
  static func == (left: Name, right: Name) -> Bool { left.words == right.words }

  /// A hash under a key that differs in every run, so that nobody can choose names that collide.
  @inline(__always)
  func hash(key: UInt64) -> UInt64 {
    Self.mix(words.0 ^ key, words.1 ^ 0xA076_1D64_78BD_642F)
      ^ Self.mix(words.2 ^ key, words.3 ^ 0xE703_7ED1_A0B4_28DB)
  }

  @inline(__always)
  static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}
