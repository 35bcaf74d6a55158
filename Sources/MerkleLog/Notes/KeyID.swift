import Crypto

/// The short identifier of a key, which with the key's name tells a note's signatures apart (C2SP
/// signed-note, "Signatures"). It is no cryptographic commitment to the key.
public struct KeyID: Hashable, Sendable, CustomStringConvertible {
  /// The four bytes as a number, the first byte the most significant.
  public let value: UInt32

  /// An identifier from its number.
  public init(_ value: UInt32) {
    self.value = value
  }

  /// The identifier of a key: the first four bytes of
  /// SHA-256(name ‖ 0x0A ‖ signature type ‖ public key).
  ///
  /// - Parameter typedKey: the byte of the signature type and the public key after it.
  public init(name: KeyName, typedKey: [UInt8]) {
    let digest = SHA256.hash(data: Array(name.text.utf8) + [UInt8(ascii: "\n")] + typedKey)
    value = digest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Eight lower-case hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  /// The identifier of exactly eight lower-case hexadecimal digits, or `nil` for any other text.
  init?(hex: some Collection<UInt8>) {
    guard hex.count == 8 else { return nil }
    var value: UInt32 = 0
    for digit in hex {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value << 4 | UInt32(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        value = value << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    self.init(value)
  }

  /// The four bytes, the most significant first.
  var bytes: [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { [UInt8]($0) }
  }
}
