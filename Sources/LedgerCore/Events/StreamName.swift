/// The name of a stream: the history of one thing, such as `share-request/SR-1`.
public struct StreamName: Hashable, Sendable, CustomStringConvertible {
  /// The kinds of thing that have a history.
  public enum Category: String, Sendable, CaseIterable {
    /// A body: department, authority, government, institution or utility.
    case department
    /// An entry of a catalogue (目录条目).
    case catalogEntry = "catalog-entry"
    /// A department's catalogue as a whole: its filings (备案).
    case catalog
    /// A change of law or functions that calls for an update (art. 16).
    case updateTrigger = "update-trigger"
    /// A request to share data (共享申请, art. 23).
    case shareRequest = "share-request"
    /// A data security incident (art. 31).
    case incident
    /// A project under review (审核, art. 9).
    case project
    /// A holiday notice of the State Council's General Office.
    case holidayNotice = "holiday-notice"
    /// A rule book's adoptions.
    case ruleBook = "rule-book"
    /// The attestations of audits under a rule book.
    case attestation
    /// A verification of data (校核, art. 17).
    case verification
    /// An application for open data (art. 25).
    case openApplication = "open-application"
  }

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
