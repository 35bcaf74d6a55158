import MerkleLog
import WorkingDays

/// `calendar.notice-issued`: a holiday notice of the State Council's General Office.
public struct NoticeIssued: Hashable, Sendable, EventPayload {
  /// The notice: its name, the day it was issued, the days it moves.
  public let notice: HolidayNotice

  /// Records a notice.
  public init(notice: HolidayNotice) { self.notice = notice }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    let issuedOn = try reader.date("issuedOn")
    let name = try reader.identifier("notice")
    let off = try reader.dates("off")
    let worked = try reader.dates("worked")
    if let both = Set(off).intersection(worked).min() {
      throw .malformed("worked", found: "\(both), which is also off", expected: "other days")
    }
    if off.isEmpty, worked.isEmpty {
      throw .malformed("off", found: "a notice of no days", expected: "days off or worked")
    }
    notice = HolidayNotice(name: name.text, issuedOn: issuedOn, off: off, worked: worked)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("issuedOn", notice.issuedOn)
    writer.member("notice", notice.name)
    writer.member("off", notice.off)
    writer.member("worked", notice.worked)
  }

  var stream: StreamName { StreamName(.holidayNotice, Identifier(notice.name)) }
}

extension Record {
  /// The record of a notice that was issued before, or is issued now.
  ///
  /// - Parameter number: how many records of a notice of the name there are already.
  package init(of notice: HolidayNotice, by actor: BodyCode, at now: Instant, number: Int = 0) {
    self.init(
      id: .notice(notice.name, number: number),
      occurredAt: min(now, .start(of: notice.issuedOn)), actor: actor,
      data: .noticeIssued(NoticeIssued(notice: notice)))
  }
}

extension Identifier {
  /// The id of the event that records a notice, the first of its name or a later one.
  fileprivate static func notice(_ name: String, number: Int) -> Identifier {
    let id = number == 0 ? "notice-\(name)" : "notice-\(name)-\(number + 1)"
    if Visible.isIdentifier(id) { return Identifier(id) }
    // Too long.
    var digest = ByteDigest()
    digest.update(Array(id.utf8))
    return Identifier("notice-\(digest.value.hex.prefix(32))")
  }
}

/// `rules.adopted`: the ledger's owner brings a rule book into force from a date.
public struct RulesAdopted: Hashable, Sendable, EventPayload {
  /// The rule book's name and version, such as `order-329/1`.
  public let book: RuleBookName
  /// The book itself (`Schemas/rule-book.json`), of that name; a book that is bundled with the
  /// program need not stand in the log.
  public let document: JSONValue?
  /// The first day on which it applies.
  public let from: CivilDate

  /// Records an adoption.
  public init(book: RuleBookName, from: CivilDate, document: JSONValue? = nil) {
    self.book = book
    self.document = document
    self.from = from
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    book = try reader.ruleBookName("book")
    let book = book
    document = try reader.optional("document") { reader throws(LedgerError) in
      let document = try reader.json()
      let name = try RuleBook(document: document).name
      guard name == book else {
        throw .malformed("book", found: "“\(name)”", expected: "the book adopted, \(book)")
      }
      return document
    }
    from = try reader.date("from")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("book", book.description)
    if let document {
      writer.key("document")
      writer.value(document)
    }
    writer.member("from", from)
  }

  var stream: StreamName { StreamName(.ruleBook, Identifier(book.name)) }
}

extension CanonicalReader {
  /// A rule book's name and version.
  mutating func ruleBookName(_ name: StaticString) throws(LedgerError) -> RuleBookName {
    try member(name) { reader throws(LedgerError) in
      let text = try reader.identifier()
      guard let book = RuleBookName(text.text) else {
        throw .malformed(
          nil, found: "“\(text)”", expected: "a rule book's name and version, such as order-329/1")
      }
      return book
    }
  }

  /// The names and versions of rule books.
  mutating func ruleBookNames(_ name: StaticString) throws(LedgerError) -> RuleBookNames {
    try member(name) { reader throws(LedgerError) in
      let text = try reader.text()
      guard let names = RuleBookNames(text) else {
        throw .malformed(
          nil, found: "“\(JSONValue.cut(text))”",
          expected: "a rule book's name and version, such as order-329/1, or some joined by commas")
      }
      return names
    }
  }
}
