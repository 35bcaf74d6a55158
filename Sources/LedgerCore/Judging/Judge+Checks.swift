import WorkingDays

/// What the judge finds against acts (contract §4): each check answers with the body that an act
/// convicts, or `nil` when it is in order, or when too little is known.
extension Judge {
  /// - Parameter position: that of the act that is wanted; any by default.
  mutating func findViolations(_ matter: ActedMatter, at position: Int64? = nil) {
    let acts = ActsOfMatter(matter: matter, scope: scope)
    for place in matter.places {
      let act = Act(page: matter.page, view: matter.page.events[Int(place.place)])
      guard rules.mayViolate(act.type), scope.counts(act.view),
        act.view.position == position ?? act.view.position
      else { continue }
      for number in rules.checks(of: act.type, on: act.day) {
        let rule = rules.checks[number].rule
        // An act is judged once, in the matter that the check asks about.
        guard rule.check.asksOfOtherMatter(act.type) == place.isOfOther,
          let offender = offender(rule.check, act, acts)
        else { continue }
        violations.append(
          Violation(
            rule, by: offender, at: act.view.position,
            event: matter.page.identifier(act.view.id)))
      }
    }
  }

  private func offender(
    _ check: ViolationRule.Check, _ act: Act, _ matter: ActsOfMatter
  ) -> BodyCode? {
    switch check {
    case .refusalWithoutReasons:
      act.choice(.decision) == ShareDecision.refused && !act.has(.reasons)
        ? facts.department(of: .shareRequest, openedBy: matter.first, at: act.moment) : nil
    case .startedWithoutApproval: startedWithoutApproval(act, matter)
    case .reviewedByAnotherAuthority: reviewedByAnother(act, matter)
    case .secondAuthority:
      act.choice(.kind) == BodyKind.dataAuthority
        && act.division(.division).map { facts.isSecondAuthority(of: $0, at: act.moment) } == true
        ? act.code(.department) : nil
    case .usedWithoutAgreement:
      ViolationRule.Check.isAgreed(
        matter.agreed?.moment, to: matter.first?.code(.requester), use: act.moment,
        by: act.code(.department)) ? nil : act.code(.department)
    case .anotherPurpose: usedForAnotherPurpose(act, matter)
    case .openedBeyondScope, .againstSharing:
      check.offender(
        act,
        act.named(.entry).flatMap { facts.entry($0, in: act.page)?.facts(at: act.moment) })
    case .reservedAct, .withoutEarlier, .secondSource:
      check.offender(act, among: matter.further, facts)
    }
  }

  /// Art. 9: work began although the last review before it, if any, did not approve.
  private func startedWithoutApproval(_ start: Act, _ matter: ActsOfMatter) -> BodyCode? {
    guard let project = matter.first, !project.isUnderInvestmentLaw else { return nil }
    let before = matter.counting.filter { act in
      act.type == .projectReviewed && act.view.occurredAt <= start.view.occurredAt
    }
    let last = Array(before).last
    return last?.choice(.outcome) == ProjectOutcome.approved ? nil : project.code(.department)
  }

  /// Art. 9: it is the authority of the department's own level that reviews.
  private func reviewedByAnother(_ review: Act, _ matter: ActsOfMatter) -> BodyCode? {
    guard let project = matter.first, !project.isUnderInvestmentLaw,
      let department = project.code(.department), let authority = review.code(.authority),
      facts.isAnother(authority: authority, for: department, on: review.day)
    else { return nil }
    return authority
  }

  /// Data is used for the purpose that was stated when it was asked for; of a request once it was
  /// agreed to, of an application once it is known.
  private func usedForAnotherPurpose(_ use: Act, _ matter: ActsOfMatter) -> BodyCode? {
    guard let asked = matter.first,
      use.type == .dataUsed ? matter.agreed != nil : scope.counts(asked.view),
      use.text(.purpose, isThatOf: asked, .purpose) == false
    else { return nil }
    return use.code(.department) ?? use.view.actor
  }
}

/// The acts on a matter, as checks ask for them.
private struct ActsOfMatter {
  let matter: ActedMatter
  let scope: AuditScope

  /// The act that opened it, whether it counts or not: it says what the others are about.
  var first: Act? {
    matter.first { $0.form.act == .opens && $0.form.category == matter.category }
  }

  /// The acts that count, in the world's order.
  var counting: some Sequence<Act> { matter.lazy.filter { [scope] in scope.counts($0.view) } }

  /// Those of its own stream that the contract's core does not know.
  var further: [Act] {
    counting.filter { !$0.form.isCore && $0.form.category == matter.category }
  }

  /// The reply that agreed to a request.
  var agreed: Act? {
    counting.first { $0.type == .shareReplied && $0.choice(.decision) == ShareDecision.agreed }
  }
}

extension ViolationRule.Check {
  /// Whether it asks about another matter that acts of a type are on: the request under which data is
  /// used.
  fileprivate func asksOfOtherMatter(_ type: EventType) -> Bool {
    switch self {
    case .usedWithoutAgreement, .anotherPurpose: type.form.actsOn != nil
    default: false
    }
  }
}

extension Act {
  /// Whether investment law governs a project instead (art. 9, second half).
  fileprivate var isUnderInvestmentLaw: Bool {
    isTrue(.fixedAssetInvestment) || isTrue(.stateSubsidy)
  }
}
