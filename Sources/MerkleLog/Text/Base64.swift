/// Standard base64 with padding (RFC 4648 section 4), written and read strictly: each byte
/// sequence has exactly one text, and no other text is read.
public enum Base64 {
  /// The text of these bytes, with padding and without line breaks.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count / 3 + 1) * 4)
    var group: UInt32 = 0
    var filled = 0
    for byte in bytes {
      group = group << 8 | UInt32(byte)
      filled += 1
      if filled == 3 {
        appendGroup(group, bytes: 3, to: &text)
        (group, filled) = (0, 0)
      }
    }
    if filled > 0 {
      appendGroup(group << (8 * UInt32(3 - filled)), bytes: filled, to: &text)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text, or `nil` unless ``encode(_:)`` would have written exactly this text.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(ascii: text.utf8)
  }

  /// The bytes of a text given as ASCII, or `nil` unless ``encode(_:)`` would have written exactly
  /// this text: white space, missing or surplus padding, another alphabet and stray bits after the
  /// last byte are all refused.
  public static func decode(ascii text: some Collection<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 4 * 3)
    var group: UInt32 = 0
    var filled = 0
    var padding = 0
    for character in text {
      if character == UInt8(ascii: "=") {
        padding += 1
        group <<= 6
      } else {
        guard padding == 0, let bits = value(of: character) else { return nil }
        group = group << 6 | bits
      }
      filled += 1
      if filled == 4 {
        guard appendBytes(of: group, padding: padding, to: &bytes) else { return nil }
        (group, filled) = (0, 0)
      }
    }
    return filled == 0 ? bytes : nil
  }

  /// Writes the four characters of a 24-bit group of which `bytes` bytes count.
  private static func appendGroup(_ group: UInt32, bytes: Int, to text: inout [UInt8]) {
    for position in 0..<4 {
      let bits = UInt8(truncatingIfNeeded: group >> (18 - 6 * UInt32(position))) & 0x3f
      text.append(position <= bytes ? character(for: bits) : UInt8(ascii: "="))
    }
  }

  /// Writes the bytes of a 24-bit group; false when padding or stray bits make it malformed.
  private static func appendBytes(
    of group: UInt32, padding: Int, to bytes: inout [UInt8]
  ) -> Bool {
    let strayBits: UInt32
    switch padding {
    case 0: strayBits = 0
    case 1: strayBits = group & 0xff
    case 2: strayBits = group & 0xffff
    default: return false
    }
    guard strayBits == 0 else { return false }
    for position in 0..<(3 - padding) {
      bytes.append(UInt8(truncatingIfNeeded: group >> (16 - 8 * UInt32(position))))
    }
    return true
  }

  private static func character(for bits: UInt8) -> UInt8 {
    switch bits {
    case 0..<26: UInt8(ascii: "A") + bits
    case 26..<52: UInt8(ascii: "a") + (bits - 26)
    case 52..<62: UInt8(ascii: "0") + (bits - 52)
    case 62: UInt8(ascii: "+")
    default: UInt8(ascii: "/")
    }
  }

  private static func value(of character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
