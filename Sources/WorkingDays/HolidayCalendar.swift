/// What is known of working days (工作日): the week, Monday to Friday, as holiday notices move it.
///
/// A calendar is dated knowledge. Per day the notice issued last wins, and of those issued on one
/// day the one recorded last; a day that no notice names follows the week. Outside the years that
/// notices cover (see ``HolidayNotice/coveredYears``) only the days that a notice names are known.
///
/// ## Topics
/// ### What is known
/// - ``asKnown(on:)``
/// - ``covers(_:)``
/// - ``coverage``
/// - ``day(_:)``
/// ### Counting
/// - ``dueDate(from:counting:excluding:)``
/// - ``dueInstant(of:counting:)``
/// - ``explain(from:counting:excluding:)``
/// - ``workingDays(after:through:)``
public struct HolidayCalendar: Sendable {
  /// The notices in order of recording, one for each name.
  public let notices: [HolidayNotice]

  let table: DayTable
  let known: KnownDays

  /// A calendar of these notices, which stand in order of recording.
  ///
  /// A notice replaces an earlier one of the same name and takes its own, later place. A day that a
  /// notice names both as off and as worked is worked.
  public init(notices: [HolidayNotice]) {
    self.init(distinctNotices: HolidayCalendar.lastOfEachName(notices))
  }

  private init(distinctNotices: [HolidayNotice]) {
    notices = distinctNotices
    table = DayTable(notices: distinctNotices)
    known = KnownDays(notices: distinctNotices, named: table.days)
  }

  private static func lastOfEachName(_ notices: [HolidayNotice]) -> [HolidayNotice] {
    // By bytes: `String` also equates spellings that differ in them.
    var names: Set<[UInt8]> = []
    let lastFirst = notices.reversed().filter { names.insert(Array($0.name.utf8)).inserted }
    return lastFirst.reversed()
  }

  /// The calendar as it was known on a day: of the notices only those issued on or before it.
  ///
  /// This builds a calendar unless it is this one; keep it when many dates are asked of it.
  public func asKnown(on date: CivilDate) -> HolidayCalendar {
    let issued = notices.filter { $0.issuedOn <= date }
    return issued.count == notices.count ? self : HolidayCalendar(distinctNotices: issued)
  }

  /// Whether a notice covers the year of `date`, so that each of its days is known.
  public func covers(_ date: CivilDate) -> Bool {
    known.coversYear(date.year)
  }

  /// The covered years that run without a gap to the last covered year, first day to last; nil
  /// when no year is covered.
  ///
  /// A year covered before a gap is known too (see ``covers(_:)``) but is not part of this run.
  public var coverage: ClosedRange<CivilDate>? {
    guard let years = known.lastYears,
      let first = CivilDate(year: years.lowerBound, month: 1, day: 1),
      let last = CivilDate(year: years.upperBound, month: 12, day: 31)
    else { return nil }
    return first...last
  }

  /// What is known of one day.
  public func day(_ date: CivilDate) -> CalendarDay {
    CalendarDay(date: date, reason: reason(for: date))
  }

  private func reason(for date: CivilDate) -> CalendarDay.Reason {
    if let entry = table.entry(of: date.daysSinceEpoch) {
      let name = notices[entry.notice].name
      return entry.isWorking ? .noticeWorked(name) : .noticeOff(name)
    }
    if covers(date) { return date.weekday.isWeekend ? .weekend : .weekday }
    return date.weekday.isWeekend ? .unknownWeekend : .unknownWeekday
  }
}
