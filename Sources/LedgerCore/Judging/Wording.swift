/// Whether two texts say the same: a purpose that is stated again (arts. 23 and 28), or data that is
/// bought (art. 19), in other spaces, punctuation or width of letters.
///
/// They do when they are equal after normalization form KC (Unicode Standard Annex 15) and without
/// spaces, controls and punctuation (rulings.md, R23).
enum Wording {
  /// Whether two texts say the same.
  static func isSame(_ text: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>)
    -> Bool
  {
    text.elementsEqual(other) || words(in: text) == words(in: other)
  }

  /// The text without what does not matter. Texts compare by canonical equivalence, so that what is left
  /// to do for form KC is to replace what has a compatibility decomposition.
  private static func words(in text: UnsafeBufferPointer<UInt8>) -> String {
    var words = String.UnicodeScalarView()
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      for part in decompositions[scalar] ?? [scalar] where part.isOfWords { words.append(part) }
    }
    return String(words)
  }

  private static let decompositions: [Unicode.Scalar: [Unicode.Scalar]] = {
    var forms: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    let file = BundledFiles.bytes(of: "compatibility-forms") ?? []
    for line in file.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
      let scalars = line.split(separator: UInt8(ascii: " ")).compactMap { digits in
        UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
      }
      if let first = scalars.first { forms[first] = Array(scalars.dropFirst()) }
    }
    return forms
  }()
}

extension Unicode.Scalar {
  /// Whether it is neither a space nor a control nor punctuation.
  var isOfWords: Bool {
    switch properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate,
      .privateUse, .unassigned, .connectorPunctuation, .dashPunctuation, .openPunctuation,
      .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation:
      false
    default: true
    }
  }
}
