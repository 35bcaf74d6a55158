import LedgerSQLite

extension Ledger {
  /// Derives one finding step by step. Of an obligation: its rule and how it came into force, what moved
  /// the clock, every day that was counted or not, the discharge and the verdict. Of a violation: its
  /// rule, the act, and each act and fact that makes it one. The matter is found by the log's indexes and
  /// judged; nothing is replayed.
  ///
  /// - Parameters:
  ///   - id: the obligation, such as `sd329.23/SR-1`, or the violation, named by its rule and the act's
  ///     event, such as `sd329.23.reasons/sr-1-replied`.
  ///   - asOf: events that occurred later do not count; now by default.
  ///   - knownAt: events that became known, and notices issued, later do not count; now by default.
  ///   - rules: the rules to judge by; those in force by default.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such finding.
  public func explain(
    _ id: Identifier, asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce
  ) async throws -> Explanation {
    let expected = try await store.expectedLog()
    let scope = try scope(asOf: asOf, knownAt: knownAt, of: expected)
    let size = expected.head.size
    let applied = try await self.rules(rules, scope, ofFirst: size)
    let law = law
    return try await store.proving(logOf: size) { log in
      let events = try log.events(showing: id, in: scope, rules, applied, ofFirst: size)
      do {
        return try Explanation(of: id, from: events, scope: scope, rules: applied, law: law)
      } catch let error as LedgerError where error.code == .notFound {
        throw LedgerError(
          .notFound, "no obligation or violation “\(JSONValue.cut(id.text))”; see `audit`")
      }
    }
  }
}

extension ProvenLog {
  /// The events that show a finding under rules, among the log's first.
  func events(
    showing id: Identifier, in scope: AuditScope, _ choice: RuleChoice, _ rules: RulesInForce,
    ofFirst size: Int64
  ) throws -> [Event] {
    let search = EvidenceSearch(self, size: size, scope: scope, rules: rules)
    return try search.events(for: id, law: try lawEvents().filter { choice.shows($0) })
  }
}

extension RuleChoice {
  /// Whether an event that is law is shown: adoptions only where they are applied.
  fileprivate func shows(_ event: Event) -> Bool {
    switch (self, event.record.data) {
    case (.books, .rulesAdopted): false
    default: true
    }
  }
}
