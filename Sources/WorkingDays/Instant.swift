/// A moment in time to the millisecond, written in Beijing time (fixed UTC+08:00, no summer time).
///
/// The range is what prints with a Beijing year of 0001 to 9999. There are no leap seconds.
public struct Instant: Hashable, Sendable {
  /// The milliseconds from 1970-01-01T00:00:00Z to this moment; negative before it.
  public let millisecondsSinceEpoch: Int64

  /// The first moment, 0001-01-01T00:00:00.000+08:00.
  public static let min = start(of: .min)

  /// The last moment, 9999-12-31T23:59:59.999+08:00.
  public static let max = end(of: .max)

  static let millisecondsPerDay: Int64 = 86_400_000
  private static let beijingOffset: Int64 = 8 * 3_600_000

  /// The moment that lies this many milliseconds after 1970-01-01T00:00:00Z; nil outside the
  /// Beijing years 1...9999.
  public init?(millisecondsSinceEpoch: Int64) {
    guard
      (Instant.min.millisecondsSinceEpoch...Instant.max.millisecondsSinceEpoch)
        .contains(millisecondsSinceEpoch)
    else { return nil }
    self.millisecondsSinceEpoch = millisecondsSinceEpoch
  }

  /// The moment `millisecondOfDay` (0..<86,400,000) after 00:00 in Beijing on `date`.
  package init(beijingDate date: CivilDate, millisecondOfDay: Int64) {
    millisecondsSinceEpoch =
      Int64(date.daysSinceEpoch) * Instant.millisecondsPerDay + millisecondOfDay
      - Instant.beijingOffset
  }

  /// The first moment of a day in Beijing, 00:00:00.000.
  public static func start(of date: CivilDate) -> Instant {
    Instant(beijingDate: date, millisecondOfDay: 0)
  }

  /// The last moment of a day in Beijing, 23:59:59.999; the 24:00 of Civil Code (民法典) art. 203
  /// ends it.
  public static func end(of date: CivilDate) -> Instant {
    Instant(beijingDate: date, millisecondOfDay: millisecondsPerDay - 1)
  }

  /// The date in Beijing at this moment.
  public var beijingDate: CivilDate { beijingDateAndTime.date }

  /// The date in Beijing and the milliseconds since its 00:00.
  var beijingDateAndTime: (date: CivilDate, millisecondOfDay: Int64) {
    let local = millisecondsSinceEpoch + Instant.beijingOffset
    let rest = local % Instant.millisecondsPerDay
    let millisecondOfDay = rest < 0 ? rest + Instant.millisecondsPerDay : rest
    let days = (local - millisecondOfDay) / Instant.millisecondsPerDay
    return (CivilDate(uncheckedDays: Int(days)), millisecondOfDay)
  }

  /// The moment this many milliseconds later (earlier when negative); nil outside the Beijing
  /// years 1...9999.
  public func adding(milliseconds: Int64) -> Instant? {
    let (sum, overflow) = millisecondsSinceEpoch.addingReportingOverflow(milliseconds)
    return overflow ? nil : Instant(millisecondsSinceEpoch: sum)
  }
}

extension Instant: Comparable {
  /// Whether the left moment is earlier.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
  }
}
