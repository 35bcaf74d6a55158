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

  private static let documents = ruleBooks + ["holiday-notices", "divisions", "sample-history"]

  /// A file's bytes; `nil` when there is none of that name.
  public static func bytes(of name: String) -> [UInt8]? {
    guard let index = names.firstIndex(of: name) else { return nil }
    let file = bundled_file(index)
    return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
  }
}
