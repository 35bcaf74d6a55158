@testable import LedgerCore
import Testing
import TestSupport
import WorkingDays

/// One log, one report: however it is read.
@Suite struct ReplayPagesTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func anyPages(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try RandomHistory.recorded(seed: seed)
    let whole = try history.audit()
    let again = try history.audit()
    let pages = (0..<40).map { _ in Int.random(in: 0...9, using: &generator) }
    let split = try history.audit(pages: pages)
    for other in [again, split] {
      #expect(whole.told == other.told, "seed \(seed)")
      #expect(try whole.json == other.json, "seed \(seed)")
      #expect(Array(whole.obligations) == Array(other.obligations), "seed \(seed)")
      #expect(whole.violations == other.violations, "seed \(seed)")
    }
  }

  /// Times asked about, and the parts of the log that do not count by them.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func anyScope(seed: UInt64) throws {
    var random = RandomEvents(seed: seed)
    let history = try RandomHistory.recorded(seed: seed)
    for _ in 0..<6 {
      let start: Instant = "2019-12-01"
      let time = { (random: inout RandomEvents) in
        start.adding(milliseconds: Int64.random(in: 0...230_000_000_000, using: &random.generator))
          ?? start
      }
      let (asOf, knownAt) = (time(&random), time(&random))
      let one = try history.audit(asOf: asOf, knownAt: knownAt)
      let other = try history.audit(asOf: asOf, knownAt: knownAt, pages: [1, 7, 0, 30])
      #expect(try one.json == other.json, "seed \(seed): \(asOf), \(knownAt)")
      try checkParts(of: one, history, seed: seed)
    }
  }

  /// The findings of the departments, put together, are those of all.
  private func checkParts(of whole: AuditReport, _ history: History, seed: UInt64) throws {
    var parts: [String] = []
    for body in Set(whole.obligations.map(\.department) + whole.violations.map(\.department)) {
      let part = try history.audit(
        asOf: whole.scope.asOf, knownAt: whole.scope.knownAt, department: body)
      parts += part.told
    }
    #expect(parts.sorted() == whole.told.sorted(), "seed \(seed)")
    let total = Verdict.allCases.reduce(0) { $0 + whole.summary[$1] }
    #expect(total == whole.obligations.count, "seed \(seed)")
  }

  @Test func reportsAsOftenAsAsked() throws {
    let history = try RandomHistory.recorded(seed: 3)
    let scope = AuditScope(asOf: .max, knownAt: .max)
    let rules = try history.rules(scope)
    var replay = Replay(law: history.law)
    var sizes: [Int64] = []
    for start in stride(from: 0, to: Int(history.log.size), by: 10) {
      try replay.fold(history.log.page(start..<min(start + 10, Int(history.log.size))))
      let one = try replay.report(scope, rules: rules)
      let other = try replay.report(scope, rules: rules)
      #expect(try one.json == other.json)
      sizes.append(one.ledger.size)
    }
    #expect(sizes.last == history.log.size && sizes == sizes.sorted())
    #expect(try replay.report(scope, rules: rules).json == history.audit().json)
  }

  @Test func emptyLog() throws {
    let report = try History().audit()
    #expect(report.told.isEmpty && report.ledger.size == 0)
    #expect(report.ledger.root.hex.hasPrefix("e3b0c442") && !report.summary.findsFault)
  }

  /// The random histories are worth their name: every type, every verdict and every violation.
  @Test func randomHistoriesAreDense() throws {
    var types = Set<EventType>()
    var verdicts = Set<Verdict>()
    var rules = Set<String>()
    for seed in 0..<20 as Range<UInt64> {
      let history = try RandomHistory.recorded(seed: seed)
      for position in 0..<history.log.size {
        types.insert(try history.log.event(at: position).type)
      }
      let report = try history.audit(asOf: "2024-01-01")
      verdicts.formUnion(report.obligations.map(\.verdict))
      rules.formUnion(report.violations.map(\.rule))
    }
    // What the articles imply beside the clocks is tried in Tests/Conformance.
    let others = Set(
      EventForm.all.filter { !$0.isCore && ObligationRule.Subject($0.type) == nil }.map(\.type))
    #expect(
      types.union(others).union([.catalogFiled, .rulesAdopted, .auditAttested, .openUseReported])
        == Set(EventType.allCases))
    #expect(verdicts == Set(Verdict.allCases))
    #expect(rules.isSuperset(of: ["sd329.23.reasons", "sd329.9.authority", "sd329.9.start"]))
  }
}
