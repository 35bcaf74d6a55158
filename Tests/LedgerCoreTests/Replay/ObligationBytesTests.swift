import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// An obligation that was put away comes back as it was.
@Suite struct ObligationBytesTests {
  /// Random obligations, with numbers at both ends of their ranges.
  private struct RandomObligations: NamedTexts {
    var random: RandomEvents
    private var texts: [UInt8] = []

    init(seed: UInt64) { random = RandomEvents(seed: seed) }

    func withUTF8<Result>(
      _ range: TextRange, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
      texts[Int(range.start)..<Int(range.start + range.count)].withUnsafeBufferPointer(body)
    }

    mutating func obligation() -> Obligation {
      let opened = Obligation(
        rule: Int(number() / 2), matter: name(), part: part(), department: random.body(),
        start: random.date(), opening: citation())
      return Obligation(
        opened, discharge: random.bool() ? discharge() : nil,
        closed: random.bool() ? citation().moment : nil,
        acts: (0..<Int.random(in: 0...2, using: &random.generator)).map { _ in act() },
        others: (0..<Int.random(in: 0...2, using: &random.generator)).map { _ in discharge() })
    }

    private mutating func number() -> Int64 {
      switch Int.random(in: 0..<4, using: &random.generator) {
      case 0: [Int64.max, 0, 63, 64, 127, 128].randomElement(using: &random.generator) ?? 0
      case 1: .random(in: 0...Int64.max, using: &random.generator)
      default: .random(in: 0...100_000, using: &random.generator)
      }
    }

    private mutating func name() -> TextRange {
      let start = texts.count
      texts += random.id().text.utf8
      return TextRange(start, texts.count)
    }

    private mutating func part() -> Obligation.Part {
      switch Int.random(in: 0..<3, using: &random.generator) {
      case 0: .whole
      case 1: .entry(NamedText(name: .none, text: name()))
      default: .recipient(random.choice())
      }
    }

    private mutating func act() -> ClockAct {
      ClockAct(
        type: random.choice(), moment: citation().moment, days: Int(number()),
        isConsented: random.bool(), receivedOn: random.date())
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

  /// An obligation in words, its texts themselves instead of where they stand.
  private func told(_ obligation: Obligation, _ texts: some NamedTexts) -> String {
    let discharge = { (discharge: Obligation.Discharge) in
      "\(discharge.moment) \(texts.identifier(discharge.citation.event)) \(discharge.knownAt)"
        + " \(discharge.isImported)"
    }
    return """
      \(obligation.rule) \(texts.identifier(obligation.matter)) \(obligation.department)
      \(obligation.part.map { texts.identifier($0.text) }) \(obligation.start)
      \(obligation.opening.moment) \(texts.identifier(obligation.opening.event))
      \(obligation.discharge.map(discharge) ?? "-") \(obligation.acts)
      \(obligation.closed.map { "\($0)" } ?? "-") \(obligation.others.map(discharge))
      """
  }

  private func bytes(_ obligations: [Obligation], _ texts: RandomObligations) -> [UInt8] {
    var writer = CompactWriter()
    for obligation in obligations { writer.obligation(obligation, texts) }
    return writer.bytes
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func roundTrip(seed: UInt64) {
    var random = RandomObligations(seed: seed)
    let obligations = (0..<100).map { _ in random.obligation() }
    var reader = CompactReader(bytes(obligations, random))
    for obligation in obligations {
      #expect(!reader.isAtEnd)
      let read = reader.obligation()
      #expect(read.map { told($0, reader) } == told(obligation, random), "seed \(seed)")
    }
    #expect(reader.isAtEnd && reader.obligation() == nil)
  }

  @Test func everyTruncation() {
    var random = RandomObligations(seed: 41)
    for _ in 0..<50 {
      let whole = bytes([random.obligation()], random)
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
      var damaged = bytes([random.obligation(), random.obligation()], random)
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
}
