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

extension RulesInForce {
  /// The violations that an event is, given the states after it. Live recording asks this of one
  /// event; an audit asks it of every event, with the states at the audit's end.
  func violations(
    of event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [Violation] {
    guard event.record.data.mayViolate else { return [] }
    var found: [Violation] = []
    for rule in violations(on: event.record.occurredAt.beijingDate) {
      guard let department = try rule.offender(event, &states) else { continue }
      found.append(
        Violation(
          rule: rule.id, article: rule.article, department: department, position: event.position,
          event: event.record.id, message: rule.message))
    }
    return found.sorted { $0.rule < $1.rule }
  }
}

extension RulesInForce {
  /// The violations of the rules that make a check, for an act that it found against a body.
  func violations(
    _ check: ViolationRule.Check, by department: BodyCode, _ citation: Obligation.Citation,
    _ names: LongNames
  ) -> [Violation] {
    violations(on: citation.moment.occurredAt.beijingDate).filter { $0.check == check }.map {
      rule in
      Violation(
        rule: rule.id, article: rule.article, department: department,
        position: citation.moment.position, event: names.identifier(of: citation.event),
        message: rule.message)
    }
  }
}

extension EventData {
  /// Whether a check of `ViolationRule` looks at this type at all.
  var mayViolate: Bool {
    switch self {
    case .shareReplied, .projectStarted, .projectReviewed: true
    default: false
    }
  }
}

extension ViolationRule {
  /// The body that the event convicts, or `nil` when it is in order.
  fileprivate func offender(
    _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch (check, event.record.data) {
    case (.refusalWithoutReasons, .shareReplied(let reply)):
      return try refusesWithoutReasons(reply, &states)
    case (.startedWithoutApproval, .projectStarted(let start)):
      guard let project = try states.project(start.project) else { return nil }
      return project.startedWithoutApproval ? project.department : nil
    case (.reviewedByAnotherAuthority, .projectReviewed(let review)):
      guard let project = try states.project(review.project) else { return nil }
      let another = try states.isAnother(authority: review.authority, for: project.department)
      return another ? review.authority : nil
    default:
      return nil
    }
  }

  private func refusesWithoutReasons(
    _ reply: ShareReplied, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    guard reply.decision == .refused, reply.reasons == nil,
      let request = try states.request(reply.request),
      let entry = try states.entry(request.entry)
    else { return nil }
    return entry.department
  }
}

extension ProjectState {
  /// Art. 9: work began although the last review before it, if any, did not approve.
  var startedWithoutApproval: Bool {
    guard let started, !isUnderInvestmentLaw else { return false }
    let before = reviews.filter { $0.moment.occurredAt <= started.occurredAt }
    return before.max { $0.moment < $1.moment }?.outcome != .approved
  }
}
