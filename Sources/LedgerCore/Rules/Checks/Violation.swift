/// A finding against an act: it was done, and the law forbids it (contract §4).
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
}

extension Violation {
  init(
    _ rule: ViolationRule, by department: BodyCode, at position: Int64, event: Identifier
  ) {
    self.init(
      rule: rule.id, article: rule.article, department: department, position: position,
      event: event, message: rule.message)
  }
}
