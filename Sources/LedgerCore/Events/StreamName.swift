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
    /// A plan (规划、计划, art. 8).
    case plan
    /// A node of the government cloud (电子政务云节点, art. 10).
    case cloudNode = "cloud-node"
    /// A system that runs on such a node (业务系统, art. 11).
    case cloudSystem = "cloud-system"
    /// A network or a shared support system (共性应用支撑系统, arts. 12 and 13).
    case infrastructure
    /// A compilation of a division's master catalogue (政务数据总目录, art. 15).
    case masterCatalog = "master-catalog"
    /// A data item and its source (一数一源, art. 17).
    case dataItem = "data-item"
    /// A collection of data (采集, art. 17).
    case collection
    /// A purchase of data (购买社会数据, art. 19).
    case purchase
    /// A database or platform (基础数据库、交换共享平台, arts. 20, 21 and 24).
    case platform
    /// A day's direct use of unconditionally shared data (直接获取, art. 23).
    case dataAccess = "data-access"
    /// A use of data that was shared on request (使用, art. 23).
    case dataUse = "data-use"
    /// Paper demanded of an applicant (纸质材料, art. 27).
    case paperDemand = "paper-demand"
    /// Training (培训, art. 34).
    case training
    /// An evaluation of a department (评估, art. 35).
    case evaluation
    /// A referral to those who decide on liability (法律责任, arts. 36 to 38).
    case referral
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
