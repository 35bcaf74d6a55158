import WorkingDays

/// How a period ran, in words.
struct PeriodWords {
  private let finding: ObligationFinding
  private let clock: ObligationClock

  init(_ explanation: ObligationExplanation) {
    finding = explanation.finding
    clock = explanation.clock
  }

  // MARK: Chinese

  var zh: String {
    let start = "自\(finding.trigger.on)起算"
    switch finding.period {
    case .atOnce: return start + "，条文未规定工作日数。"
    case .hours(let hours):
      return start + "\(hours)小时，" + (finding.dueAt.map { "至\($0)届满。" } ?? "届满时刻不可知。")
    case .workingDays(let counting):
      return start + "\(counting.workingDays)个工作日，"
        + (counting.countsStartDay ? "起算当日计入" : "起算当日不计") + "\(movesZH)，\(dueZH)。"
    case .calendarDays(let period):
      return start + "\(period.days)日，"
        + (period.countsStartDay ? "起算当日计入" : "起算当日不计") + "\(movesZH)，\(dueZH)。"
    }
  }

  private var movesZH: String {
    var words = ""
    if let day = clock.restartedOn { words += "，\(day)收到补正后重新起算" }
    if clock.extendedDays > 0 { words += "，延长\(clock.extendedDays)日" }
    if finding.clock.excludedDays > 0 { words += "，扣除\(finding.clock.excludedDays)日" }
    return words
  }

  private var dueZH: String {
    if clock.isSuspended { return "期限中止，到期日未定" }
    return finding.dueOn.map { "到期日\($0)" }
      ?? finding.provisionalDueOn.map { "到期日尚不可知（暂定\($0)）" } ?? "到期日不可知"
  }

  // MARK: English

  var en: String {
    let start = "from \(finding.trigger.on)"
    switch finding.period {
    case .atOnce: return "It runs \(start); the article gives no number of days."
    case .hours(let hours):
      return "\(hours) hours \(start), "
        + (finding.dueAt.map { "until \($0)." } ?? "with no known end.")
    case .workingDays(let counting):
      return "\(counting.workingDays) working days \(start), "
        + (counting.countsStartDay ? "that day counted" : "that day not counted")
        + "\(movesEN), \(dueEN)."
    case .calendarDays(let period):
      return "\(period.days) days \(start), "
        + (period.countsStartDay ? "that day counted" : "that day not counted")
        + "\(movesEN), \(dueEN)."
    }
  }

  private var movesEN: String {
    var words = ""
    if let day = clock.restartedOn {
      words += ", begun anew when the correction was received on \(day)"
    }
    if clock.extendedDays > 0 { words += ", extended by \(clock.extendedDays)" }
    if finding.clock.excludedDays > 0 {
      words += ", \(finding.clock.excludedDays) days excluded"
    }
    return words
  }

  private var dueEN: String {
    if clock.isSuspended { return "with no due date while the clock stands still" }
    return finding.dueOn.map { "due on \($0)" }
      ?? finding.provisionalDueOn.map { "with no known due date (provisionally \($0))" }
      ?? "with no known due date"
  }
}
