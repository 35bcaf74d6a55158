import LedgerCore
import LedgerWorkload
import TestSupport
import Testing
import WorkingDays

@Suite("The audit of a generated history")
struct AuditTests {
  @Test("finds every verdict, in believable shares", arguments: [1, 2, 329] as [UInt64])
  func verdicts(seed: UInt64) throws {
    let log = try MemoryLog(recording: Workload.records(4000, seed: seed), .live)
    let summary = try log.audit().summary
    let all = Verdict.allCases.reduce(0) { $0 + summary[$1] }
    #expect(all > 1200)
    func perMille(_ verdict: Verdict) -> Int { summary[verdict] * 1000 / all }
    #expect(820...950 ~= perMille(.met))
    #expect(25...75 ~= perMille(.late))
    #expect(3...40 ~= perMille(.overdue))
    #expect(15...60 ~= perMille(.closed))
    #expect(2...60 ~= perMille(.pending))
  }

  @Test("finds replies on the last day, a minute late, and over the long holidays")
  func replies() throws {
    let report = try MemoryLog(recording: Workload.records(6000), .live).audit()
    let requests = report.obligations.filter { $0.rule == "sd329.23" }
    var byDay: [Int: Int] = [:]
    for request in requests where request.verdict == .met {
      byDay[request.workingDaysTaken ?? -1, default: 0] += 1
    }
    let met = byDay.values.reduce(0, +)
    let usual = (3...8).reduce(0) { $0 + byDay[$1, default: 0] }
    #expect(usual * 100 / met > 55)
    #expect(byDay[10, default: 0] > byDay[9, default: 0])
    #expect(requests.contains { $0.verdict == .late && $0.discharge?.on == dayAfter($0.dueOn) })
    let holidays = requests.filter { request in
      guard let due = request.dueOn else { return false }
      return due.daysSinceEpoch - request.trigger.on.daysSinceEpoch >= 19
    }
    #expect(holidays.count * 1000 / requests.count > 10)
  }

  private func dayAfter(_ date: CivilDate?) -> CivilDate? { date?.adding(days: 1) }

  @Test("finds laws that come into force for many departments on one day")
  func bursts() throws {
    var triggers: [CivilDate: Int] = [:]
    for record in try Workload.records(8000) {
      guard case .catalogUpdateTriggered(let data) = record.data, data.kind == .lawAmended else {
        continue
      }
      triggers[data.effectiveOn, default: 0] += 1
      #expect(data.entries.count <= 5)
    }
    #expect(triggers.count >= 4)
    #expect(triggers.values.allSatisfy { $0 >= 12 })
  }

  @Test("finds many kinds of violation in an import, but few violations")
  func violations() throws {
    let records = try Workload.records(12_000, asImport: true)
    let report = try MemoryLog(recording: records, .importing).audit()
    let rules = Set(report.violations.map(\.rule))
    #expect(rules.isSuperset(of: ["sd329.23.reasons", "sd329.9.start"]))
    #expect(rules.count >= 10)
    #expect(report.violations.count * 1000 / records.count < 10)
  }

  @Test("lists what townships would owe, were they bound, and holds nothing against them")
  func townships() throws {
    let records = try Workload.records(6000)
    let townships = Set(
      records.compactMap { record -> BodyCode? in
        guard case .departmentRegistered(let data) = record.data, data.kind == .township else {
          return nil
        }
        return data.department
      })
    let report = try MemoryLog(recording: records, .live).audit()
    #expect(!report.outOfScope.isEmpty)
    #expect(report.outOfScope.allSatisfy { townships.contains($0.department) })
    #expect(!report.obligations.contains { townships.contains($0.department) })
  }

  /// Small imports, in which much is different, show together what a large one shows; no body ends in them.
  @Test("finds violations and remarks of every rule in some import")
  func everyRule() throws {
    let all = Set(try BundledLaw.load().book().violations.map(\.id)).subtracting(["sd329.6.ended"])
    let first: [UInt64] = [5, 4, 26, 8, 7, 15, 23]
    let missing = try LongRun.missing(in: 1...60, first: first, of: all) { seed in
      let records = try Workload.records(3000, seed: seed, asImport: true)
      return Set(
        try MemoryLog(recording: records, .importing).audit().foundAgainstActs.map(\.rule))
    }
    #expect(missing == [])
  }
}
