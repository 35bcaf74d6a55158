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
    of event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [Violation] {
    guard mayViolate(event.type) else { return [] }
    var found: [Violation] = []
    for place in checks(of: event.type, on: event.record.occurredAt.beijingDate) {
      let rule = checks[place].rule
      guard let department = try rule.check.offender(event, &states) else { continue }
      found.append(
        Violation(rule, by: department, at: event.position, event: event.record.id))
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
    _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch event.record.data {
    case .shareReplied(let reply) where self == .refusalWithoutReasons:
      return try Self.refusesWithoutReasons(reply, &states)
    case .projectStarted(let start) where self == .startedWithoutApproval:
      guard let project = try states.project(start.project) else { return nil }
      return project.startedWithoutApproval ? project.department : nil
    case .projectReviewed(let review) where self == .reviewedByAnotherAuthority:
      guard let project = try states.project(review.project), !project.isUnderInvestmentLaw
      else { return nil }
      let another = try states.isAnother(
        authority: review.authority, for: project.department,
        on: event.record.occurredAt.beijingDate)
      return another ? review.authority : nil
    case .departmentRegistered(let data)
    where self == .secondAuthority && data.kind == .dataAuthority:
      let others = try states.dataAuthorities(
        of: data.division, by: event.record.occurredAt)
      return others.contains { $0 != data.department } ? data.department : nil
    case let data where !EventForm.of(data.type).isCore:
      return try offender(data, event, &states)
    default:
      return nil
    }
  }

  private static func refusesWithoutReasons(
    _ reply: ShareReplied, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    guard reply.decision == .refused, reply.reasons == nil,
      let request = try states.request(reply.request),
      let entry = try states.entry(request.entry)
    else { return nil }
    return entry.department
  }

  private func offender(
    _ act: EventData, _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    let moment = Moment(occurredAt: event.record.occurredAt, position: event.position)
    let checked = CheckedAct(act, at: moment)
    switch self {
    case .againstSharing, .openedBeyondScope:
      return offender(checked, try states.facts(of: act, moment))
    case .usedWithoutAgreement where act.type == .dataUsed:
      guard
        let request = try act.identifier(.request).flatMap({ (id) throws(LedgerError) in
          try states.request(id)
        })
      else { return nil }
      let user = act.code(.department)
      return Self.isAgreed(request.agreed, to: request.requester, use: moment, by: user)
        ? nil : user
    case .anotherPurpose(let type) where type == act.type:
      let stated = try states.purpose(statedFor: act)
      let isSame = stated.map { $0.utf8.elementsEqual((act.text(.purpose) ?? "").utf8) } ?? true
      return isSame ? nil : act.code(.department) ?? event.record.actor
    default:
      return try offender(checked, among: try states.acts(event.stream)?.acts ?? []) {
        (code) throws(LedgerError) in try states.body(code)
      }
    }
  }
}

extension StateLookup {
  /// What is known of the entry that an act names.
  fileprivate mutating func facts(
    of act: EventData, _ moment: Moment
  ) throws(LedgerError) -> EntryFacts? {
    guard let id = act.identifier(.entry) else { return nil }
    return try entry(id)?.facts(at: moment)
  }

  /// The purpose that was stated in what a use of data rests on; of a request, once it was agreed to.
  fileprivate mutating func purpose(statedFor act: EventData) throws(LedgerError) -> String? {
    if act.type == .dataUsed, let id = act.identifier(.request) {
      return try request(id).flatMap { $0.agreed == nil ? nil : $0.purpose }
    }
    return try acts(act.stream)?.purpose
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
