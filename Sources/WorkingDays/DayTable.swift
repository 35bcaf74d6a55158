/// The days that notices name, sorted, with running counts of working days, so that counting is a
/// binary search and some arithmetic however long the span.
///
/// Days are days since 1970-01-01. A day that is not in the table follows the week.
struct DayTable: Sendable {
  /// A day that a notice names.
  struct Entry {
    let day: Int
    let isWorking: Bool
    /// The index of the notice among the notices of the calendar.
    let notice: Int
  }

  private var entries: [Entry] = []

  /// For each entry the working days from 1969-12-29 through its day; negative before that.
  private var workingThrough: [Int] = []

  /// The table of the days that `notices`, in order of recording, name.
  init(notices: [HolidayNotice]) {
    var deciding: [Int: Entry] = [:]
    let byIssue = notices.indices.sorted { left, right in
      (notices[left].issuedOn, left) < (notices[right].issuedOn, right)
    }
    for index in byIssue {
      for date in notices[index].off {
        let day = date.daysSinceEpoch
        deciding[day] = Entry(day: day, isWorking: false, notice: index)
      }
      for date in notices[index].worked {
        let day = date.daysSinceEpoch
        deciding[day] = Entry(day: day, isWorking: true, notice: index)
      }
    }
    entries = deciding.values.sorted { $0.day < $1.day }
    workingThrough = DayTable.runningCounts(of: entries)
  }

  private static func runningCounts(of entries: [Entry]) -> [Int] {
    var moved = 0
    return entries.map { entry in
      moved += (entry.isWorking ? 1 : 0) - (BareWeeks.isWeekend(entry.day) ? 0 : 1)
      return BareWeeks.weekdays(through: entry.day) + moved
    }
  }

  /// The days in the table, ascending.
  var days: some Sequence<Int> { entries.lazy.map(\.day) }

  /// The entry of `day`, if a notice names it.
  func entry(of day: Int) -> Entry? {
    let index = firstIndex { entries[$0].day >= day }
    return index < entries.count && entries[index].day == day ? entries[index] : nil
  }

  /// The working days from 1969-12-29 through `day`; zero or negative before that.
  func workingDays(through day: Int) -> Int {
    let next = firstIndex { entries[$0].day > day }
    return BareWeeks.weekdays(through: day) + daysMoved(before: next)
  }

  /// The earliest day with `workingDays(through:)` equal to `count`: the working day of that number.
  func day(ofWorkingDay count: Int) -> Int {
    let next = firstIndex { workingThrough[$0] >= count }
    let day = BareWeeks.day(ofWeekday: count - daysMoved(before: next))
    return next < entries.count ? Swift.min(day, entries[next].day) : day
  }

  /// The working days that the entries before `index` add to the weekdays.
  private func daysMoved(before index: Int) -> Int {
    guard index > 0 else { return 0 }
    return workingThrough[index - 1] - BareWeeks.weekdays(through: entries[index - 1].day)
  }

  /// The first index for which `holds` is true, where it stays true once it is; else the count.
  private func firstIndex(where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
