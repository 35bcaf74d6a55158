/// How much begins on each day, so that a history of any size fills the years evenly.
///
/// Working days carry nearly all; the numbers grow to about the threefold in six years. What
/// follows from what begins near the end falls outside the history, and is allowed for.
struct Pace: Sendable {
  /// The days before anything begins: a whole history's first is 2020-01-13.
  static let delay = 12
  private static let one = 1 << 20

  /// For each day, how much begins on it compared with others.
  private let weights: [Int]
  /// For each day, the weights from it on, each times the records in a hundred beginnings.
  private let ahead: [Int]
  private var carried = one / 2

  init(_ calendar: OfficeCalendar, _ span: Span) {
    weights = (0...HistoryTime.lastDay).map { Self.weight($0, in: span, calendar) }
    var ahead = Array(repeating: 0, count: weights.count + 1)
    for day in span.days.reversed() {
      let left = calendar.workingDays(after: day, through: span.lastDay)
      ahead[day] = ahead[day + 1] + weights[day] * (100 + min(105, 13 * left))
    }
    self.ahead = ahead
  }

  /// How much begins on `day`, when `records` are to come from it and the days after it.
  mutating func beginnings(on day: Int, for records: Int) -> Int {
    guard weights[day] > 0, records > 0 else { return 0 }
    let share = weights[day] * 100 * Self.one / ahead[day]
    carried += min(records, 1 << 40) * share
    let whole = carried / Self.one
    carried %= Self.one
    return whole
  }

  private static func weight(_ day: Int, in span: Span, _ calendar: OfficeCalendar) -> Int {
    guard span.days.contains(day), day - span.firstDay >= delay else { return 0 }
    let growth = 1000 + day - span.firstDay
    guard calendar.isWorking(day) else { return growth * 5 / 100 }
    let followsHolidays = !(1...3).contains { calendar.isWorking(day - $0) }
    return followsHolidays ? growth * 130 / 100 : growth
  }
}

/// Takes turns among beginnings, so that even a small history has some of each.
///
/// This is smooth weighted round robin: each gains its share, the richest takes its turn and pays
/// for all.
struct Turns: Sendable {
  private static let all = Beginning.allCases
  private static let shares: [Int] = all.map { beginning in
    switch beginning {
    case .request: 860
    case .project: 30
    case .incident: 20
    case .filing: 25
    case .revision: 30
    case .retirement: 12
    case .registration: 10
    case .functionChange: 13
    case .access: 12
    case .quality, .publication: 6
    case .source: 5
    case .cloudUse, .collection, .verification, .application: 4
    case .purchase, .paper, .drill, .officer: 3
    case .works, .master, .securityRules, .assessment, .training, .evaluation: 2
    case .specialPlan, .referral: 1
    }
  }
  private static let total = shares.reduce(0, +)

  /// All but requests begin half way to their first turn.
  private var gained: [Int] = all.map { $0 == .request ? 0 : total / 2 }

  mutating func next() -> Beginning {
    var richest = Beginning.request
    for beginning in Self.all {
      gained[beginning.rawValue] += Self.shares[beginning.rawValue]
      if gained[beginning.rawValue] > gained[richest.rawValue] { richest = beginning }
    }
    gained[richest.rawValue] -= Self.total
    return richest
  }
}
