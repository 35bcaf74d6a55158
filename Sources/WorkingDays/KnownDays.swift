/// The days of which something is known, as runs: whole covered years and single named days.
///
/// Days are days since 1970-01-01.
struct KnownDays: Sendable {
  /// The covered years, ascending.
  private let years: [Int]

  /// The first day of the first covered year.
  let firstCovered: Int?

  /// Ascending, apart from each other by at least one unknown day.
  private let runs: [ClosedRange<Int>]

  init(notices: [HolidayNotice], named: some Sequence<Int>) {
    years = Set(notices.lazy.flatMap(\.coveredYears)).sorted()
    let covered = years.compactMap(KnownDays.days(ofYear:))
    firstCovered = covered.first?.lowerBound
    let all = covered + named.map { $0...$0 }
    runs = KnownDays.joined(all.sorted { $0.lowerBound < $1.lowerBound })
  }

  /// The last covered years that follow each other without a gap.
  var lastYears: ClosedRange<Int>? {
    guard let last = years.last else { return nil }
    var first = last
    for year in years.reversed() where year == first - 1 { first = year }
    return first...last
  }

  /// The first unknown day of a span; nil when all of it is known.
  func firstUnknown(in span: ClosedRange<Int>) -> Int? {
    guard let run = run(around: span.lowerBound) else { return span.lowerBound }
    return run.upperBound < span.upperBound ? run.upperBound + 1 : nil
  }

  func coversYear(_ year: Int) -> Bool { years.contains(year) }

  private func run(around day: Int) -> ClosedRange<Int>? {
    var low = 0
    var high = runs.count
    while low < high {
      let middle = (low + high) / 2
      if runs[middle].upperBound >= day { high = middle } else { low = middle + 1 }
    }
    return low < runs.count && runs[low].contains(day) ? runs[low] : nil
  }

  private static func days(ofYear year: Int) -> ClosedRange<Int>? {
    guard let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year, month: 12, day: 31)
    else { return nil }
    return first.daysSinceEpoch...last.daysSinceEpoch
  }

  /// Joins runs that overlap or touch; `sorted` ascends by lower bound.
  private static func joined(_ sorted: [ClosedRange<Int>]) -> [ClosedRange<Int>] {
    var joined: [ClosedRange<Int>] = []
    for run in sorted {
      guard let last = joined.last, run.lowerBound <= last.upperBound + 1 else {
        joined.append(run)
        continue
      }
      joined[joined.count - 1] = last.lowerBound...Swift.max(last.upperBound, run.upperBound)
    }
    return joined
  }
}
