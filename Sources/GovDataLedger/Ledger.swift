import LedgerSQLite
import MerkleLog

/// A ledger of government data under Order 329 (山东省人民政府令第329号): an append-only log, the
/// projections of it, and the audit that anyone can repeat.
///
/// A service opens one `Ledger` for each file and shares it. Recording from many tasks at once is
/// the fast way: their records are committed together.
///
/// ## Topics
/// ### Opening
/// - ``create(at:origin:recordingNotices:projecting:projections:checkpoints:clock:)``
/// - ``init(at:readOnly:acceptingIncomplete:projecting:projections:checkpoints:clock:)``
/// - ``close()``
/// ### Recording
/// - ``record(_:mode:expectedVersion:)``
/// - ``record(jsonLines:mode:)``
/// - ``record(_:mode:batchSize:onCommit:onProgress:)``
/// ### Reading
/// - ``events(_:)``
/// - ``leaves(from:limit:)``
/// - ``names(of:)``
/// - ``subscribe(from:)``
/// - ``read(_:)``
/// - ``rows(_:where:arguments:)``
/// - ``table(_:columns:)``
/// - ``projections(asOf:progress:)``
/// - ``upcoming(within:from:)``
/// - ``upcoming(inNext:lookingEvery:)``
/// ### A service's own projections
/// - ``Projection``
/// - ``projections()``
/// - ``catchUp()``
/// - ``removeProjection(named:)``
/// ### Checking
/// - ``audit(asOf:knownAt:rules:lateEvidence:department:resuming:cores:progress:)``
/// - ``scorecard(from:to:division:department:on:progress:)``
/// - ``compare(_:_:progress:)``
/// - ``explain(_:asOf:knownAt:rules:progress:)``
/// - ``rebuild(progress:)``
/// - ``verify(policy:progress:)``
/// ### Law
/// - ``issue(_:actor:)``
/// - ``adopt(_:from:actor:)``
/// - ``bundledRuleBooks``
/// - ``ruleBook(named:)``
/// ### Signing
/// - ``origin``
/// - ``checkpoint(signer:memory:)``
/// - ``CheckpointPlan``
/// - ``newestCheckpoint()``
/// - ``checkpoint(ofSize:)``
/// - ``consistencyProof(from:)``
/// - ``accept(_:policy:)``
/// ### Publishing
/// - ``exportTiles(to:progress:)``
/// - ``exportCapsule(to:)``
/// - ``importCapsule(_:to:policy:progress:)``
/// ### Proving
/// - ``attest(asOf:knownAt:rules:actor:progress:)``
/// - ``attest(asOf:knownAt:rules:actor:signer:memory:progress:)``
/// - ``prove(_:under:rules:progress:)``
public final class Ledger: Sendable {
  let store: SQLiteEventStore
  let clock: LedgerClock
  let law: BundledLaw
  let commits: CommitQueue
  let signal = LogSignal()
  let calendars = CalendarCache()
  /// What signs checkpoints by itself.
  let automatic: AutomaticCheckpoints?
  /// What brings the projections of the service up to date.
  let keeper: ProjectionKeeper?

  /// Makes a ledger and opens it. It holds the holiday notices that come with the program, and
  /// nothing else.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - origin: what identifies the log in its checkpoints, which never changes. Without one the
  ///     first key that signs gives the log its name.
  ///   - recordingNotices: whether the bundled holiday notices are the log's first events; without
  ///     them the log is empty, and days are counted by the bundled notices all the same.
  ///   - projecting: whether each commit changes the projections, or they are brought up to date by
  ///     ``rebuild(progress:)``: the faster way for a large import.
  ///   - projections: the service's own projections.
  ///   - checkpoints: when to sign checkpoints by itself, and with what; never by default.
  ///   - clock: where the time of recording comes from.
  /// - Throws: ``LedgerError`` with `alreadyExists` where there is a file already, `inputOutput`
  ///   when it cannot be made, `malformed` for a projection that cannot be kept.
  public static func create(
    at path: String, origin: KeyName? = nil, recordingNotices: Bool = true,
    projecting: ProjectionTiming = .inline, projections: [any Projection] = [],
    checkpoints: CheckpointPlan? = nil, clock: LedgerClock = .system
  ) throws(LedgerError) -> Ledger {
    guard recordingNotices else {
      let services = try projections.kept()
      let store = try SQLiteEventStore.create(
        at: path, origin: origin, projecting: projecting, services: services)
      return try Ledger(store, checkpoints, clock)
    }
    _ = try projections.kept()
    let draft = try LedgerDraft(for: path)
    defer { draft.remove() }
    let ledger = try create(
      at: draft.path, origin: origin, recordingNotices: false, projecting: projecting,
      clock: clock)
    try ledger.recordNotices()
    try ledger.close()
    try draft.settle()
    return try Ledger(
      at: path, projecting: projecting, projections: projections, checkpoints: checkpoints,
      clock: clock)
  }

  private func recordNotices() throws(LedgerError) {
    let now = clock.now()
    let records = try law.noticeRecords(at: now)
    try store.writeBlocking { transaction in
      let recorder = Recorder(into: transaction, law: law, mode: .live, now: now)
      for record in records { _ = try recorder.record(record) }
    }
  }

  /// Opens a ledger.
  ///
  /// Several processes may open one ledger at the same time. Writers take turns; readers never
  /// wait.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - readOnly: whether nothing will be recorded; then nothing is ever written to the file, and
  ///     nothing left beside it.
  ///   - incomplete: whether a file that was copied while it was in use, without its write-ahead log,
  ///     is gone on with as what is left of a ledger. Call ``rebuild(progress:)`` then.
  ///   - projecting: whether each commit changes the projections, or they are brought up to date by
  ///     ``rebuild(progress:)``. Once behind they stay so until then, and reading them throws `behind`.
  ///   - projections: the service's own projections. One that the file does not hold in its version is
  ///     built beside what is read, and takes its place when it holds every event. A ledger that is
  ///     opened for reading takes them as they are.
  ///   - checkpoints: when to sign checkpoints by itself, and with what; never by default.
  ///   - clock: where the time of recording comes from.
  /// - Throws: ``LedgerError`` with `notFound`, `notALedger`, `newerFormat`, `inputOutput`,
  ///   `damaged`, or `incomplete` when the file is not the whole ledger; `malformed` for a projection
  ///   that cannot be kept, `contradictory` for one with other tables than the file has under its
  ///   version, or with those of another.
  public convenience init(
    at path: String, readOnly: Bool = false, acceptingIncomplete incomplete: Bool = false,
    projecting: ProjectionTiming = .inline, projections: [any Projection] = [],
    checkpoints: CheckpointPlan? = nil, clock: LedgerClock = .system
  ) throws(LedgerError) {
    let store = try SQLiteEventStore(
      at: path, readOnly: readOnly, projecting: projecting, services: try projections.kept(),
      accepting: incomplete)
    try self.init(store, checkpoints, clock)
  }

  private init(
    _ store: SQLiteEventStore, _ plan: CheckpointPlan?, _ clock: LedgerClock
  ) throws(LedgerError) {
    keeper = try ProjectionKeeper(store, signal)
    self.store = store
    self.clock = clock
    law = try BundledLaw.load()
    automatic = plan.map { AutomaticCheckpoints($0, store: store, clock: clock) }
    commits = CommitQueue(
      store: store, law: law, clock: clock, signal: signal, automatic: automatic)
  }

  /// Closes the ledger, which cannot be used afterwards. From then on its one file is complete; until
  /// then commits may stand in `LEDGER-wal` beside it, and a copy of the file alone says that it is not.
  public func close() throws(LedgerError) {
    keeper?.stop()
    try store.close()
  }

  deinit { keeper?.stop() }

  /// The number of events in the log.
  public var size: Int64 {
    get async throws { try await store.size() }
  }
}
