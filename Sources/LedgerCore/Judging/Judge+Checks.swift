import WorkingDays

/// What the judge finds against acts (contract §4): each check answers with the body that an act
/// convicts and what that rests on, or `nil` when it is in order, or when too little is known.
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
        let check = rules.checks[number].rule.check
        // An act is judged once, in the matter that the check asks about.
        guard check.asksOfOtherMatter(act.type) == place.isOfOther,
          let conviction = conviction(check, act, acts)
        else { continue }
        violations.append(FoundViolation(conviction, check: number, act))
      }
    }
  }

  private func conviction(
    _ check: ViolationRule.Check, _ act: Act, _ matter: ActsOfMatter
  ) -> Conviction? {
    switch check {
    case .refusalWithoutReasons: refusalWithoutReasons(act, matter)
    case .startedWithoutApproval: startedWithoutApproval(act, matter)
    case .reviewedByAnotherAuthority: reviewedByAnother(act, matter)
    case .secondAuthority: secondAuthority(act)
    case .usedWithoutAgreement: usedWithoutAgreement(act, matter)
    case .anotherPurpose: usedForAnotherPurpose(act, matter)
    case .openedBeyondScope, .againstSharing:
      act.named(.entry).flatMap { facts.entry($0, in: act.page) }
        .flatMap { check.conviction(act, $0) }
    case .reservedAct, .withoutEarlier, .secondSource:
      check.conviction(act, among: matter.further, facts)
    }
  }

  /// Art. 23: a refusal gives reasons; it is for whoever had to reply.
  private func refusalWithoutReasons(_ reply: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard reply.choice(.decision) == ShareDecision.refused, !reply.has(.reasons),
      let asked = matter.first, let name = asked.named(.entry),
      let entry = facts.entry(name, in: asked.page)
    else { return nil }
    return Conviction(
      of: entry.known(at: reply.moment).department, acts: [asked],
      facts: entry.telling([.department], at: reply.moment))
  }

  /// Art. 6: a division has one data authority, the one that was registered first.
  private func secondAuthority(_ registration: Act) -> Conviction? {
    guard registration.choice(.kind) == BodyKind.dataAuthority,
      let division = registration.division(.division), let code = registration.code(.department),
      let first = facts.firstAuthority(of: division), first < registration.moment
    else { return nil }
    return Conviction(of: code, facts: [first.position])
  }

  /// Art. 9: work began although the last review before it, if any, did not approve.
  private func startedWithoutApproval(_ start: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.first, !project.isUnderInvestmentLaw,
      let department = project.code(.department)
    else { return nil }
    var last: Act?
    for act in matter.counting
    where act.type == .projectReviewed && act.view.occurredAt <= start.view.occurredAt {
      last = act
    }
    guard last?.choice(.outcome) != ProjectOutcome.approved else { return nil }
    return Conviction(of: department, acts: [project, last])
  }

  /// Art. 9: it is the authority of the department's own level that reviews.
  private func reviewedByAnother(_ review: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.first, !project.isUnderInvestmentLaw,
      let department = project.code(.department), let authority = review.code(.authority),
      facts.isAnother(authority: authority, for: department, on: review.day)
    else { return nil }
    return Conviction(
      of: authority, acts: [project],
      facts: [facts.body(department)?.position, facts.body(authority)?.position])
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to.
  private func usedWithoutAgreement(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    let agreed = matter.agreed
    let isAgreed = agreed.map { $0.view.occurredAt <= use.view.occurredAt } ?? false
    guard let user = use.code(.department),
      !isAgreed || matter.first?.code(.requester) != user
    else { return nil }
    return Conviction(of: user, acts: [matter.first, agreed ?? matter.reply])
  }

  /// Data is used for the purpose that was stated when it was asked for; of a request once it was
  /// agreed to, of an application once it is known.
  private func usedForAnotherPurpose(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first else { return nil }
    let agreed = use.type == .dataUsed ? matter.agreed : nil
    guard use.type == .dataUsed ? agreed != nil : scope.counts(asked.view),
      use.text(.purpose, isThatOf: asked, .purpose) == false
    else { return nil }
    return Conviction(of: use.code(.department) ?? use.view.actor, acts: [asked, agreed])
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

  /// The reply to a request.
  var reply: Act? { counting.first { $0.type == .shareReplied } }

  /// The reply that agreed to a request.
  var agreed: Act? {
    counting.first { $0.type == .shareReplied && $0.choice(.decision) == ShareDecision.agreed }
  }
}

extension ViolationRule.Check {
  /// Whether it asks about another matter that acts of a type are on: the request under which data is
  /// used.
  func asksOfOtherMatter(_ type: EventType) -> Bool {
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
