@testable import LedgerCore
import Testing
import WorkingDays

/// The rows of `obligations`.
@Suite struct ObligationRowTests {
  private func rows(_ acts: [(EventData, Instant)]) throws -> [[String: String]] {
    let history = try History()
    for entry in ["A", "B"] as [Identifier] {
      try history.record(Act.entry(entry), at: "2025-01-01")
    }
    for (data, at) in acts { try history.record(data, at: at) }
    return history.log.tables.shown("obligations")
  }

  private static func noon(_ day: String) -> String { day + "T12:00:00.000+08:00" }

  @Test func request() throws {
    let asked: (EventData, Instant) = (
      Act.request("R", entry: "B", received: "2025-09-26"), "2025-09-25"
    )
    var expected = [
      "obligation": "sd329.23/R", "rule": "sd329.23", "article": "第二十三条",
      "department": "\(BodyCode.transport)", "subject": "shareRequest", "request": "R",
      "start_on": "2025-09-26", "opened_at": Self.noon("2025-09-25"), "suspended": "0",
      "only_if_done": "0",
      "working_days": "10", "due_on": "2025-10-16", "position": "2",
    ]
    #expect(try rows([asked]) == [expected])
    // The first end decides.
    expected["closed_at"] = Self.noon("2025-10-01")
    let after: [(EventData, Instant)] = [
      (Act.withdraw("R"), "2025-10-01"), (Act.reply("R"), "2025-10-02"),
    ]
    #expect(try rows([asked] + after) == [expected])
  }

  @Test func triggerAndItsEntries() throws {
    let rows = try rows([
      (Act.trigger("T", effective: "2025-09-26", entries: ["A", "B"]), "2025-09-01"),
      (Act.revise("A", trigger: "T"), "2025-10-10"), (Act.retire("B"), "2025-10-09"),
      (Act.review("T"), "2025-11-01"), (Act.review("T", entry: "A"), "2025-10-09"),
    ])
    #expect(rows.map { $0["obligation"] } == ["sd329.16/T/A", "sd329.16/T/B"])
    #expect(rows.map { $0["trigger_id"] } == ["T", "T"] && rows.map { $0["entry"] } == ["A", "B"])
    #expect(rows.map { $0["due_on"] } == ["2025-10-23", "2025-10-23"])
    #expect(rows.map { $0["discharged_by"] } == ["e6", nil])
    #expect(rows.map { $0["discharged_at"] } == [Self.noon("2025-10-09"), nil])
    #expect(rows.map { $0["closed_at"] } == [nil, Self.noon("2025-10-09")])
  }

  @Test func triggerWithoutEntries() throws {
    let rows = try rows([
      (Act.trigger("T", effective: "2025-09-26", entries: []), "2025-09-01"),
      (Act.trigger("U", effective: "2025-09-26", entries: ["A"]), "2025-09-01"),
      (Act.revise("A", trigger: "T"), "2025-10-10"),
    ])
    #expect(rows.map { $0["discharged_by"] } == ["e4", nil])
    #expect(rows.map { $0["entry"] } == [nil, "A"])
  }

  @Test func entryRetiredBefore() throws {
    let rows = try rows([
      (Act.retire("A"), "2025-08-01"),
      (Act.trigger("T", effective: "2025-09-26", entries: ["A", "B"]), "2025-09-01"),
    ])
    #expect(rows.map { $0["closed_at"] } == [Self.noon("2025-08-01"), nil])
  }

  @Test func incident() throws {
    let rows = try rows([
      (Act.incident("I"), "2025-09-26"), (Act.report("I", to: .dataAuthority), "2025-09-27"),
    ])
    #expect(
      rows.map { $0["obligation"] }
        == [
          "sd329.31.remedy/I", "sd329.31.report/I/dataAuthority",
          "sd329.31.report/I/cyberspaceAuthority",
        ])
    #expect(rows.map { $0["discharged_by"] } == [nil, "e3", nil])
    #expect(rows.map { $0["recipient_kind"] } == [nil, "dataAuthority", "cyberspaceAuthority"])
    #expect(rows.allSatisfy { $0["working_days"] == nil && $0["due_on"] == nil })
  }

  /// A new notice moves every due date that it touches, and no other.
  @Test func noticesMoveDueDates() throws {
    let asked: [(EventData, Instant)] = [
      (Act.request("R", entry: "A", received: "2025-09-26"), "2025-09-26"),
      (Act.request("S", entry: "A", received: "2025-11-03"), "2025-11-03"),
      (Act.request("U", entry: "A", received: "2026-12-25"), "2026-12-25"),
      (Act.incident("I"), "2025-09-26"),
    ]
    let dates = { (rows: [[String: String]]) in
      rows.prefix(3).map { [$0["due_on"], $0["provisional_due_on"]] }
    }
    #expect(
      try dates(rows(asked)) == [["2025-10-16", nil], ["2025-11-17", nil], [nil, "2027-01-08"]])
    let notices: [(EventData, Instant)] = [
      (Act.notice("M", issued: "2025-10-01", off: ["2025-10-15"]), "2025-10-01"),
      (Act.notice("N", issued: "2026-11-04", off: ["2027-01-01", "2027-01-04"]), "2026-11-04"),
    ]
    let expected = [["2025-10-17", nil], ["2025-11-17", nil], ["2027-01-12", nil]]
    #expect(try dates(rows(asked + notices)) == expected)
    #expect(try dates(rows(notices + asked)) == expected)
  }

  @Test func beforeEntryIntoForce() throws {
    let request = Act.request("R", entry: "A", received: "2020-01-31")
    #expect(try rows([(request, "2020-01-31"), (Act.reply("R"), "2020-03-01")]).isEmpty)
  }
}
