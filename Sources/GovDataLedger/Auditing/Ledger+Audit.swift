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
  ///     then folds only what is new, whatever it asks. The report is the same as without it.
  ///   - cores: how many cores may work at it; all that there are by default.
  ///   - progress: told the number of events replayed so far, and of all.
  /// - Throws: ``LedgerError`` with `notFound` for an adopted rule book that nobody has, `damaged` when stored
  ///   bytes are not events or the file at `path` is not a replay of this log, `contradictory` when
  ///   that was saved under another rule book or holds events that do not count at these times,
  ///   `inputOutput` when the temporary folder is full, `inTheFuture` when the clock stands before the last
  ///   event and no `knownAt` is given.
  public func audit(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    lateEvidence: Int = AuditScope.usualDelay, department: BodyCode? = nil,
    resuming path: String? = nil, cores: Int? = nil,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> AuditReport {
    let log = try await store.expectedLog()
    var scope = try scope(asOf: asOf, knownAt: knownAt, of: log)
    scope.department = department
    scope.lateEvidenceAfter = lateEvidence
    let cores = cores ?? ProcessInfo.processInfo.activeProcessorCount
    let replay = try await replay(
      log, file: path.map(SavedReplayFile.init), cores: cores, progress)
    let question = try question(scope, rules, of: replay)
    return try replay.reports([question], workers: .cores(cores))[0]
  }

  /// What is asked: now, where no time is given.
  ///
  /// - Throws: `inTheFuture` when no time of knowledge is given and the clock stands well before the
  ///   time at which the last event was recorded: an audit by it would leave out what is in the log.
  func scope(
    asOf: Instant?, knownAt: Instant?, of log: ExpectedLog
  ) throws(LedgerError) -> AuditScope {
    let now = clock.now()
    if let knownAt { return AuditScope(asOf: asOf ?? now, knownAt: knownAt) }
    // The ledger's own clock never stands before what it has recorded.
    let last = log.lastRecordedAt ?? now
    let present = max(now, last)
    guard last.millisecondsSinceEpoch - now.millisecondsSinceEpoch > Recorder.tolerance else {
      return AuditScope(asOf: asOf ?? present, knownAt: present)
    }
    throw LedgerError(
      .inTheFuture,
      "the clock stands at \(now), and the last event was recorded at \(last): it was set back, or "
        + "was ahead then; set it right, or say what was known when (`--known-at`, `--as-of`)")
  }

  /// The report on a log, which must have the head that is expected.
  func report(
    _ scope: AuditScope, _ choice: RuleChoice, of log: ExpectedLog,
    _ progress: (Int64, Int64) -> Void
  ) async throws -> AuditReport {
    let replay = try await replay(log, progress)
    return try replay.reports([question(scope, choice, of: replay)], workers: .cores())[0]
  }

  /// A question under the rules that a choice means for the log that was replayed.
  func question(
    _ scope: AuditScope, _ choice: RuleChoice, of replay: Replay,
    countingBy calendar: CalendarChoice = .inForce
  ) throws(LedgerError) -> ReplayQuestion {
    let rules =
      if let books = try choice.rules { books } else { try replay.rulesOfLog(scope) }
    return ReplayQuestion(scope, rules: rules, calendar: calendar)
  }

  /// The replay of a log, which has turned out to have the head that is expected.
  ///
  /// - Parameter visit: is given every page that is folded, in order.
  /// - Throws: `damaged` when the heads differ, naming the first bad position or bundle.
  func replay(
    _ log: ExpectedLog, file: SavedReplayFile? = nil,
    cores: Int = ProcessInfo.processInfo.activeProcessorCount,
    visiting visit: (EventPage) throws -> Void = { _ in }, _ progress: (Int64, Int64) -> Void
  ) async throws -> Replay {
    let size = log.head.size
    var replay =
      try file?.replay(law: law, of: store)
      ?? Replay(law: law, expecting: size, space: SpillFile())
    let first = replay.size
    guard first <= size else {
      throw LedgerError(
        .damaged, "the saved replay holds \(first) events, the log has \(size)")
    }
    try await fold(log, into: &replay, cores: cores, visit, progress)
    if let file, first < replay.size { try file.save(replay) }
    return replay
  }

  /// Folds what a replay has not folded yet, and compares its root with that of the log's newest
  /// checkpoint in passing, and with the head at the end.
  private func fold(
    _ log: ExpectedLog, into replay: inout Replay, cores: Int,
    _ visit: (EventPage) throws -> Void, _ progress: (Int64, Int64) -> Void
  ) async throws {
    let size = log.head.size
    let start = replay
    let pages = EventPages(
      store: store, first: replay.size, size: size, stop: log.checkpoint?.size, cores: cores)
    var differing: LogHead?
    try await pages.forEach({ (start.gather($0), $0) }) { gathered, page in
      try replay.fold(gathered)
      try visit(page)
      if let signed = log.checkpoint, signed.size == replay.size, signed != replay.head {
        differing = signed
      }
      progress(replay.size, size)
    }
    if differing == nil, replay.head != log.head { differing = log.head }
    if let differing { throw try await store.damage(expecting: differing) }
  }

  /// Makes again all that follows from the events, says what was not equal, and puts what was rebuilt
  /// in place: the projections, those of the service too, and tiles, indexes and the list of the law
  /// where they are damaged. Blocks the calling thread.
  ///
  /// - Throws: ``LedgerError`` with `damaged`, with nothing changed, when the events do not have the
  ///   root that the last commit or a checkpoint says: nothing is made to agree with altered events.
  public func rebuild(
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws -> RebuildReport {
    let report = try store.rebuild(law: law, progress: progress)
    return RebuildReport(
      size: report.size, differing: report.differing + (try keeper?.buildAgain() ?? []))
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
