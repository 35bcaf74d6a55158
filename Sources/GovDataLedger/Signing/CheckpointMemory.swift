import MerkleLog

/// What a signer or a witness remembers outside of any ledger: the last checkpoint of each log that
/// it signed. It is what an old copy of a ledger is noticed by.
///
/// ``CheckpointMemoryFile`` keeps it in a file. A device that counts for itself, or a service that
/// several hosts share, conforms with a type of its own.
public protocol CheckpointMemory: Sendable {
  /// Replaces the last checkpoint of a log by what `body` makes of it, with nobody else able to do
  /// the same meanwhile, and returns that when it is remembered durably.
  ///
  /// - Parameters:
  ///   - origin: the log.
  ///   - body: called once, with the last checkpoint or `nil` when there is none. When it throws,
  ///     the memory stays as it is.
  /// - Returns: what `body` returned, which is a checkpoint of the same log.
  /// - Throws: what `body` throws, and whatever hinders the memory.
  func update(
    origin: String, _ body: (_ last: UnverifiedCheckpoint?) throws -> UnverifiedCheckpoint
  ) throws -> UnverifiedCheckpoint
}
