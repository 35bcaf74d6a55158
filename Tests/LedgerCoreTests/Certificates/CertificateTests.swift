import MerkleLog
import TestSupport
import Testing
import WorkingDays

@testable import LedgerCore

/// A certificate shows its verdict to someone who has nothing but a policy and the law.
@Suite struct CertificateTests {
  private static let scopes = [
    AuditScope(asOf: .max, knownAt: .max), AuditScope(asOf: "2024-01-01", knownAt: .max),
    AuditScope(asOf: "2025-03-01", knownAt: "2024-06-01"),
  ]

  /// Every finding of random histories has a certificate that says the same and verifies.
  @Test(arguments: LongRun.seeds(3000..<3012, usually: 4))
  func everyFinding(seed: UInt64) throws {
    let attested = seed.isMultiple(of: 2)
    var verdicts: Set<Verdict> = []
    for scope in Self.scopes {
      let certified = try CertifiedHistory(
        try RandomHistory.recorded(seed: seed), scope: scope, attested: attested)
      for finding in certified.findings {
        let certificate = try certified.certificate(of: finding)
        #expect(certificate.finding == finding, "seed \(seed), \(scope)")
        let verified = try certified.verified(certificate.json)
        #expect(verified.certificate.finding == finding)
        #expect(verified.checkpoint.checkpoint.size == certified.history.log.size)
        #expect(certificate.evidence.grade == (attested ? .attested : .included))
        if case .obligation(let finding) = finding { verdicts.insert(finding.verdict) }
      }
    }
    #expect(verdicts.count >= 3)
  }

  private func sample(attested: Bool) throws -> (CertifiedHistory, Certificate) {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R-1", received: "2025-09-26"), at: "2025-09-26", id: "asked")
    try history.record(Act.request("R-2", received: "2025-09-26"), at: "2025-09-26")
    try history.record(Act.reply("R-2"), at: "2025-10-20", id: "answered")
    let certified = try CertifiedHistory(
      history, scope: AuditScope(asOf: "2025-12-31", knownAt: .max), attested: attested)
    let finding = try #require(certified.report.obligations.first { $0.id == "sd329.23/R-2" })
    return (certified, try certified.certificate(of: .obligation(finding)))
  }

  @Test func saysItInWords() throws {
    let (_, certificate) = try sample(attested: false)
    guard case .obligation(let explanation) = certificate.explanation else {
      Issue.record("not of an obligation")
      return
    }
    #expect(explanation.finding.verdict == .late && explanation.finding.workingDaysLate == 2)
    #expect(explanation.days.count == 21 && explanation.days.last?.number == 10)
    #expect(explanation.notices.count == 1 && explanation.notices[0].position == nil)
    let zh = certificate.statement.zh
    for part in ["sd329.23/R-2", "第二十三条", "到期日2025-10-16", "逾期2个工作日", "逾期办结", "收录"] {
      #expect(zh.contains(part), "\(part) in \(zh)")
    }
    let en = certificate.statement.en
    for part in [
      "due on 2025-10-16", "discharged on 2025-10-20", "2 working days late", "included",
    ] {
      #expect(en.contains(part), "\(part) in \(en)")
    }
  }

  /// No byte can be changed (a sample of an eighth of them), dropped or added.
  @Test(arguments: [true, false])
  func everyByteIsChecked(attested: Bool) throws {
    let (certified, certificate) = try sample(attested: attested)
    let bytes = certificate.json
    _ = try certified.verified(bytes)
    for place in stride(from: attested ? 0 : 4, to: bytes.count, by: 8) {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place / 8 % 8)
      #expect(throws: LedgerError.self, "byte \(place)") { try certified.verified(changed) }
    }
    for changed in [bytes.dropLast(), bytes + [0x0A], [0x20] + bytes, bytes + bytes] {
      #expect(throws: LedgerError.self) { try certified.verified(Array(changed)) }
    }
  }

  /// The same certificate in other spellings, or with other words, is refused with the reason.
  @Test func otherValues() throws {
    let (certified, certificate) = try sample(attested: true)
    let document = try JSONValue(parsing: certificate.json.dropLast())
    let cases: [(path: [JSONPath.Step], value: JSONValue?, code: LedgerError.Code)] = [
      ([.key("grade")], .string("included"), .contradictory),
      ([.key("statement"), .key("zh")], .string("按期"), .contradictory),
      ([.key("obligation"), .key("verdict")], .string("met"), .contradictory),
      ([.key("obligation"), .key("id")], .string("sd329.23/R-9"), .notFound),
      ([.key("asOf")], .string("2025-10-10T00:00:00.000+08:00"), .contradictory),
      ([.key("ruleBook")], .string("order-328/1"), .contradictory),
      ([.key("attestation")], .null, .contradictory),
      ([.key("attestation"), .key("index")], .integer(0), .damaged),
      ([.key("attestation"), .key("index")], .integer(-1), .malformed),
      ([.key("attestation"), .key("path")], .array([]), .damaged),
      ([.key("events"), .index(0)], nil, .notFound),
      ([.key("events"), .index(2)], nil, .damaged),
      ([.key("events"), .index(0), .key("proof")], .array([]), .damaged),
      ([.key("events"), .index(0), .key("event"), .key("position")], .integer(1), .damaged),
      ([.key("events"), .index(0), .key("event"), .key("position")], .integer(-1), .malformed),
      ([.key("checkpoint")], .string("nothing\n"), .malformed),
      ([.key("days")], .array([]), .contradictory),
      ([.key("notices")], .array([]), .contradictory),
      ([.key("law"), .key("en")], .string("…"), .contradictory),
      ([.key("schema")], .string("govledger.certificate/2"), .malformed),
      ([.key("more")], .null, .malformed),
    ]
    for (path, value, code) in cases {
      let changed = document.setting(JSONPath(steps: path), to: value).canonicalBytes + [0x0A]
      let error = try refusal { try certified.verified(changed) }
      #expect(error.code == code, "\(path): \(error.message)")
    }
  }

  /// Where no attestation names the rule book, one that nobody knows is not found.
  @Test func unknownRuleBook() throws {
    let (certified, certificate) = try sample(attested: false)
    let changed = try JSONValue(parsing: certificate.json.dropLast())
      .setting(JSONPath(steps: [.key("ruleBook")]), to: .string("order-328/1"))
    let error = try refusal { try certified.verified(changed.canonicalBytes + [0x0A]) }
    #expect(error.code == .notFound, "\(error.message)")
  }

  /// An event is shown twice, or in another order.
  @Test func reorderedEvents() throws {
    let (certified, certificate) = try sample(attested: false)
    let evidence = certificate.evidence
    for events in [evidence.events.reversed(), evidence.events + evidence.events.suffix(1)] {
      let other = CertificateEvidence(
        finding: evidence.finding, scope: evidence.scope, ruleBook: evidence.ruleBook,
        events: events, attestation: nil, checkpoint: evidence.checkpoint)
      #expect(
        try refusal { try Certificate(other, law: certified.history.law) }.code == .damaged)
    }
  }

  /// Someone else's signature, or none, convinces nobody.
  @Test func anotherPolicy() throws {
    let (certified, certificate) = try sample(attested: false)
    for name in ["example.org/ledger", "example.org/other"] {
      let key = SignerKey(generatedFor: try KeyName(name))
      let policy = try TransparencyPolicy("log \(key.verifierKey.text)\nquorum none\n".utf8)
      let error = try refusal {
        try UnverifiedCertificate(certificate.json)
          .verified(by: policy, law: certified.history.law)
      }
      #expect(error.code == .damaged, "\(error.message)")
    }
  }

  /// A discharge that is not shown cannot be denied under an attestation.
  @Test func hidingADischarge() throws {
    let (certified, certificate) = try sample(attested: true)
    let evidence = certificate.evidence
    let hidden = CertificateEvidence(
      finding: evidence.finding, scope: evidence.scope, ruleBook: evidence.ruleBook,
      events: evidence.events.dropLast(), attestation: evidence.attestation,
      checkpoint: evidence.checkpoint)
    let forged = try Certificate(hidden, law: certified.history.law)
    guard case .obligation(let finding) = forged.finding else {
      Issue.record("not of an obligation")
      return
    }
    #expect(finding.verdict == .overdue)
    #expect(try refusal { try certified.verified(forged.json) }.code == .damaged)
  }

  @Test func tooManyEvents() throws {
    let (certified, certificate) = try sample(attested: false)
    let evidence = certificate.evidence
    let many = (0...CertificateEvidence.mostEvents).map { _ in evidence.events[0] }
    var document = try JSONValue(parsing: certificate.json.dropLast())
    let event = try #require(document["events"]).firstElement
    document = document.setting(
      JSONPath(steps: [.key("events")]), to: .array(many.map { _ in event ?? .null }))
    #expect(
      try refusal { try certified.verified(document.canonicalBytes + [0x0A]) }.code == .malformed)
    let huge = [UInt8](repeating: 0x20, count: UnverifiedCertificate.largestSize + 1)
    #expect(try refusal { try certified.verified(huge) }.code == .tooLarge)
  }
}

extension JSONValue {
  fileprivate var firstElement: JSONValue? {
    if case .array(let elements) = self { elements.first } else { nil }
  }
}
