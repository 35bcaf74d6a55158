import LedgerSQLite
import MerkleLog

extension Ledger {
  /// Replays the log and records in it, as `audit.attested`, what the audit found: the digests of
  /// the report and of the projections, and the Merkle roots over the states of all obligations and over
  /// all violations and remarks.
  ///
  /// From then on ``prove(_:under:rules:progress:)`` can show a single one under its root, also that
  /// something did not happen. Whoever replays the log can check the attestation.
  ///
  /// - Parameters:
  ///   - asOf: events that occurred later do not count; now by default.
  ///   - knownAt: events that became known, and notices issued, later do not count; now by default.
  ///   - rules: the rules to judge by; those in force by default. Else one book that is bundled,
  ///     which every verifier knows.
  ///   - actor: the body that attests; by default the registered data authority of the highest
  ///     division, and where there is none the body that acted last.
  /// - Returns: where the attestation stands in the log, and what it says.
  /// - Throws: ``LedgerError`` with `inTheFuture` when `knownAt` is later than now; as ``audit(asOf:knownAt:rules:lateEvidence:department:resuming:cores:progress:)``
  ///   and ``record(_:mode:expectedVersion:)`` do; `notFound` when the log is empty and no actor is
  ///   given; `behind` when the projections do not hold every event.
  @discardableResult
  public func attest(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    actor: BodyCode? = nil,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> (receipt: Receipt, attested: AuditAttested) {
    let (record, attested) = try await attestation(asOf, knownAt, rules, actor, progress)
    return (try await self.record(record), attested)
  }

  /// Attests what an audit finds, and signs a checkpoint over the attestation: both, or neither where
  /// the head does not extend the last one signed.
  ///
  /// - Parameters:
  ///   - signer: the log's key, or whatever holds it.
  ///   - memory: what remembers the last checkpoint outside of the ledger.
  /// - Returns: the checkpoint.
  /// - Throws: ``LedgerError`` as ``attest(asOf:knownAt:rules:actor:progress:)`` and
  ///   ``checkpoint(signer:memory:)`` do; nothing is recorded unless it can be signed.
  @discardableResult
  public func attest(
    asOf: Instant? = nil, knownAt: Instant? = nil, rules: RuleChoice = .inForce,
    actor: BodyCode? = nil, signer: any NoteSigner, memory: any CheckpointMemory,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> UnverifiedCheckpoint {
    // What cannot be signed is said before the log is replayed.
    try await check(signer: signer, memory: memory)
    let (record, _) = try await attestation(asOf, knownAt, rules, actor, progress)
    let signing = CheckpointSigning(signer: signer, memory: memory)
    let (law, now) = (law, clock.now())
    let checkpoint = try await store.turn { turn in
      try signing.sign(in: turn) { transaction in
        _ = try Recorder(into: transaction, law: law, mode: .live, now: now).record(record)
      }
    }
    signal.fire()
    automatic?.note(checkpoint)
    return checkpoint
  }

  /// The record of what an audit finds.
  private func attestation(
    _ asOf: Instant?, _ knownAt: Instant?, _ rules: RuleChoice, _ actor: BodyCode?,
    _ progress: (Int64, Int64) -> Void
  ) async throws -> (record: Record, attested: AuditAttested) {
    let expected = try await store.expectedLog()
    let scope = try scope(asOf: asOf, knownAt: knownAt, of: expected)
    let now = max(clock.now(), expected.lastRecordedAt ?? .min)
    guard scope.knownAt <= now else {
      throw LedgerError(
        .inTheFuture,
        "found the known-at time \(scope.knownAt), expected at most the ledger's clock, \(now): "
          + "nobody can attest what will be known")
    }
    try law.checkProvable(rules)
    let actor = if let actor { actor } else { try await attestingBody() }
    let head = try await store.projectedHead()
    let report = try await report(scope, rules, of: ExpectedLog(head.log), progress)
    let attested = try Self.attestation(of: report, projections: head)
    let record = Record(
      id: Self.id(of: attested), occurredAt: now, actor: actor, data: attested)
    return (record, attested)
  }

  private static func attestation(
    of report: AuditReport, projections: ProjectedHead
  ) throws -> AuditAttested {
    let digest = try report.digest()
    let obligations = FindingTree(report.obligations)
    try report.obligations.check(count: obligations.count)
    return AuditAttested(
      head: report.ledger, scope: report.scope, ruleBook: report.rules.names,
      reportDigest: digest, projectionsDigest: projections.digest,
      obligations: obligations, violations: FindingTree(report.foundAgainstActs))
  }

  /// One question about one log has one attestation: its id follows from them.
  private static func id(of attested: AuditAttested) -> Identifier {
    var question = ByteDigest()
    for part in ["\(attested.asOf)", "\(attested.knownAt)", "\(attested.ruleBook)"] {
      question.update(Array((part + "\n").utf8))
    }
    return Identifier("attested-\(attested.head.size)-\(question.value.hex.prefix(16))")
  }

  /// The registered data authority of the highest division, or else the body that acted last.
  private func attestingBody() async throws -> BodyCode {
    let authorities = try await rows(BodyRow.self, where: "kind = 'dataAuthority'")
    let first = authorities.min {
      ($0.division.code, $0.department) < ($1.division.code, $1.department)
    }
    if let first { return first.department }
    let last = try await events(EventQuery(order: .backward, limit: 1)).first
    guard let last else {
      throw LedgerError(.notFound, "the log is empty: nobody can be said to attest it")
    }
    return last.record.actor
  }
}

extension AuditReport {
  /// SHA-256 of the canonical JSON, its line end included.
  func digest() throws -> TreeHash {
    var digest = ByteDigest()
    try writeJSON { digest.update($0) }
    return digest.value
  }
}

extension BundledLaw {
  /// What is proven to others must be judged by what they have too: the rules that the log itself
  /// brings into force, or one bundled book.
  func checkProvable(_ choice: RuleChoice) throws(LedgerError) {
    guard case .books(let chosen) = choice else { return }
    guard chosen.count == 1, let book = chosen.first, books.contains(book) else {
      throw LedgerError(
        .contradictory,
        "only the rules in force, or one bundled rule book, can be proven to others; found "
          + chosen.map(\.name.description).joined(separator: ","))
    }
  }
}
