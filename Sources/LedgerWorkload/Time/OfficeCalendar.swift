import WorkingDays

/// The working days of 2020 to 2026 as tables, so that a due date is two look-ups.
struct OfficeCalendar: Sendable {
  private let isWorkingDay: [Bool]
  /// For each day, the number of working days through it.
  private let through: [Int]
  private let workingDays: [Int]

  init(_ calendar: HolidayCalendar) {
    var isWorkingDay: [Bool] = []
    var through: [Int] = []
    var workingDays: [Int] = []
    for day in 0...HistoryTime.lastDay + 184 {
      let isWorking = calendar.day(HistoryTime.date(ofDay: day)).isWorking
      if isWorking { workingDays.append(day) }
      isWorkingDay.append(isWorking)
      through.append(workingDays.count)
    }
    self.isWorkingDay = isWorkingDay
    self.through = through
    self.workingDays = workingDays
  }

  func isWorking(_ day: Int) -> Bool { day < isWorkingDay.count && isWorkingDay[day] }

  /// The `count`th working day after `day`, which itself is not counted (Civil Code art. 201).
  ///
  /// Past the table's end, which no history reaches, it is the table's last working day.
  func workingDay(_ count: Int, after day: Int) -> Int {
    let before = through[min(day, through.count - 1)]
    return workingDays[min(before + count, workingDays.count) - 1]
  }

  /// `day` itself when it is worked, else the next day that is.
  func workingDay(onOrAfter day: Int) -> Int { isWorking(day) ? day : workingDay(1, after: day) }

  /// How many working days lie after `day` up to and including `end`.
  func workingDays(after day: Int, through end: Int) -> Int { through[end] - through[day] }
}
