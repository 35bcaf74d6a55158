import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// An obligation that was put away comes back as it was.
@Suite struct ObligationBytesTests {
  /// Random obligations, with numbers at both ends of their ranges.
  private struct RandomObligations {
    var random: RandomEvents
    var long = LongNames()

    init(seed: UInt64) { random = RandomEvents(seed: seed) }

    mutating func obligation() -> Obligation {
      var obligation = Obligation(
        number: number(), rule: Int(number() / 2), kind: random.choice(), subject: name(),
        part: part(), department: random.body(), start: random.date(), opening: citation(),
        isOpenedLater: random.bool())
      obligation.discharge = random.bool() ? discharge() : nil
      obligation.closed = random.bool() ? citation().moment : nil
      return obligation
    }

    private mutating func number() -> Int64 {
      switch Int.random(in: 0..<4, using: &random.generator) {
      case 0: [Int64.max, 0, 63, 64, 127, 128].randomElement(using: &random.generator) ?? 0
      case 1: .random(in: 0...Int64.max, using: &random.generator)
      default: .random(in: 0...100_000, using: &random.generator)
      }
    }

    private mutating func name() -> Name { long.name(of: random.id().text) }

    private mutating func part() -> Obligation.Part {
      switch Int.random(in: 0..<3, using: &random.generator) {
      case 0: .whole
      case 1: .entry(name())
      default: .recipient(random.choice())
      }
    }

    private mutating func discharge() -> Obligation.Discharge {
      Obligation.Discharge(
        citation: citation(), knownAt: random.instant(), isImported: random.bool())
    }

    private mutating func citation() -> Obligation.Citation {
      Obligation.Citation(
        moment: Moment(occurredAt: random.instant(), position: number()), event: name())
    }
  }

  private func bytes(_ obligations: [Obligation]) -> [UInt8] {
    var writer = CompactWriter()
    for obligation in obligations { writer.obligation(obligation) }
    return writer.bytes
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) {
    var random = RandomObligations(seed: seed)
    let obligations = (0..<100).map { _ in random.obligation() }
    var reader = CompactReader(bytes(obligations))
    for obligation in obligations {
      #expect(!reader.isAtEnd)
      #expect(reader.obligation().map { "\($0)" } == "\(obligation)", "seed \(seed)")
    }
    #expect(reader.isAtEnd && reader.obligation() == nil)
  }

  @Test func everyTruncation() {
    var random = RandomObligations(seed: 41)
    for _ in 0..<50 {
      let whole = bytes([random.obligation()])
      for length in whole.indices {
        var reader = CompactReader(Array(whole.prefix(length)))
        #expect(reader.obligation() == nil, "\(length) of \(whole)")
      }
    }
  }

  /// What was not written by the ledger is `nil`, or some obligation; it never stops the program.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func garbage(seed: UInt64) {
    var random = RandomObligations(seed: seed)
    var generator = SplitMix64(seed: seed)
    for _ in 0..<200 {
      var damaged = bytes([random.obligation(), random.obligation()])
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let start = Int.random(in: damaged.indices, using: &generator)
        let end = min(damaged.count, start + Int.random(in: 0...3, using: &generator))
        let new = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          [0, 1, 0x7F, 0x80, 0xFE, 0xFF, .random(in: .min ... .max, using: &generator)][
            Int.random(in: 0..<7, using: &generator)] as UInt8
        }
        damaged.replaceSubrange(start..<end, with: new)
        if damaged.isEmpty { break }
      }
      readAll(damaged)
      readAll((0..<80).map { _ in .random(in: .min ... .max, using: &generator) })
    }
  }

  /// Reads to the end or to the first that is none; every step takes bytes.
  private func readAll(_ bytes: [UInt8]) {
    var reader = CompactReader(bytes)
    var count = 0
    while !reader.isAtEnd, reader.obligation() != nil { count += 1 }
    #expect(count <= bytes.count)
  }

  /// A place in the list of long names is never negative.
  @Test func negativePlace() {
    let listed: [UInt8] = [0, 0, 0, CompactReader.listed]
    for place in [1, 3, 0x7F] as [UInt8] {
      var reader = CompactReader(listed + [place] + Array(repeating: 0, count: 60))
      #expect(reader.obligation() == nil)
    }
  }
}
