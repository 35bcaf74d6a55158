/// An identifier as the tables of a replay keep it: 32 bytes in place, without a reference.
///
/// Nearly all identifiers have at most 31 bytes and stand in the name itself. The few longer ones
/// stand in a list (``LongNames``), and the name says where.
struct Name: Equatable {
  /// The longest identifier that stands in the name itself.
  static let longestInPlace = 31
  private static let isListed: UInt64 = 0xFF << 56

  /// The bytes in order, as little-endian numbers, and their count in the last byte.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The name of no bytes, which no identifier has.
  static let none = Name(words: (0, 0, 0, 0))

  private init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

  /// The name of an identifier of at most ``longestInPlace`` bytes.
  @inline(__always)
  init(inPlace bytes: UnsafeBufferPointer<UInt8>) {
    let count = min(bytes.count, Self.longestInPlace)
    var padded = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
    withUnsafeMutableBytes(of: &padded) { target in
      for offset in 0..<count { target[offset] = bytes[offset] }
    }
    words = (
      UInt64(littleEndian: padded.0), UInt64(littleEndian: padded.1),
      UInt64(littleEndian: padded.2), UInt64(littleEndian: padded.3) | UInt64(count) << 56
    )
  }

  /// The name of an identifier of at most ``longestInPlace`` bytes, after whose start 32 bytes may be
  /// read.
  @inline(__always)
  init(padded start: UnsafePointer<UInt8>, count: Int) {
    let bytes = UnsafeRawPointer(start)
    let bits = count * 8
    words = (
      Self.load(bytes, bits), Self.load(bytes + 8, bits - 64),
      Self.load(bytes + 16, bits - 128),
      Self.load(bytes + 24, bits - 192) | UInt64(count) << 56
    )
  }

  /// The first bits of a word, at most all of them; the rest is zero. In memory order, as the bytes
  /// of a name are.
  @inline(__always)
  private static func load(_ bytes: UnsafeRawPointer, _ bits: Int) -> UInt64 {
    guard bits > 0 else { return 0 }
    let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    return bits >= 64 ? word : word & ~(UInt64.max << UInt64(bits))
  }

  /// The name of a body's stream.
  init(_ code: BodyCode) {
    let words = code.words
    self.words = (
      words.0.byteSwapped, words.1.byteSwapped, UInt64(words.2.byteSwapped), 18 << 56
    )
  }

  /// The name of the identifier at a place of the list of long ones.
  init(listedAt index: Int) {
    words = (UInt64(index), 0, 0, Self.isListed)
  }

  /// The place in the list of long identifiers, for one that stands there.
  var listIndex: Int? {
    words.3 == Self.isListed ? Int(words.0) : nil
  }

  /// The bytes, of an identifier that stands in the name itself.
  var bytesInPlace: [UInt8] {
    let ordered = (
      words.0.littleEndian, words.1.littleEndian, words.2.littleEndian, words.3.littleEndian
    )
    return withUnsafeBytes(of: ordered) { Array($0.prefix(Int(words.3 >> 56))) }
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

/// The identifiers that are too long to stand in a ``Name``.
struct LongNames {
  private(set) var list: [[UInt8]] = []
  private var places: [[UInt8]: Int] = [:]

  init(_ list: [[UInt8]] = []) {
    for bytes in list { _ = listed(bytes) }
  }

  /// The name of an identifier after whose start 32 bytes may be read.
  @inline(__always)
  mutating func name(padded start: UnsafePointer<UInt8>, count: Int) -> Name {
    count <= Name.longestInPlace
      ? Name(padded: start, count: count)
      : listed(Array(UnsafeBufferPointer(start: start, count: count)))
  }

  /// The name of an identifier.
  mutating func name(of bytes: UnsafeBufferPointer<UInt8>) -> Name {
    bytes.count <= Name.longestInPlace ? Name(inPlace: bytes) : listed(Array(bytes))
  }

  private mutating func listed(_ bytes: [UInt8]) -> Name {
    if let place = places[bytes] { return Name(listedAt: place) }
    places[bytes] = list.count
    list.append(bytes)
    return Name(listedAt: list.count - 1)
  }

  /// The bytes of a name.
  func bytes(of name: Name) -> [UInt8] {
    guard let index = name.listIndex else { return name.bytesInPlace }
    return index < list.count ? list[index] : []
  }

  /// The identifier of a name.
  func identifier(of name: Name) -> Identifier {
    Identifier(String(decoding: bytes(of: name), as: UTF8.self))
  }
}
