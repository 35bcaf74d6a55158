/// A notice of the General Office of the State Council (国务院办公厅) that moves days.
///
/// Notices are dated knowledge: each is known from the day on which it is issued.
public struct HolidayNotice: Hashable, Sendable {
  /// The name, such as `国办发明电〔2025〕7号`; a notice recorded later under the same name replaces
  /// this one.
  public let name: String

  /// The day on which the notice was issued, from which it is known.
  public let issuedOn: CivilDate

  /// Every day of the holiday spans (放假), weekends within them included.
  public let off: [CivilDate]

  /// The Saturdays and Sundays worked in exchange (上班). A day in both lists is worked.
  public let worked: [CivilDate]

  /// A notice of these days, in any order.
  public init(name: String, issuedOn: CivilDate, off: [CivilDate], worked: [CivilDate]) {
    self.name = name
    self.issuedOn = issuedOn
    self.off = off
    self.worked = worked
  }

  /// Whether another notice says the same, in whatever order it lists the days.
  public func saysTheSame(as other: HolidayNotice) -> Bool {
    name.utf8.elementsEqual(other.name.utf8) && issuedOn == other.issuedOn
      && Set(off) == Set(other.off) && Set(worked) == Set(other.worked)
  }

  /// The years that the notice covers, ascending: those whose 1 January it names as off.
  ///
  /// A notice arranges a whole year, so that a day of the year that it does not name is known to
  /// follow the week.
  public var coveredYears: [Int] {
    let years = off.lazy.map(\.components).filter { $0.month == 1 && $0.day == 1 }.map(\.year)
    return Set(years).sorted()
  }
}
