/// How a period of working days (工作日) is counted.
///
/// Order 329 says only how many working days (arts. 16 and 23). The rest is the Civil Code's (民法典)
/// where it speaks and an assumption where it does not, so each is a parameter with a default. The
/// time zone is fixed: days are days in Beijing, UTC+08:00.
public struct CountingRule: Hashable, Sendable {
  /// What a start on a rest day means.
  public enum StartOnRestDay: Hashable, Sendable {
    /// Nothing: counting begins with the next working day, as day 1.
    case countsFromNextWorkingDay
    /// The start is deemed to fall on the next working day, which itself is then counted or not as
    /// ``CountingRule/countsStartDay`` says (by default not).
    case deemedReceivedNextWorkingDay
  }

  /// When the last day ends (Civil Code art. 203, second paragraph).
  public enum PeriodEnd: Hashable, Sendable {
    /// At 24:00 in Beijing.
    case midnight
    /// When business stops, at a time in Beijing from 00:00 to 23:59.
    case closeOfBusiness(hour: Int, minute: Int)
  }

  /// Which notices decide what a working day is.
  public enum CalendarBasis: Hashable, Sendable {
    /// All that the calendar holds.
    case finallyInForce
    /// Those issued on or before the start day.
    case knownWhenTheClockStarted
  }

  /// The largest ``workingDays`` and ``extensionDays``.
  public static let maximumDays = 3650

  /// The length of the period in working days, 1...3650, without ``extensionDays``.
  public let workingDays: Int

  /// Whether a start day that is worked is day 1. Civil Code art. 201 does not count it: false.
  public let countsStartDay: Bool

  /// What a start on a rest day means.
  public let startOnRestDay: StartOnRestDay

  /// When the last day ends.
  public let periodEnd: PeriodEnd

  /// Which notices decide.
  public let calendarBasis: CalendarBasis

  /// The working days by which the period was extended, 0...3650.
  public let extensionDays: Int

  /// A rule; throws ``CountingError`` when a number is out of bounds.
  public init(
    workingDays: Int,
    countsStartDay: Bool = false,
    startOnRestDay: StartOnRestDay = .countsFromNextWorkingDay,
    periodEnd: PeriodEnd = .midnight,
    calendarBasis: CalendarBasis = .finallyInForce,
    extensionDays: Int = 0
  ) throws(CountingError) {
    guard (1...CountingRule.maximumDays).contains(workingDays) else {
      throw .workingDaysOutOfBounds(workingDays)
    }
    guard (0...CountingRule.maximumDays).contains(extensionDays) else {
      throw .extensionDaysOutOfBounds(extensionDays)
    }
    try periodEnd.validate()
    self.workingDays = workingDays
    self.countsStartDay = countsStartDay
    self.startOnRestDay = startOnRestDay
    self.periodEnd = periodEnd
    self.calendarBasis = calendarBasis
    self.extensionDays = extensionDays
  }

  /// The same rule for a period that was extended by some days, at most ``maximumDays``.
  public func extended(by days: Int) -> CountingRule {
    CountingRule(changing: self, extensionDays: min(max(days, 0), Self.maximumDays))
  }

  /// The same rule with other notices deciding what a working day is.
  public func decided(by basis: CalendarBasis) -> CountingRule {
    CountingRule(changing: self, calendarBasis: basis)
  }

  private init(
    changing rule: CountingRule, calendarBasis: CalendarBasis? = nil, extensionDays: Int? = nil
  ) {
    workingDays = rule.workingDays
    countsStartDay = rule.countsStartDay
    startOnRestDay = rule.startOnRestDay
    periodEnd = rule.periodEnd
    self.calendarBasis = calendarBasis ?? rule.calendarBasis
    self.extensionDays = extensionDays ?? rule.extensionDays
  }

  /// The working days from the first to the last, extension included.
  var totalDays: Int { workingDays + extensionDays }
}

extension CountingRule.PeriodEnd {
  /// The last moment of a period whose last day is `date`: 23:59:59.999 in Beijing, or the close of
  /// business (Civil Code art. 203, second paragraph).
  public func lastInstant(of date: CivilDate) -> Instant {
    switch self {
    case .midnight: .end(of: date)
    case .closeOfBusiness(let hour, let minute):
      Instant(beijingDate: date, millisecondOfDay: Int64(hour * 60 + minute) * 60_000)
    }
  }

  func validate() throws(CountingError) {
    guard case .closeOfBusiness(let hour, let minute) = self else { return }
    guard (0...23).contains(hour), (0...59).contains(minute) else {
      throw .closeOfBusinessOutOfBounds(hour: hour, minute: minute)
    }
  }
}
