/// A day as the calendar knows it: whether it is worked, and why.
public struct CalendarDay: Hashable, Sendable {
  /// What decides whether the day is worked.
  public enum Reason: Hashable, Sendable {
    /// The notice of this name puts the day in a holiday span.
    case noticeOff(String)
    /// The notice of this name orders the day worked.
    case noticeWorked(String)
    /// A Monday to Friday of a covered year that no notice names.
    case weekday
    /// A Saturday or Sunday of a covered year that no notice names.
    case weekend
    /// A Monday to Friday that no notice names or covers; a notice may yet move it.
    case unknownWeekday
    /// A Saturday or Sunday that no notice names or covers; a notice may yet move it.
    case unknownWeekend
  }

  /// The date.
  public let date: CivilDate

  /// Why the day is worked or not.
  public let reason: Reason

  /// A day with its reason.
  public init(date: CivilDate, reason: Reason) {
    self.date = date
    self.reason = reason
  }

  /// Whether the day is a working day (工作日).
  public var isWorking: Bool {
    switch reason {
    case .noticeWorked, .weekday, .unknownWeekday: true
    case .noticeOff, .weekend, .unknownWeekend: false
    }
  }

  /// Whether a notice names or covers the day; otherwise only the week speaks for it.
  public var isKnown: Bool {
    switch reason {
    case .noticeOff, .noticeWorked, .weekday, .weekend: true
    case .unknownWeekday, .unknownWeekend: false
    }
  }
}
