import LedgerSQLite

/// A ledger of government data under Order 329 (山东省人民政府令第329号): an append-only log, the
/// projections of it, and the audit that anyone can repeat.
///
/// A service opens one `Ledger` for each file and shares it. Recording from many tasks at once is
/// the fast way: their records are committed together.
///
/// ## Topics
/// ### Opening
/// - ``create(at:projecting:clock:)``
/// - ``init(at:readOnly:projecting:clock:)``
/// - ``close()``
/// ### Recording
/// - ``record(_:mode:expectedVersion:)``
/// - ``record(jsonLines:mode:)``
/// - ``record(_:mode:batchSize:onCommit:onProgress:)``
/// ### Reading
/// - ``events(_:)``
/// - ``leaves(from:limit:)``
/// - ``subscribe(from:)``
/// - ``read(_:)``
/// - ``rows(_:where:arguments:)``
/// - ``upcoming(within:from:)``
/// ### Checking
/// - ``audit(asOf:knownAt:rules:department:resuming:cores:progress:)``
/// - ``rebuild(progress:)``
/// - ``verify(progress:)``
public final class Ledger: Sendable {
  let store: SQLiteEventStore
  let clock: LedgerClock
  let law: BundledLaw
  /// The rule book by which live acts are judged.
  let book: RuleBook
  let commits: CommitQueue
  let signal = LogSignal()
  let calendars = CalendarCache()

  /// Makes an empty ledger and opens it.
  ///
  /// - Parameter projecting: whether each commit changes the projections, or they are brought up to
  ///   date by ``rebuild(progress:)``: the faster way for a large import.
  /// - Throws: ``LedgerError`` with `alreadyExists` where there is a file already, `inputOutput`
  ///   when it cannot be made.
  public static func create(
    at path: String, projecting: ProjectionTiming = .inline, clock: LedgerClock = .system
  ) throws(LedgerError) -> Ledger {
    try Ledger(SQLiteEventStore.create(at: path, projecting: projecting), clock)
  }

  /// Opens a ledger.
  ///
  /// Several processes may open one ledger at the same time. Writers take turns; readers never
  /// wait.
  ///
  /// - Parameters:
  ///   - path: the ledger's file.
  ///   - readOnly: whether nothing will be recorded; then nothing is ever written to the file.
  ///   - projecting: whether each commit changes the projections, or they are brought up to date by
  ///     ``rebuild(progress:)``. Once behind they stay so until then, and reading them throws `behind`.
  ///   - clock: where the time of recording comes from.
  /// - Throws: ``LedgerError`` with `notFound`, `notALedger`, `newerFormat` or `damaged`.
  public convenience init(
    at path: String, readOnly: Bool = false, projecting: ProjectionTiming = .inline,
    clock: LedgerClock = .system
  ) throws(LedgerError) {
    try self.init(
      SQLiteEventStore(at: path, readOnly: readOnly, projecting: projecting), clock)
  }

  private init(_ store: SQLiteEventStore, _ clock: LedgerClock) throws(LedgerError) {
    self.store = store
    self.clock = clock
    law = try BundledLaw.load()
    book = try law.book()
    commits = CommitQueue(store: store, law: law, book: book, clock: clock, signal: signal)
  }

  /// Closes the ledger, which cannot be used afterwards.
  public func close() throws(LedgerError) { try store.close() }

  /// The number of events in the log.
  public var size: Int64 {
    get async throws { try await store.size() }
  }
}
