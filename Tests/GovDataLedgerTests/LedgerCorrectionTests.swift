import LedgerWorkload
import Testing
import TestSupport

@testable import GovDataLedger

/// Corrections in ledgers on disk: rows, audits, explanations and certificates follow them.
@Suite struct LedgerCorrectionTests {
  private static let size = 400

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func ledger(_ projecting: ProjectionTiming = .inline) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file("ledger-\(projecting)"), recordingNotices: false, projecting: projecting,
      clock: .fixed(at: instant("2026-06-30T23:59:59+08:00")))
    let records = try Workload(WorkloadSettings(events: Self.size, seed: 5, asImport: true))
    _ = try await ledger.record(Array(records), mode: .importing)
    return ledger
  }

  /// The events of as many types as the log has, each the last of its type.
  private func examples(_ ledger: Ledger) async throws -> [Event] {
    var last: [EventType: Event] = [:]
    for event in try await ledger.events(EventQuery(limit: 2_000))
    where event.type != .auditAttested { last[event.type] = event }
    return last.values.sorted { $0.position < $1.position }
  }

  private func correction(of event: Event, _ number: Int) throws -> Record {
    Record(
      id: Identifier("correction-\(number)"), occurredAt: try instant("2026-06-30T12:00:00+08:00"),
      actor: event.record.actor, data: RecordCorrected(event: event.record.id, reason: "录入错误"))
  }

  /// After every correction the rows are those of a rebuild, and all that was found can be explained.
  @Test func everyType() async throws {
    let ledger = try await ledger()
    let before = try await ledger.audit()
    let events = try await examples(ledger)
    #expect(events.count > 15)
    for (number, event) in events.enumerated() {
      _ = try await ledger.record(correction(of: event, number))
      if number.isMultiple(of: 8) {
        #expect(try await ledger.verify().disagreements == [], "\(event.type)")
      }
    }
    #expect(try await ledger.verify().disagreements == [])
    #expect(try ledger.rebuild().differing == [])
    let report = try await ledger.audit()
    #expect(report.corrected.map(\.event) == events.map(\.record.id))
    #expect(try await ledger.rows(CorrectionRow.self).count == events.count)
    for finding in report.obligations.prefix(20) {
      #expect(try await ledger.explain(finding.id).finding == .obligation(finding))
    }
    for violation in report.foundAgainstActs.prefix(10) {
      #expect(try await ledger.explain(violation.id).finding == .violation(violation))
    }
    // All come back, what begins a thing before what follows it.
    for number in events.indices {
      let record = try #require(
        try await ledger.events(EventQuery(from: Int64(Self.size + number), limit: 1)).first)
      _ = try await ledger.record(correction(of: record, 1_000 + number))
    }
    let after = try await ledger.audit()
    #expect(Array(after.obligations) == Array(before.obligations))
    #expect(after.violations == before.violations && after.remarks == before.remarks)
    #expect(after.summary.corrected == events.count)
    #expect(try await ledger.verify().disagreements == [])
  }

  /// The writer's memory, another process's and a bulk import make the same of a log.
  @Test func rowsThatCatchUp() async throws {
    let (inline, later) = (try await ledger(), try await ledger(.later))
    for (number, event) in try await examples(inline).enumerated() where number % 3 == 0 {
      let record = try correction(of: event, number)
      for ledger in [inline, later] { _ = try await ledger.record(record) }
    }
    _ = try later.rebuild()
    #expect(try await later.verify().disagreements == [])
    let digests = try await [inline.store.projectedHead(), later.store.projectedHead()]
    #expect(digests[0].digest == digests[1].digest)
  }

  @Test func certificates() async throws {
    let ledger = try await ledger()
    let key = try Keys.log()
    let signer = try CountingSigner(key)
    let memory = try folder.memory()
    let policy = try TransparencyPolicy("log \(key.verifierKey)\nquorum none\n".utf8)
    let met = try #require(
      try await ledger.audit().obligations.first { $0.rule == "sd329.23" && $0.discharge != nil })
    let discharge = try #require(met.discharge)
    let event = try #require(
      try await ledger.events(EventQuery(from: discharge.position, limit: 1)).first)
    _ = try await ledger.record(correction(of: event, 1))
    for grade in [CertificateGrade.included, .attested] {
      if grade == .attested { try await ledger.attest() }
      let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
      let certificate = try await ledger.prove(met.id, under: checkpoint)
      guard case .obligation(let finding) = certificate.finding else {
        Issue.record("no obligation")
        return
      }
      #expect(finding.discharge != discharge && certificate.evidence.grade == grade)
      let shown = try certificate.evidence.events.map { try $0.event().record.id }
      #expect(shown.contains(event.record.id) && shown.contains("correction-1"))
      _ = try UnverifiedCertificate(certificate.json).verified(by: policy, law: BundledLaw.load())
    }
  }
}
