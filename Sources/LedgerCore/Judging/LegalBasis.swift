/// Whether a restriction of sharing states its basis (art. 22; rulings.md, R15): a text that names a law has
/// at least four characters, besides spaces, punctuation and signs.
enum LegalBasis {
  private static let least = 4

  /// Whether a text is one.
  static func isStated(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var count = 0
    var rest = text.makeIterator()
    var decoder = UTF8()
    // Mostly the first few tell, and nothing is put together for them.
    while count < least, case .scalarValue(let scalar) = decoder.decode(&rest) {
      if isLetter(scalar) { count += 1 }
    }
    return count == least
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: false
    default: scalar.isOfWords
    }
  }
}

extension ValuesInPage {
  /// Whether it states a basis in law. Of the acts that a replay puts away, only a text that is none is
  /// kept.
  var statesBasis: Bool {
    switch page.value(.legalBasis, of: view) {
    case .absent: false
    case .text(let range): page.withText { LegalBasis.isStated(in: $0[range]) }
    default: true
    }
  }
}
