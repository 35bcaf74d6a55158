/// A body's unified social credit code (GB 32100-2015): 18 characters, the last a check character.
///
/// Departments, authorities, governments, institutions and utilities are all named by it.
public struct BodyCode: Hashable, Sendable {
  private let high: UInt64
  private let low: UInt64
  private let tail: UInt16

  /// Reads a code and verifies its check character; `nil` when it is not one.
  public init?(_ string: String) {
    var string = string
    let code = string.withUTF8 { Self(utf8: $0) }
    guard let code else { return nil }
    self = code
  }

  /// Reads a code from its 18 bytes; `nil` when it is not one.
  init?(utf8: UnsafeBufferPointer<UInt8>) {
    guard utf8.count == 18, Self.checks(utf8) else { return nil }
    let bytes = UnsafeRawBufferPointer(utf8)
    high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
    low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    tail = UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt16.self))
  }

  /// The code of a 17-character body, with its check character added; `nil` when a character is
  /// not of the standard's alphabet.
  public init?(withoutCheck body: String) {
    let bytes = Array(body.utf8)
    guard bytes.count == 17, let sum = bytes.withUnsafeBufferPointer(Self.weightedSum) else {
      return nil
    }
    let check = Self.alphabet[(31 - sum % 31) % 31]
    self.init(body + String(Unicode.Scalar(check)))
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let notOfTheAlphabet: UInt8 = 127

  /// The weight of each place: 3^place modulo 31.
  private static let weights: StaticString =
    "\u{1}\u{3}\u{9}\u{1b}\u{13}\u{1a}\u{10}\u{11}\u{14}\u{1d}\u{19}\u{d}\u{8}\u{18}\u{a}\u{1e}\u{1c}"

  /// The place in the alphabet of each ASCII character; 127 for one that is not of it. The digits
  /// come first, then the letters without I, O, S, V and Z, which look like others.
  private static let places: StaticString = """
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{0}\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\
    \u{9}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{a}\u{b}\u{c}\u{d}\u{e}\u{f}\u{10}\
    \u{11}\u{7f}\u{12}\u{13}\u{14}\u{15}\u{16}\u{7f}\u{17}\u{18}\u{19}\u{7f}\u{1a}\u{1b}\
    \u{7f}\u{1c}\u{1d}\u{1e}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\
    \u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}
    """

  @inline(__always)
  private static func value(of character: UInt8) -> UInt8 {
    character < 0x80 ? places.utf8Start[Int(character)] : notOfTheAlphabet
  }

  private static func weightedSum(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var sum = 0
    var largest: UInt8 = 0
    for place in 0..<min(17, bytes.count) {
      let value = value(of: bytes[place])
      largest = max(largest, value)
      sum &+= Int(value) &* Int(weights.utf8Start[place])
    }
    return largest < 31 ? sum : nil
  }

  private static func checks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let sum = weightedSum(bytes) else { return false }
    return Int(value(of: bytes[17])) == (31 - sum % 31) % 31
  }

  /// The code that ``words`` gave: it was checked when it was read.
  init(words: (UInt64, UInt64, UInt16)) { (high, low, tail) = words }

  /// The 18 bytes as three numbers, the first byte the highest.
  var words: (UInt64, UInt64, UInt16) { (high, low, tail) }

  /// Calls `body` with the 18 bytes.
  func withUTF8<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: 18, alignment: 8) { code in
      code.storeBytes(of: high.bigEndian, as: UInt64.self)
      code.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
      code.storeBytes(of: tail.bigEndian, toByteOffset: 16, as: UInt16.self)
      return body(UnsafeBufferPointer(code.assumingMemoryBound(to: UInt8.self)))
    }
  }

  /// Appends the 18 bytes.
  func appendUTF8(to bytes: inout [UInt8]) { withUTF8 { bytes.append(contentsOf: $0) } }
}

extension BodyCode: CustomStringConvertible, Comparable {
  /// The 18 characters.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(18)
    appendUTF8(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Byte order of the codes.
  public static func < (left: Self, right: Self) -> Bool {
    (left.high, left.low, left.tail) < (right.high, right.low, right.tail)
  }
}
