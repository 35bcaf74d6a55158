import LedgerWorkload
import Testing
import TestSupport

@testable import GovDataLedger

/// Attestations and certificates of a ledger on disk.
@Suite struct ProvingTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let memory: CheckpointMemoryFile
  let policy: TransparencyPolicy
  let law: BundledLaw

  init() throws {
    folder = try TemporaryFolder()
    let key = try Keys.log()
    signer = try CountingSigner(key)
    memory = try folder.memory()
    policy = try TransparencyPolicy("log \(key.verifierKey)\nquorum none\n".utf8)
    law = try BundledLaw.load()
  }

  private func prove(_ id: Identifier, in ledger: Ledger) async throws -> Certificate {
    let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
    return try await ledger.prove(id, under: checkpoint)
  }

  private func verify(_ certificate: Certificate) throws -> VerifiedCertificate {
    try UnverifiedCertificate(certificate.json).verified(by: policy, law: law)
  }

  /// One finding of each verdict.
  private func examples(_ report: AuditReport) -> [ObligationFinding] {
    var found: [Verdict: ObligationFinding] = [:]
    for finding in report.obligations where found[finding.verdict] == nil {
      found[finding.verdict] = finding
    }
    return Array(found.values)
  }

  /// Before an attestation a certificate proves inclusion; after it, and after the log has grown
  /// since, the attested state.
  @Test func generatedLedger() async throws {
    let records = try history(3_000)
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    _ = try await ledger.record(Array(records.prefix(2_700)))
    let asOf = try instant("2026-01-01T00:00:00+08:00")
    for finding in examples(try await ledger.audit()) {
      let certificate = try await prove(finding.id, in: ledger)
      #expect(
        certificate.evidence.grade == .included && certificate.finding == .obligation(finding))
      _ = try verify(certificate)
    }

    let (receipt, attested) = try await ledger.attest(asOf: asOf)
    #expect(receipt.position == 2_700)
    #expect(attested.head.size == 2_700 && attested.asOf == asOf)
    let report = try await ledger.audit(asOf: asOf, knownAt: attested.knownAt)
    #expect(attested.obligations == Int64(report.obligations.count))
    #expect(attested.obligationsRoot == FindingTree(report.obligations).root)

    _ = try await ledger.record(Array(records.dropFirst(2_700)))
    let findings = examples(report)
    #expect(findings.count >= 3)
    for finding in findings {
      let verified = try verify(try await prove(finding.id, in: ledger))
      #expect(verified.certificate.finding == .obligation(finding))
      #expect(verified.certificate.evidence.grade == .attested)
      #expect(verified.certificate.evidence.attestation?.event.proof.index == 2_700)
      #expect(verified.checkpoint.checkpoint.size == 3_001)
    }
    #expect(try await ledger.verify().disagreements.isEmpty)
  }

  /// What the audit of a generated history finds against acts is what explanations and certificates
  /// say, before an attestation and under it.
  @Test(arguments: [5, 6] as [UInt64])
  func violations(seed: UInt64) async throws {
    let ledger = try Ledger.create(
      at: folder.file("ledger"), recordingNotices: false,
      clock: .fixed(at: instant("2026-06-30T23:59:59+08:00")))
    let records = try Workload(WorkloadSettings(events: 1_000, seed: seed, asImport: true))
    _ = try await ledger.record(Array(records), mode: .importing)
    let report = try await ledger.audit()
    #expect(report.violations.count >= 3)
    for grade in [CertificateGrade.included, .attested] {
      for violation in report.violations.prefix(5) {
        let explanation = try await ledger.explain(violation.id)
        #expect(explanation.finding == .violation(violation))
        let verified = try verify(try await prove(violation.id, in: ledger))
        #expect(verified.certificate.finding == .violation(violation))
        #expect(verified.certificate.evidence.grade == grade)
      }
      if grade == .included { try await ledger.attest(asOf: report.scope.asOf) }
    }
    let lawful = try #require(
      try await ledger.events(EventQuery(order: .forward, limit: 1)).first)
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.explain(Identifier("sd329.9.start/\(lawful.record.id)"))
    }
  }

  /// What an older checkpoint covers can be proven under it, and nothing else.
  @Test func olderCheckpoints() async throws {
    let ledger = try await Ledger.generated(300, in: folder)
    let old = try await ledger.checkpoint(signer: signer, memory: memory)
    let finding = try #require(try await ledger.audit().obligations.first { _ in true })
    try await ledger.attest()
    let certificate = try await ledger.prove(finding.id, under: old)
    #expect(certificate.evidence.grade == .included && certificate.finding == .obligation(finding))
    _ = try verify(certificate)

    let other = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 200, root: old.claim.root), with: [signer])
    await #expect(throws: LedgerError(.damaged, "")) {
      try await ledger.prove(finding.id, under: other)
    }
    await #expect(throws: LedgerError(.notFound, "")) {
      try await prove("sd329.23/none", in: ledger)
    }
  }

  /// An attestation that a replay does not confirm proves nothing, whatever in it is wrong.
  @Test(
    arguments: [
      "root", "obligationsRoot", "obligations", "violationsRoot", "violations", "reportDigest",
      "size",
    ])
  func forgedAttestation(_ wrong: String) async throws {
    let ledger = try await Ledger.generated(300, in: folder)
    let finding = try #require(try await ledger.audit().obligations.first { _ in true })
    let (_, honest) = try await ledger.attest()
    let other = SHA256Hasher.leaf([])
    var forged = honest
    switch wrong {
    case "root": forged.root = other
    case "obligationsRoot": forged.obligationsRoot = other
    case "obligations": forged.obligations += 1
    case "violationsRoot": forged.violationsRoot = other
    case "violations": forged.violations += 1
    case "reportDigest": forged.reportDigest = other
    default: forged.size = 17
    }
    let last = try #require(try await ledger.events(EventQuery(order: .backward, limit: 1)).first)
    _ = try await ledger.record(
      Record(
        id: "forged", occurredAt: last.record.occurredAt, actor: last.record.actor,
        data: .auditAttested(forged)))
    await #expect(throws: LedgerError(.damaged, "")) { try await prove(finding.id, in: ledger) }

    let report = try await ledger.verify()
    if ["root", "size"].contains(wrong) {
      #expect(report.disagreements.map(\.kind) == [.attestation])
      #expect(report.disagreements.first?.place == "position 301 (forged)")
    } else {
      #expect(report.disagreements.isEmpty)
    }
    try await ledger.attest()
    #expect(
      try verify(try await prove(finding.id, in: ledger)).certificate.finding
        == .obligation(finding))
  }

  /// A key of another log is refused before anything is recorded for it to sign.
  @Test func keyOfAnotherLog() async throws {
    let ledger = try Ledger.create(
      at: folder.file("ledger"), origin: KeyName("city.example"), recordingNotices: false)
    let other = try CountingSigner(try Keys.log(name: "other.example"))
    try await ledger.check(signer: signer, memory: memory)
    await #expect(throws: LedgerError(.contradictory, "")) {
      try await ledger.check(signer: other, memory: memory)
    }
  }

  /// Nobody can attest what will be known.
  @Test func knownInTheFuture() async throws {
    let ledger = try await Ledger.generated(50, in: folder)
    await #expect(throws: LedgerError(.inTheFuture, "")) {
      try await ledger.attest(knownAt: try instant("9999-01-01T00:00:00+08:00"))
    }
    #expect(try await ledger.size == 50)
  }
}
