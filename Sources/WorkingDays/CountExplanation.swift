/// The story of a count: each day from the start to the last day, and what became of it.
public struct CountExplanation: Hashable, Sendable {
  /// The start day as given.
  public let from: CivilDate

  /// The rule by which the days were counted, every parameter included.
  public let rule: CountingRule

  /// The last day of the period; the same as ``HolidayCalendar/dueDate(from:counting:excluding:)`` answers.
  public let due: DueDate

  /// Every day from ``from`` to the last day of the period, in order.
  public let days: [CountedDay]
}

/// A day within a count.
public struct CountedDay: Hashable, Sendable {
  /// The part that a day plays in a count.
  public enum Role: Hashable, Sendable {
    /// The start day as given; Civil Code (民法典) art. 201 does not count it.
    case start
    /// The working day on which a start on a rest day is deemed to fall.
    case deemedStart
    /// A rest day; it is not counted.
    case rest
    /// A day on which the clock stood still.
    case excluded
    /// A working day of the period.
    case counted
    /// A working day of the extension.
    case extended
  }

  /// The day, with the reason for which it is worked or not.
  public let day: CalendarDay

  /// The number of the day in the period and its extension, from 1; nil when it is not counted.
  public let number: Int?

  /// The part that the day plays. A start day has a number only when the rule counts it.
  public let role: Role
}
