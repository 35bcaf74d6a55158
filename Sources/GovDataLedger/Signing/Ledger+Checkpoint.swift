import LedgerSQLite
import MerkleLog

extension Ledger {
  /// What identifies the log, the first line of its checkpoints; `nil` until it has a name. It never
  /// changes.
  public var origin: KeyName? {
    get async throws { try await store.origin() }
  }

  /// Signs the durable head of the log (C2SP tlog-checkpoint), stores the checkpoint and returns it.
  ///
  /// Only a head that extends the last one signed is signed, by what the ledger holds and by what
  /// the memory holds outside of it. The same head again is answered with the stored checkpoint,
  /// with the cosignatures that it has by then. A log without an origin takes the key's name.
  ///
  /// - Parameters:
  ///   - signer: the log's key, or whatever holds it.
  ///   - memory: what remembers the last checkpoint outside of the ledger.
  /// - Throws: ``LedgerError`` with `contradictory` when the key is not named as the origin, `forked`
  ///   when the head does not extend the last one signed (both are in the message), `damaged`,
  ///   `busy`, `readOnly`, or `inputOutput` when the signer or the memory fails.
  @discardableResult
  public func checkpoint(
    signer: any NoteSigner, memory: any CheckpointMemory
  ) async throws -> UnverifiedCheckpoint {
    let signing = CheckpointSigning(signer: signer, memory: memory)
    let checkpoint = try await store.turn { try signing.sign(in: $0) }
    automatic?.note(checkpoint)
    return checkpoint
  }

  /// Makes sure that the head could be signed, before anything is recorded that is to be signed.
  ///
  /// - Throws: ``LedgerError`` as ``checkpoint(signer:memory:)``: `contradictory` when the key is not
  ///   named as the log, `forked` when the head does not extend the last one signed.
  public func check(signer: any NoteSigner, memory: any CheckpointMemory) async throws {
    let signing = CheckpointSigning(signer: signer, memory: memory)
    try await store.write { try signing.check(in: $0) }
  }

  /// The stored checkpoint of the largest size; `nil` when there is none.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when what is stored is not a signed checkpoint.
  public func newestCheckpoint() async throws -> UnverifiedCheckpoint? {
    try await store.newestCheckpoint()
  }

  /// The stored checkpoint of a size; `nil` when there is none.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when what is stored is not a signed checkpoint.
  public func checkpoint(ofSize size: Int64) async throws -> UnverifiedCheckpoint? {
    try await store.checkpoint(ofSize: size)
  }

  /// The proof that the newest checkpoint only appends to the log of `oldSize` events (RFC 6962
  /// section 2.1.2): what a witness asks for.
  ///
  /// - Throws: ``LedgerError`` with `notFound` when there is no checkpoint, `malformed` when it
  ///   covers fewer than `oldSize` events, `damaged` when the log does not have its root.
  public func consistencyProof(from oldSize: Int64) async throws -> ConsistencyProof {
    let newest = try await signedHead()
    guard (0...newest.size).contains(oldSize) else {
      throw LedgerError(
        .malformed,
        "found the size \(oldSize), expected 0 to \(newest.size), which the newest checkpoint covers"
      )
    }
    return try await store.consistencyProof(
      from: oldSize, to: LogHead(size: newest.size, root: newest.root))
  }

  /// The head that the newest checkpoint signs.
  func signedHead() async throws -> Checkpoint {
    guard let newest = try await newestCheckpoint() else { throw Self.noCheckpoint }
    return newest.claim
  }

  static var noCheckpoint: LedgerError {
    LedgerError(
      .notFound, "the ledger has no checkpoint; sign one with `govledger checkpoint`")
  }
}
