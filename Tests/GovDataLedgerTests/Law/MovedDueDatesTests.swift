@testable import GovDataLedger
import LedgerWorkload
import Testing
import TestSupport
import WorkingDays

/// A notice moves the due dates in the table of obligations as a rebuild would count them, whether it
/// touches few of them or most.
@Suite struct MovedDueDatesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let clock = LedgerClock { Instant(rfc3339: "2026-07-01T12:00:00+08:00") ?? .max }

  /// Some days of a year of the history, as another arrangement of them would have it.
  private func notice(_ number: Int, _ generator: inout SplitMix64) throws -> HolidayNotice {
    let first = try #require(CivilDate(year: 2020 + generator.below(8), month: 1, day: 1))
    func day() throws -> CivilDate {
      try #require(CivilDate(daysSinceEpoch: first.daysSinceEpoch + 1 + generator.below(364)))
    }
    let count = [1, 1, 30][generator.below(3)]
    let off = try Set((0..<count).map { _ in try day() }).sorted()
    return try HolidayNotice(
      name: "试〔2026〕\(number)号", issuedOn: #require(CivilDate("2026-06-30")),
      off: generator.below(4) == 0 ? off + [first] : off,
      worked: Set((0..<2).map { _ in try day() }).subtracting(off).sorted())
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func asRebuilt(seed: UInt64) async throws {
    let ledger = try Ledger.create(
      at: folder.file("ledger"), recordingNotices: false, clock: Self.clock)
    let records = try Array(Workload(WorkloadSettings(events: 1500, seed: seed, asImport: true)))
    _ = try await ledger.record(records, mode: .importing)
    var generator = SplitMix64(seed: seed)
    for number in 0..<4 {
      _ = try await ledger.issue([notice(number, &generator)])
      let report = try ledger.rebuild()
      #expect(report.differing == [], "seed \(seed), notice \(number)")
    }
    #expect(try await ledger.verify().disagreements == [], "seed \(seed)")
  }
}
