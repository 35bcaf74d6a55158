/// Which characters may stand in identifiers and in text.
///
/// The set is spelled out instead of taken from the Unicode tables of the running system, so that
/// every version of this program accepts the same records.
package enum Visible {
  /// Whether a scalar leaves no mark: controls, spaces, and characters that format or are ignored.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x7E: false
    case 0...0x20, 0x7F...0xA0, 0xAD, 0x34F, 0x61C, 0x1680, 0x180E: true
    case 0x2000...0x200F, 0x2028...0x202F, 0x205F...0x206F: true
    case 0x3000, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// Whether a scalar is a control character that text may not hold (all but tab and line ends).
  static func isForbiddenControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: false
    case 0...0x1F, 0x7F...0x9F: true
    default: false
    }
  }

  /// An identifier: 1 to 64 characters, none invisible.
  static func isIdentifier(_ string: String) -> Bool {
    var count = 0
    for scalar in string.unicodeScalars {
      count += 1
      if count > 64 || isInvisible(scalar) { return false }
    }
    return count > 0
  }

  /// Text: at least one visible character, no control character but tab and line ends.
  static func isText(_ string: String) -> Bool {
    var visible = false
    for scalar in string.unicodeScalars {
      if isForbiddenControl(scalar) { return false }
      if !visible, !isInvisible(scalar) { visible = true }
    }
    return visible
  }

  /// The text as people are to see it: what leaves no mark, such as a control or a change of
  /// direction, is written `\u{202E}`. Plain and ideographic spaces stay.
  ///
  /// For terminals and tables, never for data: names may hold such characters, and could otherwise
  /// pass for others or steer a terminal.
  package static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isEscaped) else { return text }
    return text.unicodeScalars.reduce(into: "") { shown, scalar in
      if isEscaped(scalar) {
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isEscaped(_ scalar: Unicode.Scalar) -> Bool {
    scalar != " " && scalar != "\u{3000}" && isInvisible(scalar)
  }
}
