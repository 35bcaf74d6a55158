import GRDB
import LedgerWorkload
import TestSupport
import Testing

@testable import GovDataLedger

/// Article 35: how the bodies did their duties, from an audit of the log.
@Suite struct ScorecardTests {
  @Test(arguments: [3, 4] as [UInt64])
  func isWhatTheAuditSays(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    _ = try await ledger.record(
      Array(try Workload(WorkloadSettings(events: 1500, seed: seed, asImport: true))),
      mode: .importing)
    let day = try #require(CivilDate("2025-03-31"))
    let from = try #require(CivilDate("2022-01-01"))
    let report = try await ledger.audit(asOf: .end(of: day), knownAt: .end(of: day))
    let card = try await ledger.scorecard(from: from, to: day, on: day)
    #expect(card.ledger == report.ledger)
    #expect(card.bodies.reduce(0) { $0 + $1.violations + $1.remarks } > 0)
    for body in card.bodies {
      let own = report.obligations.filter {
        $0.department == body.department && $0.trigger.on >= from && $0.trigger.on <= day
      }
      for verdict in Verdict.allCases {
        #expect(body[verdict] == own.count { $0.verdict == verdict }, "\(body.department)")
      }
      let due = body[.met] + body[.late] + body[.overdue]
      #expect(
        body.onTimePermille
          == (due == 0 ? nil : Int((Double(body[.met]) * 1000 / Double(due)).rounded())))
      let better = card.bodies.count { other in
        other.level == body.level && (other.onTimePermille ?? -1) > (body.onTimePermille ?? 1001)
      }
      #expect(body.rank == body.onTimePermille.map { _ in better + 1 })
      if let sharing = body.sharing {
        #expect(
          sharing.unconditionalPercent + sharing.conditionalPercent + sharing.notSharedPercent
            == 100)
      }
    }
    let chosen = try #require(card.bodies.first { $0.rank != nil })
    let alone = try await ledger.scorecard(
      from: from, to: day, department: chosen.department, on: day)
    #expect(alone.bodies == [chosen])
    let division = try #require(chosen.division)
    let there = try await ledger.scorecard(from: from, to: day, division: division, on: day)
    #expect(there.bodies == card.bodies.filter { $0.division == division })
    await #expect(throws: LedgerError(.malformed, "")) {
      _ = try await ledger.scorecard(from: day, to: from)
    }
    try ledger.close()
  }

  /// The view `department_sharing` rounds as the scorecard does: both are held to the largest remainders.
  @Test func theViewRoundsAsTheScorecard() throws {
    var random = SplitMix64(seed: 22)
    var counts = [[1, 1, 1], [2, 2, 2], [1, 0, 0], [0, 0, 7], [1, 1, 4], [1, 199, 0]]
    for _ in 0..<300 { counts.append((0..<3).map { _ in Int.random(in: 0...40, using: &random) }) }
    counts.removeAll { $0 == [0, 0, 0] }
    let sql = String(decoding: try #require(BundledFiles.bytes(of: "projections")), as: UTF8.self)
    let rows = try DatabaseQueue().write { db in
      try db.execute(sql: sql)
      for (body, counts) in counts.enumerated() {
        for (type, count) in zip(["unconditional", "conditional", "notShared"], counts) {
          for entry in 0..<count {
            try db.execute(
              sql: """
                INSERT INTO catalog_entries (entry, department, name, classification, format,
                  fields, update_cycle, sharing, sharing_mode, use_requirements, openness,
                  registered_at, position)
                VALUES (?, ?, '', '', '', '', '', ?, '', '', '', '', 0)
                """, arguments: ["\(body)-\(type)-\(entry)", body, type])
          }
        }
      }
      return try Row.fetchAll(
        db, sql: "SELECT * FROM department_sharing ORDER BY CAST(department AS INTEGER)")
    }
    #expect(rows.count == counts.count)
    for (row, counts) in zip(rows, counts) {
      let share = try #require(
        SharingShare(unconditional: counts[0], conditional: counts[1], notShared: counts[2]))
      let percents = [
        share.unconditionalPercent, share.conditionalPercent, share.notSharedPercent,
      ]
      let shown = ["unconditional", "conditional", "not_shared"].map { row["\($0)_percent"] as Int }
      #expect(percents == shown, "\(counts)")
      #expect(percents.reduce(0, +) == 100)
      for (percent, count) in zip(percents, counts) {
        #expect(abs(percent * share.entries - count * 100) < share.entries)
      }
    }
    #expect(SharingShare(unconditional: 0, conditional: 0, notShared: 0) == nil)
  }
}
