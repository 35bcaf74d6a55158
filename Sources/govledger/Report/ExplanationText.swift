import GovDataLedger

/// How a finding follows, in Chinese or English, line by line.
struct ExplanationText {
  let explanation: Explanation
  let words: ExplanationWords

  init(_ explanation: Explanation, names: [BodyCode: String], language: ExplainCommand.Language) {
    self.explanation = explanation
    words = ExplanationWords(names: names, isChinese: language == .zh)
  }

  var lines: [String] {
    let parts =
      switch explanation {
      case .obligation(let explanation):
        ObligationText(explanation: explanation, words: words).parts
      case .violation(let explanation):
        ViolationText(explanation: explanation, words: words).parts
      }
    return (parts + [corrected]).filter { !$0.isEmpty }.joined(separator: [""]).map(\.self)
  }
}

extension ExplanationText {
  /// What was left out.
  private var corrected: [String] {
    let events = explanation.corrected
    if events.isEmpty { return [] }
    return [words.say("已更正、不予计入", "Corrected, left out")]
      + events.map { event in
        words.say(
          "  第\(event.position)号事件（\(event.event)），由第\(event.correctedBy.position)号事件"
            + "（\(event.correctedBy.event)）更正：\(event.reason)",
          "  event \(event.position) (\(event.event)), corrected by event "
            + "\(event.correctedBy.position) (\(event.correctedBy.event)): \(event.reason)")
      }
  }
}

/// What explanations of all findings say alike.
struct ExplanationWords {
  /// The bodies' names by code.
  let names: [BodyCode: String]
  let isChinese: Bool

  /// One of two texts.
  func say(_ zh: String, _ en: String) -> String { isChinese ? zh : en }

  func say(_ text: BilingualText) -> String { isChinese ? text.zh : text.en }

  /// A body by its name and code; a public utility is marked (参照, art. 39).
  func body(_ code: BodyCode, isByReference: Bool = false) -> String {
    let name = names[code].map { "\($0) \(code)" } ?? "\(code)"
    return isByReference ? name + say("（参照）", " (by reference, 参照)") : name
  }

  /// How a rule reads what the law leaves open.
  func reading(_ reading: BilingualText?) -> [String] {
    reading.map { ["  " + say("本规则的理解：", "how these rules read it: ") + say($0)] } ?? []
  }

  /// The times that were asked about.
  func times(_ scope: AuditScope) -> [String] {
    [
      say("  截至 \(scope.asOf)", "  as of \(scope.asOf)"),
      say("  以 \(scope.knownAt) 前已知为限", "  by what was known at \(scope.knownAt)"),
    ]
  }

  /// A rule, the book that it stands in, and how that came into force.
  func law(_ rule: String, _ article: String, _ adoption: RulesInForce.Adoption) -> [String] {
    let since = adoption.from
    let how =
      adoption.position.map {
        say("由日志第\($0)号事件采用，自\(since)起适用", "adopted by event \($0), applied from \(since)")
      } ?? say("自\(since)起适用", "applied from \(since)")
    return [
      say("规则 \(rule)", "Rule \(rule)"),
      "  \(say(adoption.book.title)) \(article) (\(adoption.book.name)): \(how)",
    ]
  }
}
