import class GRDB.DatabaseQueue
import LedgerWorkload
import TestSupport
import Testing

@testable import GovDataLedger

/// The projections as they stood at a moment are those of a ledger that holds what counted then.
@Suite struct PastProjectionsTests {
  /// Columns that follow from the calendar, which is that of the moment: held to the audit below.
  private static let dueDates: Set<String> = ["due_on", "provisional_due_on", "due_at"]

  /// Asks for the current year, which is not the same then.
  private static let ofYear = "authorities_without_annual_plan"

  private func imported(
    _ records: some Collection<Record>, as name: String, in folder: TemporaryFolder
  ) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file(name), recordingNotices: false, projecting: .later)
    _ = try await ledger.record(Array(records), mode: .importing)
    _ = try ledger.rebuild()
    return ledger
  }

  private func rows(_ table: TableRows) -> [[String: ColumnValue]] {
    table.values.map { row in
      let named = Dictionary(uniqueKeysWithValues: zip(table.columns, row))
      return named.filter { !Self.dueDates.contains($0.key) }
    }
  }

  /// An import comes in the order in which its source knew it: what counted is a prefix of it.
  @Test(arguments: [11, 12] as [UInt64])
  func areThoseOfALedgerOfWhatCounted(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let records = Array(
      try Workload(WorkloadSettings(events: 1200, seed: seed, asImport: true)))
    let ledger = try await imported(records, as: "whole", in: folder)
    for share in [3, 7, 10] {
      let last = records[records.count * share / 10 - 1]
      let moment = try #require(last.sourceRecordedAt)
      let past = try await ledger.projections(asOf: moment)
      let known = records.prefix { ($0.sourceRecordedAt ?? .max) <= moment }
      let then = try await imported(known, as: "then-\(share)", in: folder)
      for table in Projector.tables + Projector.views where table != Self.ofYear {
        let (found, expected) = try await (past.table(table), then.table(table))
        #expect(found.columns == expected.columns)
        #expect(rows(found) == rows(expected), "\(table) at \(moment)")
      }
      try await check(past, against: ledger.audit(asOf: moment, knownAt: moment))
      try then.close()
    }
    try ledger.close()
  }

  /// The obligations that the audit finds at the same times have rows, with the same dates.
  private func check(_ past: PastProjections, against report: AuditReport) async throws {
    let rows = try await past.rows(ObligationRow.self)
    let byName = Dictionary(uniqueKeysWithValues: rows.map { ($0.obligation, $0) })
    #expect(!report.obligations.isEmpty)
    for finding in report.obligations {
      let row = try #require(byName[finding.id], "\(finding.id)")
      #expect(row.department == finding.department)
      #expect(row.startOn == finding.trigger.on)
      #expect(row.position == finding.trigger.position)
      #expect(row.dueOn == finding.dueOn, "\(finding.id)")
      #expect(row.provisionalDueOn == finding.provisionalDueOn, "\(finding.id)")
      #expect(row.dueAt == finding.dueAt)
      #expect(row.dischargePosition == finding.discharge?.position)
      #expect(row.suspended == finding.clock.isSuspended)
    }
    let unused = rows.filter { $0.onlyIfDone && $0.dischargedAt == nil }
    #expect(rows.count == report.obligations.count + unused.count)
  }

  /// At the end of all time they are the ledger's own.
  @Test func areInTheEndTheLedgersOwn() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await Ledger.generated(900, in: folder)
    let past = try await ledger.projections(asOf: .end(of: .max))
    for table in Projector.tables + Projector.views where table != Self.ofYear {
      let (found, expected) = try await (past.table(table), ledger.table(table))
      #expect(found.values == expected.values, "\(table)")
    }
    await #expect(throws: LedgerError(.malformed, "")) { _ = try await past.table("x_desk") }
    await #expect(throws: LedgerError(.notFound, "")) { _ = try await past.table("log_tail") }
    await #expect(throws: LedgerError(.malformed, "")) {
      _ = try await past.rows(BodyRow.self, where: "no such column")
    }
    try ledger.close()
  }

  /// What became known first makes the row, also where the log tells something else before it.
  @Test func whatBecameKnownFirstMakesTheRow() async throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let builder = try #require(BodyCode("11370000MB284651XL"))
    func record(_ id: String, _ known: String, _ data: some EventPayload) throws -> Record {
      Record(
        id: Identifier(id), occurredAt: try instant("2021-01-0\(id)T09:00:00+08:00"),
        actor: builder, data: data, sourceRecordedAt: try instant("\(known)T12:00:00+08:00"))
    }
    _ = try await ledger.record(
      [
        record(
          "1", "2022-01-01",
          CloudNodePlanFiled(node: "N", authority: builder, filedWith: builder, title: "方案")),
        record("2", "2021-01-02", CloudNodeCommissioned(node: "N", builder: builder, name: "节点")),
      ], mode: .importing)
    func node(_ day: String) async throws -> [CloudNodeRow] {
      try await ledger.projections(asOf: instant("\(day)T23:59:59+08:00")).rows(CloudNodeRow.self)
    }
    #expect(try await node("2021-01-01").isEmpty)
    let early = try await node("2021-06-30")
    #expect(early.map(\.name) == ["节点"])
    #expect(early.map(\.planTitle) == [nil])
    #expect(early.map(\.position) == [1])
    let late = try await node("2022-01-01")
    #expect(late.map(\.planTitle) == ["方案"])
    #expect(late.map(\.position) == [0])
    try ledger.close()
  }

  /// The log is read whole, so that past rows need no projections, and nothing is concluded from one that
  /// is not what was recorded.
  @Test func followFromTheLogAlone() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("ledger")
    let ledger = try Ledger.create(at: path, recordingNotices: false, projecting: .later)
    _ = try await ledger.record(history(300))
    await #expect(throws: LedgerError(.behind, "")) { _ = try await ledger.table("bodies") }
    let moment = Instant.end(of: .max)
    let rows = try await ledger.projections(asOf: moment).table("bodies").values
    #expect(!rows.isEmpty)
    try ledger.close()
    try await DatabaseQueue(path: path).write { db in
      try db.execute(sql: "UPDATE log_head SET root = zeroblob(32)")
    }
    let altered = try Ledger(at: path, readOnly: true)
    await #expect(throws: LedgerError(.damaged, "")) {
      _ = try await altered.projections(asOf: moment)
    }
    try altered.close()
  }
}
