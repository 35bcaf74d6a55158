import Dispatch
import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// The replay that gathers and judges by parts finds what the reference finds.
@Suite struct ReferenceReplayTests {
  private static let bodies: [BodyCode] = [
    .transport, .health, .requester, .provincialAuthority, .cityAuthority,
  ]

  /// Few parts and many, blocks that are put away at once and the real ones.
  private static func replay(_ number: Int, _ law: BundledLaw) -> Replay {
    let (events, block): (Int64, Int?) =
      [(0, nil), (20_000, 100), (8000, 1), (1_000_000, 1 << 16), (5000, 300)][number % 5]
    return Replay(
      law: law, parts: ReplayParts(events: events), space: MemorySpill(), blockSize: block)
  }

  private func scopes(_ generator: inout SplitMix64) -> [AuditScope] {
    let time = { (generator: inout SplitMix64) in
      let start: Instant = "2019-12-01"
      return start.adding(
        milliseconds: Int64.random(in: 0...300_000_000_000, using: &generator)) ?? start
    }
    let random = AuditScope(asOf: time(&generator), knownAt: time(&generator))
    let whole = [
      AuditScope(asOf: .max, knownAt: .max), random,
      AuditScope(asOf: time(&generator), knownAt: .max),
    ]
    return whole
      + Self.bodies.map {
        AuditScope(
          asOf: random.asOf, knownAt: .max, department: $0,
          lateEvidenceAfter: .random(in: 0...30, using: &generator))
      }
  }

  /// The rules in force, and in turn books that nobody adopted, of which some displace each other.
  private func rules(
    _ index: Int, _ history: History, _ scope: AuditScope, _ generator: inout SplitMix64
  ) throws -> RulesInForce {
    guard index % 3 == 0 else { return try history.rules(scope) }
    let books = (history.law.books + InventedBook.versions).shuffled(using: &generator)
    return RulesInForce(
      try books.prefix(1 + index / 3 % books.count).map { book in
        let day = try #require(CivilDate(year: 2020 + index % 6, month: 1, day: 1))
        return RulesInForce.Adoption(book, from: Bool.random(using: &generator) ? day : .min)
      })
  }

  private func pages(_ size: Int64, _ generator: inout SplitMix64) -> [Int] {
    var pages: [Int] = []
    while pages.reduce(0, +) < Int(size) { pages.append(Int.random(in: 0...7, using: &generator)) }
    return pages
  }

  /// The smallest world and, in turn, broader ones, where names are long or escaped, and one of acts
  /// beyond the core.
  private func history(seed: UInt64) throws -> History {
    switch seed % 4 {
    case 0: try RandomHistory.recorded(seed: seed)
    case 2: try RandomHistory.recorded(seed: seed, count: 400, corrects: true)
    case 1: try RandomHistory.recorded(seed: seed, count: 400, breadth: 4)
    default: try RandomHistory.recorded(seed: seed, count: 500, goesFurther: true)
    }
  }

  @Test(arguments: LongRun.seeds(1000..<1024, usually: 8))
  func sameFindings(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let page = history.log.page(0..<Int(history.log.size))
    let (events, hashes) = (try page.events(), page.ranges.map(page.hash(of:)))
    for (index, scope) in scopes(&generator).enumerated() {
      let rules = try rules(index + Int(seed), history, scope, &generator)
      var reference = ReferenceReplay(scope: scope, law: history.law, rules: rules)
      try reference.fold(events, hashes)
      let expected = try reference.report()
      var replay = Self.replay(index + Int(seed / 2), history.law)
      for range in history.ranges(of: pages(history.log.size, &generator)) {
        try replay.fold(history.log.page(range))
      }
      let report = try replay.report(scope, rules: rules)
      #expect(
        ReferenceReport(report).difference(from: expected) == nil,
        "seed \(seed), \(scope)")
      #expect(report.summary == expected.summary, "seed \(seed), \(scope)")
      #expect(report.obligations.count == expected.obligations.count)
      #expect(report.obligations.isEmpty == expected.obligations.isEmpty)
    }
  }

  private static let expected = [
    "sc809.17", "sc809.17.publication", "sc809.21.conditional", "sc809.22", "sc809.26",
    "ogi2019.33", "sd329.31.remedy", "sd329.31.report", "sd329.23.reasons",
    "sd329.23.agreement", "sd329.23.purpose", "sd329.9.start", "sd329.9.authority",
    "sd329.6.second", "sc809.17.competence", "sd329.23.competence",
    "sc809.21.conditional.competence", "sd329.31.remedy.competence",
    "sd329.31.report.competence", "sd329.31.report.recipient", "sd329.22.basis",
    "sd329.15.filing", "sd329.25.refused", "sd329.28", "by catalog.entry-registered",
    "sd329.23.ended", "sd329.23.items", "sd329.23.access", "sd329.17.collection", "sd329.27",
    "sd329.10.plan", "sd329.10.builder", "sd329.10.merge", "sd329.11", "sd329.19",
    "sd329.19.entry", "ogi2019.30.lapsed", "sc809.22.competence", "ogi2019.30.competence",
    "cir2025.4", "cir2025.4.infrastructure", "from incident.regraded", "filed late",
    "第十六条 binds others", "第二十三条 binds others", "第三十一条 binds others",
  ]

  /// The random histories have all that the reference tells apart: what is not in them is not compared.
  @Test func everythingIsFound() throws {
    let wanted = Set(Verdict.allCases.map(\.rawValue) + Self.expected)
    let first: [UInt64] = [1017, 1011, 1021, 1034, 1001]
    let missing = try LongRun.missing(in: 1000...1043, first: first, of: wanted) { seed in
      var found: Set<String> = []
      let history = try history(seed: seed)
      let page = history.log.page(0..<Int(history.log.size))
      let books = history.law.books.map { RulesInForce.Adoption($0) }
      for asOf in [Instant.max, "2023-06-01"] {
        var reference = ReferenceReplay(
          scope: AuditScope(asOf: asOf, knownAt: .max), law: history.law,
          rules: RulesInForce(books))
        let events = try page.events()
        try reference.fold(events, page.ranges.map(page.hash(of:)))
        let report = try reference.report()
        let discharges = report.obligations.compactMap { $0.discharge?.position }
        found.formUnion(discharges.map { "by \(events[Int($0)].type.rawValue)" })
        found.formUnion(
          report.obligations.map { "from \(events[Int($0.trigger.position)].type.rawValue)" })
        found.formUnion(
          report.violations.compactMap(\.daysLate).map { _ in "filed late" })
        found.formUnion(report.outOfScope.map { "\($0.article) binds others" })
        found.formUnion(report.obligations.map(\.verdict.rawValue))
        found.formUnion(report.obligations.map(\.rule))
        found.formUnion((report.violations + report.remarks).map(\.rule))
      }
      return found
    }
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  /// A report may be asked for at any time, as often as one likes, and goes on saying the same when
  /// the replay has gone on.
  @Test(arguments: LongRun.seeds(1200..<1220, usually: 6))
  func reportsInTheMiddle(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let scope = try #require(scopes(&generator).dropFirst(Int(seed % 3)).first)
    let rules = try rules(Int(seed / 2), history, scope, &generator)
    var reference = ReferenceReplay(scope: scope, law: history.law, rules: rules)
    var replay = Self.replay(Int(seed / 2), history.law)
    var reports: [(AuditReport, ReferenceReport)] = []
    for (index, range) in history.ranges(of: pages(history.log.size, &generator)).enumerated() {
      let page = history.log.page(range)
      try replay.fold(page)
      try reference.fold(page.events(), page.ranges.map(page.hash(of:)))
      guard index.isMultiple(of: 5) else { continue }
      let (report, expected) = (try replay.report(scope, rules: rules), try reference.report())
      reports.append((report, expected))
      #expect(ReferenceReport(report).difference(from: expected) == nil, "seed \(seed)")
    }
    for (report, expected) in reports {
      #expect(
        ReferenceReport(report).difference(from: expected) == nil,
        "seed \(seed), \(expected.ledger.size)")
    }
  }

  /// Several questions at once are answered as each by itself, on one core and on several.
  @Test(arguments: LongRun.seeds(1400..<1410, usually: 4))
  func severalQuestions(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    var replay = Self.replay(Int(seed), history.law)
    try replay.fold(history.log.page(0..<Int(history.log.size)))
    let questions = try scopes(&generator).enumerated().map { index, scope in
      ReplayQuestion(scope, rules: try rules(index, history, scope, &generator))
    }
    let workers = Workers { count, work in
      DispatchQueue.concurrentPerform(iterations: count, execute: work)
    }
    let together = try replay.reports(questions, workers: workers)
    for (question, report) in zip(questions, together) {
      let own = try replay.report(question.scope, rules: question.rules)
      #expect(try report.json == own.json, "seed \(seed)")
    }
  }

  /// Pages whose bytes are not padded say the same.
  @Test(arguments: LongRun.seeds(1300..<1310, usually: 4))
  func unpaddedPages(seed: UInt64) throws {
    let history = try history(seed: seed)
    let padded = try history.audit(asOf: "2024-01-01", pages: [3, 50])
    for padding in [0, 1, LeafPage.padding - 1, LeafPage.padding + 1] {
      let other = try history.audit(asOf: "2024-01-01", pages: [50, 3], padding: padding)
      #expect(ReferenceReport(padded) == ReferenceReport(other), "seed \(seed), \(padding)")
      #expect(try padded.json == other.json, "seed \(seed), \(padding)")
    }
  }
}
