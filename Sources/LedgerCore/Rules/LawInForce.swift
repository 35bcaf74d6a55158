import WorkingDays

/// The law under which a log stands: the bundled, and what the log itself holds.
public final class LawInForce: Sendable {
  /// The calendar of the bundled notices and those of the log.
  public let calendar: HolidayCalendar
  /// The rules of the default book and of those that the log adopted.
  public let rules: RulesInForce

  /// Puts a calendar and rules together.
  public init(calendar: HolidayCalendar, rules: RulesInForce) {
    self.calendar = calendar
    self.rules = rules
  }
}

/// An adoption as the log tells of it.
public struct LoggedAdoption: Equatable, Sendable {
  /// What was adopted.
  public let data: RulesAdopted
  /// The position of the event.
  public let position: Int64
  /// Whether it brings its book into force; one that does not count may still have brought along the
  /// document of a book that another adopts by name.
  public let counts: Bool

  /// Takes what an event says.
  public init(data: RulesAdopted, position: Int64, counts: Bool = true) {
    self.data = data
    self.position = position
    self.counts = counts
  }

  /// Takes what an event says; `nil` for an event of another type.
  ///
  /// - Parameters:
  ///   - scope: the times at which it must count; any by default.
  ///   - corrections: those that stand: an adoption that they leave out does not count.
  public init?(
    _ event: Event, in scope: AuditScope? = nil,
    _ corrections: StandingCorrections = StandingCorrections()
  ) {
    guard case .rulesAdopted(let data) = event.record.data else { return nil }
    self.init(
      data: data, position: event.position,
      counts: (scope.map(event.counts(in:)) ?? true) && !corrections.leavesOut(event.record.id))
  }
}

extension BundledLaw {
  /// The law with that of a log.
  ///
  /// - Parameters:
  ///   - events: the notices and adoptions of the log, in order.
  ///   - corrections: those that stand: what they leave out was never given.
  /// - Throws: `notFound` for an adopted book that is neither bundled nor in the log.
  public func inForce(
    with events: [Event], _ corrections: StandingCorrections
  ) throws(LedgerError) -> LawInForce {
    var notices: [HolidayNotice] = []
    for event in events where !corrections.leavesOut(event.record.id) {
      if case .calendarNoticeIssued(let data) = event.record.data {
        notices.append(data.holidayNotice)
      }
    }
    return LawInForce(
      calendar: calendar(with: notices),
      rules: try rules(adopting: events.compactMap { LoggedAdoption($0, in: nil, corrections) }))
  }

  /// The default book, and what a log adopted since.
  ///
  /// - Throws: `notFound` for an adopted book that is neither bundled nor in the log.
  public func rules(adopting adoptions: [LoggedAdoption]) throws(LedgerError) -> RulesInForce {
    var books = [RulesInForce.Adoption(try book())]
    var documents: [RuleBookName: RuleBook] = [:]
    for adoption in adoptions where adoption.counts || adoption.data.document != nil {
      let book = try book(adopted: adoption, documents)
      documents[book.name] = book
      guard adoption.counts else { continue }
      books.append(
        RulesInForce.Adoption(book, from: adoption.data.from, position: adoption.position))
    }
    return RulesInForce(books)
  }

  /// The book that is adopted: bundled, brought along, or adopted before.
  private func book(
    adopted adoption: LoggedAdoption, _ known: [RuleBookName: RuleBook]
  ) throws(LedgerError) -> RuleBook {
    if let document = adoption.data.document { return try RuleBook(document: document) }
    let name = adoption.data.book
    if let book = known[name] ?? books.first(where: { $0.name == name }) { return book }
    throw LedgerError(
      .notFound,
      "position \(adoption.position) adopts the rule book \(name), which is neither in the log nor "
        + "bundled with this program; use a newer program, or name the rules to audit by")
  }
}

extension EventData {
  /// Whether the event is law for the log: a holiday notice, or an adoption of a rule book.
  package var isLaw: Bool {
    switch self {
    case .calendarNoticeIssued, .rulesAdopted: true
    default: false
    }
  }
}
