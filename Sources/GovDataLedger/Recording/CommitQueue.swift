import LedgerSQLite

/// Group commit: what tasks submit while one commit is under way is committed together by the next.
actor CommitQueue {
  private struct Submission {
    let records: [Record]
    let mode: RecordingMode
    let expectedVersion: Int64?
    let continuation: CheckedContinuation<[Receipt], any Error>
  }

  private let store: SQLiteEventStore
  private let law: BundledLaw
  private let book: RuleBook
  private let clock: LedgerClock
  private let signal: LogSignal
  private var waiting: [Submission] = []
  private var isCommitting = false

  init(
    store: SQLiteEventStore, law: BundledLaw, book: RuleBook, clock: LedgerClock,
    signal: LogSignal
  ) {
    self.store = store
    self.law = law
    self.book = book
    self.clock = clock
    self.signal = signal
  }

  /// Records all of `records` or none, and returns when they are on disk.
  func submit(
    _ records: [Record], _ mode: RecordingMode, expectedVersion: Int64?
  ) async throws -> [Receipt] {
    try await withCheckedThrowingContinuation { continuation in
      waiting.append(
        Submission(
          records: records, mode: mode, expectedVersion: expectedVersion,
          continuation: continuation))
      guard !isCommitting else { return }
      isCommitting = true
      Task { await drain() }
    }
  }

  private func drain() async {
    while !waiting.isEmpty {
      let batch = waiting
      waiting = []
      await commit(batch)
    }
    isCommitting = false
  }

  private func commit(_ batch: [Submission]) async {
    let work = batch.map { ($0.records, $0.mode, $0.expectedVersion) }
    let (law, book, clock) = (law, book, clock)
    do {
      let answers = try await store.write { transaction in
        work.map { records, mode, expectedVersion in
          Self.record(records, expectedVersion, transaction) { now in
            Recorder(into: transaction, law: law, book: book, mode: mode, now: now)
          } now: {
            clock.now()
          }
        }
      }
      signal.fire()
      for (submission, answer) in zip(batch, answers) {
        submission.continuation.resume(with: answer.mapError { $0 as any Error })
      }
    } catch {
      for submission in batch { submission.continuation.resume(throwing: error) }
    }
  }

  /// One submission in a savepoint of its own: a refusal does not hurt its neighbours.
  private static func record(
    _ records: [Record], _ expectedVersion: Int64?, _ transaction: SQLiteTransaction,
    _ recorder: (Instant) -> Recorder<SQLiteTransaction>, now: () -> Instant
  ) -> Result<[Receipt], LedgerError> {
    Result { () throws(LedgerError) -> [Receipt] in
      try transaction.savepoint { () throws(LedgerError) -> [Receipt] in
        let recorder = recorder(now())
        var receipts: [Receipt] = []
        for record in records {
          receipts.append(
            try recorder.record(
              try record.validated(), expectedVersion: records.count == 1 ? expectedVersion : nil))
        }
        return receipts
      }
    }
  }
}
