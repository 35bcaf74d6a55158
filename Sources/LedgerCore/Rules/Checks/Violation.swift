/// A finding against an act: it was done, and the law forbids it (contract §4), or divides the tasks
/// otherwise (a remark).
public struct Violation: Hashable, Sendable {
  /// The rule, such as `sd329.23.reasons`.
  public let rule: String
  /// The article.
  public let article: String
  /// The body that acted against it.
  public let department: BodyCode
  /// The position of the event.
  public let position: Int64
  /// The event's id.
  public let event: Identifier
  /// What the report says.
  public let message: BilingualText
  /// What it rests on, by position: the act itself, and the acts and facts that make it a violation
  /// (contract §9).
  public let evidence: [Evidence]
  /// Whether it is a violation, or a remark.
  public let grade: ViolationRule.Grade
  /// Where another should have acted, or have been reported to: that body, or those.
  public let expected: [BodyCode]
  /// Who acted, where that is an applicant, who is no body of the ledger: then `department` is the one
  /// whose data it is.
  public let applicant: String?
  /// How many days after the act another came that should have come before it (art. 10); `nil` where it
  /// never came, or nothing has to.
  public let daysLate: Int?

  /// An event that a violation rests on.
  public struct Evidence: Hashable, Sendable {
    /// Its position in the log.
    public let position: Int64
    /// Its id.
    public let event: Identifier
  }

  /// What `explain` and `prove` know it by: its rule and its event, such as
  /// `sd329.23.reasons/sr-1-replied`.
  public var id: Identifier { Identifier("\(rule)/\(event)") }
}

extension Violation {
  init(
    _ rule: ViolationRule, by department: BodyCode, at position: Int64, event: Identifier,
    evidence: [Evidence], expected: [BodyCode] = [], applicant: String? = nil, daysLate: Int? = nil
  ) {
    self.init(
      rule: rule.id, article: rule.article, department: department, position: position,
      event: event, message: rule.message(daysLate: daysLate), evidence: evidence,
      grade: rule.grade, expected: expected, applicant: applicant, daysLate: daysLate)
  }
}
