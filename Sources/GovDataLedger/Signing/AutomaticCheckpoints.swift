import LedgerSQLite
import MerkleLog
import Synchronization

/// Follows a ledger's commits and signs by its plan.
final class AutomaticCheckpoints: Sendable {
  private struct State {
    /// How many events the newest checkpoint covers; `nil` as long as nobody has looked.
    var signedSize: Int64?
    /// When the oldest event after those was recorded.
    var unsignedSince: Instant?
  }

  private let plan: CheckpointPlan
  private let store: SQLiteEventStore
  private let clock: LedgerClock
  private let state = Mutex(State())

  init(_ plan: CheckpointPlan, store: SQLiteEventStore, clock: LedgerClock) {
    self.plan = plan
    self.store = store
    self.clock = clock
  }

  /// Whether a checkpoint is due once the transaction is committed. What cannot be told counts as
  /// due: signing then says what is wrong.
  func isDue(after transaction: SQLiteTransaction) -> Bool {
    (try? state.withLock { try isDue(after: transaction, &$0) }) ?? true
  }

  private func isDue(
    after transaction: SQLiteTransaction, _ state: inout State
  ) throws -> Bool {
    let signed = try state.signedSize ?? transaction.newestCheckpoint()?.claim.size ?? 0
    state.signedSize = signed
    guard transaction.size > signed else { return false }
    if let count = plan.eventCount, transaction.size - signed >= count { return true }
    guard let interval = plan.interval else { return false }
    let since = try state.unsignedSince ?? transaction.event(at: signed).recordedAt
    state.unsignedSince = since
    let waited = clock.now().millisecondsSinceEpoch - since.millisecondsSinceEpoch
    return .milliseconds(waited) >= interval
  }

  /// Signs, blocking the calling thread.
  func signInPlace() {
    finish(
      Result { () throws(LedgerError) in
        try store.turnBlocking { try signing.sign(in: $0) }
      })
  }

  /// Signs.
  func sign() async {
    do {
      finish(.success(try await store.turn { [signing] in try signing.sign(in: $0) }))
    } catch {
      finish(.failure(LedgerError(signing: error)))
    }
  }

  /// Takes note of a checkpoint that somebody asked for.
  func note(_ checkpoint: UnverifiedCheckpoint) {
    state.withLock { state in
      state.signedSize = max(state.signedSize ?? 0, checkpoint.claim.size)
      state.unsignedSince = nil
    }
  }

  private var signing: CheckpointSigning {
    CheckpointSigning(signer: plan.signer, memory: plan.memory)
  }

  private func finish(_ result: Result<UnverifiedCheckpoint, LedgerError>) {
    if case .success(let checkpoint) = result { note(checkpoint) }
    plan.report(result)
  }
}

extension LedgerError {
  /// What an error of the store means, which throws no others.
  fileprivate init(signing error: any Error) {
    self = error as? LedgerError ?? LedgerError(.inputOutput, "\(error)")
  }
}
