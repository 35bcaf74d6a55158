import FoundationEssentials

/// Standard base64 with padding (RFC 4648 section 4), written and read strictly: each byte
/// sequence has exactly one text, and no other text is read.
public enum Base64 {
  /// The text of these bytes, with padding and without line breaks.
  public static func encode(_ bytes: some Collection<UInt8>) -> String {
    Data(bytes).base64EncodedString()
  }

  /// The bytes of a text, or `nil` unless ``encode(_:)`` would have written exactly this text.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    decode(ascii: text.utf8)
  }

  /// The bytes of a text given as ASCII, or `nil` unless ``encode(_:)`` would have written exactly
  /// this text: white space, missing or surplus padding, another alphabet and stray bits after the
  /// last byte are all refused.
  public static func decode(ascii text: some Collection<UInt8>) -> [UInt8]? {
    let text = Data(text)
    // Foundation passes over stray bits and surplus padding, which are not written again.
    guard let bytes = Data(base64Encoded: text), bytes.base64EncodedData() == text else {
      return nil
    }
    return Array(bytes)
  }
}
