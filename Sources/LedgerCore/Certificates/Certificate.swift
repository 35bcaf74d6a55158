import MerkleLog
import WorkingDays

/// The verdict on one obligation, with everything that shows it: a small file that proves itself
/// offline (`Schemas/certificate.json`).
///
/// A certificate is a function of its evidence and of the law alone. To verify one, its evidence is
/// read and checked, the certificate is made again from it, and the bytes are compared: no word of
/// it is believed.
public struct Certificate: Sendable {
  /// The certificate's schema.
  public static let schema = "govledger.certificate/1"

  /// What it rests on.
  public let evidence: CertificateEvidence
  /// The verdict with its dates.
  public let finding: ObligationFinding
  /// The rule that gave it.
  public let rule: ObligationRule
  /// The days from the start to the due date, each counted or not; empty where the rule gives no
  /// number of days, or nothing is known of the starting day.
  public let days: [CountedDay]
  /// The notices that moved any of those days, with the position of the event that recorded each;
  /// `nil` for one that is bundled with the program.
  public let notices: [(notice: HolidayNotice, position: Int64?)]
  /// The whole in words, in Chinese and English.
  public let statement: BilingualText

  /// Derives the verdict from the evidence under the law. Proofs and signatures are not looked at:
  /// ``UnverifiedCertificate/verified(by:law:)`` does.
  ///
  /// - Throws: `tooLarge` for more than ``CertificateEvidence/mostEvents``, `damaged` when an event
  ///   shown is not an event, `notFound` for a rule book that is not known or an obligation that no
  ///   shown event opens, `contradictory` when the attestation is about other times or another rule
  ///   book.
  public init(_ evidence: CertificateEvidence, law: BundledLaw) throws(LedgerError) {
    let book = try law.book(named: evidence.ruleBook.description)
    try evidence.checkCount()
    let events = try evidence.eventsInOrder()
    let history = try ShownHistory(
      of: evidence.obligation, events, scope: evidence.scope, book: book)
    let calendar = history.calendar(law)
    guard let rule = history.rule, let finding = history.finding(by: calendar) else {
      throw LedgerError(
        .notFound,
        "no event shown opens the obligation “\(JSONValue.cut(evidence.obligation.text))”"
          + " under \(book.name)")
    }
    let attested = try evidence.attested()
    self.evidence = evidence
    self.finding = finding
    self.rule = rule
    days = Self.days(of: finding, rule, calendar)
    notices = Self.notices(of: days, history, calendar)
    statement =
      CertificateStatement(
        finding: finding, rule: rule, book: book, evidence: evidence, attested: attested
      ).text
  }

  private static func days(
    of finding: ObligationFinding, _ rule: ObligationRule, _ calendar: HolidayCalendar
  ) -> [CountedDay] {
    guard let counting = rule.counting,
      let explanation = try? calendar.explain(from: finding.trigger.on, counting: counting)
    else { return [] }
    return explanation.days
  }

  private static func notices(
    of days: [CountedDay], _ history: ShownHistory, _ calendar: HolidayCalendar
  ) -> [(HolidayNotice, Int64?)] {
    let names = Set(days.compactMap(\.day.reason.notice).map { Identifier($0) })
    return calendar.notices.filter { names.contains(Identifier($0.name)) }
      .map { ($0, history.position(ofNotice: $0.name)) }
  }
}

extension CertificateEvidence {
  fileprivate func checkCount() throws(LedgerError) {
    guard events.count > Self.mostEvents else { return }
    throw LedgerError(
      .tooLarge,
      "the verdict rests on \(events.count) events, a certificate shows at most \(Self.mostEvents)")
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

extension CertificateEvidence.ShownEvent {
  /// The event, which must stand where its proof says.
  ///
  /// - Throws: `damaged`.
  public func event() throws(LedgerError) -> Event {
    let page = LeafPage(first: proof.index, bytes: leaf, ranges: [leaf.indices])
    return try page.event(in: leaf.indices, at: proof.index)
  }
}

extension CalendarDay.Reason {
  /// The notice that names the day; `nil` when none does.
  var notice: String? {
    switch self {
    case .noticeOff(let name), .noticeWorked(let name): name
    case .weekday, .weekend, .unknownWeekday, .unknownWeekend: nil
    }
  }
}
