import LedgerSQLite

extension Ledger {
  /// The certificate of a finding, the verdict on an obligation or a violation: with the events that
  /// show it, and the proofs that they stand in the log under a signed checkpoint. It proves itself
  /// offline.
  ///
  /// Where the log has an attestation under the rule book, and it knows the finding, the certificate
  /// is about the times of the newest such attestation and shows the finding under its root. Otherwise it is about now, and proves only that the events shown are in the log.
  ///
  /// - Parameters:
  ///   - id: the obligation, such as `sd329.23/SR-1`, or the violation, such as
  ///     `sd329.23.reasons/sr-1-replied`.
  ///   - checkpoint: a signed head of this log. It must cover what is to be shown.
  ///   - rules: the rules to judge by; those in force by default. Else one book that is bundled.
  ///   - progress: told the number of events replayed so far, and of all; only under an attestation,
  ///     which a replay must confirm.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such finding under the
  ///   checkpoint, `damaged` when the checkpoint or the attestation is not that of this log,
  ///   `tooLarge` when the finding rests on more than a certificate can show.
  public func prove(
    _ id: Identifier, under checkpoint: UnverifiedCheckpoint, rules: RuleChoice = .inForce,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> Certificate {
    try law.checkProvable(rules)
    let size = checkpoint.claim.size
    guard try store.edge(ofSize: size).root() == checkpoint.claim.root else {
      throw LedgerError(.damaged, "the checkpoint at size \(size) is not of this log")
    }
    let proving = Proving(ledger: self, rules: rules, checkpoint: checkpoint)
    if let attestation = try await proving.newestAttestation(),
      let certificate = try await proving.certificate(of: id, under: attestation, progress)
    {
      return certificate
    }
    return try await proving.certificate(of: id)
  }
}

/// The making of one certificate.
private struct Proving {
  /// A recorded audit.
  struct Attestation {
    let event: Event
    let data: AuditAttested

    var contradicted: LedgerError {
      LedgerError(
        .damaged, "the attestation at position \(event.position) is not what a replay finds")
    }
  }

  let ledger: Ledger
  let rules: RuleChoice
  let checkpoint: UnverifiedCheckpoint

  private var size: Int64 { checkpoint.claim.size }

  /// The newest attestation under the rules that the checkpoint covers.
  func newestAttestation() async throws -> Attestation? {
    for event in try await attestations().sorted(by: { $0.position > $1.position }) {
      guard event.position < size, case .auditAttested(let data) = event.record.data,
        try await ledger.rules(rules, data.scope, ofFirst: data.head.size).names == data.ruleBook
      else { continue }
      return Attestation(event: event, data: data)
    }
    return nil
  }

  /// The attestations under any of the books that the rules may have been: which of them took effect
  /// first, and so names the stream, depends on what was known.
  private func attestations() async throws -> [Event] {
    var names: [RuleBookName]
    switch rules {
    case .books(let books): names = books.map(\.name)
    case .inForce:
      names = [try ledger.law.book().name]
      for event in try await ledger.store.lawEvents(ofFirst: size) {
        if case .rulesAdopted(let data) = event.record.data { names.append(data.book) }
      }
    }
    return try await ledger.store.events(
      in: Array(Set(names.map { RuleBookNames($0).attestations })))
  }

  /// The certificate under an attestation, which a replay must confirm; `nil` when the attested
  /// audit does not know the finding.
  func certificate(
    of id: Identifier, under attestation: Attestation, _ progress: (Int64, Int64) -> Void
  ) async throws -> Certificate? {
    let data = attestation.data
    guard try ledger.store.edge(ofSize: data.head.size).root() == data.head.root else {
      throw attestation.contradicted
    }
    let report = try await ledger.report(
      data.scope, rules, of: ExpectedLog(data.head), progress)
    let (obligations, violations) = (
      FindingTree(report.obligations), FindingTree(report.foundAgainstActs)
    )
    let expected = AuditAttested(
      head: report.ledger, scope: report.scope, ruleBook: report.rules.names,
      reportDigest: try report.digest(), projectionsDigest: data.projectionsDigest,
      obligations: obligations, violations: violations)
    guard expected == data else { throw attestation.contradicted }
    guard let finding = report.finding(id),
      let proof = (obligations.proof(of: id) ?? violations.proof(of: id))
    else { return nil }
    let certificate = try await certificate(id, data.scope, report.rules) { log in
      (data.head.size, .init(event: try log.shown(attestation.event.position), proof: proof))
    }
    guard certificate.finding == finding else {
      throw LedgerError(
        .damaged, "the events of “\(finding.id)” do not show what the replay found")
    }
    return certificate
  }

  /// The certificate by what is known now.
  func certificate(of id: Identifier) async throws -> Certificate {
    let expected = try await ledger.store.expectedLog()
    let scope = try ledger.scope(asOf: nil, knownAt: nil, of: expected)
    let applied = try await ledger.rules(rules, scope, ofFirst: size)
    do {
      return try await certificate(id, scope, applied) { _ in (size, nil) }
    } catch let error as LedgerError where error.code == .notFound {
      throw LedgerError(
        .notFound,
        "no obligation or violation “\(JSONValue.cut(id.text))” among the log's first \(size) "
          + "events; see `audit`")
    }
  }

  /// - Parameter attestation: gives the size of the log that was audited, and the attestation.
  private func certificate(
    _ id: Identifier, _ scope: AuditScope, _ applied: RulesInForce,
    _ attestation:
      @escaping @Sendable (ProvenLog) throws -> (
        Int64, CertificateEvidence.Attestation?
      )
  ) async throws -> Certificate {
    let (checkpoint, rules) = (checkpoint, rules)
    let evidence = try await ledger.store.proving(logOf: size) { log in
      let (size, attested) = try attestation(log)
      let events = try log.events(showing: id, in: scope, rules, applied, ofFirst: size)
      return CertificateEvidence(
        finding: id, scope: scope, ruleBook: applied.names,
        events: try events.map { try log.shown($0.position) }, attestation: attested,
        checkpoint: checkpoint)
    }
    let certificate = try Certificate(evidence, law: ledger.law)
    for event in evidence.events + [evidence.attestation?.event].compactMap({ $0 }) {
      try event.proof.verify(
        leaf: SHA256Hasher.leaf(event.leaf), size: size, root: checkpoint.claim.root)
    }
    // What a verifier would not even read is not handed out.
    _ = try UnverifiedCertificate(certificate.json)
    return certificate
  }
}

extension AuditReport {
  /// The finding of an id; `nil` when there is none.
  fileprivate func finding(_ id: Identifier) -> Finding? {
    obligations.first { $0.id == id }.map(Finding.obligation)
      ?? foundAgainstActs.first { $0.id == id }.map(Finding.violation)
  }
}
