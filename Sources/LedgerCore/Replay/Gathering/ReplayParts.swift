/// Among how many parts the acts of a log are divided, so that each fits the cache and is judged by
/// itself: by the names of their matters.
struct ReplayParts: Sendable {
  /// How many events a part is meant to have.
  private static let usualSize: Int64 = 4096
  private static let most = 512

  /// A power of two.
  let count: Int
  /// New in every replay, so that nobody can choose names that crowd together; it goes on with one
  /// that is saved.
  let key: UInt64

  /// The parts for about so many events.
  init(events: Int64, key: UInt64 = .random(in: .min ... .max)) {
    var count = 1
    while count < Self.most, Int64(count) * Self.usualSize < events { count *= 2 }
    self.init(count: count, key: key)
  }

  private init(count: Int, key: UInt64) {
    self.count = count
    self.key = key
  }

  /// Saved parts; `nil` for a number that there cannot be.
  init?(saved count: Int64, key: UInt64) {
    guard (1...Int64(Self.most)).contains(count), count & (count - 1) == 0 else { return nil }
    self.init(count: Int(count), key: key)
  }

  /// What an act is put away in: of each part the streams that tell facts have a run of their own.
  struct Run: Equatable {
    let number: UInt16

    init(part: Int, tellsFacts: Bool) {
      number = UInt16(truncatingIfNeeded: 2 * part + (tellsFacts ? 0 : 1))
    }
  }

  /// How many runs there are.
  var runCount: Int { 2 * count }

  /// The run of the acts on a matter.
  func run(of matter: Name, _ category: StreamName.Category) -> Run {
    Run(
      part: GatheredFacts.table(of: matter, among: count, key: key), tellsFacts: category.tellsFacts
    )
  }
}

extension StreamName.Category {
  /// Whether streams of the category tell what is asked about the matters of others: bodies, divisions,
  /// catalogue entries, and cloud nodes.
  fileprivate var tellsFacts: Bool {
    switch self {
    case .department, .division, .catalogEntry, .cloudNode: true
    default: false
    }
  }
}
