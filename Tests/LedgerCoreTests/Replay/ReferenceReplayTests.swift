import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// The replay that folds views into compact tables finds what the replay event by event finds.
@Suite struct ReferenceReplayTests {
  private static let bodies: [BodyCode] = [
    .transport, .health, .provincialAuthority, .cityAuthority,
  ]

  /// Windows from which nearly all obligations are soon put away, and the real one.
  private static let sizes: [ObligationBook.Sizes] = [
    .init(), .init(window: 4, step: 2, block: 100), .init(window: 0, step: 1, block: 1),
    .init(window: 9, step: 5, block: 1 << 16), .init(window: 1, step: 7, block: 300),
  ]

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

  /// The smallest world and, in turn, a broader one, where names are long or escaped.
  private func history(seed: UInt64) throws -> History {
    seed.isMultiple(of: 2)
      ? try RandomHistory.recorded(seed: seed)
      : try RandomHistory.recorded(seed: seed, count: 400, breadth: 4)
  }

  @Test(arguments: 1000..<1060 as Range<UInt64>)
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
      let sizes = Self.sizes[(index + Int(seed / 2)) % Self.sizes.count]
      var replay = Replay(
        scope: scope, law: history.law, rules: rules,
        obligations: ObligationBook(space: MemorySpill(), sizes: sizes))
      for range in history.ranges(of: pages(history.log.size, &generator)) {
        try replay.fold(history.log.page(range))
      }
      let report = try replay.report()
      #expect(
        ReferenceReport(report).difference(from: expected) == nil,
        "seed \(seed), \(sizes), \(scope)")
      #expect(report.summary == expected.summary, "seed \(seed), \(sizes), \(scope)")
      #expect(report.obligations.count == expected.obligations.count)
      #expect(report.obligations.isEmpty == expected.obligations.isEmpty)
    }
  }

  /// A report may be asked for at any time, as often as one likes, and goes on saying the same when
  /// the replay has gone on.
  @Test(arguments: 1200..<1220 as Range<UInt64>)
  func reportsInTheMiddle(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let scope = try #require(scopes(&generator).dropFirst(Int(seed % 3)).first)
    let rules = try rules(Int(seed / 2), history, scope, &generator)
    var reference = ReferenceReplay(scope: scope, law: history.law, rules: rules)
    var replay = Replay(
      scope: scope, law: history.law, rules: rules,
      obligations: ObligationBook(
        space: MemorySpill(), sizes: Self.sizes[1 + Int(seed / 2) % 4]))
    var reports: [(AuditReport, ReferenceReport)] = []
    for (index, range) in history.ranges(of: pages(history.log.size, &generator)).enumerated() {
      let page = history.log.page(range)
      try replay.fold(page)
      try reference.fold(page.events(), page.ranges.map(page.hash(of:)))
      guard index.isMultiple(of: 5) else { continue }
      reports.append((try replay.report(), try reference.report()))
      let difference = try ReferenceReport(replay.report()).difference(from: reference.report())
      #expect(difference == nil, "seed \(seed)")
    }
    for (report, expected) in reports {
      #expect(
        ReferenceReport(report).difference(from: expected) == nil,
        "seed \(seed), \(expected.ledger.size)")
    }
  }

  /// The random histories are worth their name with tiny windows: every way that an obligation can
  /// go is gone.
  @Test func tinyWindowsAreExercised() throws {
    var seen = Set<String>()
    for seed in 1001..<1011 as Range<UInt64> {
      var generator = SplitMix64(seed: seed)
      let history = try history(seed: seed)
      var book = WatchedBook()
      for range in history.ranges(of: pages(history.log.size, &generator)) {
        try book.fold(history.log.page(range), history)
      }
      seen.formUnion(book.seen)
    }
    #expect(seen == WatchedBook.all)
  }

  /// Pages whose bytes are not padded say the same.
  @Test(arguments: 1300..<1310 as Range<UInt64>)
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

/// A replay with a tiny window, and what could be seen in its book.
private struct WatchedBook {
  static let all: Set<String> = [
    "settled from the window", "straggler", "run of stragglers", "straggler closed",
    "late discharge",
  ]

  private var replay: Replay?
  private(set) var seen = Set<String>()

  mutating func fold(_ page: LeafPage, _ history: History) throws {
    let rules = try history.rules(History.whole)
    var replay =
      replay
      ?? Replay(
        scope: History.whole, law: history.law, rules: rules,
        obligations: ObligationBook(
          space: MemorySpill(), sizes: .init(window: 4, step: 2, block: 100)))
    try replay.fold(page)
    self.replay = replay
    let book = replay.obligations
    if book.settled.runs[0].places.count > 0 { seen.insert("settled from the window") }
    if book.settled.runs.count > 1 { seen.insert("run of stragglers") }
    if !book.stragglers.isEmpty { seen.insert("straggler") }
    if book.stragglers.values.contains(where: { $0.closed != nil }) {
      seen.insert("straggler closed")
    }
    if try changedLate(book, rules) { seen.insert("late discharge") }
  }

  /// Whether a late discharge changes an obligation that was put away.
  private func changedLate(_ book: ObligationBook, _ rules: RulesInForce) throws -> Bool {
    for run in book.settled.runs {
      var reader = SettledRunReader(run)
      while let obligation = reader.next {
        let before = obligation.discharge?.moment
        let acted = ObligationWithActs(obligation, book.later, under: rules.places)
        if acted.obligation.discharge?.moment != before { return true }
        reader.advance()
      }
    }
    return false
  }
}
