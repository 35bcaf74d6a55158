/// A calendar date of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31.
///
/// A date has no time zone of its own; where an instant becomes a date, it is the date in Beijing
/// (see ``Instant/beijingDate``).
public struct CivilDate: Hashable, Sendable {
  /// The days from 1970-01-01 (0) to this date; negative before it.
  public var daysSinceEpoch: Int { Int(storedDays) }

  private let storedDays: Int32

  /// The first date that can be written, 0001-01-01.
  public static let min = CivilDate(uncheckedDays: -719_162)

  /// The last date that can be written, 9999-12-31.
  public static let max = CivilDate(uncheckedDays: 2_932_896)

  /// The date of a year (1...9999), month (1...12) and day; nil when there is no such date.
  public init?(year: Int, month: Int, day: Int) {
    guard year >= 1, let days = GregorianDays.days(year: year, month: month, day: day) else {
      return nil
    }
    self.init(uncheckedDays: days)
  }

  /// The date that lies this many days after 1970-01-01; nil outside the years 1...9999.
  public init?(daysSinceEpoch: Int) {
    guard (CivilDate.min.daysSinceEpoch...CivilDate.max.daysSinceEpoch).contains(daysSinceEpoch)
    else { return nil }
    self.init(uncheckedDays: daysSinceEpoch)
  }

  /// `days` must lie in the range of ``init(daysSinceEpoch:)``.
  init(uncheckedDays days: Int) {
    storedDays = Int32(truncatingIfNeeded: days)
  }

  /// The year, 1...9999.
  public var year: Int { components.year }

  /// The month, 1...12.
  public var month: Int { components.month }

  /// The day of the month, 1...31.
  public var day: Int { components.day }

  /// Year, month and day together, for the price of one of them.
  public var components: (year: Int, month: Int, day: Int) {
    GregorianDays.components(of: daysSinceEpoch)
  }

  /// The day of the week.
  public var weekday: Weekday { Weekday(daysSinceEpoch: daysSinceEpoch) }

  /// The date `days` later (earlier when negative); nil outside the years 1...9999.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = daysSinceEpoch.addingReportingOverflow(days)
    return overflow ? nil : CivilDate(daysSinceEpoch: sum)
  }
}

extension CivilDate: Comparable {
  /// Whether the left date is earlier.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.storedDays < right.storedDays
  }
}
