@testable import LedgerCore
import Testing
import WorkingDays

/// The rows that requests, incidents, projects and law leave.
@Suite struct ActRowTests {
  private func rows(
    _ table: String, after acts: [(EventData, Instant)]
  ) throws -> [[String: String]] {
    let history = try History()
    for (data, at) in acts { try history.record(data, at: at) }
    return history.log.tables.shown(table)
  }

  private static func noon(_ day: String) -> String { day + "T12:00:00.000+08:00" }

  @Test func requests() throws {
    let asked: [(EventData, Instant)] = [
      (Act.entry("C-1", of: .health), "2025-01-01"),
      (Act.request("R", received: "2025-03-04"), "2025-03-03"),
      (Act.request("S", received: "2025-03-04"), "2025-03-03"),
    ]
    var expected = [
      "request": "R", "entry": "C-1", "department": "\(BodyCode.health)",
      "requester": "\(BodyCode.requester)", "purpose": "核验", "legal_basis": "《行政许可法》",
      "requested_at": Self.noon("2025-03-03"), "received_at": Self.noon("2025-03-04"),
      "position": "1",
    ]
    #expect(try rows("share_requests", after: asked).first == expected)
    expected["decision"] = "refused"
    expected["reasons"] = "涉密"
    expected["replied_at"] = Self.noon("2025-03-05")
    expected["withdrawn_at"] = Self.noon("2025-03-06")
    expected["withdrawal_reason"] = "已从平台获取"
    let answers: [(EventData, Instant)] = [
      (Act.reply("R", .refused, reasons: "涉密"), "2025-03-05"), (Act.withdraw("R"), "2025-03-06"),
    ]
    let rows = try rows("share_requests", after: asked + answers)
    #expect(rows.first == expected)
    #expect(rows.last?["decision"] == nil && rows.last?["withdrawn_at"] == nil)
  }

  @Test func requestedItems() throws {
    let history = try History()
    guard case .catalogEntryRegistered(var entry) = Act.entry("C-1") else { return }
    entry.fields = ["号", "a\"b"].map { EntryField(name: $0, type: "字符型") }
    try history.record(.catalogEntryRegistered(entry), at: "2025-01-01")
    let request = ShareRequested(
      request: "R", entry: "C-1", requester: .requester, purpose: "核验", legalBasis: "法",
      items: ["号", "a\"b"], receivedAt: "2025-03-03")
    try history.record(.shareRequested(request), at: "2025-03-03")
    #expect(history.log.tables.shown("share_requests").first?["items"] == #"["号","a\"b"]"#)
  }

  /// The first report to each authority counts, by when it was made.
  @Test func incidents() throws {
    let rows = try rows(
      "incidents",
      after: [
        (Act.incident("I"), "2025-03-03"), (Act.incident("J"), "2025-03-03"),
        (Act.remedy("I"), "2025-03-04"), (Act.report("I", to: .dataAuthority), "2025-03-07"),
        (Act.report("I", to: .dataAuthority), "2025-03-05"),
        (Act.report("I", to: .dataAuthority), "2025-03-06"),
        (Act.report("I", to: .cyberspaceAuthority), "2025-03-08"),
      ])
    #expect(
      rows.first == [
        "incident": "I", "department": "\(BodyCode.transport)", "kind": "leak", "summary": "泄露",
        "detected_at": Self.noon("2025-03-03"), "measures": "已封堵",
        "remedied_at": Self.noon("2025-03-04"),
        "data_authority": "\(BodyCode.provincialAuthority)",
        "data_authority_reported_at": Self.noon("2025-03-05"),
        "cyberspace_authority": "\(BodyCode.cyberspace)",
        "cyberspace_authority_reported_at": Self.noon("2025-03-08"), "position": "0",
      ])
    #expect(rows.last?.count == 6)
  }

  @Test func projects() throws {
    let rows = try rows(
      "projects",
      after: [
        (Act.submit("P", fixedAssets: true), "2025-03-03"), (Act.submit("Q"), "2025-03-03"),
        (Act.judge("P", .returned), "2025-03-04"), (Act.judge("P", by: .health), "2025-03-05"),
        (Act.start("P"), "2025-03-06"),
      ])
    #expect(
      rows.first == [
        "project": "P", "department": "\(BodyCode.transport)", "kind": "develop", "name": "平台二期",
        "fixed_asset_investment": "1", "state_subsidy": "0",
        "submitted_at": Self.noon("2025-03-03"), "authority": "\(BodyCode.health)",
        "outcome": "approved", "reviewed_at": Self.noon("2025-03-05"),
        "started_at": Self.noon("2025-03-06"), "position": "0",
      ])
    #expect(rows.last?["started_at"] == nil && rows.last?["outcome"] == nil)
  }

  /// The reasons of an earlier review do not stay with a later one that gives none.
  @Test func reasonsOfTheLastReview() throws {
    let history = try History()
    try history.record(Act.submit("P"), at: "2025-03-03")
    for reasons in ["材料不全", nil] {
      let review = ProjectReviewed(
        project: "P", authority: .provincialAuthority, outcome: .returned, reasons: reasons)
      try history.record(.projectReviewed(review), at: "2025-03-04")
      #expect(history.log.tables.shown("projects").first?["reasons"] == reasons)
    }
  }

  @Test func law() throws {
    let acts: [(EventData, Instant)] = [
      (Act.notice("N", issued: "2026-11-04", off: ["2027-01-01", "2027-01-02"]), "2026-11-05"),
      (Act.adopt("order-329/1", from: "2020-02-01"), "2026-11-05"),
      (Act.adopt("decree-809/1", from: "2027-01-01"), "2026-11-05"),
    ]
    #expect(
      try rows("holiday_notices", after: acts) == [
        [
          "notice": "N", "issued_on": "2026-11-04", "days_off": #"["2027-01-01","2027-01-02"]"#,
          "days_worked": "[]", "position": "0",
        ]
      ])
    #expect(
      try rows("rule_book_adoptions", after: acts) == [
        ["position": "1", "book": "order-329/1", "adopted_from": "2020-02-01"],
        ["position": "2", "book": "decree-809/1", "adopted_from": "2027-01-01"],
      ])
  }
}
