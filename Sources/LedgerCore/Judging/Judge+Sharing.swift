import WorkingDays

/// What the judge finds against the use of shared data (art. 23) and of open data (arts. 25 and 28).
extension Judge {
  /// What became of the request that a matter is about; `nil` where what it asks for is not known.
  mutating func outcome(of matter: ActsOfMatter) -> ShareOutcome? {
    guard let asked = matter.first, let entry = entry(askedForBy: asked) else { return nil }
    return ShareOutcome(asked, entry, matter.counting)
  }

  /// What a body asked for, where a matter is a request that counts, and under which entry and body that is
  /// looked for: its own, and those that took its place.
  mutating func pastRequest(_ matter: ActedMatter) -> (PastRequest, [PastRequests.Key])? {
    guard let outcome = outcome(of: ActsOfMatter(matter: matter, scope: scope)),
      scope.counts(outcome.asked.view), let past = outcome.past,
      let entry = outcome.asked.page.text(.entry, of: outcome.asked.view)
    else { return nil }
    let name = outcome.asked.page.identifier(entry)
    return (
      past,
      heirs.allHeirs(of: past.requester).map { PastRequests.Key(entry: name, requester: $0) }
    )
  }

  /// Art. 23: a refusal gives reasons; it is for whoever had to reply.
  mutating func refusalWithoutReasons(_ reply: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard reply.choice(.decision) == ShareDecision.refused, !reply.has(.reasons),
      let outcome = outcome(of: matter), outcome.isHolders(reply)
    else { return nil }
    return Conviction(
      of: outcome.entry.known(at: reply.moment).department, acts: [outcome.asked],
      facts: outcome.entry.tellingHolders(of: reply, to: outcome.asked))
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to; without a request,
  /// only what is shared unconditionally.
  mutating func usedWithoutAgreement(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard use.has(.request) else { return usedUnasked(use) }
    guard let user = use.code(.department) else { return nil }
    let outcome = outcome(of: matter)
    if outcome?.isGranted(to: use) ?? false { return nil }
    let shown = outcome?.grant ?? outcome?.undone ?? outcome?.reply
    return Conviction(
      of: user,
      acts: [matter.first, shown, outcome?.undone == nil ? nil : outcome?.withdrawal],
      facts: outcome.map { $0.telling([shown]) } ?? [])
  }

  private func usedUnasked(_ use: Act) -> Conviction? {
    guard let user = use.code(.department), let entry = use.named(.entry),
      let history = facts.entry(entry, in: use.page), let then = history.facts(at: use.moment),
      let sharing = then.sharing, sharing != .unconditional, then.department != user
    else { return nil }
    return Conviction(of: user, facts: history.telling([.sharing, .department], at: use.moment))
  }

  /// Art. 23: what was granted is used as long as the reply, or the holder, lets it be used.
  mutating func usedAfterEnd(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let outcome = outcome(of: matter), outcome.isGranted(to: use), outcome.isOver(at: use)
    else { return nil }
    let end = outcome.end.flatMap { $0.moment < use.moment ? $0 : nil }
    return Conviction(
      of: use.code(.department) ?? use.view.actor, acts: [outcome.asked, outcome.grant, end],
      facts: outcome.telling([outcome.grant, end]))
  }

  /// Art. 23: of what was asked for, what the reply grants is used.
  mutating func usedBeyondItems(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard use.has(.items), let outcome = outcome(of: matter), outcome.isGranted(to: use),
      !outcome.grantsItems(of: use)
    else { return nil }
    return Conviction(
      of: use.code(.department) ?? use.view.actor, acts: [outcome.asked, outcome.grant],
      facts: outcome.telling([outcome.grant]))
  }

  /// Arts. 23 and 28: data is used for the purpose that was stated when it was asked for; of a request once
  /// it was agreed to, of an application once it is known.
  mutating func usedForAnotherPurpose(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first, use.text(.purpose, saysThatOf: asked, .purpose) == false else {
      return nil
    }
    guard use.type == .dataUsed else {
      return scope.counts(asked.view) ? applicant(of: asked, using: use) : nil
    }
    guard let outcome = outcome(of: matter), let grant = outcome.grant else { return nil }
    return Conviction(
      of: use.code(.department) ?? use.view.actor, acts: [asked, grant],
      facts: outcome.telling([grant]))
  }

  // MARK: Whose act ends a grant

  /// A grant is revoked by the holder and relinquished by the requester; what another did changes nothing
  /// (rulings.md, principle 1), and is found with the duty to reply.
  mutating func findOthersEnding(_ matter: ActedMatter, at position: Int64?) {
    for place in matter.places {
      let type = matter.type(of: place)
      guard type == .shareRevoked || type == .shareRelinquished else { continue }
      let act = matter.act(at: place)
      let acts = ActsOfMatter(matter: matter, scope: scope)
      guard scope.counts(act.view), act.view.position == position ?? act.view.position,
        let outcome = outcome(of: acts)
      else { continue }
      let isOwn = type == .shareRevoked ? outcome.isHolders(act) : outcome.isRequesters(act)
      guard !isOwn else { continue }
      let holder = outcome.entry.known(at: outcome.asked.moment).department
      for rule in dutiesToReply(on: act.day, of: holder) {
        let conviction = Conviction(
          of: act.view.actor, acts: [outcome.asked],
          facts: outcome.entry.tellingHolders(of: act, to: outcome.asked),
          expected: outcome.bodies(whoseActIs: act))
        find(conviction, rules.competence[rule], act)
      }
    }
  }

  /// The rules of the duty to reply under which the request has an obligation; else the first in force that
  /// binds the holder.
  private func dutiesToReply(on day: CivilDate, of holder: BodyCode) -> [Int] {
    var found: [Int] = []
    for obligation in obligations where rules.places[obligation.rule].rule.isDutyToReply {
      let name = rules.places[obligation.rule].rule.id
      if !found.contains(where: { rules.places[$0].rule.id == name }) {
        found.append(obligation.rule)
      }
    }
    guard found.isEmpty else { return found }
    let first = rules.places.firstIndex { place in
      place.rule.isDutyToReply && place.days.contains(day)
        && !isOutside(holder, rules.binds[place.days.adoption])
    }
    return first.map { [$0] } ?? []
  }

  // MARK: Open data

  /// Art. 25: what was applied for and refused is not used.
  mutating func usedAfterRefusal(_ use: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first, scope.counts(asked.view),
      let entry = entry(askedForBy: asked)
    else { return nil }
    let refusal = matter.counting.first {
      $0.type == .openReplied && $0.choice(.decision) == OpenReplied.Decision.refused
        && entry.isHolders($0.view.actor, at: $0.moment, askedAt: asked.moment)
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

  /// An application lapses where a correction was asked for and is not made (视为放弃).
  mutating func lapsedWithoutRequest(_ lapse: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let asked = matter.first, !isLapse(lapse, matter) else { return nil }
    return Conviction(of: lapse.view.actor, acts: [asked])
  }

  /// Whether an application lapses by an act: the department had asked for a correction before, and none
  /// was received since.
  mutating func isLapse(_ lapse: Act, _ matter: ActsOfMatter) -> Bool {
    guard let asked = matter.first, let entry = entry(askedForBy: asked) else { return false }
    var isAwaited = false
    for act in matter.counting where act.moment < lapse.moment {
      switch act.type {
      case .openCorrectionRequested
      where entry.isHolders(act.view.actor, at: act.moment, askedAt: asked.moment):
        isAwaited = true
      case .openCorrected: isAwaited = false
      default: continue
      }
    }
    return isAwaited
  }
}

extension ShareOutcome {
  /// The positions of what says that acts were the holder's.
  fileprivate func telling(_ acts: [Act?]) -> [Int64] {
    acts.compactMap(\.self).filter { $0.type != .shareRelinquished }
      .flatMap { entry.tellingHolders(of: $0, to: asked) }
  }

  /// Whose act an ending is: the holder's, when it was asked for and by then, or the requester's.
  fileprivate func bodies(whoseActIs act: Act) -> [BodyCode] {
    guard act.type == .shareRevoked else { return [requester(by: act.day)].compactMap(\.self) }
    return Set([
      entry.holder(askedAt: asked.moment, by: act.moment), entry.known(at: act.moment).department,
    ]).sorted()
  }
}

extension ObligationRule {
  /// Whether it says when a share request is to be answered.
  var isDutyToReply: Bool { trigger == .shareRequested && dischargedBy.contains(.shareReplied) }
}
