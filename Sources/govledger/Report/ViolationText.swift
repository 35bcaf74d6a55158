import GovDataLedger

/// The derivation of a violation, part by part.
struct ViolationText {
  let explanation: ViolationExplanation
  let words: ExplanationWords

  private var finding: Violation { explanation.finding }
  private var rule: ViolationRule { explanation.rule }

  private func say(_ zh: String, _ en: String) -> String { words.say(zh, en) }

  var parts: [[String]] { [heading, law, act, evidence, ending] }

  private var isRemark: Bool { finding.grade == .remark }

  private var applicant: [String] {
    finding.applicant.map { [say("  申请人：\($0)", "  the applicant: \($0)")] } ?? []
  }

  private var expected: [String] {
    finding.expected.map { say("  应为：", "  it should have been: ") + words.body($0) }
  }

  private var heading: [String] {
    [
      isRemark
        ? say("提示 \(finding.id)", "Remark \(finding.id)")
        : say("违规 \(finding.id)", "Violation \(finding.id)"),
      (finding.applicant == nil
        ? say("  行为主体：", "  body that acted: ") : say("  数据所属机构：", "  body whose data it is: "))
        + words.body(finding.department, isByReference: explanation.isByReference),
    ] + applicant + expected + words.times(explanation.scope)
  }

  private var law: [String] {
    words.law(rule.id, rule.article, explanation.adoption)
      + ["  “\(rule.text.zh)”", "  “\(rule.text.en)”"] + words.reading(rule.reading)
  }

  private var act: [String] {
    [say("行为", "The act")] + (explanation.act.map { [line($0)] } ?? [])
  }

  private var evidence: [String] {
    var lines = explanation.evidence.filter { $0.position != finding.position }.map(line)
    if let missing = explanation.missing {
      lines.append(
        say(
          "  未见 \(missing.rawValue)（\(missing.label.zh)）",
          "  no \(missing.rawValue) (\(missing.label.en))"))
    }
    return lines.isEmpty ? [] : [say("所依据的行为和事实", "What it rests on")] + lines
  }

  private var ending: [String] {
    [
      say("结果", "The result"),
      isRemark
        ? say(
          "  与\(finding.article)的分工不一致：\(finding.message.zh)",
          "  otherwise than \(finding.article) divides the tasks: \(finding.message.en)")
        : say(
          "  违反\(finding.article)：\(finding.message.zh)",
          "  against \(finding.article): \(finding.message.en)"),
    ]
  }

  /// An event with what it says.
  private func line(_ event: Event) -> String {
    let said = ViolationExplanation.said(by: event)
      .map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return say(
      "  第\(event.position)号事件 \(event.type.rawValue)（\(event.record.id)，\(event.type.label.zh)），"
        + "\(event.record.occurredAt)：\(said)",
      "  event \(event.position) \(event.type.rawValue) (\(event.record.id), \(event.type.label.en)), "
        + "\(event.record.occurredAt): \(said)")
  }
}
