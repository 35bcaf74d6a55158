@testable import LedgerCore
import Testing
import WorkingDays

/// Art. 31: to the same-level authorities, as they are registered; to another it is found and discharges
/// nothing. No body reports to itself.
@Suite struct RecipientTests {
  private func report(
    _ recipient: BodyCode, as kind: ReportRecipient = .dataAuthority
  ) -> EventData {
    .incidentReported(IncidentReported(incident: "I", recipient: recipient, recipientKind: kind))
  }

  private func detected(registering bodies: [EventData]) throws -> History {
    let history = try History()
    for body in bodies { try history.record(body, at: "2025-01-01") }
    try history.record(Act.incident("I"), at: "2025-03-03")
    return history
  }

  private static let bodies = [
    Act.register(.transport), Act.register(.provincialAuthority, as: .dataAuthority),
    Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
  ]

  private func verdict(_ history: History) throws -> Verdict? {
    try history.audit(asOf: "2026-04-07").obligations
      .first { $0.id == "sd329.31.report/I/dataAuthority" }?.verdict
  }

  @Test func toAnotherCitys() throws {
    let history = try detected(registering: Self.bodies)
    try history.record(report(.cityAuthority), at: "2025-03-03 13:00")
    #expect(try verdict(history) == .open)
    let found = try #require(try history.audit().violations.first)
    #expect(found.rule == "sd329.31.report.recipient" && found.department == .transport)
    #expect(found.expected == [.provincialAuthority])
    #expect(found.evidence.map(\.position) == [0, 1, 2, 3, 4])
    let error = try refusal {
      try history.record(report(.cityAuthority), at: "2025-03-03 14:00", mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第三十一条"))
    try history.record(report(.provincialAuthority), at: "2025-03-03 14:00", mode: .live)
    #expect(try verdict(history) == .done)
  }

  /// While no authority is registered nothing is known, and any body may be the one; a registration that
  /// comes later tells, also in the rows.
  @Test func registeredAfterTheReport() throws {
    let history = try detected(registering: [Act.register(.transport)])
    try history.record(report(.cityAuthority), at: "2025-03-03 13:00", mode: .live)
    #expect(try verdict(history) == .done)
    try history.record(
      Act.register(.provincialAuthority, as: .dataAuthority), at: "2025-05-01", mode: .live)
    #expect(try verdict(history) == .open)
    let rows = history.log.tables.shown("obligations")
    #expect(rows.allSatisfy { $0["discharged_by"] == nil })
  }

  @Test func noneToItself() throws {
    let history = try History()
    for body in Self.bodies { try history.record(body, at: "2025-01-01") }
    try history.record(Act.incident("I", of: .cityAuthority), at: "2025-03-03")
    #expect(
      try history.audit(asOf: "2025-03-03").obligations.map(\.told) == [
        "sd329.31.remedy/I open days 0", "sd329.31.report/I/cyberspaceAuthority open days 0",
      ])
  }
}
