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
    high = utf8[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    low = utf8[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    tail = UInt16(utf8[16]) << 8 | UInt16(utf8[17])
  }

  /// The code of a 17-character body, with its check character added; `nil` when a character is
  /// not of the standard's alphabet.
  public init?(withoutCheck body: String) {
    let bytes = Array(body.utf8)
    guard bytes.count == 17, let sum = Self.weightedSum(bytes) else { return nil }
    let check = Self.alphabet[(31 - sum % 31) % 31]
    self.init(body + String(Unicode.Scalar(check)))
  }

  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
  private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, byte) in alphabet.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }()

  private static func weightedSum(_ bytes: some Collection<UInt8>) -> Int? {
    var sum = 0
    for (byte, weight) in zip(bytes, weights) {
      let value = values[Int(byte)]
      guard value != 255 else { return nil }
      sum += Int(value) * weight
    }
    return sum
  }

  private static func checks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let sum = weightedSum(bytes) else { return false }
    return bytes[17] == alphabet[(31 - sum % 31) % 31]
  }

  /// Appends the 18 bytes.
  func appendUTF8(to bytes: inout [UInt8]) {
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: high >> UInt64(shift)))
    }
    for shift in stride(from: 56, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: low >> UInt64(shift)))
    }
    bytes.append(UInt8(truncatingIfNeeded: tail >> 8))
    bytes.append(UInt8(truncatingIfNeeded: tail))
  }
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
