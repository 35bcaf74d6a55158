import LedgerCore
import WorkingDays

/// The notices and rule books of a capsule: what its events were judged by.
///
/// No signature covers them; the log itself only names the rule books that were adopted. Whoever
/// does not trust the maker of the capsule compares the documents with his own.
public struct CapsuleLaw: Sendable {
  /// The holiday notices that the ledger began with; later ones are events.
  public let notices: [HolidayNotice]

  /// The rule books, in the order of their members.
  public let ruleBooks: [RuleBook]

  /// `notices.json`, in canonical JSON.
  public let noticesDocument: [UInt8]

  /// The rule books' documents in the order of the books, in canonical JSON.
  public let ruleBookDocuments: [[UInt8]]

  /// The law in these documents, in any form of JSON and any order.
  ///
  /// - Throws: ``CapsuleError`` with the code `document` when one is malformed or too large, or when
  ///   two books have one name and version, or there are too many.
  public init(notices: [UInt8], ruleBooks: [[UInt8]]) throws(CapsuleError) {
    noticesDocument = try Self.value(notices, Capsule.noticesName).canonicalBytes
    self.notices = try Self.notices(noticesDocument)
    var books: [(member: String, book: RuleBook, document: [UInt8])] = []
    for document in ruleBooks {
      let document = try Self.value(document, "rule-books/").canonicalBytes
      let book = try Self.ruleBook(document, "rule-books/")
      books.append((Self.member(of: book.name), book, document))
    }
    books.sort { Self.precedes($0.member, $1.member) }
    self.ruleBooks = books.map(\.book)
    ruleBookDocuments = books.map(\.document)
    try Self.check(self.ruleBooks.map(\.name), .document)
  }

  /// Reads the law's members.
  init(reading members: inout CapsuleMembers, summary: CapsuleSummary) throws {
    let sizes = 1...Capsule.maximumDocumentByteCount
    try Self.check(summary.ruleBooks, .summary)
    let notices = try members.next(Capsule.noticesName, sizes: sizes)
    _ = try Self.canonical(notices.content, notices.name)
    noticesDocument = Array(notices.content)
    self.notices = try Self.notices(noticesDocument)
    guard self.notices.count == summary.notices else {
      throw CapsuleError(
        .summary, notices.name,
        "expected \(summary.notices) notices, found \(self.notices.count)")
    }
    var books: [RuleBook] = []
    var documents: [[UInt8]] = []
    for name in summary.ruleBooks {
      let member = try members.next(Self.member(of: name), sizes: sizes)
      _ = try Self.canonical(member.content, member.name)
      let book = try Self.ruleBook(Array(member.content), member.name)
      guard book.name == name else {
        throw CapsuleError(.summary, member.name, "found the rule book \(book.name) in it")
      }
      books.append(book)
      documents.append(Array(member.content))
    }
    ruleBooks = books
    ruleBookDocuments = documents
  }

  /// The name of a rule book's member.
  static func member(of book: RuleBookName) -> String {
    "rule-books/\(book.name)-\(book.version).json"
  }

  /// The books must ascend by their members' names, and not be too many.
  private static func check(
    _ names: [RuleBookName], _ code: CapsuleError.Code
  ) throws(CapsuleError) {
    let members = names.map { member(of: $0) }
    guard names.count <= Capsule.maximumRuleBookCount,
      zip(members, members.dropFirst()).allSatisfy(precedes)
    else {
      throw CapsuleError(
        code, Capsule.summaryName,
        "expected at most \(Capsule.maximumRuleBookCount) rule books, ascending by name")
    }
  }

  /// By bytes, whatever they spell.
  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}

extension CapsuleLaw {
  /// The value of a document that must be in canonical JSON.
  static func canonical(
    _ bytes: some Collection<UInt8>, _ member: String
  ) throws(CapsuleError) -> JSONValue {
    let value = try value(bytes, member)
    guard value.canonicalBytes.elementsEqual(bytes) else {
      throw CapsuleError(.document, member, "expected canonical JSON, found another form of it")
    }
    return value
  }

  private static func value(
    _ bytes: some Collection<UInt8>, _ member: String
  ) throws(CapsuleError) -> JSONValue {
    guard bytes.count <= Capsule.maximumDocumentByteCount else {
      throw CapsuleError(
        .document, member,
        "a document has at most \(Capsule.maximumDocumentByteCount) bytes, found \(bytes.count)")
    }
    return try read(member) { () throws(LedgerError) in try JSONValue(parsing: bytes) }
  }

  private static func notices(_ document: [UInt8]) throws(CapsuleError) -> [HolidayNotice] {
    try read(Capsule.noticesName) { () throws(LedgerError) in
      try HolidayNotice.list(json: document)
    }
  }

  private static func ruleBook(
    _ document: [UInt8], _ member: String
  ) throws(CapsuleError) -> RuleBook {
    try read(member) { () throws(LedgerError) in try RuleBook(json: document) }
  }

  private static func read<Value>(
    _ member: String, _ body: () throws(LedgerError) -> Value
  ) throws(CapsuleError) -> Value {
    do throws(LedgerError) {
      return try body()
    } catch {
      throw CapsuleError(.document, member, "\(error)")
    }
  }
}
