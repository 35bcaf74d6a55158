import LedgerSQLite

extension Ledger {
  /// How the bodies did their duties in a period, from an audit of the log alone (art. 35).
  ///
  /// ``Scorecard`` says what is counted.
  ///
  /// - Parameters:
  ///   - first: the first day of the period: duties whose clock started, and acts found against, on it or
  ///     later; all by default.
  ///   - last: the last day of the period; all by default.
  ///   - division: only bodies of this division; all by default. Ranks are among all bodies of a level.
  ///   - department: only this body; all by default.
  ///   - day: what had occurred and was known by the end of this day in Beijing; now by default.
  ///   - progress: told the number of events replayed so far, and of all.
  /// - Throws: ``LedgerError`` with `malformed` for a period that ends before it begins; as
  ///   ``audit(asOf:knownAt:rules:lateEvidence:department:resuming:cores:progress:)`` does.
  public func scorecard(
    from first: CivilDate? = nil, to last: CivilDate? = nil, division: Division? = nil,
    department: BodyCode? = nil, on day: CivilDate? = nil,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> Scorecard {
    if let first, let last, last < first {
      throw LedgerError(.malformed, "found a period from \(first) to \(last), which ends first")
    }
    let log = try await store.expectedLog()
    let moment = day.map { Instant.end(of: $0) }
    let scope = try scope(asOf: moment, knownAt: moment, of: log)
    var facts = ScorecardFacts(
      in: scope, try await store.corrections(ofFirst: log.head.size))
    let replay = try await replay(log, visiting: { facts.fold($0) }, progress)
    let question = try question(scope, .inForce, of: replay)
    let report = try replay.reports([question], workers: .cores())[0]
    return try Scorecard(
      report, facts, replay.heirs(in: scope),
      entries: replay.currentEntries(in: scope, under: question.rules),
      period: Scorecard.Period(from: first, to: last), division: division,
      department: department, binding: law.book().binds)
  }
}
