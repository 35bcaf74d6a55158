import CBundledFiles

/// The files that the program carries in itself: schemas, the projections' SQL, the bundled law.
public enum BundledFiles {
  /// The names, in order: `record`, `share.requested`, `projections`, …
  public static let names: [String] = (0..<bundled_file_count()).map {
    String(cString: bundled_file($0).name)
  }

  /// The names of the schemas among them: the JSON Schemas and the projections' SQL.
  public static let schemas = names.filter { !documents.contains($0) }

  /// The names of the rule books among them; the first is the default.
  public static let ruleBooks = ["order-329", "decree-809", "disclosure-2019", "incident-2025"]

  private static let documents =
    ruleBooks + ruleBooks.map { $0 + literate }
    + ["holiday-notices", "divisions", "sample-history", "compatibility-forms"]

  /// What the name of a rule book's law, sentence by sentence, ends with.
  private static let literate = "-literate"

  /// The law of a rule book sentence by sentence, each with what carries it out, as Markdown; `nil` where
  /// the book has none.
  public static func literateBook(_ book: String) -> [UInt8]? {
    ruleBooks.contains(book) ? bytes(of: book + literate) : nil
  }

  /// A file's bytes; `nil` when there is none of that name.
  public static func bytes(of name: String) -> [UInt8]? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let file = bundled_file(index)
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
