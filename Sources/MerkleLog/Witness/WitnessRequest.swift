/// What a log sends to a witness: a new checkpoint, and the proof that it only appends to the last
/// one that the witness cosigned (C2SP tlog-witness, "add-checkpoint").
public struct WitnessRequest: Hashable, Sendable {
  /// The proof from the size that the log believes the witness to be at.
  public let consistency: ConsistencyProof

  /// The checkpoint to be cosigned.
  public let checkpoint: UnverifiedCheckpoint

  /// A request of these parts.
  public init(consistency: ConsistencyProof, checkpoint: UnverifiedCheckpoint) {
    self.consistency = consistency
    self.checkpoint = checkpoint
  }

  /// The request as it is sent: `old <size>`, the hashes, a blank line, the checkpoint.
  public var bytes: [UInt8] {
    Array((consistency.text + "\n").utf8) + checkpoint.bytes
  }

  /// Reads a request, the bytes of which ``bytes`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedProof` or `proofLengthMismatch`, and as
  ///   ``UnverifiedCheckpoint`` does.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    var lines = TerminatedLines(bytes.prefix(UnverifiedNote.maximumByteCount + 4096))
    let (consistency, blankLineFollows) = try ConsistencyProof.read(from: &lines)
    guard blankLineFollows else {
      throw MerkleLogError(
        .malformedProof,
        "line \(lines.lineNumber): expected a blank line and a checkpoint, found the end")
    }
    self.init(consistency: consistency, checkpoint: try UnverifiedCheckpoint(lines.rest))
  }
}
