/// The proleptic Gregorian calendar as arithmetic on days since 1970-01-01, after Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms".
///
/// Years run from 0 to 9999. Year 0 is here because RFC 3339 can write its last hours west of
/// Beijing, where the year 1 has begun.
enum GregorianDays {
  private static let daysPerEra = 146_097
  private static let epochSinceEra = 719_468

  /// The days from 1970-01-01 to a date of the years 0...9999; nil when there is no such date.
  static func days(year: Int, month: Int, day: Int) -> Int? {
    guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= length(ofMonth: month, year: year)
    else { return nil }
    // Years that begin in March put the leap day last; one more era keeps year 0 above zero.
    let shiftedYear = (month <= 2 ? year - 1 : year) + 400
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear % 400
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era - 1) * daysPerEra + dayOfEra - epochSinceEra
  }

  /// The date of a day of the years 1...9999.
  static func components(of days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + epochSinceEra
    let era = shifted / daysPerEra
    let dayOfEra = shifted % daysPerEra
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }
}
