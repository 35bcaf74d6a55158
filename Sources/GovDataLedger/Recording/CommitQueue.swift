import LedgerSQLite
import Synchronization

/// Group commit: what tasks submit while one commit is under way is committed together by the next.
///
/// A task that finds nobody committing commits itself, on its own thread: handing a small commit to
/// another thread and back costs more than the commit.
final class CommitQueue: Sendable {
  fileprivate struct Submission {
    let records: [PreparedRecord]
    let mode: RecordingMode
    let expectedVersion: Int64?
    let continuation: CheckedContinuation<[Receipt], any Error>
  }

  private struct State {
    var waiting: [Submission] = []
    var isCommitting = false
  }

  /// A commit of more records than this does not block the thread that submits it.
  private static let mostInPlace = 64

  private let store: SQLiteEventStore
  private let law: BundledLaw
  private let clock: LedgerClock
  private let signal: LogSignal
  private let automatic: AutomaticCheckpoints?
  private let state = Mutex(State())

  init(
    store: SQLiteEventStore, law: BundledLaw, clock: LedgerClock,
    signal: LogSignal, automatic: AutomaticCheckpoints?
  ) {
    self.store = store
    self.law = law
    self.clock = clock
    self.signal = signal
    self.automatic = automatic
  }

  /// Records all of `records` or none, and returns when they are on disk.
  func submit(
    _ records: [PreparedRecord], _ mode: RecordingMode, expectedVersion: Int64?
  ) async throws -> [Receipt] {
    try await withCheckedThrowingContinuation { continuation in
      let submission = Submission(
        records: records, mode: mode, expectedVersion: expectedVersion,
        continuation: continuation)
      let mustCommit = state.withLock { state in
        state.waiting.append(submission)
        defer { state.isCommitting = true }
        return !state.isCommitting
      }
      guard mustCommit else { return }
      if records.count <= Self.mostInPlace {
        commitInPlace()
      } else {
        Task { await commitAll() }
      }
    }
  }

  /// Takes what is waiting; when nothing is, the next to submit commits.
  private func takeBatch() -> [Submission] {
    state.withLock { state in
      defer { state.waiting = [] }
      state.isCommitting = !state.waiting.isEmpty
      return state.waiting
    }
  }

  /// Commits what is waiting on this thread, and leaves to a task of its own what comes meanwhile.
  private func commitInPlace() {
    let batch = takeBatch()
    let commit = Result { () throws(LedgerError) in
      try store.writeBlocking { transaction in record(batch, in: transaction) }
    }
    if case .success(let commit) = commit, commit.isCheckpointDue { automatic?.signInPlace() }
    answer(batch, commit.map(\.answers).mapError { $0 as any Error })
    let isIdle = state.withLock { state in
      state.isCommitting = !state.waiting.isEmpty
      return !state.isCommitting
    }
    if !isIdle { Task { await commitAll() } }
  }

  private func commitAll() async {
    while case let batch = takeBatch(), !batch.isEmpty {
      do {
        let commit = try await store.write { [self] transaction in
          record(batch, in: transaction)
        }
        if commit.isCheckpointDue { await automatic?.sign() }
        answer(batch, .success(commit.answers))
      } catch {
        answer(batch, .failure(error))
      }
    }
  }

  private func answer(
    _ batch: [Submission], _ answers: Result<[Result<[Receipt], LedgerError>], any Error>
  ) {
    switch answers {
    case .success(let answers):
      signal.fire()
      for (submission, answer) in zip(batch, answers) {
        submission.continuation.resume(with: answer.mapError { $0 as any Error })
      }
    case .failure(let error):
      for submission in batch { submission.continuation.resume(throwing: error) }
    }
  }

  /// What a commit answers, and whether it makes a checkpoint due.
  private struct Commit {
    let answers: [Result<[Receipt], LedgerError>]
    let isCheckpointDue: Bool
  }

  /// Each submission in a savepoint of its own: a refusal does not hurt its neighbours.
  private func record(_ batch: [Submission], in transaction: SQLiteTransaction) -> Commit {
    let answers = batch.map { submission in
      let recorder = Recorder(
        into: transaction, law: law, mode: submission.mode, now: clock.now())
      return Result { () throws(LedgerError) -> [Receipt] in
        try transaction.savepoint { () throws(LedgerError) -> [Receipt] in
          try submission.record(with: recorder)
        }
      }
    }
    return Commit(
      answers: answers, isCheckpointDue: automatic?.isDue(after: transaction) ?? false)
  }
}

extension CommitQueue.Submission {
  fileprivate func record(with recorder: Recorder) throws(LedgerError) -> [Receipt] {
    var receipts: [Receipt] = []
    receipts.reserveCapacity(records.count)
    for record in records {
      receipts.append(
        try recorder.record(
          record, expectedVersion: records.count == 1 ? expectedVersion : nil))
    }
    return receipts
  }
}
