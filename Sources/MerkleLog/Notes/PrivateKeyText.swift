/// How a private key looks in text (``SignerKey/privateText``), so that files and messages that must
/// not hold one can be told.
package enum PrivateKeyText {
  /// What every private key begins with.
  package static let prefix = "PRIVATE+KEY+"

  /// Whether a private key, or its beginning, stands anywhere in these bytes.
  package static func isFound(in bytes: [UInt8]) -> Bool {
    // Not generic, and by a pointer: it reads every line that is recorded.
    bytes.withUnsafeBufferPointer { bytes in
      var rest = bytes[...]
      while let start = rest.firstIndex(of: UInt8(ascii: "P")) {
        rest = rest[start...]
        if rest.starts(with: prefix.utf8) { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }

  /// The text with an ellipsis in the place of every private key: from its prefix to the end of the
  /// word.
  package static func masked(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      guard rest.starts(with: prefix.unicodeScalars) else {
        shown.append(scalar)
        rest = rest.dropFirst()
        continue
      }
      shown.append(contentsOf: (prefix + "…").unicodeScalars)
      rest = rest.drop { !$0.properties.isWhitespace }
    }
    return String(shown)
  }
}
