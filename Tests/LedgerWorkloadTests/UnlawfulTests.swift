import TestSupport
import Testing
import WorkingDays

@testable import LedgerCore
@testable import LedgerWorkload

@Suite("A generated history with unlawful acts")
struct UnlawfulTests {
  /// What no generated history can have, with the reason.
  private static let unreachable: [String: String] = [
    "cir2025.4.infrastructure.recipient":
      "no registration tells who protects infrastructure, or which police it is: a report to any is right"
  ]

  private static func everyBook() throws -> RulesInForce {
    RulesInForce(try BundledLaw.load().books.map { RulesInForce.Adoption($0) })
  }

  @Test("knows a way to act against every rule of the bundled books")
  func everyRuleHasABreach() throws {
    let rules = Set(try Self.everyBook().checks.map(\.rule.id))
    let broken = Set(Breach.allCases.flatMap(\.profile.rules))
    #expect(broken == rules.subtracting(Self.unreachable.keys))
    #expect(rules.isSuperset(of: Self.unreachable.keys))
  }

  @Test("has at least one finding of every rule", arguments: [1, 2, 329] as [UInt64])
  func everyRuleIsFound(seed: UInt64) throws {
    let records = try Workload.records(8000, seed: seed, unlawful: 0.05)
    let report = try MemoryLog(recording: records, .importing).audit(under: Self.everyBook())
    let rules = Set(try Self.everyBook().checks.map(\.rule.id)).subtracting(Self.unreachable.keys)
    #expect(rules.subtracting(report.foundAgainstActs.map(\.rule)) == [])
  }

  @Test("is found against under the order alone, too, by every rule of it")
  func everyRuleOfTheOrder() throws {
    let settings = WorkloadSettings(
      events: 8000, seed: 3, unlawful: 0.05, bodies: 300, entries: 2000, year: 2024)
    let log = try MemoryLog(recording: Array(Workload(settings)), .importing)
    let rules = RulesInForce(try BundledLaw.load().book())
    let found = Set(try log.audit().foundAgainstActs.map(\.rule))
    #expect(Set(rules.checks.map(\.rule.id)).subtracting(found) == [])
  }

  @Test(
    "has the share of unlawful acts that was asked for",
    arguments: [(20_000, 0.01), (10_000, 0.05), (5000, 0.3), (3000, 1)])
  func share(_ events: Int, _ unlawful: Double) throws {
    let records = try Workload.records(events, unlawful: unlawful)
    let report = try MemoryLog(recording: records, .importing).audit(under: Self.everyBook())
    let begunBy = Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.causation ?? $0.id) })
    let inForce = try #require(Instant(rfc3339: "2020-02-01T00:00:00+08:00"))
    let notMatters: Set<EventType> = [.departmentRegistered, .calendarNoticeIssued, .rulesAdopted]
    let matters = records.count {
      $0.causation == nil && $0.occurredAt >= inForce && !notMatters.contains($0.data.type)
    }
    let breached = Set(report.foundAgainstActs.compactMap { begunBy[$0.event] })
    let share = Double(breached.count) / Double(matters)
    #expect(unlawful * 0.8...unlawful * 1.2 ~= share, "\(breached.count) of \(matters)")
  }

  @Test("is an import of exactly the records asked for", arguments: [0.01, 0.2, 1])
  func wellFormed(_ unlawful: Double) throws {
    for events in [0, 1, 2, 3, 5, 11, 20, 57, 100, 300, 1000] {
      for seed in [1, 7, .max] as [UInt64] {
        let records = try Workload.records(events, seed: seed, unlawful: unlawful)
        try #require(records.count == events)
        let times = records.compactMap(\.sourceRecordedAt)
        #expect(times.count == events)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(Set(records.map(\.id)).count == events)
        #expect(try MemoryLog(recording: records, .importing).size == events)
      }
    }
  }

  @Test("is the same for the same seed and share, and another for another share")
  func determinism() throws {
    let one = fingerprint(try Workload.records(1200, seed: 5, unlawful: 0.1))
    #expect(one == fingerprint(try Workload.records(1200, seed: 5, unlawful: 0.1)))
    #expect(one != fingerprint(try Workload.records(1200, seed: 5, unlawful: 0.2)))
  }

  @Test("of none is the one that was not asked for any", arguments: [false, true])
  func none(asImport: Bool) throws {
    let plain = fingerprint(try Workload.records(1200, asImport: asImport))
    #expect(fingerprint(try Workload.records(1200, asImport: asImport, unlawful: 0)) == plain)
  }
}
