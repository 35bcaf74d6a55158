/// Why a count of working days has no answer.
public enum CountingError: Error, Hashable, Sendable {
  /// A period of this many working days; 1...3650 are allowed.
  case workingDaysOutOfBounds(Int)
  /// An extension by this many working days; 0...3650 are allowed.
  case extensionDaysOutOfBounds(Int)
  /// A close of business that is no time of day from 00:00 to 23:59.
  case closeOfBusinessOutOfBounds(hour: Int, minute: Int)
  /// The count needs this day, which lies before the first year that a notice covers.
  case unknown(CivilDate)
  /// The period from this day would end after 9999-12-31.
  case endsAfterLastDate(from: CivilDate)
}

extension CountingError: CustomStringConvertible {
  /// What was found and what was expected, in English.
  public var description: String {
    switch self {
    case .workingDaysOutOfBounds(let days):
      "working days: found \(days), expected 1 to \(CountingRule.maximumDays)"
    case .extensionDaysOutOfBounds(let days):
      "extension: found \(days) working days, expected 0 to \(CountingRule.maximumDays)"
    case .closeOfBusinessOutOfBounds(let hour, let minute):
      "close of business: found \(hour):\(minute), expected 00:00 to 23:59"
    case .unknown(let date):
      "\(date) lies before the years that holiday notices cover"
    case .endsAfterLastDate(let start):
      "the period from \(start) ends after \(CivilDate.max)"
    }
  }
}
