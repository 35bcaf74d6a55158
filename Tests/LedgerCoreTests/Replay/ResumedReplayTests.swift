import MerkleLog
import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// A replay that goes on from a saved state says what the replay of the whole log says.
@Suite struct ResumedReplayTests {
  private static let blocks = [1, 100, 1 << 16]

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
    _ ranges: some Sequence<Range<Int>>, _ history: History, block: Int = 100
  ) throws -> Replay {
    // One key, so that states can be compared.
    var replay = Replay(
      law: history.law, parts: ReplayParts(events: 20_000, key: 329), space: MemorySpill(),
      blockSize: block)
    for range in ranges { try replay.fold(history.log.page(range)) }
    return replay
  }

  private func resumed(_ state: [UInt8], _ history: History) throws -> Replay {
    var source = ByteSource(state)
    return try Replay(resumingFrom: { source.next($0) }, law: history.law) {
      Self.edge(history, $0)
    }
  }

  private static func time(_ generator: inout SplitMix64) -> Instant {
    if Bool.random(using: &generator) { return .max }
    let start: Instant = "2019-12-01"
    return start.adding(milliseconds: .random(in: 0...300_000_000_000, using: &generator)) ?? start
  }

  /// The same report, whatever is asked, and the same state at the end, wherever the history was cut.
  @Test(arguments: LongRun.seeds(2000..<2012, usually: 4))
  func sameBytes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try history(seed: seed)
    let size = Int(history.log.size)
    for block in Self.blocks {
      let cut = Int.random(in: 0...size, using: &generator)
      let parts = [0..<cut / 2, cut / 2..<cut, cut..<(cut + size) / 2, (cut + size) / 2..<size]
      let full = try folded(parts, history, block: block)
      var replay = try resumed(folded(parts.prefix(2), history, block: block).state(), history)
      #expect(replay.size == Int64(cut))
      for range in parts.dropFirst(2) { try replay.fold(history.log.page(range)) }
      for department in [nil, BodyCode.transport] {
        let scope = AuditScope(
          asOf: Self.time(&generator), knownAt: Self.time(&generator), department: department)
        let rules = try history.rules(scope)
        let report = try replay.report(scope, rules: rules)
        #expect(
          try report.json == full.report(scope, rules: rules).json, "seed \(seed), cut \(cut)")
        #expect(try replay.rulesOfLog(scope) == rules)
      }
      let again = try resumed(replay.state(), history)
      #expect(try again.state() == replay.state(), "seed \(seed), cut \(cut)")
    }
  }

  // MARK: What is refused

  @Test func anotherLog() throws {
    let (history, other) = (try history(seed: 2000), try history(seed: 2002))
    let state = try folded([0..<10], history).state()
    #expect(try refusal { try resumed(state, other) }.code == .damaged)
  }

  @Test func truncations() throws {
    let history = try RandomHistory.recorded(seed: 2050)
    let state = try folded([0..<Int(history.log.size)], history).state()
    for count in Self.places(in: state) {
      let part = Array(state.prefix(count))
      #expect(try refusal { try resumed(part, history) }.code == .damaged)
    }
    let longer = state + [0]
    #expect(try refusal { try resumed(longer, history) }.code == .damaged)
  }

  /// Whatever is changed is noticed by the digest.
  @Test func flippedBytes() throws {
    let history = try RandomHistory.recorded(seed: 2051)
    let state = try folded([0..<Int(history.log.size)], history).state()
    for place in Self.places(in: state) {
      var damaged = state
      damaged[place] ^= 1 << UInt8(place % 8)
      let error = try refusal { try resumed(damaged, history) }
      #expect(error.code == .damaged, "byte \(place)")
    }
  }

  /// Every place of a state's beginning and end, and a thousand between.
  private static func places(in state: [UInt8]) -> [Int] {
    let step = max(1, state.count / 1000)
    return state.indices.filter { $0 < 300 || $0 >= state.count - 300 || $0 % step == 0 }
  }

  /// A state that was forged together with its digest is refused or gives some report; it never
  /// stops the program.
  @Test(arguments: LongRun.seeds(0..<10, usually: 3))
  func forged(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let history = try RandomHistory.recorded(seed: 2052)
    let size = Int(history.log.size)
    let state = try folded([0..<size / 2, size / 2..<size - 20], history).state()
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
        var replay = try resumed(Self.state(of: forged), history)
        try replay.fold(history.log.page(Int(replay.size)..<size))
        let rules = try replay.rulesOfLog(History.whole)
        _ = try replay.report(History.whole, rules: rules).json
        outcomes.insert("taken")
      } catch let error as LedgerError {
        outcomes.insert("\(error.code)")
      }
    }
    #expect(outcomes.isSuperset(of: ["taken", "damaged"]), "\(outcomes)")
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
      law: history.law, parts: ReplayParts(events: 0), space: Forgetful(), blockSize: 1)
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
