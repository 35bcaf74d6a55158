/// Which checkpoints a verifier accepts: which logs may have signed them, and which witnesses must
/// have cosigned (C2SP tlog-policy). A verifier has its policy from its operator, never from what
/// it verifies.
///
/// ## Topics
/// - ``init(_:)``
/// - ``UnverifiedCheckpoint/verified(by:)``
/// - ``isQuorum(_:)``
public struct TransparencyPolicy: Hashable, Sendable {
  /// The lines of the policy in their order, without blank lines and comments.
  public let statements: [PolicyStatement]

  /// The keys of the logs that are accepted. Each is named by its log's origin.
  public let logs: [VerifierKey]

  /// The keys of the known witnesses by the names that the policy gives them.
  public let witnesses: [PolicyName: VerifierKey]

  let quorum: PolicyName

  /// For the reader, which has checked the statements.
  init(
    statements: [PolicyStatement], logs: [VerifierKey], witnesses: [PolicyName: VerifierKey],
    quorum: PolicyName
  ) {
    self.statements = statements
    self.logs = logs
    self.witnesses = witnesses
    self.quorum = quorum
  }

  /// Whether the policy is content with the cosignatures of these witnesses.
  ///
  /// - Parameter cosigners: names of witnesses; others do not count.
  public func isQuorum(_ cosigners: Set<PolicyName>) -> Bool {
    guard quorum != .none else { return true }
    var satisfied = cosigners.filter { witnesses[$0] != nil }
    // A group names only what stands before it, so that one pass decides them all.
    for case .group(let name, let threshold, let members) in statements {
      let count = members.count { satisfied.contains($0) }
      if count >= threshold.count(ofMembers: members.count) { satisfied.insert(name) }
    }
    return satisfied.contains(quorum)
  }
}

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
    let cosigners = policy.witnesses.filter { signed.contains(KeyReference($0.value)) }
    guard policy.isQuorum(Set(cosigners.keys)) else {
      let names = cosigners.keys.map(\.description).sorted().joined(separator: ", ")
      throw MerkleLogError(
        .quorumNotReached,
        "the policy asks for the quorum \(policy.quorum), found cosignatures by "
          + (names.isEmpty ? "no witness" : names))
    }
    let references = Set(cosigners.values.map { KeyReference($0) })
    return VerifiedCheckpoint(claim, verified) {
      references.contains(KeyReference(name: $0.name, keyID: $0.keyID))
    }
  }
}

/// What tells the keys of a note apart.
struct KeyReference: Hashable {
  let name: KeyName
  let keyID: KeyID

  init(name: KeyName, keyID: KeyID) {
    self.name = name
    self.keyID = keyID
  }

  init(_ key: VerifierKey) {
    self.init(name: key.name, keyID: key.keyID)
  }
}
