import Foundation
import LedgerSQLite
import MerkleLog

extension Ledger {
  /// Replays the log and reports which obligations were met, late or missed (contract §5).
  ///
  /// The same log, times and rules give the same report on every machine.
  ///
  /// - Parameters:
  ///   - asOf: events that occurred later do not count; now by default.
  ///   - knownAt: events that became known, and notices issued, later do not count; now by default.
  ///   - rules: the rules to judge by; those in force by default.
  ///   - lateEvidence: how many working days after an act it may become known before a verdict that
  ///     rests on it alone is marked as late evidence.
  ///   - department: only findings about this body; all by default.
  ///   - path: a file to go on from, when it is there, and to save the replay in: the next audit
  ///     then folds only what is new. The report is the same as without it.
  ///   - cores: how many cores may work at it; all that there are by default.
  ///   - progress: told the number of events replayed so far, and of all.
  /// - Throws: ``LedgerError`` with `notFound` for an adopted rule book that nobody has, `damaged` when stored
  ///   bytes are not events or the file at `path` is not a replay of this log, `contradictory` when
  ///   that was saved under another rule book or holds events that do not count at these times,
  ///   `inputOutput` when the temporary folder is full.
  public func audit(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    lateEvidence: Int = AuditScope.usualDelay, department: BodyCode? = nil,
    resuming path: String? = nil, cores: Int? = nil,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> AuditReport {
    let now = clock.now()
    let scope = AuditScope(
      asOf: asOf ?? now, knownAt: knownAt ?? now, department: department,
      lateEvidenceAfter: lateEvidence)
    let replay = try await replay(
      scope, rules, size: store.size(), file: path.map(SavedReplayFile.init), cores: cores,
      progress)
    return try replay.report()
  }

  /// The report on the first `size` events of the log.
  func report(
    _ scope: AuditScope, _ choice: RuleChoice, size: Int64,
    countingBy calendar: CalendarChoice = .inForce, _ progress: (Int64, Int64) -> Void
  ) async throws -> AuditReport {
    try await replay(scope, choice, size: size, progress).report(countingBy: calendar)
  }

  /// The replay of the first `size` events of the log.
  private func replay(
    _ scope: AuditScope, _ choice: RuleChoice, size: Int64, file: SavedReplayFile? = nil,
    cores: Int? = nil, _ progress: (Int64, Int64) -> Void
  ) async throws -> Replay {
    let rules = try await rules(choice, scope, ofFirst: size)
    var replay =
      try file?.replay(scope, law: law, rules: rules, of: store)
      ?? Replay(scope: scope, law: law, rules: rules, space: SpillFile())
    let first = replay.size
    try await fold(size, into: &replay, cores: cores, progress)
    try check(replay, choice)
    if let file, first < replay.size { try file.save(replay) }
    return replay
  }

  /// The rules were chosen by what the index says that the log adopted: the log itself must say so.
  private func check(_ replay: Replay, _ choice: RuleChoice) throws(LedgerError) {
    guard case .inForce = choice, try replay.rulesOfLog() != replay.rules else { return }
    throw LedgerError(
      .damaged, "the index of the law is not that of the log; check it with `govledger verify`")
  }

  /// Folds what a replay has not folded yet of the first `size` events.
  private func fold(
    _ size: Int64, into replay: inout Replay, cores: Int?,
    _ progress: (Int64, Int64) -> Void
  ) async throws {
    let pages = EventPages(
      store: store, first: replay.size, size: size,
      cores: cores ?? ProcessInfo.processInfo.activeProcessorCount)
    try await pages.forEach { page in
      try replay.fold(page)
      progress(replay.size, size)
    }
  }

  /// Rebuilds the projections from the log, says whether they were equal, and puts the rebuilt ones
  /// in place. Blocks the calling thread.
  public func rebuild(
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws -> RebuildReport {
    try store.rebuild(law: law, progress: progress)
  }

  /// Re-derives everything that is stored from the raw bytes of the events, and compares; also the
  /// roots of all stored checkpoints, and those that recorded attestations name, with those of the
  /// log at their sizes.
  ///
  /// - Parameters:
  ///   - policy: which keys must have signed the checkpoints, and which witnesses the newest one;
  ///     without it no signature is checked, as the ledger holds no key.
  ///   - progress: told the number of events read so far, and of all.
  public func verify(
    policy: TransparencyPolicy? = nil,
    progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> VerificationReport {
    try await store.verify(law: law, policy: policy, progress: progress)
  }
}
