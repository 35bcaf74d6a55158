/// The newest obligations, by number.
struct ObligationWindow {
  private var obligations: [Obligation] = []
  /// How many at the front of the array have left the window.
  private var removed = 0
  /// The number of the array's first.
  private var base: Int64 = 0

  /// A window whose first obligation will have a number.
  init(startingAt number: Int64 = 0) { base = number }

  var count: Int { obligations.count - removed }
  /// The number of the oldest.
  var first: Int64 { base + Int64(removed) }
  /// The number of the next to be opened.
  var next: Int64 { base + Int64(obligations.count) }

  /// The obligations, the oldest first.
  var all: ArraySlice<Obligation> { obligations[removed...] }

  func contains(_ number: Int64) -> Bool { (first..<next).contains(number) }

  mutating func append(_ obligation: Obligation) { obligations.append(obligation) }

  /// Changes an obligation that the window contains.
  @inline(__always)
  mutating func update<Result>(
    _ number: Int64, _ change: (inout Obligation) -> Result
  ) -> Result {
    change(&obligations[Int(number - base)])
  }

  /// Removes the oldest.
  mutating func removeFirst(_ count: Int) -> [Obligation] {
    let leaving = Array(all.prefix(count))
    removed += leaving.count
    if removed * 2 > obligations.count {
      base += Int64(removed)
      obligations.removeFirst(removed)
      removed = 0
    }
    return leaving
  }
}
