import WorkingDays

/// Counts day by day, with the notices read afresh for every day: slow, and plainly right.
struct NaiveCalendar {
  /// In order of recording, without those that a later one of the same name replaces.
  private let notices: [HolidayNotice]
  private let coveredYears: Set<Int>

  init(notices: [HolidayNotice]) {
    self.notices = notices.enumerated().filter { index, notice in
      !notices[(index + 1)...].contains { $0.name == notice.name }
    }.map(\.element)
    let newYearsDays = self.notices.flatMap(\.off).filter { $0.month == 1 && $0.day == 1 }
    coveredYears = Set(newYearsDays.map(\.year))
  }

  /// Nil when nothing is known of the day.
  func isWorking(_ date: CivilDate) -> Bool? {
    if let notice = decidingNotice(for: date) { return notice.worked.contains(date) }
    return coveredYears.contains(date.year) ? !date.weekday.isWeekend : nil
  }

  func asKnown(on date: CivilDate) -> NaiveCalendar {
    NaiveCalendar(notices: notices.filter { $0.issuedOn <= date })
  }

  func workingDays(after start: CivilDate, through end: CivilDate) -> Int? {
    var count = 0
    var day = start
    while day < end, let next = day.adding(days: 1) {
      guard let isWorking = isWorking(next) else { return nil }
      if isWorking { count += 1 }
      day = next
    }
    return count
  }

  /// The due date, or nil when the count needs a day before the first covered year.
  func dueDate(
    from start: CivilDate, counting rule: CountingRule, excluding: [ClosedRange<CivilDate>] = []
  ) -> DueDate? {
    var walk = Walk(calendar: self, day: start)
    if rule.startOnRestDay == .deemedReceivedNextWorkingDay {
      while !walk.isWorking() { walk.advance() }
    }
    if !rule.countsStartDay { walk.advance() }
    var left = rule.workingDays + rule.extensionDays
    while true {
      let isExcluded = excluding.contains { $0.contains(walk.day) }
      if walk.isWorking(), !isExcluded { left -= 1 }
      if left == 0 { break }
      walk.advance()
    }
    if walk.neededLostDay { return nil }
    return walk.neededUnknownDay ? .provisional(walk.day) : .firm(walk.day)
  }

  private func decidingNotice(for date: CivilDate) -> HolidayNotice? {
    var deciding: HolidayNotice?
    for notice in notices where notice.off.contains(date) || notice.worked.contains(date) {
      if let current = deciding, current.issuedOn > notice.issuedOn { continue }
      deciding = notice
    }
    return deciding
  }

  private struct Walk {
    let calendar: NaiveCalendar
    var day: CivilDate
    var neededUnknownDay = false
    var neededLostDay = false

    mutating func isWorking() -> Bool {
      if let known = calendar.isWorking(day) { return known }
      neededUnknownDay = true
      if let first = calendar.coveredYears.min(), day.year < first { neededLostDay = true }
      return !day.weekday.isWeekend
    }

    mutating func advance() {
      day = day.adding(days: 1) ?? day
    }
  }
}
