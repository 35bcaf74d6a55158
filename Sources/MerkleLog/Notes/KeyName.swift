/// The name of a key in a signed note: usually that of the log or witness whose key it is, as a URL
/// without its scheme (C2SP signed-note, "Format").
///
/// Two names are equal when their bytes are.
public struct KeyName: Hashable, Sendable, CustomStringConvertible {
  /// The name as text.
  public let text: String

  /// A name.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedKey` unless the text has at least one
  ///   character and no white space, plus sign or control character.
  public init(_ text: String) throws(MerkleLogError) {
    guard !text.isEmpty, text.unicodeScalars.allSatisfy(Self.isAllowed) else {
      throw MerkleLogError(
        .malformedKey,
        "expected a key's name without white space, plus and control characters, found "
          + StrictText.excerpt(text))
    }
    self.text = text
  }

  /// A name from its UTF-8 bytes.
  init(utf8 bytes: some Collection<UInt8>) throws(MerkleLogError) {
    guard let text = StrictText.string(bytes) else {
      throw MerkleLogError(
        .malformedKey, "expected a key's name in UTF-8, found " + StrictText.excerpt(bytes))
    }
    try self.init(text)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "+" && !scalar.properties.isWhitespace
      && scalar.properties.generalCategory != .control
  }

  /// The name as text.
  public var description: String { text }

  /// Whether two names have the same bytes.
  public static func == (left: KeyName, right: KeyName) -> Bool {
    StrictText.isSame(left.text, right.text)
  }

  /// Feeds the bytes to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
    hasher.combine(text.utf8.count)
  }
}
