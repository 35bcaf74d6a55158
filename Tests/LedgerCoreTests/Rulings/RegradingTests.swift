@testable import LedgerCore
import Testing
import WorkingDays

/// A higher grade opens the duties of that grade from then on (rulings.md, R29–31).
@Suite struct RegradingTests {
  private func detected(
    _ grade: IncidentGrade? = .ordinary, at operator: IncidentOperator? = nil
  ) throws -> History {
    let history = try History()
    try history.record(Act.adopt("incident-2025/1", from: "2025-11-01"), at: "2025-11-01")
    try history.record(Act.incident("I", grade, at: `operator`), at: "2025-12-01 12:00")
    return history
  }

  private func urgent(_ history: History, asOf: Instant = .max) throws -> [String] {
    try history.audit(asOf: asOf).obligations.filter { $0.duty == "incidentUrgentReport" }
      .map { "\($0.id) \($0.verdict) from \($0.trigger.event)" }
  }

  private static let report = Act.report("I", to: .provincialCyberspaceAuthority)

  @Test(
    arguments: [
      (nil, .larger, true), (.ordinary, .larger, true), (.ordinary, .major, true),
      (.ordinary, .extraordinary, true), (nil, .ordinary, false), (.larger, .major, false),
      (.major, .larger, false), (.larger, .larger, false),
    ] as [(IncidentGrade?, IncidentGrade, Bool)])
  func opened(_ before: IncidentGrade?, by grade: IncidentGrade, isOpened: Bool) throws {
    let history = try detected(before)
    let first = try urgent(history).count
    try history.record(Act.regrade("I", grade), at: "2025-12-02 12:00", mode: .live)
    let opened = "cir2025.4/I/provincialCyberspaceAuthority overdue from e2"
    #expect(try urgent(history).dropFirst(first) == (isOpened ? [opened] : []))
    #expect(try history.audit().violations.isEmpty)
  }

  /// Hours run from the regrading; what was reported before does not discharge it.
  @Test(
    arguments: [
      ("2025-12-02 11:59", "overdue"), ("2025-12-02 12:00", "met"), ("2025-12-02 16:00", "met"),
      ("2025-12-02 16:01", "late"),
    ] as [(Instant, String)])
  func reported(_ at: Instant, verdict: String) throws {
    let history = try detected()
    try history.record(Act.regrade("I", .major), at: "2025-12-02 12:00")
    try history.record(Self.report, at: at)
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority \(verdict) from e2"])
    let found = try #require(
      try history.audit().obligations.first { $0.rule == "cir2025.4" })
    #expect(found.trigger.on == "2025-12-02")
    #expect(found.dueAt == "2025-12-02 16:00")
  }

  /// For each recipient, by the operator that the detection names.
  @Test func infrastructure() throws {
    let history = try detected(nil, at: .criticalInfrastructure)
    try history.record(Act.regrade("I", .larger), at: "2025-12-02")
    #expect(
      try urgent(history) == [
        "cir2025.4.infrastructure/I/protectionDepartment overdue from e2",
        "cir2025.4.infrastructure/I/publicSecurity overdue from e2",
      ])
  }

  /// Once: lowered and raised again it opens nothing anew, whatever opened it first.
  @Test(arguments: [IncidentGrade.ordinary, .larger])
  func raisedAgain(_ first: IncidentGrade) throws {
    let history = try detected(first)
    for (index, grade) in [IncidentGrade.larger, .ordinary, .major, .extraordinary].enumerated() {
      let day: Instant = "2025-12-02"
      let at = try #require(day.adding(milliseconds: Int64(index) * 86_400_000))
      try history.record(Act.regrade("I", grade), at: at)
    }
    let opening = first == .larger ? "e1" : "e2"
    #expect(
      try urgent(history)
        == ["cir2025.4/I/provincialCyberspaceAuthority overdue from \(opening)"])
  }

  /// In the world's order, not the log's.
  @Test func recordedLate() throws {
    let history = try detected()
    try history.record(Act.regrade("I", .major), at: "2025-12-04")
    try history.record(Act.regrade("I", .larger), at: "2025-12-03")
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e3"])
    #expect(try urgent(history, asOf: "2025-12-02").isEmpty)
  }

  /// Nothing is regraded before it is detected.
  @Test func datedBefore() throws {
    let history = try detected(.major)
    try history.record(Act.regrade("I", .ordinary), at: "2025-11-30")
    try history.record(Act.regrade("I", .major), at: "2025-12-01 11:59")
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e1"])
    let raised = try detected(.ordinary)
    try raised.record(Act.regrade("I", .major), at: "2025-11-30")
    #expect(try urgent(raised).isEmpty)
    // Nor is that the grade before.
    try raised.record(Act.regrade("I", .larger), at: "2025-12-02")
    #expect(
      try urgent(raised) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e3"])
  }

  /// Another's regrading changes nothing: it raises nothing, nor is it what was before.
  @Test func byAnother() throws {
    let history = try detected()
    try history.record(Act.regrade("I", .major), at: "2025-12-02", by: .health, mode: .live)
    #expect(try urgent(history).isEmpty)
    #expect(try history.audit().violations.isEmpty)
    try history.record(Act.regrade("I", .larger), at: "2025-12-03")
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e3"])
  }

  /// A rule is one from its first day on: what was detected before may still be raised.
  @Test func detectedBeforeTheMeasures() throws {
    let history = try History()
    try history.record(Act.adopt("incident-2025/1", from: "2025-11-01"), at: "2025-11-01")
    try history.record(Act.incident("I", .ordinary), at: "2025-10-20")
    try history.record(Act.regrade("I", .larger), at: "2025-10-31")
    #expect(try urgent(history).isEmpty)
    try history.record(Act.regrade("I", .ordinary), at: "2025-11-02")
    try history.record(Act.regrade("I", .larger), at: "2025-11-03")
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e4"])
  }

  /// Under order 329 alone no grade matters.
  @Test func underTheOrder() throws {
    let history = try History()
    try history.record(Act.incident("I", .ordinary), at: "2025-12-01")
    let before = try history.audit(asOf: "2026-01-01").told
    try history.record(Act.regrade("I", .extraordinary), at: "2025-12-02", mode: .live)
    #expect(try history.audit(asOf: "2026-01-01").told == before)
  }

  /// A report to another rests on the regrading that opened it, and on the detection.
  @Test func reportedToAnother() throws {
    let history = try detected()
    try history.record(Act.register(.transport, in: "370100"), at: "2025-01-01")
    try history.record(Act.register(.cyberspace, as: .cyberspaceAuthority), at: "2025-01-01")
    try history.record(Act.regrade("I", .major), at: "2025-12-02 12:00")
    let report = IncidentReported(
      incident: "I", recipient: .health, recipientKind: .provincialCyberspaceAuthority)
    try history.record(.incidentReported(report), at: "2025-12-02 13:00")
    let found = try history.audit().violations
    #expect(found.map(\.rule) == ["cir2025.4.recipient"])
    #expect(found.first?.evidence.map(\.position) == [1, 2, 3, 4, 5])
  }

  /// A report by another changes nothing, and is found.
  @Test func reportedByAnother() throws {
    let history = try detected()
    try history.record(Act.regrade("I", .major), at: "2025-12-02 12:00")
    try history.record(Self.report, at: "2025-12-02 12:01", by: .health)
    let found = try history.audit().violations
    #expect(found.map(\.rule) == ["cir2025.4.competence"])
    #expect(found.first?.evidence.map(\.position) == [1, 2, 3])
    #expect(
      try urgent(history) == ["cir2025.4/I/provincialCyberspaceAuthority overdue from e2"])
  }
}
