import MerkleLog

extension AuditAttested {
  /// Attests what an audit of the log's first events found.
  public init(
    head: LogHead, scope: AuditScope, ruleBook: RuleBookNames, reportDigest: TreeHash,
    projectionsDigest: TreeHash, obligations: FindingTree, violations: FindingTree
  ) {
    self.init(
      asOf: scope.asOf, knownAt: scope.knownAt, ruleBook: ruleBook, size: head.size,
      root: head.root, reportDigest: reportDigest, projectionsDigest: projectionsDigest,
      obligations: Int64(obligations.count), obligationsRoot: obligations.root,
      violations: Int64(violations.count), violationsRoot: violations.root)
  }

  /// The log that was replayed: its first events, and the root over them.
  public var head: LogHead { LogHead(size: size, root: root) }

  /// The times that were asked about.
  public var scope: AuditScope { AuditScope(asOf: asOf, knownAt: knownAt) }
}

extension RuleBookNames {
  /// The stream of the attestations under these books, and others that begin with the same.
  public var attestations: StreamName { StreamName(.attestation, of: self) }
}
