extension UnverifiedCheckpoint {
  init(verified: VerifiedCheckpoint) {
    note = verified.note.note
    claim = verified.checkpoint
  }

  /// Checks the checkpoint against the log's own key, and takes the cosignatures of known
  /// witnesses into account.
  ///
  /// - Throws: ``MerkleLogError`` with the code `originMismatch` when the origin is not the name of
  ///   the log's key, byte for byte; `noKnownSignature` when the log has not signed; and as
  ///   ``UnverifiedNote/verified(by:)`` does.
  public func verified(
    by log: any NoteVerifier, cosigners: [any NoteVerifier] = []
  ) throws(MerkleLogError) -> VerifiedCheckpoint {
    guard claim.hasOrigin(log.name.text) else {
      throw MerkleLogError(
        .originMismatch,
        "expected the origin \(log.name), found " + StrictText.excerpt(claim.origin))
    }
    let isLog = { (signature: VerifiedNote.Signature) in
      signature.keyID == log.keyID && signature.name == log.name
    }
    let verified = try note.verified(by: [log] + cosigners)
    guard verified.signatures.contains(where: isLog) else {
      throw MerkleLogError(
        .noKnownSignature, "expected a signature by \(log.name)+\(log.keyID), found none")
    }
    return VerifiedCheckpoint(claim, verified) { !isLog($0) }
  }
}
