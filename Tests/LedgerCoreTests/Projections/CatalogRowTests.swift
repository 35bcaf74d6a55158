@testable import LedgerCore
import Testing
import WorkingDays

/// The rows that catalogue acts leave.
@Suite struct CatalogRowTests {
  private func rows(_ table: String, after acts: [EventData]) throws -> [[String: String]] {
    let history = try History()
    for data in acts { try history.record(data, at: "2025-03-03") }
    return history.log.tables.shown(table)
  }

  private static let at = "2025-03-03T12:00:00.000+08:00"
  private static let entry = [
    "entry": "C-1", "department": "\(BodyCode.transport)", "name": "道路运输许可",
    "classification": "许可", "format": "数据库", "fields": #"[{"name":"许可证号","type":"字符型"}]"#,
    "update_cycle": "每日", "sharing": "conditional", "sharing_mode": "接口",
    "use_requirements": "仅限核验", "legal_basis": "《道路运输条例》", "openness": "notOpen",
    "registered_at": at, "position": "0",
  ]

  @Test func bodies() throws {
    let rows = try rows(
      "bodies", after: [Act.register(.cityAuthority, as: .dataAuthority, in: "370100")])
    #expect(
      rows == [
        [
          "department": "\(BodyCode.cityAuthority)", "name": "某机构", "division": "370100",
          "level": "city", "kind": "dataAuthority", "registered_at": Self.at, "position": "0",
        ]
      ])
  }

  @Test func registered() throws {
    #expect(try rows("catalog_entries", after: [Act.entry("C-1")]) == [Self.entry])
    var open = Self.entry
    (open["sharing"], open["legal_basis"]) = ("unconditional", nil)
    let unconditional = Act.entry("C-1", sharing: .unconditional, basis: nil)
    #expect(try rows("catalog_entries", after: [unconditional]) == [open])
  }

  static let revisions: [(@Sendable (inout CatalogEntryRevised) -> Void, String, String)] =
    [
      ({ $0.department = .health }, "department", "\(BodyCode.health)"),
      ({ $0.name = "新名" }, "name", "新名"),
      ({ $0.classification = "新类" }, "classification", "新类"),
      ({ $0.format = "文件" }, "format", "文件"),
      (
        { $0.fields = [EntryField(name: "a\"", type: "b")] }, "fields",
        #"[{"name":"a\"","type":"b"}]"#
      ),
      ({ $0.updateCycle = "每月" }, "update_cycle", "每月"),
      ({ $0.sharing = .notShared }, "sharing", "notShared"),
      ({ $0.sharingMode = "文件" }, "sharing_mode", "文件"),
      ({ $0.useRequirements = "保密" }, "use_requirements", "保密"),
      ({ $0.legalBasis = "新法" }, "legal_basis", "新法"),
      ({ $0.openness = .onApplication }, "openness", "onApplication"),
    ]

  /// A revision changes its own columns of its own entry, and nothing else.
  @Test(arguments: revisions.indices)
  func revised(_ index: Int) throws {
    let (change, column, value) = Self.revisions[index]
    var expected = Self.entry
    (expected[column], expected["revised_at"]) = (value, Self.at)
    let other = Act.entry("C-2")
    let rows = try rows(
      "catalog_entries", after: [Act.entry("C-1"), other, Act.revise("C-1", change)])
    #expect(rows.first == expected)
    #expect(rows.last?["revised_at"] == nil && rows.last?[column] == Self.entry[column])
  }

  @Test func revisedInAll() throws {
    let rows = try rows(
      "catalog_entries",
      after: [
        Act.entry("C-1"),
        Act.revise("C-1") { changes in for revision in Self.revisions { revision.0(&changes) } },
      ])
    for (_, column, value) in Self.revisions { #expect(rows.first?[column] == value) }
  }

  @Test func retiredAndFiled() throws {
    let rows = try rows(
      "catalog_entries",
      after: [
        Act.entry("C-1"), Act.entry("C-2"), Act.file(["C-1", "C-2"], with: .cityAuthority),
        Act.file(["C-2"]), Act.retire("C-1"),
      ])
    let authorities: [BodyCode] = [.cityAuthority, .provincialAuthority]
    #expect(rows.map { $0["filed_with"] } == authorities.map(\.description))
    #expect(rows.map { $0["filed_at"] } == [Self.at, Self.at])
    #expect(rows.map { $0["retired_at"] } == [Self.at, nil])
    #expect(rows.map { $0["retirement_reason"] } == ["职能划转", nil])
  }

  @Test func triggers() throws {
    let rows = try rows(
      "update_triggers",
      after: [Act.entry("A\""), Act.trigger("T", effective: "2025-03-01", entries: ["A\""])])
    #expect(
      rows == [
        [
          "trigger_id": "T", "department": "\(BodyCode.transport)", "kind": "lawAmended",
          "instrument": "《中华人民共和国数据安全法》", "promulgated_on": "2020-01-02",
          "effective_on": "2025-03-01", "entries": #"["A\""]"#, "position": "1",
        ]
      ])
  }

  /// Identifiers that only normalisation equates are different rows.
  @Test func rowsByBytes() throws {
    let rows = try rows(
      "catalog_entries",
      after: [Act.entry("\u{E9}"), Act.entry("e\u{301}"), Act.retire("e\u{301}")])
    #expect(rows.map { $0["retired_at"] } == [nil, Self.at])
  }
}
