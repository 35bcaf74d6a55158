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
  /// The violations that an event is, given the states after it.
  func violations(
    of event: ViewedEvent, given states: inout some StateLookup
  ) throws(LedgerError) -> [Violation] {
    var found: [Violation] = []
    for place in checks(of: event.type, on: event.day) {
      let rule = checks[place].rule
      guard let department = try rule.check.offender(event, &states) else { continue }
      found.append(
        Violation(rule, by: department, at: event.position, event: event.id))
    }
    return found.sorted { $0.rule < $1.rule }
  }

  /// The violations of the rules that make a check, for an act that it found against a body.
  func violations(
    _ check: ViolationRule.Check, by department: BodyCode, _ citation: Obligation.Citation,
    _ names: LongNames
  ) -> [Violation] {
    let day = citation.moment.occurredAt.beijingDate
    return checks.filter { $0.rule.check == check && $0.days.contains(day) }.map {
      Violation(
        $0.rule, by: department, at: citation.moment.position,
        event: names.identifier(of: citation.event))
    }
  }
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

// MARK: - An event as it is recorded

extension ViolationRule.Check {
  /// The body that the event convicts, or `nil` when it is in order.
  fileprivate func offender(
    _ event: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch event.type {
    case .shareReplied where self == .refusalWithoutReasons:
      return try Self.refusesWithoutReasons(event, &states)
    case .projectStarted where self == .startedWithoutApproval:
      guard let project = try states.project(event.streamHash) else { return nil }
      return project.startedWithoutApproval ? project.department : nil
    case .projectReviewed where self == .reviewedByAnotherAuthority:
      return try Self.reviewsAsAnother(event, &states)
    case .departmentRegistered where self == .secondAuthority:
      return try Self.isSecondAuthority(event, &states)
    default:
      return event.form.isCore ? nil : try offender(act: event, &states)
    }
  }

  private static func refusesWithoutReasons(
    _ reply: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    guard reply.choice(.decision) == ShareDecision.refused, !reply.has(.reasons),
      let request = try states.request(reply.streamHash),
      let entry = try states.entry(request.entry)
    else { return nil }
    return entry.department
  }

  private static func reviewsAsAnother(
    _ review: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    guard let authority = review.code(.authority),
      let project = try states.project(review.streamHash), !project.isUnderInvestmentLaw,
      try states.isAnother(authority: authority, for: project.department, on: review.day)
    else { return nil }
    return authority
  }

  private static func isSecondAuthority(
    _ event: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    guard event.choice(.kind) == BodyKind.dataAuthority, let code = event.code(.department),
      let division = event.division(.division)
    else { return nil }
    let others = try states.dataAuthorities(of: division, by: event.occurredAt)
    return others.contains { $0 != code } ? code : nil
  }

  private func offender(
    act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch self {
    case .againstSharing, .openedBeyondScope:
      let entry = try states.entry(.entry, of: act)?.facts(at: act.moment)
      return offender(CheckedAct(act), entry)
    case .usedWithoutAgreement where act.type == .dataUsed:
      guard let request = try states.request(under: act) else { return nil }
      let user = act.code(.department)
      return Self.isAgreed(request.agreed, to: request.requester, use: act.moment, by: user)
        ? nil : user
    case .anotherPurpose(let type) where type == act.type:
      let stated = try states.purpose(statedFor: act)
      let purpose = act.text(.purpose)?.string ?? ""
      let isSame = stated.map { $0.utf8.elementsEqual(purpose.utf8) } ?? true
      return isSame ? nil : act.code(.department) ?? act.actor
    default:
      let others = try states.acts(act.streamHash)?.acts ?? []
      return try offender(CheckedAct(act), among: others) { (code) throws(LedgerError) in
        try states.body(code)
      }
    }
  }
}

extension StateLookup {
  /// The request under which data is used.
  fileprivate mutating func request(
    under use: ViewedEvent
  ) throws(LedgerError) -> RequestState? {
    guard let name = use.text(.request) else { return nil }
    return try request(name.hash(as: .shareRequest))
  }

  /// The purpose that was stated in what a use of data rests on; of a request, once it was agreed to.
  fileprivate mutating func purpose(
    statedFor act: ViewedEvent
  ) throws(LedgerError) -> String? {
    if act.type == .dataUsed, act.has(.request) {
      return try request(under: act).flatMap { $0.agreed == nil ? nil : $0.purpose }
    }
    return try acts(act.streamHash)?.purpose
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
