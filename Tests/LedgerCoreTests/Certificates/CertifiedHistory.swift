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
  /// The leaf hashes of the log.
  private let hashes: [TreeHash]
  /// The states of obligations and the violations, where they were attested.
  let trees: (obligations: FindingTree, violations: FindingTree)?

  /// Audits the history, records what was found when it is to be attested, and signs the log.
  init(_ history: History, scope: AuditScope, attested: Bool) throws {
    self.history = history
    self.scope = scope
    report = try history.audit(asOf: scope.asOf, knownAt: scope.knownAt)
    trees =
      attested ? (FindingTree(report.obligations), FindingTree(report.violations)) : nil
    if let trees {
      try history.record(Self.attestation(of: report, trees), at: "2024-01-01", id: "attested")
    }
    hashes = history.log.state.leaves.map { SHA256Hasher.leaf($0) }
    let key = try SignerKey(name: KeyName("example.org/ledger"), type: .ed25519, seed: Self.seed)
    policy = try TransparencyPolicy("log \(key.verifierKey.text)\nquorum none\n".utf8)
    checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(
        origin: "example.org/ledger", size: history.log.size, root: history.log.state.tree.root()),
      with: [Ed25519NoteSigner(key)])
  }

  private static let seed = Array(1...32 as ClosedRange<UInt8>)

  /// All that was found.
  var findings: [Finding] {
    report.obligations.map(Finding.obligation) + report.violations.map(Finding.violation)
  }

  private static func attestation(
    of report: AuditReport, _ trees: (obligations: FindingTree, violations: FindingTree)
  ) throws -> EventData {
    var digest = ByteDigest()
    digest.update(try report.json)
    return .auditAttested(
      AuditAttested(
        head: report.ledger, scope: report.scope, ruleBook: report.rules.names,
        reportDigest: digest.value, projectionsDigest: ProjectionsDigest().value,
        obligations: trees.obligations, violations: trees.violations))
  }

  /// The certificate of a finding.
  func certificate(of finding: Finding) throws -> Certificate {
    let log = history.log
    let search = EvidenceSearch(log, size: report.ledger.size, scope: scope, rules: report.rules)
    let events = try search.events(for: finding.id, law: log.lawEvents())
    let evidence = CertificateEvidence(
      finding: finding.id, scope: scope, ruleBook: report.rules.names,
      events: try events.map { try shown($0.position) }, attestation: try attestation(finding.id),
      checkpoint: checkpoint)
    return try Certificate(evidence, law: history.law)
  }

  private func attestation(_ id: Identifier) throws -> CertificateEvidence.Attestation? {
    guard let trees else { return nil }
    let proof = trees.obligations.proof(of: id) ?? trees.violations.proof(of: id)
    return .init(event: try shown(report.ledger.size), proof: try #require(proof))
  }

  func shown(_ position: Int64) throws -> CertificateEvidence.ShownEvent {
    .init(
      leaf: history.log.state.leaves[Int(position)],
      proof: try MerkleTree<SHA256Hasher>.inclusionProof(of: Int(position), among: hashes))
  }

  func verified(_ bytes: [UInt8]) throws -> VerifiedCertificate {
    try UnverifiedCertificate(bytes).verified(by: policy, law: history.law)
  }
}
