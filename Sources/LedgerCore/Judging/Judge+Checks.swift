import WorkingDays

/// What the judge finds against acts (contract §4): each check answers with the body that an act
/// convicts and what that rests on, or `nil` when it is in order, or when too little is known.
extension Judge {
  /// - Parameter position: that of the act that is wanted; any by default.
  mutating func findViolations(_ matter: ActedMatter, at position: Int64? = nil) {
    guard matter.places.contains(where: { rules.isChecked(matter.type(of: $0)) }) else { return }
    let acts = ActsOfMatter(matter: matter, scope: scope)
    for place in matter.places {
      let act = Act(page: matter.page, view: matter.page.events[Int(place.place)])
      guard rules.isChecked(act.type), scope.counts(act.view),
        act.view.position == position ?? act.view.position
      else { continue }
      for number in rules.checks(of: act.type, on: act.day) {
        let check = rules.checks[number].rule.check
        // An act is judged once, in the matter that the check asks about.
        guard check.asksOfOtherMatter(act.type) == place.isOfOther,
          let conviction = conviction(check, act, acts),
          !isOutside(conviction.offender, rules.binds[rules.checks[number].days.adoption])
        else { continue }
        violations.append(FoundViolation(conviction, check: number, act))
      }
    }
  }

  private mutating func conviction(
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
    case .filedWithAnother: filedWithAnother(act)
    case .restrictedWithoutBasis: restrictedWithoutBasis(act, matter)
    case .usedAfterRefusal: usedAfterRefusal(act, matter)
    case .reservedAct, .withoutEarlier, .secondSource:
      check.conviction(act, among: matter.further, facts)
    // Found with the obligations.
    case .competence, .recipient: nil
    }
  }

  /// Art. 23: a refusal gives reasons; it is for whoever had to reply.
  private mutating func refusalWithoutReasons(_ reply: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard reply.choice(.decision) == ShareDecision.refused, !reply.has(.reasons),
      let asked = matter.first, let entry = entry(askedForBy: asked),
      isHolders(reply, to: asked, entry)
    else { return nil }
    return Conviction(
      of: entry.known(at: reply.moment).department, acts: [asked],
      facts: entry.tellingHolders(of: reply, to: asked))
  }

  /// Art. 6: a division has one data authority, the one that was registered first.
  private func secondAuthority(_ registration: Act) -> Conviction? {
    guard registration.choice(.kind) == BodyKind.dataAuthority,
      let division = registration.division(.division), let code = registration.code(.department),
      let first = facts.firstDataAuthority(of: division), first < registration.moment
    else { return nil }
    return Conviction(of: code, facts: [first.position])
  }

  /// Art. 9: work began although the last review before it by the authority of the department's own
  /// level, if any, did not approve. What a utility builds is outside (art. 39).
  private func startedWithoutApproval(_ start: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.first, !project.isUnderInvestmentLaw,
      let department = project.code(.department)
    else { return nil }
    let body = facts.body(department)
    guard body?.kind != .utility else { return nil }
    // The last review by the authority of the own level, and the last by another, which is none.
    var last: Act?
    var passedOver: Act?
    for act in matter.counting
    where act.type == .projectReviewed && act.view.occurredAt <= start.view.occurredAt {
      if let authority = act.code(.authority),
        facts.isAnother(authority: authority, for: department, on: act.day)
      {
        passedOver = act
      } else {
        last = act
      }
    }
    guard last?.choice(.outcome) != ProjectOutcome.approved else { return nil }
    let bodies = last == nil ? passedOver.flatMap { $0.code(.authority) } : nil
    return Conviction(
      of: department, acts: [project, last ?? passedOver],
      facts: bodies.map { [body?.position, facts.body($0)?.position] } ?? [])
  }

  /// Art. 9: it is the authority of the department's own level that reviews.
  private func reviewedByAnother(_ review: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.first, !project.isUnderInvestmentLaw,
      let department = project.code(.department), let authority = review.code(.authority),
      facts.body(department)?.kind != .utility,
      facts.isAnother(authority: authority, for: department, on: review.day)
    else { return nil }
    return Conviction(
      of: authority, acts: [project],
      facts: [facts.body(department)?.position, facts.body(authority)?.position])
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to.
  private mutating func usedWithoutAgreement(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    let reply = reply(on: matter)
    let isAgreed = reply.agreed.map { $0.view.occurredAt <= use.view.occurredAt } ?? false
    guard let user = use.code(.department),
      !isAgreed || matter.first?.code(.requester) != user
    else { return nil }
    let shown = reply.agreed ?? reply.undone ?? reply.first
    return Conviction(
      of: user, acts: [matter.first, shown, reply.withdrawal],
      facts: tellingHolders(of: shown, to: matter.first))
  }

  /// The positions of what says that a reply was the holder's.
  private mutating func tellingHolders(of reply: Act?, to asked: Act?) -> [Int64] {
    guard let reply, let asked, let entry = entry(askedForBy: asked) else { return [] }
    return entry.tellingHolders(of: reply, to: asked)
  }

  /// What became of a request: the holder's replies, and the requester's withdrawal.
  private struct Replies {
    /// The first reply.
    var first: Act?
    /// The first that agreed, before the request was withdrawn.
    var agreed: Act?
    /// The first that agreed, where the request was withdrawn before, and that withdrawal.
    var undone: Act?
    var withdrawal: Act?
  }

  private mutating func reply(on matter: ActsOfMatter) -> Replies {
    var replies = Replies()
    guard let asked = matter.first, let entry = entry(askedForBy: asked) else { return replies }
    let requester = asked.code(.requester)
    let withdrawal = matter.counting.first {
      $0.type == .shareWithdrawn && $0.view.actor == requester
    }
    for reply in matter.counting
    where reply.type == .shareReplied && isHolders(reply, to: asked, entry) {
      if replies.first == nil { replies.first = reply }
      guard reply.choice(.decision) == ShareDecision.agreed else { continue }
      if let withdrawal, withdrawal.moment < reply.moment {
        (replies.undone, replies.withdrawal) = (reply, withdrawal)
      } else {
        replies.agreed = reply
      }
      break
    }
    return replies
  }

  /// Whether a reply is that of the department whose the entry was when it was asked for, or when it
  /// replied.
  private func isHolders(_ reply: Act, to asked: Act, _ entry: EntryHistory) -> Bool {
    entry.isHolders(reply.view.actor, at: reply.moment, askedAt: asked.moment)
  }

  /// Arts. 23 and 28: data is used for the purpose that was stated when it was asked for; of a request once
  /// it was agreed to, of an application once it is known.
  private mutating func usedForAnotherPurpose(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first, use.text(.purpose, isThatOf: asked, .purpose) == false else {
      return nil
    }
    guard use.type == .dataUsed else {
      return scope.counts(asked.view) ? applicant(of: asked, using: use) : nil
    }
    guard let agreed = reply(on: matter).agreed else { return nil }
    return Conviction(
      of: use.code(.department) ?? use.view.actor, acts: [asked, agreed],
      facts: tellingHolders(of: agreed, to: asked))
  }

  /// Art. 25: what was applied for and refused is not used.
  private mutating func usedAfterRefusal(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first, scope.counts(asked.view),
      let entry = entry(askedForBy: asked)
    else { return nil }
    let refusal = matter.counting.first {
      $0.type == .openReplied && $0.choice(.decision) == OpenReplied.Decision.refused
        && isHolders($0, to: asked, entry)
    }
    guard let refusal, refusal.view.occurredAt <= use.view.occurredAt else { return nil }
    return applicant(of: asked, using: use, after: refusal)
  }

  /// Who used open data is the applicant, who is no body of ours: the finding stands with the department
  /// whose the entry is, and names the applicant.
  private mutating func applicant(of asked: Act, using use: Act, after reply: Act? = nil)
    -> Conviction?
  {
    guard let entry = entry(askedForBy: asked),
      let applicant = asked.page.text(.applicant, of: asked.view)
    else {
      return nil
    }
    return Conviction(
      of: entry.known(at: use.moment).department, acts: [asked, reply],
      facts: entry.telling([.department], at: use.moment)
        + (reply.map { entry.tellingHolders(of: $0, to: asked) } ?? []),
      applicant: applicant)
  }

  // MARK: The catalogue

  /// Art. 15: a catalogue is filed with the authority of the department's own level.
  private func filedWithAnother(_ filing: Act) -> Conviction? {
    guard let department = filing.code(.department), let authority = filing.code(.authority),
      facts.isAnother(authority: authority, for: department, on: filing.day)
    else { return nil }
    return Conviction(
      of: department, facts: [facts.body(department)?.position, facts.body(authority)?.position])
  }

  /// Art. 22: a restriction of sharing states the law that it rests on, with it or before.
  private func restrictedWithoutBasis(_ act: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard act.has(.sharing) || act.has(.legalBasis), !act.statesBasis, let first = matter.first
    else { return nil }
    var (sharing, department): (Act?, Act?)
    for earlier in matter.counting where earlier.moment < act.moment {
      guard [.catalogEntryRegistered, .catalogEntryRevised].contains(earlier.type) else { continue }
      if earlier.statesBasis { return nil }
      if earlier.has(.sharing) { sharing = earlier }
      if earlier.has(.department) { department = earlier }
    }
    if act.has(.sharing) { sharing = nil }
    // Before it was registered an entry is that of its registration.
    if act.has(.department) || act.view.occurredAt < first.view.occurredAt { department = nil }
    let saysSharing = act.has(.sharing) ? act : sharing ?? first
    let saysDepartment = act.has(.department) ? act : department ?? first
    guard saysSharing.choice(.sharing) != SharingType.unconditional,
      let offender = saysDepartment.code(.department)
    else { return nil }
    return Conviction(of: offender, acts: [first, sharing, department])
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
}

extension ViolationRule.Check {
  /// Whether it asks about another matter that acts of a type are on: the request under which data is
  /// used.
  func asksOfOtherMatter(_ type: EventType) -> Bool {
    switch self {
    case .usedWithoutAgreement, .anotherPurpose, .competence: type.form.actsOn != nil
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
