extension UnverifiedCheckpoint {
  /// Checks the checkpoint against a policy: a log of the policy whose key is named as the origin
  /// must have signed, and a quorum of its witnesses cosigned (C2SP tlog-policy).
  ///
  /// - Throws: ``MerkleLogError`` with the code `originMismatch` when the policy has no log of this
  ///   origin, `noKnownSignature` when that log has not signed, `quorumNotReached` when too few
  ///   witnesses have cosigned; and as ``UnverifiedNote/verified(by:)`` does.
  public func verified(
    by policy: TransparencyPolicy
  ) throws(MerkleLogError) -> VerifiedCheckpoint {
    let verified = try verified(byLogOf: policy)
    let signed = Set(verified.cosignatures.map { KeyReference(name: $0.name, keyID: $0.keyID) })
    let cosigners = policy.witnesses.filter { signed.contains(KeyReference($0.value)) }
    guard policy.isQuorum(Set(cosigners.keys)) else {
      let names = cosigners.keys.map(\.description).sorted().joined(separator: ", ")
      throw MerkleLogError(
        .quorumNotReached,
        "the policy asks for the quorum \(policy.quorum), found cosignatures by "
          + (names.isEmpty ? "no witness" : names))
    }
    return verified
  }

  /// Checks the checkpoint as ``verified(by:)`` does but for the quorum: what a witness of the
  /// policy's log goes by, before others have cosigned.
  ///
  /// - Throws: as that does, but never `quorumNotReached`.
  public func verified(
    byLogOf policy: TransparencyPolicy
  ) throws(MerkleLogError) -> VerifiedCheckpoint {
    let logs = policy.logs.filter { claim.hasOrigin($0.name.text) }
    guard !logs.isEmpty else {
      throw MerkleLogError(
        .originMismatch,
        "the policy has no log with the origin " + StrictText.excerpt(claim.origin))
    }
    let verified = try note.verified(by: Array(Set(policy.logs).union(policy.witnesses.values)))
    let signed = Set(verified.signatures.map { KeyReference(name: $0.name, keyID: $0.keyID) })
    guard logs.contains(where: { signed.contains(KeyReference($0)) }) else {
      throw MerkleLogError(
        .noKnownSignature, "expected a signature by the log \(logs[0].name), found none")
    }
    let references = Set(policy.witnesses.values.map { KeyReference($0) })
    return VerifiedCheckpoint(claim, verified) {
      references.contains(KeyReference(name: $0.name, keyID: $0.keyID))
    }
  }
}
