import MerkleLog
import WorkingDays

/// A finding, the verdict on one obligation or a violation, with everything that shows it: a small file
/// that proves itself offline (`Schemas/certificate.json`).
///
/// A certificate is a function of its evidence and of the law alone. To verify one, its evidence is
/// read and checked, the certificate is made again from it, and the bytes are compared: no word of
/// it is believed.
public struct Certificate: Sendable {
  /// The certificate's schema.
  public static let schema = "govledger.certificate/1"

  /// What it rests on.
  public let evidence: CertificateEvidence
  /// How the finding follows from it.
  public let explanation: Explanation
  /// The whole in words, in Chinese and English.
  public let statement: BilingualText

  /// The verdict with its dates, or the violation.
  public var finding: Finding { explanation.finding }

  /// Derives the finding from the evidence under the law. Proofs and signatures are not looked at:
  /// ``UnverifiedCertificate/verified(by:law:)`` does.
  ///
  /// - Throws: `tooLarge` for more than ``CertificateEvidence/mostEvents``, `damaged` when an event
  ///   shown is not an event, `notFound` for a rule book that is not known or a finding that the
  ///   events do not show, `contradictory` when the attestation is about other times or another rule
  ///   book,
  ///   or an event shown is no evidence of a violation.
  public init(_ evidence: CertificateEvidence, law: BundledLaw) throws(LedgerError) {
    try evidence.checkCount()
    let events = try evidence.eventsInOrder()
    let attested = try evidence.attested()
    self.evidence = evidence
    explanation = try Explanation(
      of: evidence.finding, from: events, scope: evidence.scope,
      rules: evidence.rules(of: events, law), law: law)
    try explanation.checkNothingElse(in: events, evidence.scope)
    statement =
      CertificateStatement(explanation: explanation, evidence: evidence, attested: attested).text
  }
}

extension CertificateEvidence {
  /// The rules that were applied: those that the log brought into force, as the events shown say it,
  /// or else one book.
  fileprivate func rules(of events: [Event], _ law: BundledLaw) throws(LedgerError) -> RulesInForce
  {
    let corrections = Corrections(events).standing(in: scope)
    let adoptions = events.compactMap { LoggedAdoption($0, in: scope, corrections) }
    if adoptions.contains(where: \.counts) {
      let rules = try law.rules(adopting: adoptions)
      if rules.names == ruleBook { return rules }
    }
    // Several books are only ever in force by adoptions, from whose dates the verdict follows.
    guard let name = ruleBook.names.first, ruleBook.names.count == 1 else {
      throw LedgerError(
        .contradictory, "the adoptions shown do not bring \(ruleBook) into force", path: "ruleBook")
    }
    return RulesInForce(try law.book(named: name.description))
  }

  fileprivate func checkCount() throws(LedgerError) {
    guard events.count > Self.mostEvents else { return }
    throw LedgerError(
      .tooLarge,
      "the finding rests on \(events.count) events, a certificate shows at most \(Self.mostEvents)")
  }

  /// The events shown, which must ascend by position.
  fileprivate func eventsInOrder() throws(LedgerError) -> [Event] {
    var last: Int64 = -1
    var found: [Event] = []
    for shown in events {
      let event = try shown.event()
      guard event.position > last else {
        throw .damaged(at: event.position, "is shown out of order, after position \(last)")
      }
      last = event.position
      found.append(event)
    }
    return found
  }

  /// The attestation with its data, which must be about this certificate's question, and cover all events
  /// shown.
  fileprivate func attested() throws(LedgerError) -> CertificateStatement.Attested? {
    guard let attestation else { return nil }
    let event = try attestation.event.event()
    guard case .auditAttested(let data) = event.record.data else {
      throw .damaged(at: event.position, "is shown as an attestation, found \(event.type.rawValue)")
    }
    let last = try events.last?.event().position ?? -1
    guard data.asOf == asOf, data.knownAt == knownAt, data.ruleBook == ruleBook,
      last < data.head.size, data.head.size <= event.position
    else {
      throw LedgerError(
        .contradictory, "the attestation at position \(event.position) answers another question")
    }
    return CertificateStatement.Attested(event: event, data: data)
  }
}

extension Explanation {
  /// A violation rests on what it cites, the law, what was corrected, and what says that the body is a
  /// public utility: nothing else is shown beside it.
  fileprivate func checkNothingElse(in events: [Event], _ scope: AuditScope) throws(LedgerError) {
    guard case .violation(let explanation) = self else { return }
    let standing = Corrections(events).standing(in: scope)
    let shown = Set(events.map(\.record.id))
    let other = events.first { event in
      if let correction = Correction(event) { return !shown.contains(correction.corrected) }
      return event.type != .rulesAdopted && !standing.leavesOut(event.record.id)
        && !explanation.evidence.contains { $0.position == event.position }
        && !explanation.isMarked(by: event)
    }
    if let other {
      throw LedgerError(
        .contradictory, "the event at position \(other.position) is no evidence of the violation",
        path: "events")
    }
  }
}

extension CertificateEvidence.ShownEvent {
  /// The event, which must stand where its proof says.
  ///
  /// - Throws: `damaged`.
  public func event() throws(LedgerError) -> Event {
    let page = LeafPage(first: proof.index, bytes: leaf, ranges: [leaf.indices])
    return try page.event(in: leaf.indices, at: proof.index)
  }
}
