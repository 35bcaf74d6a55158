import LedgerSQLite

extension Ledger {
  /// Leaves that are read at a time.
  private static var pageSize: Int { 4096 }

  /// Replays the log and reports which obligations were met, late or missed (contract §5).
  ///
  /// The same log, times and rule book give the same report on every machine.
  ///
  /// - Parameters:
  ///   - asOf: events that occurred later do not count; now by default.
  ///   - knownAt: events that became known, and notices issued, later do not count; now by default.
  ///   - rules: a rule book's name; `order-329/1` by default.
  ///   - department: only findings about this body; all by default.
  ///   - progress: told the number of events replayed so far, and of all.
  /// - Throws: ``LedgerError`` with `notFound` for an unknown rule book, `damaged` when stored
  ///   bytes are not events.
  public func audit(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: String? = nil,
    department: BodyCode? = nil, progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> AuditReport {
    let now = clock.now()
    let scope = AuditScope(
      asOf: asOf ?? now, knownAt: knownAt ?? now, department: department)
    var replay = Replay(scope: scope, law: law, book: try law.book(named: rules))
    let size = try await store.size()
    var page = try await page(from: 0, of: size)
    while !page.ranges.isEmpty {
      // The next page is read and decompressed while this one is hashed and folded.
      let next = page.next
      async let following = self.page(from: next, of: size)
      try replay.fold(page)
      progress(replay.size, size)
      page = try await following
    }
    return try replay.report()
  }

  /// The page at a position of the log as it was when it had `size` events.
  private func page(from position: Int64, of size: Int64) async throws -> LeafPage {
    let limit = min(Int64(Self.pageSize), size - position)
    guard limit > 0 else { return LeafPage(first: position, bytes: [], ranges: []) }
    return try await store.page(from: position, limit: Int(limit))
  }

  /// Rebuilds the projections from the log, says whether they were equal, and puts the rebuilt ones
  /// in place. Blocks the calling thread.
  public func rebuild(
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws -> RebuildReport {
    try store.rebuild(law: law, book: book, progress: progress)
  }

  /// Re-derives everything that is stored from the raw bytes of the events, and compares.
  public func verify(
    progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> VerificationReport {
    try await store.verify(law: law, book: book, progress: progress)
  }
}
