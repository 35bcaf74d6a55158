import LedgerSQLite

/// One of the two audits that are compared.
public struct AuditVariant: Sendable {
  /// Events that occurred later do not count; now by default.
  public var asOf: Instant?
  /// Events that became known, and notices issued, later do not count; now by default.
  public var knownAt: Instant?
  /// The rules to judge by.
  public var rules: RuleChoice
  /// The calendar to count by.
  public var calendar: CalendarChoice

  /// Asks in one way.
  public init(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    calendar: CalendarChoice = .inForce
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.rules = rules
    self.calendar = calendar
  }
}

extension Ledger {
  /// Audits the log in two ways and compares: what would have been under other rules, another
  /// calendar, or by what was known at another time.
  ///
  /// The log is read once, and each matter judged in both ways.
  ///
  /// - Parameter progress: told the number of events replayed so far, and of all.
  /// - Returns: every obligation whose verdict or due date differs, with the reasons; and the reports.
  /// - Throws: as ``audit(asOf:knownAt:rules:lateEvidence:department:resuming:cores:progress:)``.
  public func compare(
    _ first: AuditVariant, _ second: AuditVariant,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> (differences: AuditComparison, first: AuditReport, second: AuditReport) {
    let log = try await store.expectedLog()
    let scopes = try [first, second].map { variant in
      try scope(asOf: variant.asOf, knownAt: variant.knownAt, of: log)
    }
    let replay = try await replay(log, progress)
    let questions = try zip([first, second], scopes).map { variant, scope in
      try question(scope, variant.rules, of: replay, countingBy: variant.calendar)
    }
    let reports = try replay.reports(questions, workers: .cores())
    return (AuditComparison(reports[0], reports[1]), reports[0], reports[1])
  }
}
