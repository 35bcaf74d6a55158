/// When in a day something happens: the half hours of the day, some likelier than others.
struct TimeOfDay: Sendable {
  private let halfHour: WeightedChoice<Int>

  /// Weights of half hours, each run of them from a half hour of the day (0 is 00:00) on.
  private init(_ runs: [(from: Int, lots: [Int])]) {
    halfHour = WeightedChoice(
      runs.flatMap { run in run.lots.enumerated().map { (run.from + $0, $1) } })
  }

  /// Office hours, 08:30 to 12:00 and 13:30 to 17:30.
  static let office = TimeOfDay([
    (17, [8, 14, 16, 14, 13, 10, 5]), (27, [6, 12, 15, 14, 12, 9, 5, 2]),
  ])
  /// Evenings, and here and there the night.
  static let afterHours = TimeOfDay([
    (0, Array(repeating: 1, count: 16)), (35, [12, 10, 8, 8, 10, 10, 9, 8, 6, 5, 4, 3, 2]),
  ])
  /// A day without work.
  static let restDay = TimeOfDay([
    (0, Array(repeating: 1, count: 16)), (16, Array(repeating: 6, count: 16)),
    (32, Array(repeating: 5, count: 16)),
  ])
  /// Any time, as machines and accidents keep it.
  static let anyTime = TimeOfDay([(0, Array(repeating: 1, count: 48))])
  /// From six in the evening to midnight.
  static let lastHours = TimeOfDay([(36, [6, 5, 4, 4, 4, 4, 4, 4, 4, 4, 5, 9])])

  func time(on day: Int, _ random: inout RandomSource) -> HistoryTime {
    let start = halfHour(&random) * 1_800_000
    return HistoryTime(day: day, millisecond: Int64(start + random.below(1_800_000)))
  }
}
