import LedgerCore

/// Which unlawful acts a history is to have: of every so many matters of a sort one gets one, and the
/// ways to act unlawfully take turns.
///
/// Each takes its first turn as soon as it can, so that even a small history has all of them; after
/// that the frequent ones come more often (smooth weighted round robin, as in `Turns`).
struct BreachTurns: Sendable {
  /// The sorts of matter of which a share gets an unlawful act.
  enum Sort: Int, CaseIterable, Sendable {
    /// An entry of the catalogue.
    case entry
    /// An update trigger that a change of the law brings.
    case trigger
    /// What begins of its own accord.
    case beginning
  }

  /// A way to act unlawfully, to be found under a rule from its first day on.
  private struct Turn: Sendable {
    let breach: Breach
    let firstDay: Int
    var isFirst = true
    var gained = 0
  }

  private static let one = 1 << 40

  /// Whether any share of the matters is asked for.
  let isAsked: Bool
  /// The share of the matters, in parts of `one`.
  private let share: Int
  private var turns: [Turn] = []
  /// Of each sort, what part of an unlawful act is due.
  private var due = Array(repeating: one / 2, count: Sort.allCases.count)

  /// - Parameter share: that of the matters, from 0 to 1.
  init(share: Double, law: BundledLaw) {
    isAsked = share > 0
    self.share = Int((share * Double(Self.one)).rounded())
    guard isAsked else { return }
    for breach in Breach.allCases {
      for rule in breach.profile.rules {
        guard let book = law.books.first(where: { $0.knows(rule) }) else { continue }
        turns.append(Turn(breach: breach, firstDay: HistoryTime.day(of: book.inForceFrom)))
      }
    }
  }

  /// The unlawful act of the next matter, if it gets one.
  ///
  /// - Parameters:
  ///   - sort: the matter's sort.
  ///   - day: the day on which it begins.
  ///   - isPossible: whether such a matter can get an unlawful act then.
  mutating func next(
    _ sort: Sort, on day: Int, where isPossible: (Breach) -> Bool
  ) -> Breach? {
    due[sort.rawValue] += share
    guard due[sort.rawValue] >= Self.one else { return nil }
    let possible = turns.indices.filter {
      turns[$0].firstDay <= day && isPossible(turns[$0].breach)
    }
    guard !possible.isEmpty else {
      // It stays due, but no more than one does.
      due[sort.rawValue] = Self.one
      return nil
    }
    due[sort.rawValue] -= Self.one
    return take(among: possible)
  }

  private mutating func take(among possible: [Int]) -> Breach? {
    if let first = possible.first(where: { turns[$0].isFirst }) {
      turns[first].isFirst = false
      return turns[first].breach
    }
    var all = 0
    for index in possible {
      turns[index].gained += turns[index].breach.profile.turns
      all += turns[index].breach.profile.turns
    }
    guard let richest = possible.max(by: { turns[$0].gained < turns[$1].gained }) else {
      return nil
    }
    turns[richest].gained -= all
    return turns[richest].breach
  }
}

extension RuleBook {
  /// Whether a finding of this name is one of the book's, or beside one of its obligations.
  fileprivate func knows(_ rule: String) -> Bool {
    violations.contains { $0.id == rule }
      || obligations.contains { ["\($0.id).competence", "\($0.id).recipient"].contains(rule) }
  }
}
