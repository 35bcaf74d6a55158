import MerkleLog
import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// A replay that goes on from a saved state says what the replay of the whole log says.
@Suite struct ResumedReplayTests {
  private static let sizes: [ObligationBook.Sizes] = [
    .init(), .init(window: 4, step: 2, block: 100), .init(window: 0, step: 1, block: 1),
  ]

  private func history(seed: UInt64) throws -> History {
    seed.isMultiple(of: 2)
      ? try RandomHistory.recorded(seed: seed)
      : try RandomHistory.recorded(seed: seed, count: 300, breadth: 4)
  }

  private static func edge(_ history: History, _ size: Int64) -> TreeEdge<SHA256Hasher> {
    var edge = TreeEdge<SHA256Hasher>()
    let page = history.log.page(0..<Int(size))
    for range in page.ranges { _ = edge.append(page.hash(of: range)) }
    return edge
  }

  private func folded(
    _ ranges: some Sequence<Range<Int>>, _ history: History, _ scope: AuditScope,
    _ sizes: ObligationBook.Sizes
  ) throws -> Replay {
    var replay = Replay(
      scope: scope, law: history.law,
      rules: try history.rules(scope),
      obligations: ObligationBook(space: MemorySpill(), sizes: sizes))
    // One key, so that states can be compared.
    replay.grants.key = 329
    for range in ranges { try replay.fold(history.log.page(range)) }
    return replay
  }

  private func resumed(
    _ state: [UInt8], _ history: History, _ scope: AuditScope,
    _ sizes: ObligationBook.Sizes = .init(), rules: RulesInForce? = nil
  ) throws -> Replay {
    var source = ByteSource(state)
    return try Replay(
      resumingFrom: { source.next($0) }, scope: scope, law: history.law,
      rules: try rules ?? history.rules(scope),
      obligations: ObligationBook(space: MemorySpill(), sizes: sizes)
    ) { Self.edge(history, $0) }
  }

  private static let whole = AuditScope(asOf: .max, knownAt: .max)

  /// The same report, and the same state at the end, wherever the history was cut.
  @Test(arguments: 2000..<2012 as Range<UInt64>)
  func sameBytes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let size = Int(history.log.size)
    let middle: Instant = "2024-06-01"
    for scope in [Self.whole, AuditScope(asOf: middle, knownAt: .max)] {
      for sizes in Self.sizes {
        let cut = Int.random(in: 0...size, using: &generator)
        let parts = [0..<cut / 2, cut / 2..<cut, cut..<(cut + size) / 2, (cut + size) / 2..<size]
        let full = try folded(parts, history, scope, sizes)
        let state = try folded(parts.prefix(2), history, scope, sizes).state()
        var replay = try resumed(state, history, scope, sizes)
        #expect(replay.size == Int64(cut))
        for range in parts.dropFirst(2) { try replay.fold(history.log.page(range)) }
        #expect(try replay.report().json == full.report().json, "seed \(seed), cut \(cut)")
        #expect(try replay.state() == full.state(), "seed \(seed), cut \(cut)")
        let department = AuditScope(asOf: scope.asOf, knownAt: .max, department: .transport)
        let own = try resumed(full.state(), history, department, sizes)
        #expect(
          try own.report().json == folded(parts, history, department, sizes).report().json)
      }
    }
  }

  /// Whenever the state is taken over under other times, it gives the report of those times.
  @Test(arguments: 2100..<2106 as Range<UInt64>)
  func otherTimes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let size = Int(history.log.size)
    var (taken, refused) = (0, 0)
    for index in 0..<40 {
      let times = (0..<4).map { _ in Self.time(&generator) }
      let cut = Int.random(in: 0...size, using: &generator)
      let saved = AuditScope(asOf: times[0], knownAt: times[1])
      let isSame = index.isMultiple(of: 10)
      let scope = isSame ? saved : AuditScope(asOf: times[2], knownAt: times[3])
      let state = try folded([0..<cut], history, saved, .init()).state()
      do {
        var replay = try resumed(state, history, scope)
        try replay.fold(history.log.page(cut..<size))
        let full = try folded([0..<size], history, scope, .init())
        #expect(try replay.report().json == full.report().json, "seed \(seed)")
        taken += 1
      } catch let error as LedgerError {
        #expect(error.code == .contradictory && !isSame)
        refused += 1
      }
    }
    #expect(taken > 0 && refused > 0)
  }

  private static func time(_ generator: inout SplitMix64) -> Instant {
    if Bool.random(using: &generator) { return .max }
    let start: Instant = "2019-12-01"
    return start.adding(milliseconds: .random(in: 0...300_000_000_000, using: &generator)) ?? start
  }

  // MARK: What is refused

  @Test func anotherLog() throws {
    let (history, other) = (try history(seed: 2000), try history(seed: 2002))
    let state = try folded([0..<10], history, Self.whole, .init()).state()
    let rules = try history.rules(Self.whole)
    let error = try refusal { try resumed(state, other, Self.whole, rules: rules) }
    #expect(error.code == .damaged)
  }

  @Test func anotherBook() throws {
    let history = try history(seed: 2000)
    let state = try folded([0..<10], history, Self.whole, .init()).state()
    let other = try RuleBooks.book([(JSONPath(steps: [.key("book")]), .string("other/1"))])
    var source = ByteSource(state)
    let error = try refusal {
      try Replay(
        resumingFrom: { source.next($0) }, scope: Self.whole, law: history.law,
        rules: RulesInForce(other)
      ) { Self.edge(history, $0) }
    }
    #expect(error.code == .contradictory)
  }

  @Test func truncations() throws {
    let history = try RandomHistory.recorded(seed: 2050)
    let state = try folded(
      [0..<Int(history.log.size)], history, Self.whole, .init(window: 4, step: 2, block: 100)
    ).state()
    let rules = try history.rules(Self.whole)
    for count in Self.places(in: state) {
      let part = Array(state.prefix(count))
      #expect(try refusal { try resumed(part, history, Self.whole, rules: rules) }.code == .damaged)
    }
    let longer = state + [0]
    #expect(try refusal { try resumed(longer, history, Self.whole, rules: rules) }.code == .damaged)
  }

  /// Whatever is changed is noticed by the digest.
  @Test func flippedBytes() throws {
    let history = try RandomHistory.recorded(seed: 2051)
    let state = try folded([0..<Int(history.log.size)], history, Self.whole, .init()).state()
    let rules = try history.rules(Self.whole)
    for place in Self.places(in: state) {
      var damaged = state
      damaged[place] ^= 1 << UInt8(place % 8)
      let error = try refusal { try resumed(damaged, history, Self.whole, rules: rules) }
      #expect(error.code == .damaged || error.code == .contradictory, "byte \(place)")
    }
  }

  /// Every place of a state's beginning and end, and a thousand between.
  private static func places(in state: [UInt8]) -> [Int] {
    let step = max(1, state.count / 1000)
    return state.indices.filter { $0 < 300 || $0 >= state.count - 300 || $0 % step == 0 }
  }

  /// A state that was forged together with its digest is refused or gives some report; it never
  /// stops the program.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func forged(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try RandomHistory.recorded(seed: 2052)
    let size = Int(history.log.size)
    let state = try folded(
      [0..<size / 2, size / 2..<size - 20], history, Self.whole,
      .init(window: 4, step: 2, block: 100)
    ).state()
    let rules = try history.rules(Self.whole)
    let blocks = Self.blocks(of: state)
    var outcomes: Set<String> = []
    for _ in 0..<300 {
      var forged = blocks
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let block = Int.random(in: forged.indices, using: &generator)
        let place = Int.random(in: forged[block].indices, using: &generator)
        forged[block][place] =
          [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF].randomElement(using: &generator)
          ?? .random(in: .min ... .max, using: &generator)
      }
      do {
        var replay = try resumed(Self.state(of: forged), history, Self.whole, rules: rules)
        try replay.fold(history.log.page(Int(replay.size)..<size))
        _ = try replay.report().json
        outcomes.insert("taken")
      } catch let error as LedgerError {
        outcomes.insert("\(error.code)")
      }
    }
    #expect(outcomes.isSuperset(of: ["taken", "damaged"]))
  }

  private static func blocks(of state: [UInt8]) -> [[UInt8]] {
    var blocks: [[UInt8]] = []
    var source = ByteSource(state)
    while true {
      let length = source.next(4).reduce(0) { $0 << 8 | Int($1) }
      if length == 0 { return blocks }
      blocks.append(source.next(length))
    }
  }

  private static func state(of blocks: [[UInt8]]) -> [UInt8] {
    var edge = TreeEdge<SHA256Hasher>()
    var bytes: [UInt8] = []
    for block in blocks {
      _ = edge.append(block.withUnsafeBytes(SHA256Hasher.leaf))
      bytes += withUnsafeBytes(of: UInt32(block.count).bigEndian, Array.init) + block
    }
    return bytes + [0, 0, 0, 0] + edge.root().bytes
  }

  /// What was put away and is lost is an error when the state is saved.
  @Test func lostBlocks() throws {
    final class Forgetful: SpillSpace {
      func append(_ block: [UInt8]) -> Int { 0 }
      func block(at place: Int) -> [UInt8]? { nil }
    }
    let history = try RandomHistory.recorded(seed: 2053)
    var replay = Replay(
      scope: Self.whole, law: history.law, rules: try history.rules(Self.whole),
      obligations: ObligationBook(
        space: Forgetful(), sizes: .init(window: 0, step: 1, block: 1)))
    try replay.fold(history.log.page(0..<Int(history.log.size)))
    #expect(try refusal { try replay.state() }.code == .inputOutput)
  }
}

extension Replay {
  fileprivate func state() throws -> [UInt8] {
    let collected = Collected()
    try save { collected.bytes += $0 }
    return collected.bytes
  }
}

private final class Collected {
  var bytes: [UInt8] = []
}

private struct ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func next(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}
