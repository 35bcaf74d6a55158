/// A seeded generator of whole numbers: SplitMix64 (Steele, Lea and Flood 2014).
///
/// A bound is applied by taking the high half of a 128-bit product. The bias of that is below
/// 2^-32 for the bounds in use, and the result is the same on every machine.
struct RandomSource: Sendable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in `0..<bound`; 0 when there is none.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(0, bound))).high)
  }

  /// A number in the range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Whether something comes about that does so `perMille` times in a thousand.
  mutating func chance(_ perMille: Int) -> Bool { below(1000) < perMille }

  /// One of the elements, of which there is at least one.
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// A choice among few things, some more likely than others, made in one look-up.
struct WeightedChoice<Choice: Sendable>: Sendable {
  private let lots: [Choice]

  /// Each choice with its number of lots; there is at least one lot.
  init(_ weights: [(choice: Choice, lots: Int)]) {
    lots = weights.flatMap { Array(repeating: $0.choice, count: $0.lots) }
  }

  func callAsFunction(_ random: inout RandomSource) -> Choice { random.pick(lots) }
}
