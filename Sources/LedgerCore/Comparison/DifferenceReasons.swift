import WorkingDays

/// Says why two audits differ on an obligation.
struct DifferenceReasons: Sendable {
  /// The most days that are named one by one.
  private static let mostDays = 10

  private let first: AuditReport
  private let second: AuditReport

  init(_ first: AuditReport, _ second: AuditReport) {
    self.first = first
    self.second = second
  }

  func reasons(for left: ObligationFinding?, _ right: ObligationFinding?) -> [BilingualText] {
    guard let left else { return [onlyIn(right, first, "第一次", "the first audit")] }
    guard let right else { return [onlyIn(left, second, "第二次", "the second audit")] }
    var reasons: [BilingualText] = []
    if left.rule != right.rule { reasons.append(rule(left, right)) }
    if left.trigger.on != right.trigger.on { reasons.append(start(left, right)) }
    if left.clock != right.clock { reasons.append(clock(left, right)) }
    reasons += days(left, right)
    if left.discharge != right.discharge { reasons.append(discharge(left, right)) }
    if left.verdict != right.verdict, first.scope.asOf != second.scope.asOf {
      reasons.append(
        BilingualText(
          zh: "审计时点不同：\(first.scope.asOf)与\(second.scope.asOf)",
          en: "the audits are as of \(first.scope.asOf) and \(second.scope.asOf)"))
    }
    return reasons.isEmpty ? [calendar] : reasons
  }

  /// An obligation that one of the audits does not know.
  private func onlyIn(
    _ finding: ObligationFinding?, _ other: AuditReport, _ zh: String, _ en: String
  ) -> BilingualText {
    let on = finding.map { "\($0.trigger.on)" } ?? ""
    let rule = finding?.rule ?? ""
    let unknown = BilingualText(
      zh: "按\(zh)审计的时点，引起该义务的事件尚未发生或者尚不知悉",
      en: "what opened it had not taken place or was not known at the times of \(en)")
    let displaced = BilingualText(
      zh: "\(zh)审计所适用的规则（\(other.rules.name)）中，\(on)没有与\(rule)相当的义务",
      en: "the rules of \(en) (\(other.rules.name)) have no duty like that of \(rule) on \(on)")
    if haveSameTimes { return displaced }
    if first.rules == second.rules { return unknown }
    return BilingualText(
      zh: unknown.zh + "，或者" + displaced.zh, en: unknown.en + ", or " + displaced.en)
  }

  private var haveSameTimes: Bool {
    first.scope.asOf == second.scope.asOf && first.scope.knownAt == second.scope.knownAt
  }

  private func rule(_ left: ObligationFinding, _ right: ObligationFinding) -> BilingualText {
    let (leftText, rightText) = (left.periodText, right.periodText)
    return BilingualText(
      zh: "适用规则不同：\(left.rule) \(left.article)（\(leftText.zh)）与\(right.rule) \(right.article)"
        + "（\(rightText.zh)）",
      en: "judged by \(left.rule), \(left.article) (\(leftText.en)), and by \(right.rule), "
        + "\(right.article) (\(rightText.en))")
  }

  private func start(_ left: ObligationFinding, _ right: ObligationFinding) -> BilingualText {
    BilingualText(
      zh: "起算日不同：\(left.trigger.on)与\(right.trigger.on)",
      en: "counted from \(left.trigger.on) and from \(right.trigger.on)")
  }

  private func clock(_ left: ObligationFinding, _ right: ObligationFinding) -> BilingualText {
    let (leftText, rightText) = (left.clock.text, right.clock.text)
    return BilingualText(
      zh: "期限变动不同：\(leftText.zh)与\(rightText.zh)",
      en: "the clock was moved differently: \(leftText.en), and \(rightText.en)")
  }

  private func discharge(_ left: ObligationFinding, _ right: ObligationFinding) -> BilingualText {
    let words = { (finding: ObligationFinding) in
      finding.discharge.map { ("第\($0.position)号事件（\($0.on)）", "event \($0.position) on \($0.on)") }
        ?? ("未见办结", "none")
    }
    let (leftWords, rightWords) = (words(left), words(right))
    return BilingualText(
      zh: "所知办结不同：\(leftWords.0)与\(rightWords.0)",
      en: "the discharge that counts is \(leftWords.1), and \(rightWords.1)")
  }

  /// The days between start and due date that are worked in one calendar and not in the other.
  private func days(_ left: ObligationFinding, _ right: ObligationFinding) -> [BilingualText] {
    guard left.outcomeDate != right.outcomeDate,
      let end = [left.outcomeDate, right.outcomeDate].compactMap(\.self).max()
    else { return [] }
    let start = min(left.trigger.on, right.trigger.on)
    guard start <= end else { return [] }
    var moved: [BilingualText] = []
    var renamed: [BilingualText] = []
    for number in start.daysSinceEpoch...end.daysSinceEpoch {
      guard let date = CivilDate(daysSinceEpoch: number) else { continue }
      let (one, other) = (first.calendar.day(date), second.calendar.day(date))
      guard one.reason != other.reason else { continue }
      let reason = BilingualText(
        zh: "\(date)：\(one.text.zh)与\(other.text.zh)",
        en: "\(date) is \(one.text.en), and \(other.text.en)")
      if one.isWorking != other.isWorking { moved.append(reason) } else { renamed.append(reason) }
      if moved.count == Self.mostDays { break }
    }
    // Days that are worked in one calendar alone tell most.
    return Array((moved.isEmpty ? renamed : moved).prefix(Self.mostDays))
  }

  private var calendar: BilingualText {
    BilingualText(
      zh: "工作日按不同时点已知的节假日安排计算", en: "working days were counted as known at different times")
  }
}

extension ObligationFinding {
  /// The due date, firm or not.
  fileprivate var outcomeDate: CivilDate? { dueOn ?? provisionalDueOn }

  fileprivate var periodText: BilingualText {
    switch period {
    case .workingDays(let counting):
      BilingualText(zh: "\(counting.workingDays)个工作日", en: "\(counting.workingDays) working days")
    case .calendarDays(let period):
      BilingualText(zh: "\(period.days)日", en: "\(period.days) days")
    case .hours(let hours): BilingualText(zh: "\(hours)小时", en: "\(hours) hours")
    case .atOnce: BilingualText(zh: "立即", en: "at once")
    }
  }
}

extension ClockFinding {
  fileprivate var text: BilingualText {
    var zh: [String] = []
    var en: [String] = []
    if extendedDays > 0 {
      zh.append("延长\(extendedDays)日")
      en.append("extended by \(extendedDays) days")
    }
    if excludedDays > 0 {
      zh.append("扣除\(excludedDays)日")
      en.append("\(excludedDays) days excluded")
    }
    if let restartedOn {
      zh.append("\(restartedOn)重新起算")
      en.append("begun anew on \(restartedOn)")
    }
    if isSuspended {
      zh.append("中止")
      en.append("standing still")
    }
    return zh.isEmpty
      ? BilingualText(zh: "无变动", en: "not moved")
      : BilingualText(zh: zh.joined(separator: "、"), en: en.joined(separator: ", "))
  }
}

extension CalendarDay {
  /// What is known of the day, in words.
  public var text: BilingualText {
    switch reason {
    case .noticeOff(let name): BilingualText(zh: "依\(name)放假", en: "off by \(name)")
    case .noticeWorked(let name): BilingualText(zh: "依\(name)上班", en: "worked by \(name)")
    case .weekday: BilingualText(zh: "周一至周五，无通知", en: "a weekday that no notice names")
    case .weekend: BilingualText(zh: "周末，无通知", en: "a weekend day that no notice names")
    case .unknownWeekday:
      BilingualText(zh: "周一至周五，安排未知", en: "a weekday of a year not known yet")
    case .unknownWeekend:
      BilingualText(zh: "周末，安排未知", en: "a weekend day of a year not known yet")
    }
  }
}
