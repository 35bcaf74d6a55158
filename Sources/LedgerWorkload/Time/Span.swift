import WorkingDays

/// The days that a history covers.
struct Span: Hashable, Sendable {
  /// Its first day, as days after 2020-01-01; the bodies are registered from the next on.
  let firstDay: Int
  let lastDay: Int
  /// Whether it is a single year, at whose beginning all that is long established is registered.
  let isOneYear: Bool

  /// 2020-01-01 to 2026-06-30.
  static let whole = Span(firstDay: 0, lastDay: HistoryTime.lastDay, isOneYear: false)

  /// The years of which a history can be.
  static let years = 2020...2026

  /// A year, as far as any history goes; without one the whole span.
  init(year: Int?) {
    guard let year, let first = CivilDate(year: year, month: 1, day: 1),
      let next = CivilDate(year: year + 1, month: 1, day: 1)
    else {
      self = .whole
      return
    }
    self.init(
      firstDay: HistoryTime.day(of: first),
      lastDay: min(HistoryTime.lastDay, HistoryTime.day(of: next) - 1), isOneYear: true)
  }

  private init(firstDay: Int, lastDay: Int, isOneYear: Bool) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.isOneYear = isOneYear
  }

  var days: ClosedRange<Int> { firstDay...lastDay }

  /// The last millisecond.
  var end: HistoryTime {
    HistoryTime(day: lastDay, millisecond: HistoryTime.millisecondsPerDay - 1)
  }
}
