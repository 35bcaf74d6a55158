@testable import LedgerCore
import Testing
import WorkingDays

/// A verdict that rests only on acts that became known long after them says so.
@Suite struct LateEvidenceTests {
  /// An incident with a trigger of 2025-09-26, due on 2025-10-23, and reviews with what is known.
  private func finding(
    _ reviews: [(Instant, known: Instant?)], lateEvidence: Int = 2, now: Instant = "2026-03-01"
  ) throws -> ObligationFinding {
    let history = try History()
    history.now = now
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01")
    for (at, known) in reviews { try history.record(Act.review("T"), at: at, known: known) }
    let report = try history.audit(lateEvidence: lateEvidence)
    return try #require(Array(report.obligations).first)
  }

  /// 2025-10-10 is a Friday, and the next day was worked.
  @Test(
    arguments: [
      ("2025-10-10", false), ("2025-10-11", false), ("2025-10-13 23:59", false),
      ("2025-10-14 00:00", true), ("2026-02-01", true), (nil, true),
    ] as [(Instant?, Bool)])
  func oneDischarge(_ known: Instant?, _ isLate: Bool) throws {
    let finding = try finding([("2025-10-10", known)])
    #expect(finding.verdict == .met && finding.evidence.isLate == isLate)
    #expect(finding.evidence.isImported == (known != nil))
  }

  @Test(arguments: [(0, true), (1, true), (2, true), (3, false)])
  func otherLimits(_ limit: Int, _ isLate: Bool) throws {
    let finding = try finding([("2025-10-10", "2025-10-14")], lateEvidence: limit)
    #expect(finding.evidence.isLate == isLate)
  }

  /// Any discharge in time that was known soon is evidence enough, whichever was recorded first; one
  /// past the due date supports nothing.
  @Test(
    arguments: [
      ("2025-10-20", "2025-10-20", false), ("2025-10-20", "2026-01-01", true),
      ("2025-10-23 23:59", "2025-10-24", false), ("2025-10-24 00:00", "2025-10-24", true),
    ] as [(Instant, Instant, Bool)], [false, true])
  func twoDischarges(_ other: (Instant, Instant, Bool), reversed: Bool) throws {
    let reviews: [(Instant, known: Instant?)] = [
      ("2025-10-10", known: "2026-01-01"), (other.0, known: other.1),
    ]
    let finding = try finding(reversed ? reviews.reversed() : reviews)
    #expect(finding.verdict == .met && finding.evidence.isLate == other.2)
    #expect(finding.discharge?.on == "2025-10-10")
  }

  @Test func lateAnyway() throws {
    let finding = try finding([("2025-10-30", "2026-01-01")])
    #expect(finding.verdict == .late && !finding.evidence.isLate)
  }
}
