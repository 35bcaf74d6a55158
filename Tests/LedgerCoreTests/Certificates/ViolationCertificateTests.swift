import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// A violation is found again from its evidence, and from nothing less.
@Suite struct ViolationCertificateTests {
  private static let scopes = [
    AuditScope(asOf: .max, knownAt: .max), AuditScope(asOf: "2025-03-01", knownAt: .max),
    AuditScope(asOf: .max, knownAt: "2024-06-01"),
  ]

  /// Random histories with violations of most rules: those of which audits, explanations and
  /// certificates are compared.
  private func certified(_ seed: UInt64, attested: Bool) throws -> CertifiedHistory {
    try CertifiedHistory(
      try RandomHistory.recorded(
        seed: seed, count: 400, breadth: 1 + Int(seed % 4), goesFurther: true),
      scope: Self.scopes[Int(seed % 3)], attested: attested)
  }

  /// The certificate of each violation says what the audit found, shows the events of its evidence and
  /// the adoptions, and is what the explanation is made from.
  @Test func everyRule() throws {
    var rules: Set<String> = []
    for seed in LongRun.seeds(3100..<3112, usually: 5) {
      let certified = try certified(seed, attested: seed.isMultiple(of: 2))
      for violation in certified.report.violations {
        let certificate = try certified.certificate(of: .violation(violation))
        #expect(certificate.finding == .violation(violation), "seed \(seed)")
        let shown = try certificate.evidence.events.map { try $0.event() }
        #expect(
          shown.filter { $0.type != .rulesAdopted }.map(\.position)
            == violation.evidence.map(\.position), "seed \(seed), \(violation)")
        _ = try certified.verified(certificate.json)
        rules.insert(violation.rule)
      }
    }
    #expect(rules.count >= 10, "\(rules)")
  }

  /// Without any one event of its evidence a certificate is refused.
  @Test(arguments: [true, false])
  func everyEventIsNeeded(attested: Bool) throws {
    var count = 0
    for seed in LongRun.seeds(3200..<3206, usually: 2) {
      let certified = try certified(seed, attested: attested)
      for violation in certified.report.violations.prefix(8) {
        let certificate = try certified.certificate(of: .violation(violation))
        let document = try JSONValue(parsing: certificate.json.dropLast())
        for place in certificate.evidence.events.indices {
          let path = JSONPath(steps: [.key("events"), .index(place)])
          let dropped = document.setting(path, to: nil).canonicalBytes + [0x0A]
          let verified = try? certified.verified(dropped)
          // An adoption may bring into force what is in force already.
          if try certificate.evidence.events[place].event().type == .rulesAdopted {
            #expect(verified.map { $0.certificate.finding == certificate.finding } ?? true)
            continue
          }
          #expect(verified == nil, "seed \(seed), \(violation.id) without \(place)")
          count += 1
        }
      }
    }
    #expect(count > (LongRun.isAsked ? 50 : 15))
  }

  /// A certificate that was made again from less than the evidence says something else, and under an
  /// attestation that is refused.
  @Test func lessEvidence() throws {
    var refused = 0
    for seed in LongRun.seeds(3300..<3306, usually: 3) {
      let certified = try certified(seed, attested: true)
      for violation in certified.report.violations.prefix(8) {
        let certificate = try certified.certificate(of: .violation(violation))
        let evidence = certificate.evidence
        for place in evidence.events.indices {
          var events = evidence.events
          let event = try events.remove(at: place).event()
          let less = CertificateEvidence(
            finding: evidence.finding, scope: evidence.scope, ruleBook: evidence.ruleBook,
            events: events, attestation: evidence.attestation, checkpoint: evidence.checkpoint)
          guard let forged = try? Certificate(less, law: certified.history.law) else {
            refused += 1
            continue
          }
          if event.type == .rulesAdopted, forged.finding == certificate.finding { continue }
          #expect(forged.finding != certificate.finding, "\(violation.id) without \(place)")
          #expect(throws: LedgerError.self) { try certified.verified(forged.json) }
          refused += 1
        }
      }
    }
    #expect(refused > (LongRun.isAsked ? 50 : 25))
  }

  /// What is shown besides the evidence, what is named otherwise, and another's proof are refused.
  @Test func otherValues() throws {
    let (certified, certificate) = try sample(attested: true)
    let document = try JSONValue(parsing: certificate.json.dropLast())
    let others = try JSONValue(
      parsing: certified.certificate(of: certified.findings[1]).json.dropLast())
    let cases: [(path: [JSONPath.Step], value: JSONValue?, code: LedgerError.Code)] = [
      ([.key("violation"), .key("event")], .string("asked"), .notFound),
      ([.key("violation"), .key("event")], .string("nothing"), .notFound),
      ([.key("violation"), .key("rule")], .string("sd329.25"), .notFound),
      ([.key("violation"), .key("rule")], .string("sd329.23"), .notFound),
      ([.key("violation"), .key("department")], .string("\(BodyCode.health)"), .contradictory),
      ([.key("violation"), .key("evidence")], .array([]), .contradictory),
      ([.key("violation"), .key("evidence"), .index(0)], nil, .contradictory),
      ([.key("violation")], nil, .malformed),
      ([.key("violation")], others["obligation"], .malformed),
      ([.key("obligation")], others["obligation"], .malformed),
      ([.key("days")], .array([]), .malformed),
      ([.key("notices")], .array([]), .malformed),
      ([.key("attestation"), .key("path")], others["attestation"]?["path"], .damaged),
      ([.key("attestation"), .key("index")], .integer(7), .damaged),
      ([.key("events")], others["events"], .notFound),
      ([.key("events"), .index(0)], nil, .notFound),
      ([.key("statement"), .key("en")], .string("lawful"), .contradictory),
      ([.key("law"), .key("zh")], .string("…"), .contradictory),
      ([.key("grade")], .string("included"), .contradictory),
    ]
    for (path, value, code) in cases {
      let changed = document.setting(JSONPath(steps: path), to: value).canonicalBytes + [0x0A]
      let error = try refusal("\(path)") { try certified.verified(changed) }
      #expect(error.code == code, "\(path): \(error.message)")
    }
  }

  /// No byte can be changed (a sample of an eighth of them).
  @Test func everyByteIsChecked() throws {
    let (certified, certificate) = try sample(attested: true)
    let bytes = certificate.json
    for place in stride(from: 0, to: bytes.count, by: 8) {
      var changed = bytes
      changed[place] ^= 1 << UInt8(place / 8 % 8)
      #expect(throws: LedgerError.self, "byte \(place)") { try certified.verified(changed) }
    }
  }

  /// Events that are no part of the evidence are not shown.
  @Test func moreThanTheEvidence() throws {
    let (certified, certificate) = try sample(attested: false)
    let evidence = certificate.evidence
    let more = CertificateEvidence(
      finding: evidence.finding, scope: evidence.scope, ruleBook: evidence.ruleBook,
      events: try (0..<certified.history.log.size).map { try certified.shown($0) },
      attestation: nil, checkpoint: evidence.checkpoint)
    #expect(throws: LedgerError(.contradictory, "")) {
      try Certificate(more, law: certified.history.law)
    }
  }

  @Test func saysItInWords() throws {
    let (_, certificate) = try sample(attested: true)
    let zh = certificate.statement.zh
    for part in ["sd329.23.reasons/refused", "第二十三条", "asked", "第3号事件", "全部1项违规", "见证"] {
      #expect(zh.contains(part), "\(part) in \(zh)")
    }
    let en = certificate.statement.en
    for part in ["event 3", "(asked, Share requested)", "all 1 violations", "attested"] {
      #expect(en.contains(part), "\(part) in \(en)")
    }
  }

  /// The books that are in force are evidence too, and a certificate shows only so much.
  @Test(.enabled(if: LongRun.isAsked, "256 adoptions: LONG_RUN=1"))
  func tooManyAdoptions() throws {
    let history = try refused()
    for number in 0..<CertificateEvidence.mostEvents {
      try history.record(
        Act.adopt("order-329/1", from: "2020-02-01"), at: "2024-01-01",
        id: Identifier("adopted-\(number)"))
    }
    let certified = try CertifiedHistory(history, scope: Self.scopes[0], attested: false)
    let violation = try #require(certified.report.violations.first)
    #expect(throws: LedgerError(.tooLarge, "")) {
      try certified.certificate(of: .violation(violation))
    }
  }

  /// A request that was refused without reasons, and an entry that was transferred before.
  private func refused() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.entry("C-2"), at: "2025-01-01")
    try history.record(Act.request("R-1", received: "2025-09-26"), at: "2025-09-26", id: "asked")
    try history.record(Act.reply("R-1", .refused), at: "2025-10-09", id: "refused")
    try history.record(Act.request("R-2", received: "2025-09-26"), at: "2025-09-26")
    return history
  }

  private func sample(attested: Bool) throws -> (CertifiedHistory, Certificate) {
    let certified = try CertifiedHistory(
      try refused(), scope: AuditScope(asOf: "2025-12-31", knownAt: .max), attested: attested)
    let violation = try #require(certified.report.violations.first)
    return (certified, try certified.certificate(of: .violation(violation)))
  }
}
