import GovDataLedger

/// The derivation of the verdict on an obligation, part by part.
struct ObligationText {
  let explanation: ObligationExplanation
  let words: ExplanationWords

  private var finding: ObligationFinding { explanation.finding }
  private var rule: ObligationRule { explanation.rule }

  private func say(_ zh: String, _ en: String) -> String { words.say(zh, en) }
  private func say(_ text: BilingualText) -> String { words.say(text) }

  var parts: [[String]] { [heading, law, opening, moves, days, ending] }

  // MARK: What is asked

  private var heading: [String] {
    [
      say("义务 \(finding.id)", "Obligation \(finding.id)"),
      say("  义务机关：", "  obligated body: ")
        + words.body(finding.department, isByReference: explanation.isByReference),
    ] + heirOf + words.times(explanation.scope)
  }

  /// The body that owed it first, where another took its place, and the events that say who did.
  private var heirOf: [String] {
    var lines: [String] = []
    if let first = finding.heirOf {
      lines.append(
        say("  原义务机关：", "  owed at first by: ") + words.body(first, isByReference: false))
    }
    return lines
      + explanation.successions.map { event in
        say(
          "  机构改革、区划变更：第\(event.position)号事件（\(event.record.id)）",
          "  changes of bodies and divisions: event \(event.position) (\(event.record.id))")
      }
  }

  private var law: [String] {
    words.law(rule.id, rule.article, explanation.adoption) + ["  “\(say(rule.text))”"]
      + words.reading(rule.reading)
  }

  private var opening: [String] {
    let trigger = finding.trigger
    return [
      say("起因与起算", "What opened it"),
      "  " + cited(trigger, rule.trigger.rawValue),
      say("  起算日：\(trigger.on)", "  counted from: \(trigger.on)"),
      "  " + say(explanation.period),
    ]
  }

  // MARK: The clock

  private var moves: [String] {
    guard !explanation.clock.steps.isEmpty else { return [] }
    return [say("期限的变动", "What moved the clock")]
      + explanation.clock.steps.map { step in
        let effect = Self.text(step.effect)
        let days = step.days > 0 ? say("（\(step.days)日）", " (\(step.days) days)") : ""
        return say(
          "  第\(step.moment.position)号事件 \(step.type.rawValue)，\(step.moment.occurredAt)：\(effect.zh)\(days)",
          "  event \(step.moment.position), \(step.type.rawValue), \(step.moment.occurredAt): "
            + "\(effect.en)\(days)")
      }
  }

  private static func text(_ effect: ObligationClock.Effect) -> (zh: String, en: String) {
    switch effect {
    case .extended: ("期限延长", "the period was extended")
    case .stopped: ("期限中止", "the clock was stopped")
    case .resumed: ("期限恢复", "the clock ran on")
    case .restarted: ("期限重新起算", "the period began anew")
    case .tooLate: ("无效：期限已届满", "no effect: the period had run out")
    case .withoutConsent:
      ("无效：未经有权机关同意", "no effect: not the consent of the body that must give it")
    case .tooOften: ("无效：已达次数或者日数上限", "no effect: the number of times or days was used up")
    case .outOfPlace: ("无效：与当时期限状态不符", "no effect: the clock did not stand so")
    }
  }

  private var days: [String] {
    guard !explanation.days.isEmpty else { return [] }
    var lines = [say("逐日计算", "Day by day")]
    for counted in explanation.days {
      let number = counted.number.map { String($0) } ?? "–"
      let padding = String(repeating: " ", count: max(0, 3 - number.count))
      lines.append(
        "  \(counted.day.date) \(say(counted.weekday)) \(padding)\(number)  "
          + "\(say(counted.roleText))\(say("：", ": "))\(say(counted.day.text))\(place(of: counted))"
      )
    }
    return lines
  }

  /// Where the log has the notice that names a day.
  private func place(of counted: CountedDay) -> String {
    guard let name = counted.day.reason.notice,
      let notice = explanation.notices.first(where: { $0.notice.name.utf8.elementsEqual(name.utf8) }
      )
    else { return "" }
    return notice.position.map { say("（第\($0)号事件）", " (event \($0))") }
      ?? say("（随程序提供）", " (bundled)")
  }

  // MARK: The end

  private var ending: [String] {
    var lines = [say("结果", "The result")]
    if explanation.clock.isSuspended {
      lines.append(say("  到期日：期限中止，未定", "  due: open, the clock stands still"))
    } else if let dueAt = finding.dueAt {
      lines.append(say("  届满时刻：\(dueAt)", "  due at: \(dueAt)"))
    } else if let dueOn = finding.dueOn {
      lines.append(say("  到期日：\(dueOn)", "  due on: \(dueOn)"))
    } else if let date = finding.provisionalDueOn {
      lines.append(
        say("  到期日：尚不可知，暂定\(date)", "  due on: not known yet, provisionally \(date)"))
    }
    if let discharge = finding.discharge {
      lines.append("  " + say("办结：", "discharged by ") + cited(discharge, nil))
      if finding.evidence.isImported {
        lines.append(say("  该事件由其他系统导入", "  that event was imported from another system"))
      }
      if finding.evidence.isLate {
        lines.append(
          say(
            "  补录证据：该事件在发生\(explanation.scope.lateEvidenceAfter)个工作日以后才为人所知",
            "  late evidence: it became known more than \(explanation.scope.lateEvidenceAfter) "
              + "working days after it is said to have taken place"))
      }
    } else {
      lines.append(say("  办结：未见", "  discharged: no"))
    }
    if let days = finding.daysOpen {
      lines.append(
        say("  条文未定期限，已过\(days)日", "  the article gives no period; open for \(days) days"))
    }
    if let late = finding.workingDaysLate {
      lines.append(say("  逾期\(late)个工作日", "  late by \(late) working days"))
    }
    lines.append(
      say(
        "  结论：\(finding.verdict.zh)（\(finding.verdict.rawValue)）",
        "  verdict: \(finding.verdict.rawValue)"))
    return lines
  }

  private func cited(_ event: CitedEvent, _ type: String?) -> String {
    let kind = type.map { " \($0)" } ?? ""
    return say(
      "第\(event.position)号事件\(kind)（\(event.event)），\(event.on)",
      "event \(event.position)\(kind) (\(event.event)) on \(event.on)")
  }
}

extension CountedDay {
  /// The part that the day plays.
  fileprivate var roleText: BilingualText {
    switch role {
    case .start: BilingualText(zh: "起算日", en: "the starting day")
    case .deemedStart: BilingualText(zh: "视为起算日", en: "the deemed starting day")
    case .rest: BilingualText(zh: "休息日，不计", en: "rest, not counted")
    case .excluded: BilingualText(zh: "期限中止，不计", en: "not counted, the clock stood still")
    case .counted: BilingualText(zh: "工作日，计入", en: "working day, counted")
    case .extended: BilingualText(zh: "工作日，计入延长期", en: "working day, counted in the extension")
    }
  }
}
