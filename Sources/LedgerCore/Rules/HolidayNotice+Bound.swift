import WorkingDays

extension HolidayNotice {
  /// The first day that a notice may not name: a period that is counted from it, or past it, would
  /// soon run out of dates (``CivilDate/max``).
  static let end = CivilDate(year: 9999, month: 1, day: 1) ?? .max

  /// What a day of a notice is expected to be, for messages.
  static let expectedDay = "a day before \(end), so that periods can be counted past it"

  /// Refuses a notice that names days of the year 9999.
  ///
  /// - Throws: `malformed`, with the key of the first such day.
  func checkDays() throws(LedgerError) {
    for (key, days) in [("issuedOn", [issuedOn]), ("off", off), ("worked", worked)] {
      guard let day = days.first(where: { $0 >= Self.end }) else { continue }
      throw .malformed(key, found: "\(day)", expected: Self.expectedDay)
    }
  }
}
