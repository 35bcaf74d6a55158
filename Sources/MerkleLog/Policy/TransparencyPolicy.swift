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
