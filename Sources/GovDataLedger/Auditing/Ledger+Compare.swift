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
  /// - Parameter progress: told the number of events replayed so far, and of all, for both audits.
  /// - Returns: every obligation whose verdict or due date differs, with the reasons; and the reports.
  /// - Throws: as ``audit(asOf:knownAt:rules:lateEvidence:department:resuming:cores:progress:)``.
  public func compare(
    _ first: AuditVariant, _ second: AuditVariant,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> (differences: AuditComparison, first: AuditReport, second: AuditReport) {
    let log = try await store.expectedLog()
    let left = try await report(first, of: log) { progress($0, 2 * $1) }
    let right = try await report(second, of: log) { progress($1 + $0, 2 * $1) }
    return (AuditComparison(left, right), left, right)
  }

  private func report(
    _ variant: AuditVariant, of log: ExpectedLog, _ progress: (Int64, Int64) -> Void
  ) async throws -> AuditReport {
    let scope = try scope(asOf: variant.asOf, knownAt: variant.knownAt, of: log)
    return try await report(
      scope, variant.rules, of: log, countingBy: variant.calendar, progress)
  }
}
