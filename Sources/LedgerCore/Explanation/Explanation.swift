/// How one finding follows from the events that matter, step by step.
public enum Explanation: Sendable {
  /// The derivation of the verdict on an obligation.
  case obligation(ObligationExplanation)
  /// The derivation of a violation.
  case violation(ViolationExplanation)

  /// Derives a finding from events in the order of the log: a violation when its id begins with the
  /// name of a rule of violations, else the verdict on an obligation.
  ///
  /// - Throws: `notFound` when they do not show it under the rules.
  public init(
    of id: Identifier, from events: [Event], scope: AuditScope, rules: RulesInForce,
    law: BundledLaw
  ) throws(LedgerError) {
    if let violation = ViolationName(id, under: rules) {
      self = .violation(
        try ViolationExplanation(of: violation, from: events, scope: scope, rules: rules))
    } else {
      self = .obligation(
        try ObligationExplanation(of: id, from: events, scope: scope, rules: rules, law: law))
    }
  }

  /// What follows.
  public var finding: Finding {
    switch self {
    case .obligation(let explanation): .obligation(explanation.finding)
    case .violation(let explanation): .violation(explanation.finding)
    }
  }

  /// The events shown that are left out, because they were corrected.
  public var corrected: [CorrectedEvent] {
    switch self {
    case .obligation(let explanation): explanation.corrected
    case .violation(let explanation): explanation.corrected
    }
  }

  /// The law's own words.
  public var law: BilingualText {
    switch self {
    case .obligation(let explanation): explanation.rule.text
    case .violation(let explanation): explanation.rule.text
    }
  }
}

/// The name of a violation: its rule, and the act's id.
struct ViolationName {
  let id: Identifier
  let rule: String
  let event: Identifier

  /// - Returns: `nil` where the rules know no such check.
  init?(_ id: Identifier, under rules: RulesInForce) {
    guard let slash = id.text.firstIndex(of: "/") else { return nil }
    let rule = String(id.text[..<slash])
    guard rules.checks.contains(where: { $0.rule.id == rule }) else { return nil }
    self.id = id
    self.rule = rule
    event = Identifier(String(id.text[id.text.index(after: slash)...]))
  }
}
