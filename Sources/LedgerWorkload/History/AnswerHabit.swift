/// How long answers take, measured in working days, and at what hour they are given.
struct AnswerHabit: Sendable {
  /// The working days that the law allows.
  let limit: Int
  /// On which working day after the start an answer in time is given; 0 is the start itself.
  let days: WeightedChoice<Int>

  /// Share requests, 10 working days (art. 23): most within 3 to 8, and many on the last.
  static let reply = AnswerHabit(
    limit: 10,
    days: WeightedChoice([
      (0, 3), (1, 6), (2, 8), (3, 13), (4, 14), (5, 14), (6, 12), (7, 10), (8, 7), (9, 5), (10, 8),
    ]))

  /// Update triggers, 15 working days (art. 16): the nearer the end, the more.
  static let update = AnswerHabit(
    limit: 15,
    days: WeightedChoice([
      (1, 2), (2, 3), (3, 3), (4, 4), (5, 5), (6, 5), (7, 6), (8, 6), (9, 7), (10, 7), (11, 8),
      (12, 9), (13, 10), (14, 12), (15, 13),
    ]))
}

/// 23:59 and 00:01, in milliseconds of a day.
private let lastMinute = 86_340_000...86_399_999
private let minutePastMidnight = 60_000...119_999

extension History {
  /// When an answer in time to what started on `day` is given.
  mutating func timeInTime(from day: Int, _ habit: AnswerHabit) -> HistoryTime {
    let count = habit.days(&random)
    let answerDay =
      count == 0 ? calendar.workingDay(onOrAfter: day) : calendar.workingDay(count, after: day)
    if count == habit.limit {
      switch random.below(100) {
      case 0: return HistoryTime(day: answerDay, millisecond: Int64(random.within(lastMinute)))
      case 1..<12: return TimeOfDay.lastHours.time(on: answerDay, &random)
      default: break
      }
    }
    return TimeOfDay.office.time(on: answerDay, &random)
  }

  /// When a late answer is given: a minute past midnight, some days late, or weeks.
  mutating func timeLate(from day: Int, _ habit: AnswerHabit) -> HistoryTime {
    let due = calendar.workingDay(habit.limit, after: day)
    switch random.below(100) {
    case 0..<15:
      return HistoryTime(day: due + 1, millisecond: Int64(random.within(minutePastMidnight)))
    case 15..<70:
      let answerDay = calendar.workingDay(random.within(1...3), after: due)
      return TimeOfDay.office.time(on: answerDay, &random)
    default:
      let answerDay = calendar.workingDay(random.within(4...25), after: due)
      return TimeOfDay.office.time(on: answerDay, &random)
    }
  }

  /// An office hour some working days from now.
  mutating func officeTime(afterWorkingDays count: Int) -> HistoryTime {
    officeTime(count, after: now.day)
  }

  /// An office hour some working days after a day.
  mutating func officeTime(_ count: Int, after day: Int) -> HistoryTime {
    TimeOfDay.office.time(on: calendar.workingDay(count, after: day), &random)
  }
}
