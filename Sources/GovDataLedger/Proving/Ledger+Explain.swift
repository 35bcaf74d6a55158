import LedgerSQLite

extension Ledger {
  /// Derives the verdict on one obligation step by step: its rule and how it came into force, what
  /// moved the clock, every day that was counted or not, and the discharge.
  ///
  /// - Parameters:
  ///   - id: the obligation, such as `sd329.23/SR-1`.
  ///   - asOf: events that occurred later do not count; now by default.
  ///   - knownAt: events that became known, and notices issued, later do not count; now by default.
  ///   - rules: the rules to judge by; those in force by default.
  ///   - progress: told the number of events replayed so far, and of all.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such obligation.
  public func explain(
    _ id: Identifier, asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> Explanation {
    let expected = try await store.expectedLog()
    let size = expected.head.size
    let scope = try scope(asOf: asOf, knownAt: knownAt, of: expected)
    let report = try await report(scope, rules, of: expected, progress)
    guard let finding = report.obligations.first(where: { $0.id == id }) else {
      throw LedgerError(.notFound, "no obligation “\(JSONValue.cut(id.text))”; see `audit`")
    }
    let law = law
    return try await store.proving(logOf: size) { log in
      let events = try log.events(showing: finding, in: scope, rules, ofFirst: size)
      let explanation = try Explanation(
        of: id, from: events, scope: scope, rules: report.rules, law: law)
      guard explanation.finding == finding else {
        throw LedgerError(.damaged, "the events of “\(id)” do not show what the replay found")
      }
      return explanation
    }
  }
}

extension ProvenLog {
  /// The events that show a finding under rules, among the log's first.
  func events(
    showing finding: ObligationFinding, in scope: AuditScope, _ rules: RuleChoice,
    ofFirst size: Int64
  ) throws -> [Event] {
    let search = EvidenceSearch(
      size: size, scope: scope, event: { try self.event(at: $0) },
      stream: { try self.events(in: $0) })
    return try search.events(for: finding, law: try lawEvents().filter { rules.shows($0) })
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
