/// A signed checkpoint whose signatures nobody has checked.
///
/// ``verified(by:cosigners:)``, with the log's key, or ``verified(by:)``, with a policy, turns it
/// into a ``VerifiedCheckpoint``.
public struct UnverifiedCheckpoint: Hashable, Sendable {
  /// The note as it was read.
  public let note: UnverifiedNote

  /// What the note claims, for looking up which key to verify it with.
  public let claim: Checkpoint

  /// Reads a signed checkpoint, the bytes of which ``bytes`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` as ``UnverifiedNote`` and ``Checkpoint`` do.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    try self.init(try UnverifiedNote(bytes))
  }

  /// A note as a checkpoint.
  ///
  /// - Throws: ``MerkleLogError`` as ``Checkpoint`` does.
  public init(_ note: UnverifiedNote) throws(MerkleLogError) {
    claim = try Checkpoint(note.text)
    self.note = note
  }

  /// Signs a checkpoint.
  ///
  /// - Throws: ``MerkleLogError`` without any signer, and whatever a signer throws.
  public init(signing checkpoint: Checkpoint, with signers: [any NoteSigner]) throws {
    claim = checkpoint
    note = try UnverifiedNote(signing: checkpoint.text, with: signers)
  }

  /// The checkpoint as it is stored and sent.
  public var bytes: [UInt8] { note.bytes }

  /// The checkpoint with one more signature, as ``UnverifiedNote/signed(by:)`` adds it.
  ///
  /// - Throws: as that does.
  public func signed(by signer: any NoteSigner) throws -> UnverifiedCheckpoint {
    try UnverifiedCheckpoint(try note.signed(by: signer))
  }

  /// The checkpoint with more signatures, as ``UnverifiedNote/adding(_:)`` adds them.
  ///
  /// - Throws: as that does.
  public func adding(
    _ signatures: [NoteSignature]
  ) throws(MerkleLogError) -> UnverifiedCheckpoint {
    try UnverifiedCheckpoint(try note.adding(signatures))
  }
}
