@testable import LedgerCore
import Testing
import WorkingDays

/// An act counts for a duty only when the body did it that owes the duty (rulings.md, principle 1). What
/// another did is recorded, changes nothing, and is found.
@Suite struct CompetenceTests {
  private func asked() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    return history
  }

  @Test func aStrangersReply() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-04", by: .requester)
    let report = try history.audit(asOf: "2025-04-01")
    #expect(report.obligations.map(\.told) == ["sd329.23/R overdue due 2025-03-17"])
    let found = try #require(report.violations.first)
    #expect(report.violations.count == 1 && found.rule == "sd329.23.competence")
    #expect(found.department == .requester && found.expected == [.transport])
    #expect(found.evidence.map(\.position) == [0, 1, 2])
  }

  /// It does not keep the holder from replying; a second reply of the holder's, or of the stranger's, is
  /// contradictory.
  @Test func theHoldersReplyAfterAStrangers() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-04", by: .requester)
    try history.record(Act.reply("R", .refused, reasons: "涉密"), at: "2025-03-05")
    #expect(
      try history.audit().obligations.map(\.told)
        == ["sd329.23/R met due 2025-03-17 by e3 on 2025-03-05 taken 2"])
    for body in [BodyCode.transport, .requester] {
      let error = try refusal { try history.record(Act.reply("R"), at: "2025-03-06", by: body) }
      #expect(error.code == .contradictory && error.path == "data.request")
    }
  }

  @Test func refusedLive() throws {
    let history = try asked()
    let error = try refusal {
      try history.record(Act.reply("R"), at: "2025-03-04", by: .requester, mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第二十三条"))
    try history.record(Act.reply("R"), at: "2025-03-04", mode: .live)
  }

  /// Also the department whose the entry is when it replies.
  @Test(arguments: [BodyCode.transport, .health])
  func afterATransfer(body: BodyCode) throws {
    let history = try asked()
    try history.record(Act.revise("C-1") { $0.department = .health }, at: "2025-03-04")
    try history.record(Act.reply("R"), at: "2025-03-05", by: body, mode: .live)
    let report = try history.audit()
    #expect(report.obligations.map(\.verdict) == [.met] && report.violations.isEmpty)
  }

  @Test func aWithdrawalIsTheRequesters() throws {
    let history = try asked()
    try history.record(Act.withdraw("R"), at: "2025-03-04", by: .transport)
    let report = try history.audit(asOf: "2025-03-05")
    #expect(report.obligations.map(\.verdict) == [.pending])
    #expect(report.violations.map(\.expected) == [[.requester]])
    try history.record(Act.withdraw("R"), at: "2025-03-04")
    #expect(try history.audit().obligations.map(\.verdict) == [.closed])
  }

  /// An act on a whole trigger is its department's; one on an entry also that of the entry's department by
  /// then.
  @Test func triggers() throws {
    let history = try History()
    for entry in ["A", "B"] as [Identifier] {
      try history.record(Act.entry(entry), at: "2025-01-01")
    }
    try history.record(
      Act.trigger("T", effective: "2025-09-26", entries: ["A", "B"]), at: "2025-09-01")
    try history.record(Act.revise("B") { $0.department = .health }, at: "2025-09-27")
    try history.record(Act.review("T"), at: "2025-10-08", by: .health)
    try history.record(Act.revise("B", trigger: "T"), at: "2025-10-09", by: .health)
    try history.record(Act.retire("A", trigger: "T"), at: "2025-10-09", by: .health)
    let report = try history.audit()
    #expect(
      report.obligations.map(\.told) == [
        "sd329.16/T/A overdue due 2025-10-23",
        "sd329.16/T/B met due 2025-10-23 by e5 on 2025-10-09 taken 4",
      ])
    #expect(report.violations.map(\.event) == ["e4", "e6"])
    #expect(report.violations.allSatisfy { $0.expected.contains(.transport) })
  }
}
