import WorkingDays

/// The law that ships with the program. It is data: a ledger can hold more, and later.
public struct BundledLaw: Sendable {
  /// The holiday notices of 2020 to 2026.
  public let notices: [HolidayNotice]
  /// The rule books.
  public let books: [RuleBook]

  /// Reads the bundled documents.
  ///
  /// - Throws: `malformed` when a bundled document is not what its schema describes.
  public static func load() throws(LedgerError) -> BundledLaw {
    guard let notices = BundledFiles.bytes(of: "holiday-notices") else {
      throw LedgerError(.notFound, "the program was built without its bundled law")
    }
    var books: [RuleBook] = []
    for document in bookDocuments { books.append(try RuleBook(json: document)) }
    return BundledLaw(notices: try HolidayNotice.list(json: notices), books: books)
  }

  /// Some of the law that is bundled.
  package init(notices: [HolidayNotice], books: [RuleBook]) {
    self.notices = notices
    self.books = books
  }

  /// The document of the bundled notices (`Schemas/notice.json`).
  package static var noticesDocument: [UInt8] { BundledFiles.bytes(of: "holiday-notices") ?? [] }

  /// The body that issued the bundled notices; `nil` where their document does not say.
  package func issuer() throws(LedgerError) -> BodyCode? {
    try HolidayNotice.issuer(json: Self.noticesDocument)
  }

  /// The bundled notices as records, in the order of their issue: with them a ledger begins.
  package func noticeRecords(at now: Instant) throws(LedgerError) -> [Record] {
    guard let issuer = try issuer() else { return [] }
    return notices.sorted { $0.issuedOn < $1.issuedOn }.map {
      Record(of: $0, by: issuer, at: now)
    }
  }

  /// The documents of the bundled rule books (`Schemas/rule-book.json`).
  package static var bookDocuments: [[UInt8]] {
    BundledFiles.ruleBooks.map { BundledFiles.bytes(of: $0) ?? [] }
  }

  /// The document of a bundled rule book as canonical JSON; `nil` when there is none of that name.
  package static func document(of name: RuleBookName) -> [UInt8]? {
    for document in bookDocuments {
      guard let value = try? JSONValue(parsing: document),
        value["book"] == .string(name.description)
      else { continue }
      return value.canonicalBytes
    }
    return nil
  }

  /// The book of a name; without a name, the default, which is Order 329 alone.
  ///
  /// - Throws: `notFound`, naming the books there are.
  public func book(named name: String? = nil) throws(LedgerError) -> RuleBook {
    let wanted = name ?? "order-329/1"
    guard let book = books.first(where: { $0.name.description == wanted }) else {
      let known = books.map(\.name.description).joined(separator: ", ")
      throw LedgerError(.notFound, "no rule book “\(JSONValue.cut(wanted))”; there is \(known)")
    }
    return book
  }

  /// The calendar of the bundled notices and those of a log, which replace bundled ones of their
  /// name.
  public func calendar(with logged: [HolidayNotice]) -> HolidayCalendar {
    HolidayCalendar(notices: notices + logged)
  }
}

extension HolidayNotice {
  /// Reads the document form of notices (`Schemas/notice.json`), or one notice of its list by
  /// itself.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  public static func list(json: some Sequence<UInt8>) throws(LedgerError) -> [HolidayNotice] {
    let document = DocumentReader(try JSONValue(parsing: json))
    if document.optional("notice") != nil { return [try HolidayNotice(document: document)] }
    try document.object(["schema", "notices"], optional: ["issuer"])
    try document["schema"].constant("govledger.notices/1")
    var notices: [HolidayNotice] = []
    for element in try document["notices"].elements(orNone: false) {
      notices.append(try HolidayNotice(document: element))
    }
    return notices
  }

  /// The body that the document form says issued its notices; `nil` where it does not say.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  public static func issuer(json: some Sequence<UInt8>) throws(LedgerError) -> BodyCode? {
    guard let issuer = DocumentReader(try JSONValue(parsing: json)).optional("issuer") else {
      return nil
    }
    guard let code = BodyCode(try issuer.text()) else {
      throw issuer.fault("a unified social credit code (GB 32100)")
    }
    return code
  }

  private init(document: DocumentReader) throws(LedgerError) {
    try document.object(["notice", "issuedOn", "off", "worked"], optional: ["title"])
    self.init(
      name: try document["notice"].text(), issuedOn: try Self.day(document["issuedOn"]),
      off: try Self.dates(document["off"]), worked: try Self.dates(document["worked"]))
  }

  private static func dates(_ list: DocumentReader) throws(LedgerError) -> [CivilDate] {
    var dates: [CivilDate] = []
    for element in try list.elements() { dates.append(try day(element)) }
    return dates
  }

  private static func day(_ element: DocumentReader) throws(LedgerError) -> CivilDate {
    let date = try element.date()
    guard date < end else { throw element.fault(expectedDay) }
    return date
  }
}
