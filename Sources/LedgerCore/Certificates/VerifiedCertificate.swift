import MerkleLog

/// A certificate whose signature, proofs and every word were checked.
public struct VerifiedCertificate: Sendable {
  /// The certificate, made again from its evidence.
  public let certificate: Certificate
  /// The signed head of the log, as the policy found it.
  public let checkpoint: VerifiedCheckpoint
}

extension UnverifiedCertificate {
  /// Checks the certificate against a policy and the law that the caller has.
  ///
  /// The checkpoint must satisfy the policy; every event shown must stand in the log at its
  /// position; where the grade is attested, the finding must stand under the attested root. Then the certificate is made again from the evidence, and must be these very bytes.
  ///
  /// - Throws: `damaged`, `malformed`, `notFound` or `contradictory` with the first reason for
  ///   refusal.
  public func verified(
    by policy: TransparencyPolicy, law: BundledLaw
  ) throws(LedgerError) -> VerifiedCertificate {
    let checkpoint = try Self.refusing("checkpoint") { () throws(MerkleLogError) in
      try evidence.checkpoint.verified(by: policy)
    }
    for shown in evidence.events { try Self.check(shown, under: checkpoint) }
    if let attestation = evidence.attestation {
      try Self.check(attestation.event, under: checkpoint)
    }
    let certificate = try Certificate(evidence, law: law)
    try Self.checkAttested(certificate)
    try checkWords(certificate)
    return VerifiedCertificate(certificate: certificate, checkpoint: checkpoint)
  }

  private static func check(
    _ shown: CertificateEvidence.ShownEvent, under checkpoint: VerifiedCheckpoint
  ) throws(LedgerError) {
    let event = try shown.event()
    try refusing("event \(event.position)") { () throws(MerkleLogError) in
      try checkpoint.verifyInclusion(of: SHA256Hasher.leaf(shown.leaf), by: shown.proof)
    }
  }

  private static func checkAttested(_ certificate: Certificate) throws(LedgerError) {
    guard let attestation = certificate.evidence.attestation,
      case .auditAttested(let data) = try attestation.event.event().record.data
    else { return }
    let leaf = SHA256Hasher.leaf(certificate.finding.canonicalBytes)
    let (what, tree) =
      switch certificate.finding {
      case .obligation: ("obligation", (data.obligations, data.obligationsRoot))
      case .violation: ("violation", (data.violations, data.violationsRoot))
      }
    try refusing("attested \(what)") { () throws(MerkleLogError) in
      try attestation.proof.verify(leaf: leaf, size: tree.0, root: tree.1)
    }
  }

  /// Compares the certificate with the one made again, key by key to name the first that differs.
  private func checkWords(_ certificate: Certificate) throws(LedgerError) {
    let made = certificate.json
    guard made != bytes else { return }
    if case .object(let members) = try JSONValue(parsing: made.dropLast()),
      let found = try? JSONValue(parsing: bytes)
    {
      for member in members where found[member.key] != member.value {
        throw LedgerError(
          .contradictory, "“\(member.key)” is not what the evidence and the law give",
          path: member.key)
      }
    }
    throw LedgerError(.malformed, "the certificate is not in canonical form (RFC 8785)")
  }

  private static func refusing<Result>(
    _ what: String, _ body: () throws(MerkleLogError) -> Result
  ) throws(LedgerError) -> Result {
    do {
      return try body()
    } catch {
      throw LedgerError(.damaged, "\(what): \(error.message)")
    }
  }
}
