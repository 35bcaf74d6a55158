/// A checkpoint that the log whose origin it names has signed, with the cosignatures that were
/// checked. Only ``UnverifiedCheckpoint`` makes one.
public struct VerifiedCheckpoint: Hashable, Sendable {
  /// A witness's word that it had seen the log grow consistently up to this checkpoint.
  public struct Cosignature: Hashable, Sendable {
    /// The name of the witness's key.
    public let name: KeyName

    /// The identifier of the witness's key.
    public let keyID: KeyID

    /// When the witness said so: seconds since 1970 (UTC). Nothing has compared it with a clock.
    public let time: Int64
  }

  /// What the log signed.
  public let checkpoint: Checkpoint

  /// The note with its signatures.
  public let note: VerifiedNote

  /// The valid cosignatures by known witnesses, one a key, in the note's order.
  public let cosignatures: [Cosignature]

  init(
    _ claim: Checkpoint, _ note: VerifiedNote,
    cosignedBy isCosigner: (VerifiedNote.Signature) -> Bool
  ) {
    checkpoint = claim
    self.note = note
    cosignatures = note.signatures.filter(isCosigner).compactMap { signature in
      guard case .cosigned(let time) = signature.statement else { return nil }
      return Cosignature(name: signature.name, keyID: signature.keyID, time: time)
    }
  }

  /// The checkpoint as an unverified one, for storing, sending and further signatures.
  public var unverified: UnverifiedCheckpoint {
    UnverifiedCheckpoint(verified: self)
  }

  /// Checks that the leaf with this hash is in the log up to this checkpoint.
  ///
  /// - Throws: ``MerkleLogError`` as ``InclusionProof/verify(leaf:size:root:using:)`` does.
  public func verifyInclusion<Hasher: TreeHasher>(
    of leaf: TreeHash, by proof: InclusionProof, using hasher: Hasher.Type = SHA256Hasher.self
  ) throws(MerkleLogError) {
    try proof.verify(leaf: leaf, size: checkpoint.size, root: checkpoint.root, using: hasher)
  }
}
