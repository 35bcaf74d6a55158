import LedgerSQLite

/// The rules under which a log is judged.
public enum RuleChoice: Sendable {
  /// Those in force: the default book, and what the log adopted, as far as it counts.
  case inForce
  /// These books alone, each from its own first day.
  case books([RuleBook])
}

extension Ledger {
  /// The rule books that are bundled with the program.
  public var bundledRuleBooks: [RuleBook] { law.books }

  /// A rule book: one that is bundled, or one that the log adopted and brought along.
  ///
  /// - Throws: ``LedgerError`` with `notFound`, naming the books there are.
  public func ruleBook(named name: String) async throws -> RuleBook {
    for event in try await store.lawEvents(ofFirst: .max).reversed() {
      guard case .rulesAdopted(let data) = event.record.data, data.book.description == name,
        let document = data.document
      else { continue }
      return try RuleBook(document: document)
    }
    return try law.book(named: name)
  }

  /// The rules that a choice means for a question about the log's first events.
  func rules(
    _ choice: RuleChoice, _ scope: AuditScope, ofFirst size: Int64 = .max
  ) async throws -> RulesInForce {
    if let rules = try choice.rules { return rules }
    let events = try await store.lawEvents(ofFirst: size)
    let corrections = try await store.corrections(ofFirst: size).standing(in: scope)
    return try law.rules(
      adopting: events.compactMap { LoggedAdoption($0, in: scope, corrections) })
  }
}

extension RuleChoice {
  /// The rules, where they do not depend on the log.
  var rules: RulesInForce? {
    get throws(LedgerError) {
      guard case .books(let books) = self else { return nil }
      guard !books.isEmpty else {
        throw LedgerError(.malformed, "found no rule book, expected at least one")
      }
      return RulesInForce(books.map { RulesInForce.Adoption($0) })
    }
  }
}
