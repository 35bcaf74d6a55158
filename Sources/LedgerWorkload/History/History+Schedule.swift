import LedgerCore
import WorkingDays

/// What is planned ahead: registrations at the outset, and each day what begins on it.
extension History {
  /// All bodies are registered in order: most in the first week, the rest during 2020; in a history
  /// of one year all in the first week that exist by then.
  mutating func planRegistrations() {
    let count = directory.bodies.count
    let early = span.isOneYear ? count - directory.lateBodies : count - count / 10
    for body in 0..<count {
      let time =
        body < early
        ? timeInFirstWeek(body, of: early) : timeInFirstYear(body - early, of: count - early)
      plan(.registerBody(body), at: time)
    }
    for index in 0..<scale.secondAuthorities {
      let day = calendar.workingDay(onOrAfter: span.firstDay + 45 + index * 37 % 110)
      plan(.registerSecondAuthority, at: TimeOfDay.office.time(on: day, &random))
    }
  }

  /// What the ledger is told of the law: its rule book, and the notices as they are issued.
  mutating func planLaw() {
    bursts = Burst.spread(scale.bursts, triggers: scale.triggersPerBurst, in: span, calendar)
    guard events >= Scale.smallestWithLaw else { return }
    plan(.adoptRules, at: HistoryTime(day: span.firstDay + 28, millisecond: 36_000_000))
    for (index, notice) in notices.enumerated() {
      let day = HistoryTime.day(of: notice.issuedOn)
      guard day > span.firstDay + 1 else { continue }
      plan(.issueNotice(index), at: HistoryTime(day: day, millisecond: 59_400_000))
    }
  }

  /// In the office hours of the first four working days.
  private func timeInFirstWeek(_ index: Int, of count: Int) -> HistoryTime {
    let hours = 8 * 3_600_000
    let position = index * 4 * hours / count
    let day = calendar.workingDay(1 + position / hours, after: span.firstDay)
    return HistoryTime(day: day, millisecond: 32_400_000 + Int64(position % hours))
  }

  /// On a working day from February to November; bodies of a division that came later stand last.
  private func timeInFirstYear(_ index: Int, of count: Int) -> HistoryTime {
    let first = span.isOneYear ? 190 : 40
    let day = calendar.workingDay(
      onOrAfter: span.firstDay + first + index * (320 - first) / count)
    return HistoryTime(day: day, millisecond: 34_200_000 + Int64(index) * 1000)
  }

  /// Plans what begins on a day.
  mutating func plan(_ day: Int) {
    source = nil
    breach = nil
    planBursts(on: day)
    planYear(on: day)
    var count = pace.beginnings(on: day, for: recordsToBegin)
    if day == span.lastDay { count = max(count, left - schedule.count) }
    for _ in 0..<max(0, count) { planBeginning(on: day) }
  }

  /// The records that are left and that nothing planned accounts for.
  private var recordsToBegin: Int {
    let inBursts = bursts.reduce(0) { $0 + $1.triggers } * Burst.recordsPerHundredTriggers / 100
    return left - schedule.count - entriesToCome - inBursts
  }

  private mutating func planBeginning(on day: Int) {
    if let (breach, act) = breach(beginningOn: day) {
      let hours: TimeOfDay = calendar.isWorking(day) ? .office : .restDay
      return plan(act, with: breach, at: hours.time(on: day, &random))
    }
    guard calendar.isWorking(day) else {
      return plan(.begin(.request), at: TimeOfDay.restDay.time(on: day, &random))
    }
    let beginning = turns.next()
    let hours: TimeOfDay =
      switch beginning {
      case .request: random.chance(80) ? .afterHours : .office
      case .incident: .anyTime
      default: .office
      }
    plan(.begin(beginning), at: hours.time(on: day, &random))
  }

  private mutating func planBursts(on day: Int) {
    while let burst = bursts.last, burst.day <= day {
      bursts.removeLast()
      for body in touched(by: burst) {
        let start = HistoryTime(day: day, millisecond: 30_600_000)
        plan(
          .trigger(instrument: burst.instrument, body: body),
          with: breach(ofTriggerOf: body, on: day),
          at: start.adding(milliseconds: random.below(9_000_000)))
      }
    }
  }

  /// Plans the beginning of a matter, which may get an unlawful act.
  private mutating func plan(_ act: Act, with breach: Breach?, at time: HistoryTime) {
    self.breach = breach
    plan(act, at: time)
    self.breach = nil
  }

  /// The departments that a law touches: of its own kinds first, then any.
  private mutating func touched(by burst: Burst) -> [Int] {
    let kinds = Instrument.all[burst.instrument].touches
    var bodies = kinds.flatMap { directory.ofType[$0.rawValue] }.filter { $0 < registeredBodies }
    while bodies.count > burst.triggers {
      bodies[random.below(bodies.count)] = bodies[bodies.count - 1]
      bodies.removeLast()
    }
    while bodies.count < burst.triggers { bodies.append(anyBody()) }
    return bodies
  }
}
