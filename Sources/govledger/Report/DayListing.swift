import GovDataLedger

/// A count of working days, day by day.
struct DayListing {
  private let explanation: CountExplanation

  init(_ explanation: CountExplanation) { self.explanation = explanation }

  var lines: [String] { explanation.days.map(Self.line) }

  private static func line(_ counted: CountedDay) -> String {
    let number = counted.number.map { String($0) } ?? "–"
    let padded = String(repeating: " ", count: max(0, 3 - number.count)) + number
    let weekday = counted.weekday
    return "\(counted.day.date) \(weekday.en) \(weekday.zh) \(padded)  "
      + "\(role(counted.role)): \(reason(counted.day.reason))"
  }

  private static func role(_ role: CountedDay.Role) -> String {
    switch role {
    case .start: "start, not counted (民法典第二百零一条)"
    case .deemedStart: "deemed start, not counted"
    case .rest: "rest, not counted"
    case .excluded: "not counted: the clock stood still"
    case .counted: "working day, counted"
    case .extended: "working day, counted in the extension"
    }
  }

  private static func reason(_ reason: CalendarDay.Reason) -> String {
    switch reason {
    case .noticeOff(let name): "off by \(name)"
    case .noticeWorked(let name): "worked by \(name)"
    case .weekday: "Monday to Friday, no notice names it"
    case .weekend: "weekend, no notice names it"
    case .unknownWeekday: "Monday to Friday, no notice known yet"
    case .unknownWeekend: "weekend, no notice known yet"
    }
  }
}
