import MerkleLog
import Testing
import WorkingDays

@testable import LedgerCore

/// A history with a signed checkpoint over all of it, and certificates from it.
struct CertifiedHistory {
  let history: History
  let scope: AuditScope
  let report: AuditReport
  let policy: TransparencyPolicy
  let checkpoint: UnverifiedCheckpoint
  /// The obligations' states, where they were attested.
  let tree: ObligationTree?

  /// Audits the history, records what was found when it is to be attested, and signs the log.
  init(_ history: History, scope: AuditScope, attested: Bool) throws {
    self.history = history
    self.scope = scope
    report = try history.audit(asOf: scope.asOf, knownAt: scope.knownAt)
    tree = attested ? ObligationTree(report.obligations) : nil
    if let tree {
      try history.record(Self.attestation(of: report, tree), at: "2024-01-01", id: "attested")
    }
    let key = try SignerKey(name: KeyName("example.org/ledger"), type: .ed25519, seed: Self.seed)
    policy = try TransparencyPolicy("log \(key.verifierKey.text)\nquorum none\n".utf8)
    checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(
        origin: "example.org/ledger", size: history.log.size, root: history.log.state.tree.root()),
      with: [Ed25519NoteSigner(key)])
  }

  private static let seed = Array(1...32 as ClosedRange<UInt8>)

  static func attestation(of report: AuditReport, _ tree: ObligationTree) throws -> EventData {
    var digest = ByteDigest()
    digest.update(try report.json)
    return .auditAttested(
      AuditAttested(
        head: report.ledger, scope: report.scope, ruleBook: report.rules.names,
        reportDigest: digest.value, projectionsDigest: ProjectionsDigest().value,
        obligations: Int64(tree.count), obligationsRoot: tree.root))
  }

  /// The certificate of a finding.
  func certificate(of finding: ObligationFinding) throws -> Certificate {
    let log = history.log
    let search = EvidenceSearch(
      size: report.ledger.size, scope: scope, rules: report.rules,
      matter: { matter in
        try log.events(ofMatter: NameHash(matter)).map { try log.event(at: $0.position) }
      },
      stream: { stream in
        try log.events(in: NameHash(stream)).map { try log.event(at: $0.position) }
      })
    let events = try search.events(for: finding.id, law: log.lawEvents())
    let evidence = CertificateEvidence(
      obligation: finding.id, scope: scope, ruleBook: report.rules.names,
      events: try events.map { try shown($0.position) }, attestation: try attestation(finding.id),
      checkpoint: checkpoint)
    return try Certificate(evidence, law: history.law)
  }

  private func attestation(_ id: Identifier) throws -> CertificateEvidence.Attestation? {
    guard let tree else { return nil }
    return .init(
      event: try shown(report.ledger.size), proof: try #require(tree.proof(of: id)))
  }

  func shown(_ position: Int64) throws -> CertificateEvidence.ShownEvent {
    let leaves = history.log.state.leaves
    return .init(
      leaf: leaves[Int(position)],
      proof: try MerkleTree<SHA256Hasher>.inclusionProof(
        of: Int(position), among: leaves.map { SHA256Hasher.leaf($0) }))
  }

  func verified(_ bytes: [UInt8]) throws -> VerifiedCertificate {
    try UnverifiedCertificate(bytes).verified(by: policy, law: history.law)
  }
}
