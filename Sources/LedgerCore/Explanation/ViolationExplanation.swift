import WorkingDays

/// The whole derivation of a violation: the rule and how it came into force, the act, and each act and
/// fact that makes it a violation.
///
/// It is made from the events that matter alone: ``EvidenceSearch`` finds them.
public struct ViolationExplanation: Sendable {
  /// The times that were asked about.
  public let scope: AuditScope
  /// The violation.
  public let finding: Violation
  /// Whether the body is a public utility, which the order binds by reference (参照, art. 39).
  public let isByReference: Bool
  /// The rule that finds it.
  public let rule: ViolationRule
  /// The book that the rule stands in, and how it came into force.
  public let adoption: RulesInForce.Adoption
  /// The events that it rests on, by position: those of its evidence.
  public let evidence: [Event]
  /// The events shown that are left out, because they were corrected.
  public let corrected: [CorrectedEvent]

  /// The act itself.
  public var act: Event? { evidence.first { $0.position == finding.position } }

  /// The type of act that was looked for and that no event shown is: without it the act is a violation.
  public var missing: EventType? {
    guard let type = rule.check.lookedFor, !evidence.contains(where: { $0.type == type }) else {
      return nil
    }
    return type
  }

  /// Whether an event says that the body is a public utility (参照).
  func isMarked(by event: Event) -> Bool {
    isByReference && event.type == .departmentRegistered
      && event.record.data.code(.department) == finding.department
  }

  /// What an event says that checks may ask: names, bodies, divisions, days, choices, and the purposes
  /// that are compared (art. 23). In the order of the keys.
  public static func said(by event: Event) -> [(key: String, value: String)] {
    event.type.form.keys.compactMap { key in
      let value: String? =
        switch event.record.data.value(of: key.key) {
        case .identifier(let id): id.text
        case .code(let code): code.description
        case .division(let division): division.description
        case .date(let date): date.description
        case .choice(let name): name
        case .bool(let bool): "\(bool)"
        case .text(let text) where key.key == .purpose || key.key == .data: text
        case .texts(let texts) where key.key == .items: texts.joined(separator: "、")
        default: nil
        }
      return value.map { (key.key.name, $0) }
    }
  }

  /// Derives a violation from events in the order of the log.
  ///
  /// - Throws: `notFound` when they do not show it under the rules.
  init(
    of name: ViolationName, from events: [Event], scope: AuditScope, rules: RulesInForce
  ) throws(LedgerError) {
    let shown = try ShownLog(events, in: scope)
    let found = shown.violation(name, in: events, scope, rules)
    guard let (found, applicant) = found else {
      throw LedgerError(
        .notFound,
        "the events shown are no violation “\(JSONValue.cut(name.id.text))” under \(rules.name)")
    }
    let place = rules.checks[found.check]
    var evidence: [Event] = []
    for event in events where found.evidence.contains(where: { $0.position == event.position }) {
      evidence.append(event)
    }
    self.scope = scope
    self.evidence = evidence
    isByReference = shown.isByReference(found.department)
    corrected = shown.corrected(among: events)
    rule = place.rule
    adoption = rules.adoptions[place.days.adoption]
    finding = Violation(
      rule, by: found.department, at: found.act.moment.position, event: name.event,
      evidence: evidence.map { Violation.Evidence(position: $0.position, event: $0.record.id) },
      expected: found.expected, applicant: applicant, daysLate: found.daysLate)
  }
}

extension ShownLog {
  /// What the judge finds against an act under a rule, and the applicant who acted.
  func violation(
    _ name: ViolationName, in events: [Event], _ scope: AuditScope, _ rules: RulesInForce
  ) -> (FoundViolation, applicant: String?)? {
    guard !corrections.leavesOut(name.event),
      let act = events.first(where: { $0.record.id == name.event })
    else { return nil }
    var judge = Judge(rules, facts, scope: scope)
    var requests = PastRequests()
    forEachMatter { matter in
      guard matter.category == .shareRequest, let (request, keys) = judge.pastRequest(matter) else {
        return
      }
      requests.add(request, keys)
    }
    var found: (FoundViolation, applicant: String?)?
    forEachMatter { matter in
      judge.judgeViolations(of: matter, at: act.position)
      for violation in judge.violations where rules.checks[violation.check].rule.id == name.rule {
        if NotedViolation(violation, matter.page).isExempt(given: requests, facts.heirs) {
          continue
        }
        found = found ?? (violation, violation.applicant.map { matter.page.identifier($0).text })
      }
    }
    return found
  }
}

extension ViolationRule.Check {
  /// The type of act that must come before, or beside, the act that it looks at.
  var lookedFor: EventType? {
    switch self {
    case .startedWithoutApproval: .projectReviewed
    case .usedWithoutAgreement: .shareReplied
    case .withoutEarlier(let condition): condition.earlier
    case .nodeWithoutPlan: .cloudNodePlanFiled
    case .deployedWithoutApproval: .cloudUseDecided
    case .boughtWithoutApproval: .purchaseDecided
    default: nil
    }
  }

  /// Whether it asks which bodies did what else on the matter.
  var asksWhoActedBefore: Bool {
    switch self {
    case .startedWithoutApproval, .reviewedByAnotherAuthority, .usedWithoutAgreement, .usedAfterEnd,
      .usedBeyondItems, .withoutEarlier, .nodeWithoutPlan, .mergedElsewhere,
      .deployedWithoutApproval, .boughtWithoutApproval, .cataloguedElsewhere:
      true
    default: false
    }
  }
}
