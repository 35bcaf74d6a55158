import WorkingDays

/// A moment of the history: milliseconds since 2020-01-01T00:00 in Beijing.
struct HistoryTime: Hashable, Comparable, Sendable {
  var milliseconds: Int64

  static let millisecondsPerDay: Int64 = 86_400_000
  /// The days from 1970-01-01 to 2020-01-01.
  static let firstDaySinceEpoch = 18_262
  /// 2026-06-30, the last day of any history, as days after 2020-01-01.
  static let lastDay = 2372
  /// The last millisecond of any history.
  static let end = HistoryTime(day: lastDay, millisecond: millisecondsPerDay - 1)
  static let start = HistoryTime(day: 0, millisecond: 0)

  init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// A time of day on the day that lies `day` days after 2020-01-01.
  init(day: Int, millisecond: Int64) {
    milliseconds = Int64(day) * Self.millisecondsPerDay + millisecond
  }

  /// The days from 2020-01-01 to this moment's day.
  var day: Int { Int(milliseconds / Self.millisecondsPerDay) }

  func adding(milliseconds more: Int) -> HistoryTime {
    HistoryTime(milliseconds: milliseconds + Int64(more))
  }

  func adding(minutes: Int) -> HistoryTime { adding(milliseconds: minutes * 60_000) }

  var instant: Instant {
    Instant.start(of: Self.firstDate).adding(milliseconds: milliseconds) ?? .max
  }

  static func date(ofDay day: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: firstDaySinceEpoch + day) ?? .max
  }

  static func day(of date: CivilDate) -> Int { date.daysSinceEpoch - firstDaySinceEpoch }

  private static let firstDate = date(ofDay: 0)

  static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }
}
