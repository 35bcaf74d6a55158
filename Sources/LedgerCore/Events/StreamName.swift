/// The name of a stream: the history of one thing, such as `share-request/SR-1`.
public struct StreamName: Hashable, Sendable, CustomStringConvertible {
  /// The kind of thing.
  public let category: Category
  /// The thing.
  public let identifier: Identifier

  /// Names a stream.
  public init(_ category: Category, _ identifier: Identifier) {
    self.category = category
    self.identifier = identifier
  }

  /// Reads `category/identifier`; `nil` when there is no such category.
  public init?(_ description: String) {
    // By bytes: a character of the identifier may join the slash into one grapheme.
    let bytes = description.utf8
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")),
      let category = String(bytes[..<slash]).flatMap(Category.init(rawValue:)),
      let text = String(bytes[bytes.index(after: slash)...]), Visible.isIdentifier(text)
    else { return nil }
    self.init(category, Identifier(text))
  }

  /// `category/identifier`.
  public var description: String { category.rawValue + "/" + identifier.text }
}
