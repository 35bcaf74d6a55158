@testable import GovDataLedger
import LedgerWorkload
import Testing
import TestSupport

/// Projections that follow each commit, that catch up later, and that are made anew.
@Suite struct ProjectionTimingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let clock = LedgerClock { Instant(rfc3339: "2026-07-01T12:00:00+08:00") ?? .max }

  private func ledger(
    _ name: String, _ projecting: ProjectionTiming, events: Int, seed: UInt64
  ) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file(name), recordingNotices: false, projecting: projecting, clock: Self.clock)
    let workload = try Workload(WorkloadSettings(events: events, seed: seed, asImport: true))
    let records = Array(workload)
    for start in stride(from: 0, to: records.count, by: 300) {
      let batch = Array(records[start..<min(start + 300, records.count)])
      _ = try await ledger.record(batch, mode: .importing)
    }
    return ledger
  }

  private func tables(of ledger: Ledger) async throws -> [String] {
    var told: [String] = []
    for table in Projector.tables {
      let rows = try await ledger.table(table)
      told += rows.values.map { "\(table): \($0.map(\.text)) \($0.map { $0 == .null })" }.sorted()
    }
    return told
  }

  /// However few rows are gathered at a time, the rebuilt rows are those that the commits made.
  @Test(arguments: [(1, 1), (2, 7), (3, 200), (4, 100_000)] as [(UInt64, Int)])
  func aRebuildIsEqual(seed: UInt64, mostRows: Int) async throws {
    let ledger = try await ledger("inline", .inline, events: 1200, seed: seed)
    let before = try await tables(of: ledger)
    let report = try ledger.store.rebuild(law: ledger.law, mostRows: mostRows)
    #expect(report.differing == [], "seed \(seed)")
    #expect(try await tables(of: ledger) == before, "seed \(seed)")
    #expect(try await ledger.verify().disagreements == [])
  }

  /// Acts on a trigger, some of whose obligations are written and some of the same commit, with so many
  /// other changes that these are applied in bulk: every rule's row of it is found, as one by one.
  @Test(arguments: [1, 300]) func aBatchIsLikeSingleCommits(others: Int) async throws {
    let batch = try Ledger.create(at: folder.file("batch"), clock: Self.clock)
    let single = try Ledger.create(at: folder.file("single"), clock: Self.clock)
    let earlier =
      [
        Self.line(
          "rules", "rules.adopted", #""book":"decree-809/1","from":"2025-08-01""#, "2025-08-01"),
        Self.entry("E-1"), Self.entry("E-2"),
        Self.line(
          "t", "catalog.update-triggered",
          #""trigger":"T","department":"\#(Self.body)","kind":"lawAmended","instrument":"x","#
            + #""effectiveOn":"2025-09-01","entries":["E-1","E-2"]"#, "2025-09-01"),
      ].joined(separator: "\n")
    let acts =
      [
        Self.line(
          "x", "catalog.update-extended",
          #""trigger":"T","authority":"\#(Self.body)","days":5,"reason":"x""#, "2025-09-02"),
        Self.line(
          "s", "catalog.update-submitted", #""trigger":"T","authority":"\#(Self.body)""#,
          "2025-09-03"),
        Self.line(
          "r", "catalog.trigger-reviewed",
          #""trigger":"T","outcome":"noChangeNeeded","reason":"x""#, "2025-09-04"),
        Self.line("d", "catalog.entry-retired", #""entry":"E-2","reason":"x""#, "2025-09-05"),
      ] + (0..<others).map { Self.entry("O-\($0)") }
    for ledger in [batch, single] {
      _ = try await ledger.record(jsonLines: earlier, mode: .importing)
    }
    _ = try await batch.record(jsonLines: acts.joined(separator: "\n"), mode: .importing)
    for line in acts { _ = try await single.record(jsonLines: line, mode: .importing) }
    #expect(try await tables(of: batch) == tables(of: single))
    for ledger in [batch, single] {
      #expect(try await ledger.verify().disagreements == [])
      #expect(try ledger.store.rebuild(law: ledger.law, mostRows: 3).differing == [])
      let rows = try await ledger.rows(ObligationRow.self)
      #expect(rows.filter { $0.rule.contains("publication") }.count == 1)
      #expect(rows.filter { $0.dischargedAt != nil }.count == 2)
    }
  }

  private static let body = "11370000MB284651XL"

  private static func line(
    _ id: String, _ type: String, _ data: String, _ day: String
  ) -> String {
    #"{"id":"\#(id)","type":"\#(type)","occurredAt":"\#(day)T09:00:00+08:00","#
      + #""actor":"\#(body)","data":{\#(data)}}"#
  }

  private static func entry(_ name: String) -> String {
    line(
      "registered-\(name)", "catalog.entry-registered",
      #""entry":"\#(name)","department":"\#(body)","name":"x","classification":"x","#
        + #""format":"x","fields":[{"name":"a","type":"b"}],"updateCycle":"x","#
        + #""sharing":"unconditional","sharingMode":"x","useRequirements":"x","#
        + #""openness":"notOpen""#, "2025-08-02")
  }

  @Test func laterIsBehindUntilRebuilt() async throws {
    let inline = try await ledger("inline", .inline, events: 900, seed: 5)
    let later = try await ledger("later", .later, events: 900, seed: 5)
    await #expect(throws: LedgerError(.behind, "")) {
      _ = try await later.rows(BodyRow.self)
    }
    #expect(throws: LedgerError(.behind, "")) { _ = try later.upcoming(within: 3) }
    #expect(try await later.verify().disagreements == [])
    #expect(try later.rebuild().differing == [])
    #expect(try await tables(of: later) == tables(of: inline))
    #expect(try await later.verify().disagreements == [])
  }

  /// Once behind, projections stay so whoever records, and the rebuild takes all of it in.
  @Test func inlineAfterLaterStaysBehind() async throws {
    try await ledger("ledger", .later, events: 600, seed: 6).close()
    let ledger = try Ledger(at: folder.file("ledger"), clock: Self.clock)
    _ = try await ledger.record(
      jsonLines: """
        {"id":"x","type":"rules.adopted","occurredAt":"2026-01-01T00:00:00+08:00",\
        "actor":"11370000MB284651XL","data":{"book":"order-329/1","from":"2026-01-01"}}
        """)
    await #expect(throws: LedgerError(.behind, "")) {
      _ = try await ledger.rows(BodyRow.self)
    }
    #expect(try await ledger.verify().disagreements == [])
    #expect(try ledger.rebuild().differing == [])
    #expect(try ledger.rebuild().differing == [])
    #expect(try await ledger.verify().disagreements == [])
  }

  /// The look-up through the index finds what a reading of all rows finds.
  @Test func upcoming() async throws {
    let ledger = try await ledger("inline", .inline, events: 1500, seed: 7)
    let open = try await ledger.rows(ObligationRow.self).filter {
      $0.dischargedAt == nil && $0.closedAt == nil
    }
    let due = Set(open.compactMap(\.dueOn)).sorted()
    #expect(due.count > 3)
    let calendar = ledger.law.calendar(with: [])
    for from in due {
      for days in [0, 1, 3, 15] {
        let last =
          days == 0
          ? from
          : try calendar.dueDate(from: from, counting: CountingRule(workingDays: days)).date
        let expected = open.filter { row in
          row.dueOn.map { from <= $0 && $0 <= last } ?? false
        }
        let found = try ledger.upcoming(within: days, from: from)
        #expect(Set(found) == Set(expected) && found.count == expected.count)
        #expect(found.map(\.dueOn) == found.map(\.dueOn).sorted { ($0 ?? .min) < ($1 ?? .min) })
      }
    }
  }
}
