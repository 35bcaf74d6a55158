/// Two signed heads of one log that a witness could not bring together: to be kept and shown to
/// others.
///
/// Two of one size and different roots prove by themselves that the log has forked. Others prove it
/// only to those who know that there is no consistency proof between them.
public struct ForkEvidence: Hashable, Sendable {
  /// The head that the witness had seen before.
  public let seen: UnverifiedCheckpoint

  /// The head that was refused.
  public let refused: UnverifiedCheckpoint

  /// The evidence of two heads, or `nil` when they are of different logs or are the same head.
  public init?(seen: UnverifiedCheckpoint, refused: UnverifiedCheckpoint) {
    guard seen.claim.hasOrigin(refused.claim.origin),
      !seen.claim.isSameHead(as: refused.claim)
    else { return nil }
    self.seen = seen
    self.refused = refused
  }

  /// Whether the heads have one size and different roots. Together with the log's valid signatures
  /// on both, that is proof of a fork.
  public var isConclusive: Bool { seen.claim.size == refused.claim.size }

  /// Checks that the log signed both heads.
  ///
  /// - Throws: ``MerkleLogError`` as ``UnverifiedCheckpoint/verified(by:cosigners:)`` does.
  public func verify(log: any NoteVerifier) throws(MerkleLogError) {
    _ = try seen.verified(by: log)
    _ = try refused.verified(by: log)
  }

  /// Both signed checkpoints, that which was seen first, with a blank line between them.
  public var bytes: [UInt8] { CheckpointFile.bytes(of: [seen, refused]) }

  /// Reads evidence, the bytes of which ``bytes`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedCheckpointFile` unless these are two heads
  ///   of one log, and as ``UnverifiedCheckpoint`` does.
  public init(_ bytes: [UInt8]) throws(MerkleLogError) {
    let heads = try CheckpointFile.read(bytes)
    guard heads.count == 2, let evidence = ForkEvidence(seen: heads[0], refused: heads[1]) else {
      throw MerkleLogError(
        .malformedCheckpointFile,
        "expected two different heads of one log, found \(heads.count) checkpoints")
    }
    self = evidence
  }
}
