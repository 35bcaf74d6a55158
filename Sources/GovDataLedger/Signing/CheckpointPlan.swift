import MerkleLog

/// When a ledger signs checkpoints by itself, and with what.
///
/// A checkpoint is signed after the commit that reaches the count or the interval, before its
/// callers are answered: when `record` returns, the checkpoint that its commit made due is stored.
/// Nothing happens between commits; sign the end of a quiet day with
/// ``Ledger/checkpoint(signer:memory:)``.
///
/// A failure to sign loses nothing: the events are on disk and their callers get their receipts. It
/// is told to ``report``, and signing is tried again after the next commit.
public struct CheckpointPlan: Sendable {
  /// Who signs.
  public let signer: any NoteSigner
  /// What remembers the last checkpoint outside of the ledger.
  public let memory: any CheckpointMemory
  /// A checkpoint is due when this many events are not covered by one, or more; `nil` for no such
  /// rule.
  public let eventCount: Int64?
  /// A checkpoint is due when the oldest event that none covers was recorded this long ago, by the
  /// ledger's clock; `nil` for no such rule.
  public let interval: Duration?
  /// Told each checkpoint that was signed, and why one could not be. It is called on the thread that
  /// commits, which must not wait long.
  public let report: @Sendable (Result<UnverifiedCheckpoint, LedgerError>) -> Void

  /// A plan.
  ///
  /// - Parameters:
  ///   - signer: who signs; its name is the log's origin.
  ///   - memory: what remembers the last checkpoint outside of the ledger.
  ///   - eventCount: sign when so many events are not covered, at least 1; `nil` for no such rule.
  ///   - interval: sign when an event has been without one for so long; `nil` for no such rule.
  ///   - report: told each checkpoint and each failure.
  public init(
    signer: any NoteSigner, memory: any CheckpointMemory, everyEvents eventCount: Int64? = nil,
    every interval: Duration? = nil,
    report: @escaping @Sendable (Result<UnverifiedCheckpoint, LedgerError>) -> Void
  ) {
    self.signer = signer
    self.memory = memory
    self.eventCount = eventCount.map { max(1, $0) }
    self.interval = interval
    self.report = report
  }
}
