/// Text from outside, read without repair and shown without harm.
enum StrictText {
  /// The string of these bytes, or `nil` when they are not valid UTF-8.
  static func string(_ bytes: some Collection<UInt8>) -> String? {
    // Decoding repairs what is invalid, and then the bytes differ.
    let string = String(decoding: bytes, as: UTF8.self)
    return string.utf8.elementsEqual(bytes) ? string : nil
  }

  /// Whether two texts are the same bytes. Swift's `==` also takes different spellings of one
  /// character for the same, which identities must not.
  static func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
  }

  /// At most 60 bytes in quotation marks for an error's message, all but printable ASCII as `\xNN`.
  static func excerpt(_ bytes: some Collection<UInt8>) -> String {
    var text = "\""
    for byte in bytes.prefix(60) {
      switch byte {
      case 0x20..<0x7f: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return text + (bytes.count > 60 ? "…\"" : "\"")
  }

  static func excerpt(_ text: String) -> String { excerpt(text.utf8) }
}
