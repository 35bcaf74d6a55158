@testable import LedgerCore
import Testing
import WorkingDays

/// What the log adopts is law for all that begins on its days, also for what was recorded before.
@Suite struct AdoptionTests {
  private func verdicts(_ history: History, _ asOf: Instant = .max) throws -> [String] {
    try history.audit(asOf: asOf).obligations.map {
      "\($0.id) \($0.dueOn?.description ?? "-") \($0.verdict)"
    }
  }

  private func asked() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-07-31"), at: "2025-07-31")
    try history.record(Act.request("S", received: "2025-09-26"), at: "2025-09-26")
    return history
  }

  @Test func judgedAnew() throws {
    let history = try asked()
    try history.record(Act.extend("S", by: 10), at: "2025-10-10")
    try history.record(Act.reply("S"), at: "2025-10-30")
    #expect(
      try verdicts(history) == ["sd329.23/R 2025-08-14 overdue", "sd329.23/S 2025-10-16 late"])
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2026-01-01")
    #expect(
      try verdicts(history) == [
        "sd329.23/R 2025-08-14 overdue", "sc809.21.conditional/S 2025-10-30 met",
        "sc809.22/S 2025-11-27 overdue",
      ])
    // Before the adoption nobody judged so.
    #expect(try verdicts(history, "2025-12-31").last == "sd329.23/S 2025-10-16 late")
  }

  /// The projections follow in the same act, and are what a rebuild gives.
  @Test func projectedAnew() throws {
    let history = try asked()
    let rules = { history.log.tables.shown("obligations").map { $0["rule"] ?? "" }.sorted() }
    #expect(rules() == ["sd329.23", "sd329.23"])
    for (book, from) in [
      ("decree-809/1", "2025-08-01"), ("order-329/1", "2025-09-01"), ("decree-809/1", "2025-09-02"),
    ] as [(String, CivilDate)] {
      try history.record(Act.adopt(book, from: from), at: "2026-01-01")
      #expect(
        rules()
          == (from == "2025-09-01"
            ? ["sd329.23", "sd329.23"] : ["sc809.21.conditional", "sd329.23"]))
      #expect(try history.log.tables.told == history.log.rebuilt(under: history.law).told)
    }
  }

  /// A rule's name means one duty, that begins in one way: else an act could open two obligations of
  /// one id.
  @Test(
    arguments: [
      (#""duty": "shareReply""#, #""duty": "otherReply""#),
      (#""start": "receivedOn""#, #""start": "occurredOn""#),
    ])
  func anAmbiguousName(_ found: String, _ written: String) throws {
    let bytes = try #require(BundledFiles.bytes(of: "order-329"))
    let text = String(decoding: bytes, as: UTF8.self)
    let other = text.replacing("order-329/1", with: "other/1")
    let history = try asked()
    let error = try refusal {
      try history.record(
        Act.adopt(RuleBook(json: other.replacing(found, with: written).utf8), from: "2025-09-01"),
        at: "2026-01-01")
    }
    #expect(error.code == .contradictory && error.path == "data.book", "\(error)")
    #expect(error.message.contains("sd329.23"))
    try history.record(
      Act.adopt(RuleBook(json: other.utf8), from: "2025-09-01"), at: "2026-01-01")
  }

  /// A regulation that the engine has never heard of, with a duty of its own, brought along by the
  /// act that adopts it.
  @Test func anInventedBook() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(
      Act.adopt(InventedBook.version(1), from: "2025-09-01"), at: "2025-09-01")
    try history.record(Act.apply("A", received: "2025-09-26"), at: "2025-09-26")
    #expect(try verdicts(history) == ["inv.applied/A 2025-10-11 overdue"])
    try history.record(Act.on("A", .openConsultationBegun), at: "2025-09-28")
    try history.record(Act.on("A", .openConsultationEnded), at: "2025-09-30")
    #expect(try verdicts(history) == ["inv.applied/A 2025-10-13 overdue"])
    try history.record(Act.on("A", .openCorrectionRequested), at: "2025-10-09")
    #expect(try verdicts(history) == ["inv.applied/A - pending"])
    try history.record(Act.correct("A", received: "2025-10-10"), at: "2025-10-10")
    #expect(try verdicts(history) == ["inv.applied/A 2025-10-27 overdue"])
    try history.record(Act.on("A", .openReplied), at: "2025-10-27")
    #expect(try verdicts(history) == ["inv.applied/A 2025-10-27 met"])
    #expect(try history.log.tables.told == history.log.rebuilt(under: history.law).told)
  }

  /// A document that is in the log is known though the act that brought it does not count.
  @Test func documentOfAnAdoptionThatDoesNotCount() throws {
    let history = try asked()
    try history.record(
      Act.adopt(InventedBook.version(1), from: "2020-06-01"), at: "2026-06-01")
    try history.record(Act.adopt("invented/1", from: "2025-09-01"), at: "2025-12-01")
    #expect(
      try verdicts(history, "2026-01-01") == [
        "sd329.23/R 2025-08-14 overdue", "inv.asked/S 2025-10-10 overdue",
        "inv.heard/S 2025-09-27 overdue",
      ])
    #expect(try verdicts(history, "2025-11-01").count == 2)
  }

  // MARK: What is refused

  @Test func unknownBook() throws {
    let history = try History()
    let error = try refusal {
      try history.record(Act.adopt("invented/1", from: "2025-01-01"), at: "2025-01-01")
    }
    #expect(error.code == .unknownReference && error.path == "data.book")
    try history.record(Act.adopt(InventedBook.version(1), from: "2025-01-01"), at: "2025-01-01")
    try history.record(Act.adopt("invented/1", from: "2026-01-01"), at: "2025-01-01")
    let next = try refusal {
      try history.record(Act.adopt("invented/2", from: "2026-01-01"), at: "2025-01-01")
    }
    #expect(next.code == .unknownReference)
  }

  /// A name means one book for good.
  @Test func anotherBookOfTheName() throws {
    let title = JSONPath(steps: [.key("title"), .key("en")])
    let changed = { (book: RuleBook) in
      try RuleBook(document: book.document.setting(title, to: .string("Another")))
    }
    let history = try History()
    let book = InventedBook.version(1)
    try history.record(Act.adopt(book, from: "2025-01-01"), at: "2025-01-01")
    try history.record(Act.adopt(book, from: "2025-06-01"), at: "2025-01-01")
    for other in [try changed(book), try changed(try history.law.book())] {
      let error = try refusal {
        try history.record(Act.adopt(other, from: "2026-01-01"), at: "2025-01-01")
      }
      #expect(error.code == .contradictory && error.path == "data.document")
    }
  }

  /// The document must be the book that is adopted, and a book at all.
  @Test func documentOfAnotherName() throws {
    let line = { (document: JSONValue) in
      try Lines.line(
        .rulesAdopted, #""from":"#,
        #""document":\#(String(decoding: document.canonicalBytes, as: UTF8.self)),"from":"#)
    }
    let other = try refusal { try Record(json: line(InventedBook.version(1).document).utf8) }
    #expect(other.path == "data.document.book" || other.path == "data.book", "\(other)")
    let none = try refusal { try Record(json: line(.object([])).utf8) }
    #expect(none.path?.hasPrefix("data.document") == true, "\(none)")
  }
}
