import MerkleLog
import WorkingDays

/// A certificate in words, for people. Whoever verifies a certificate makes the words again.
struct CertificateStatement {
  /// The recorded audit.
  struct Attested {
    let event: Event
    let data: AuditAttested

    /// Whether the question reaches past the time at which the audit was recorded, so that what
    /// happened in between is not in it.
    var isAboutTheFuture: Bool { max(data.asOf, data.knownAt) > event.recordedAt }
  }

  let explanation: Explanation
  let evidence: CertificateEvidence
  let attested: Attested?

  var text: BilingualText {
    BilingualText(
      zh: finding.zh + correctedZH + gradeZH,
      en: ([finding.en] + correctedEN + [gradeEN]).joined(separator: " "))
  }

  private var correctedZH: String {
    explanation.corrected.map { event in
      "第\(event.position)号事件（\(event.event)）已由第\(event.correctedBy.position)号事件"
        + "（\(event.correctedBy.event)）更正，不予计入。"
    }.joined()
  }

  private var correctedEN: [String] {
    explanation.corrected.map { event in
      "Event \(event.position) (\(event.event)) is left out: event \(event.correctedBy.position) "
        + "(\(event.correctedBy.event)) corrects it."
    }
  }

  private var finding: BilingualText {
    switch explanation {
    case .obligation(let explanation): ObligationWords(explanation: explanation).text
    case .violation(let explanation): ViolationWords(explanation: explanation).text
    }
  }

  private var checkpoint: Checkpoint { evidence.checkpoint.claim }

  /// What the attested root is over.
  private func attestedFindings(_ data: AuditAttested) -> BilingualText {
    switch explanation {
    case .obligation:
      BilingualText(
        zh: "全部\(data.obligations)项义务状态",
        en: "the states of all \(data.obligations) obligations")
    case .violation:
      BilingualText(
        zh: "全部\(data.violations)项违规和提示", en: "all \(data.violations) violations and remarks")
    }
  }

  private var gradeZH: String {
    let head =
      "以上事件均在日志“\(checkpoint.origin)”规模\(checkpoint.size)的签名检查点之下。"
    guard let attested else {
      return head + "证明等级：收录——仅证明所列事件已在日志中，不证明没有其他事件。"
    }
    let (event, data) = (attested.event, attested.data)
    let words =
      "证明等级：见证——\(event.record.actor)于\(event.recordedAt)在日志中（第\(event.position)号事件）"
      + "记载了前\(data.head.size)个事件\(attestedFindings(data).zh)的默克尔树根，本项在其下；"
      + "凡重放日志者均可核对。"
    return head + words
      + (attested.isAboutTheFuture ? "注意：所问时间晚于该记载时间，其后发生的事项未计入。" : "")
  }

  private var gradeEN: String {
    let head =
      "All these events stand under the signed checkpoint of the log “\(checkpoint.origin)” at "
      + "size \(checkpoint.size)."
    guard let attested else {
      return head + " Grade: included. Only these events are proven to be in the log, and nothing "
        + "is proven of others."
    }
    let (event, data) = (attested.event, attested.data)
    let words =
      " Grade: attested. The body \(event.record.actor) recorded in the log at \(event.recordedAt) "
      + "(event \(event.position)) the Merkle root over \(attestedFindings(data).en) of its first "
      + "\(data.head.size) events, and this one stands under it; everyone who replays the log can "
      + "check it."
    return head + words
      + (attested.isAboutTheFuture
        ? " Note: the question is about a time after that record; what happened since is not in it."
        : "")
  }
}

/// The verdict on an obligation in words.
private struct ObligationWords {
  let explanation: ObligationExplanation

  var text: BilingualText {
    BilingualText(
      zh: [dutyZH, periodZH, verdictZH].joined(),
      en: [dutyEN, periodEN, verdictEN].joined(separator: " "))
  }

  private var finding: ObligationFinding { explanation.finding }
  private var rule: ObligationRule { explanation.rule }
  private var book: RuleBook { explanation.adoption.book }

  // MARK: Chinese

  private var dutyZH: String {
    "义务 \(finding.id)：依据《\(book.title.zh)》\(rule.article)（“\(rule.text.zh)”），"
      + "\(finding.department)\(explanation.isByReference ? "（参照）" : "")负有义务，由日志第\(finding.trigger.position)号事件"
      + "（\(finding.trigger.event)）引起。"
      + (finding.heirOf.map { "该义务原属\($0)，因机构改革由\(finding.department)承继。" } ?? "")
  }

  private var periodZH: String { PeriodWords(explanation).zh }

  private var verdictZH: String {
    var words = "截至\(explanation.scope.asOf)、以\(explanation.scope.knownAt)前已知为限："
    if let discharge = finding.discharge {
      words += "\(discharge.on)由第\(discharge.position)号事件（\(discharge.event)）办结"
      if let late = finding.workingDaysLate { words += "，逾期\(late)个工作日" }
      words += "；"
    } else {
      words += "未见办结；"
    }
    return words + "结论：\(finding.verdict.zh)（\(finding.verdict.rawValue)）。"
  }

  // MARK: English

  private var dutyEN: String {
    "Obligation \(finding.id): under \(book.title.en), \(rule.article) (“\(rule.text.en)”), the "
      + "body \(finding.department)\(explanation.isByReference ? " (by reference, 参照)" : "")"
      + " is obligated by event \(finding.trigger.position) of the log "
      + "(\(finding.trigger.event))."
      + (finding.heirOf.map {
        " It was owed by the body \($0) when it arose; \(finding.department) took that one's place"
          + " (机构改革)."
      } ?? "")
  }

  private var periodEN: String { PeriodWords(explanation).en }

  private var verdictEN: String {
    let question =
      "As of \(explanation.scope.asOf), by what was known at \(explanation.scope.knownAt): "
    guard let discharge = finding.discharge else {
      return question + "no discharge is known; the verdict is \(finding.verdict.rawValue)."
    }
    let late = finding.workingDaysLate.map { ", \($0) working days late" } ?? ""
    return question + "discharged on \(discharge.on) by event \(discharge.position) "
      + "(\(discharge.event))\(late); the verdict is \(finding.verdict.rawValue)."
  }
}

/// A violation in words.
private struct ViolationWords {
  let explanation: ViolationExplanation

  var text: BilingualText { BilingualText(zh: zh, en: en) }

  private var finding: Violation { explanation.finding }
  private var rule: ViolationRule { explanation.rule }
  private var book: RuleBook { explanation.adoption.book }
  private var others: [Event] {
    explanation.evidence.filter { $0.position != finding.position }
  }

  private var grade: BilingualText {
    switch finding.grade {
    case .violation: BilingualText(zh: "违规", en: "Violation")
    case .remark: BilingualText(zh: "提示", en: "Remark")
    }
  }

  /// Who acted: the body, or the applicant for its data.
  private var offender: BilingualText {
    guard let applicant = finding.applicant else {
      return BilingualText(
        zh: "\(finding.department)" + (explanation.isByReference ? "（参照）" : ""),
        en: "the body \(finding.department)"
          + (explanation.isByReference ? " (by reference, 参照)" : ""))
    }
    return BilingualText(
      zh: "\(finding.department)数据的申请人“\(applicant)”",
      en: "the applicant “\(applicant)” for data of the body \(finding.department)")
  }

  private var charge: BilingualText {
    switch finding.grade {
    case .violation: BilingualText(zh: "违反规定", en: "acted against it")
    case .remark: BilingualText(zh: "与职责分工不一致", en: "acted otherwise than it divides the tasks")
    }
  }

  private var zh: String {
    let on = explanation.act.map { "，\($0.record.occurredAt.beijingDate)" } ?? ""
    let cited = others.map { "第\($0.position)号事件（\($0.record.id)，\($0.type.label.zh)）" }
    var words =
      "\(grade.zh) \(finding.id)：依据《\(book.title.zh)》\(rule.article)（“\(rule.text.zh)”），"
      + "\(offender.zh)\(charge.zh)：\(finding.message.zh)，见日志第\(finding.position)号事件"
      + "（\(finding.event)\(on)）。"
    if !finding.expected.isEmpty {
      words += "应为\(finding.expected.map(\.description).joined(separator: "、"))。"
    }
    if !cited.isEmpty { words += "并据" + cited.joined(separator: "、") + "。" }
    if let missing = explanation.missing { words += "未见\(missing.label.zh)（\(missing.rawValue)）。" }
    return words + "截至\(explanation.scope.asOf)、以\(explanation.scope.knownAt)前已知为限。"
  }

  private var en: String {
    let on = explanation.act.map { " on \($0.record.occurredAt.beijingDate)" } ?? ""
    let cited = others.map { "event \($0.position) (\($0.record.id), \($0.type.label.en))" }
    var words =
      "\(grade.en) \(finding.id): under \(book.title.en), \(rule.article) (“\(rule.text.en)”), "
      + "\(offender.en) \(charge.en) by event \(finding.position) of the log "
      + "(\(finding.event)\(on)): \(finding.message.en)."
    if !finding.expected.isEmpty {
      let bodies = finding.expected.map(\.description).joined(separator: ", ")
      words += " It should have been \(bodies)."
    }
    if !cited.isEmpty { words += " It rests besides on " + cited.joined(separator: ", ") + "." }
    if let missing = explanation.missing {
      words += " No \(missing.rawValue) (\(missing.label.en)) is known."
    }
    return words + " This is as of \(explanation.scope.asOf), by what was known at "
      + "\(explanation.scope.knownAt)."
  }
}
