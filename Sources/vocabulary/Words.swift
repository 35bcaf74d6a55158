extension String {
  /// `ShareSupplementRequested` of `share.supplement-requested`, `RecipientKind` of `recipientKind`.
  var upperCamelCase: String {
    split { ".-_".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }

  /// `shareSupplementRequested` of `share.supplement-requested`.
  var lowerCamelCase: String {
    let name = upperCamelCase
    return name.prefix(1).lowercased() + name.dropFirst()
  }

  /// The name as Swift code may use it.
  var escapedIfReserved: String {
    ["operator", "in", "where", "default", "case", "is", "as", "for", "import", "extension"]
      .contains(self) ? "`\(self)`" : self
  }

  /// The text with a capital first letter.
  var capitalized: String { prefix(1).uppercased() + dropFirst() }

  /// The lines with `indent` before each that is not empty.
  func indented(_ indent: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
  }

  /// The text as a documentation comment, wrapped to the width of the package's lines.
  ///
  /// A Chinese character counts as one: so does the formatter.
  func documentation(indent: String = "") -> String {
    var lines: [String] = []
    for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
      if paragraph.isEmpty { lines.append("") }
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, indent.count + 4 + line.count + 1 + word.count > 100 {
          lines.append(line)
          line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
      }
      if !line.isEmpty { lines.append(line) }
    }
    return lines.map { indent + ($0.isEmpty ? "///" : "/// \($0)") }.joined(separator: "\n") + "\n"
  }
}
