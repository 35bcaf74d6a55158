/// Arithmetic over weeks of five working days, Monday to Friday, as if there were no notices.
///
/// Days are days since 1970-01-01, a Thursday; weeks are counted from Monday 1969-12-29.
enum BareWeeks {
  private static let epochSinceMonday = 3

  /// How many days `day` lies after the Monday of its week, 0...6.
  static func daysSinceMonday(_ day: Int) -> Int {
    let rest = (day + epochSinceMonday) % 7
    return rest < 0 ? rest + 7 : rest
  }

  static func isWeekend(_ day: Int) -> Bool { daysSinceMonday(day) >= 5 }

  /// The Mondays to Fridays from 1969-12-29 through `day`; zero or negative before that Monday.
  static func weekdays(through day: Int) -> Int {
    let rest = daysSinceMonday(day)
    let week = (day + epochSinceMonday - rest) / 7
    return week * 5 + Swift.min(rest + 1, 5)
  }

  /// The earliest day with `weekdays(through:)` equal to `count`: the weekday of that number.
  static func day(ofWeekday count: Int) -> Int {
    let index = count - 1
    let remainder = index % 5
    let rest = remainder < 0 ? remainder + 5 : remainder
    let week = (index - rest) / 5
    return week * 7 + rest - epochSinceMonday
  }
}
