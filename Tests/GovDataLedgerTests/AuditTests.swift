import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct AuditTests {
  let folder: TemporaryFolder
  let asOf: Instant

  init() throws {
    folder = try TemporaryFolder()
    asOf = try instant("2026-06-30T23:59:59.999+08:00")
  }

  private func sample() throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file("sample"), recordingNotices: false, clock: .fixed(at: asOf))
    var lines = LineReader(bytes: try #require(BundledFiles.bytes(of: "sample-history")))
    try ledger.record(&lines, mode: .importing)
    return ledger
  }

  @Test func theSampleHasEveryVerdict() async throws {
    let ledger = try sample()
    let report = try await ledger.audit()
    let summary = report.summary
    let counts = Verdict.allCases.map { summary[$0] }
    // Counted independently: met, late, overdue, pending, done, open, closed.
    #expect(counts == [43, 12, 6, 3, 17, 4, 2])
    #expect(summary.violations == 10 && summary.remarks == 1 && summary.corrected == 1)
    // A department of Qingdao was divided between two.
    #expect(report.obligations.filter { $0.heirOf != nil }.map(\.id) == ["sd329.23/SR-2026-0011"])
    #expect(try await ledger.verify().disagreements == [])
    #expect(try ledger.rebuild().differing == [])
  }

  @Test func twoAuditsAreTheSameBytes() async throws {
    let ledger = try await Ledger.generated(3000, seed: 1, in: folder)
    let knownAt = try instant("2099-12-31T23:59:59+08:00")
    let first = try await ledger.audit(asOf: asOf, knownAt: knownAt)
    let second = try await ledger.audit(asOf: asOf, knownAt: knownAt)
    #expect(try first.json == second.json)
    var chunks = 0
    try first.writeJSON { _ in chunks += 1 }
    #expect(chunks > 1)
    let parsed = try JSONValue(parsing: try first.json)
    #expect(try parsed.canonicalBytes + [0x0A] == first.json)
  }

  @Test func aDepartmentSeesItsOwnFindings() async throws {
    let ledger = try sample()
    let all = try await ledger.audit()
    let department = try #require(Array(all.obligations).first?.department)
    let own = try await ledger.audit(department: department)
    #expect(Array(own.obligations) == all.obligations.filter { $0.department == department })
    #expect(own.violations == all.violations.filter { $0.department == department })
    #expect(own.ledger == all.ledger)
  }

  @Test func anUnknownRuleBookIsNamed() async throws {
    let ledger = try await Ledger.generated(1, in: folder)
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.audit(rules: .books([try await ledger.ruleBook(named: "nosuch/1")]))
    }
    await #expect(throws: LedgerError(.malformed, "")) { try await ledger.audit(rules: .books([])) }
  }

  /// The projection of obligations and the audit must tell the same, at the log's end.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func projectionAndAuditAgree(seed: UInt64) async throws {
    let ledger = try await Ledger.generated(3000, seed: seed, in: folder)
    let report = try await ledger.audit()
    let rows = try await ledger.rows(ObligationRow.self)
    let byID = Dictionary(rows.map { ($0.obligation, $0) }) { first, _ in first }
    #expect(byID.count == report.obligations.count)
    for finding in report.obligations {
      let row = try #require(byID[finding.id])
      #expect(row.department == finding.department)
      #expect(row.startOn == finding.trigger.on)
      #expect(row.dueOn == finding.dueOn)
      #expect(row.provisionalDueOn == finding.provisionalDueOn)
      #expect(row.dischargePosition == finding.discharge?.position)
    }
  }
}
