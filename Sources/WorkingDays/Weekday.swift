/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday 7.
public enum Weekday: Int, Hashable, Sendable, CaseIterable {
  /// 星期一.
  case monday = 1
  /// 星期二.
  case tuesday
  /// 星期三.
  case wednesday
  /// 星期四.
  case thursday
  /// 星期五.
  case friday
  /// 星期六.
  case saturday
  /// 星期日.
  case sunday

  /// Whether the day is a Saturday or a Sunday, on which state organs rest
  /// (Provisions on Working Hours 国务院关于职工工作时间的规定, art. 7).
  public var isWeekend: Bool { self == .saturday || self == .sunday }

  init(daysSinceEpoch days: Int) {
    switch BareWeeks.daysSinceMonday(days) {
    case 0: self = .monday
    case 1: self = .tuesday
    case 2: self = .wednesday
    case 3: self = .thursday
    case 4: self = .friday
    case 5: self = .saturday
    default: self = .sunday
    }
  }
}
