import WorkingDays

@testable import LedgerCore

/// A body that is convicted, and what that rests on besides its act.
struct ReferenceConviction {
  let offender: BodyCode
  let evidence: [ReferenceAct]
  /// Who used open data, where that is what is found.
  let applicant: String?

  init(_ offender: BodyCode, _ evidence: [ReferenceAct?] = [], applicant: String? = nil) {
    self.offender = offender
    self.evidence = evidence.compactMap { $0 }
    self.applicant = applicant
  }
}

extension ReferenceLog {
  /// What the books' own checks find against acts of those whom they bind.
  func violations(under rules: RulesInForce) -> [Violation] {
    var violations: [Violation] = []
    for act in counting {
      for (rule, days) in rules.checks where days.contains(act.day) {
        guard let conviction = conviction(act, under: rule.check),
          binds(rules.adoptions[days.adoption].book, conviction.offender)
        else { continue }
        violations.append(
          Violation(
            rule, by: conviction.offender, at: act.event.position, event: act.event.record.id,
            evidence: cited(conviction.evidence + [act]), applicant: conviction.applicant))
      }
    }
    return violations
  }

  /// The body that an act convicts; `nil` when it is in order, or when too little is known.
  private func conviction(
    _ act: ReferenceAct, under check: ViolationRule.Check
  ) -> ReferenceConviction? {
    switch (check, act.data) {
    case (.refusalWithoutReasons, .shareReplied(let data)): refusal(act, data)
    case (.startedWithoutApproval, .projectStarted(let data)): start(act, data)
    case (.reviewedByAnotherAuthority, .projectReviewed(let data)): review(act, data)
    case (.secondAuthority, .departmentRegistered(let data)): registration(act, data)
    case (.secondSource, .sourceAssigned(let data)): assignment(act, data)
    case (.usedWithoutAgreement, .dataUsed(let data)): use(act, data)
    case (.anotherPurpose(.dataUsed), .dataUsed(let data)): purpose(data)
    case (.anotherPurpose(.openUseReported), .openUseReported(let data)): purpose(act, data)
    case (.usedAfterRefusal, .openUseReported): useAfterRefusal(act)
    case (.openedBeyondScope, .openPublished(let data)): publication(act, data)
    case (.restrictedWithoutBasis, .catalogEntryRegistered),
      (.restrictedWithoutBasis, .catalogEntryRevised):
      restriction(act)
    case (.filedWithAnother, .catalogFiled(let data)): filing(act, data)
    case (.againstSharing(let bar), _): conviction(act, against: bar)
    case (.reservedAct(let acts), _):
      acts.lazy.compactMap { conviction(act, against: $0) }.first
    case (.withoutEarlier(let condition), _): conviction(act, against: condition)
    default: nil
    }
  }

  // MARK: Share requests

  /// Art. 23: a refusal gives reasons.
  private func refusal(_ act: ReferenceAct, _ reply: ShareReplied) -> ReferenceConviction? {
    guard reply.decision == .refused, reply.reasons == nil, isCompetent(reply: act),
      let department = department(of: act.event.stream, at: act.moment)
    else { return nil }
    return ReferenceConviction(
      department, [beginning(.shareRequested, of: act.event.stream)] + holders(of: act))
  }

  /// The replies to a request of those whose entry it is, in order of time.
  private func replies(to request: Identifier) -> [(act: ReferenceAct, data: ShareReplied)] {
    acts(of: StreamName(.shareRequest, request)).compactMap { act in
      if case .shareReplied(let reply) = act.data, isCompetent(reply: act) {
        (act, reply)
      } else {
        nil
      }
    }.sorted { $0.act.moment < $1.act.moment }
  }

  /// What agreed to a request; `nil` where the requester had withdrawn it before.
  private func agreement(to request: Identifier) -> ReferenceAct? {
    withdrawalBeforeAgreement(to: request) == nil ? agreeingReply(to: request) : nil
  }

  private func agreeingReply(to request: Identifier) -> ReferenceAct? {
    replies(to: request).first { $0.data.decision == .agreed }?.act
  }

  /// The requester's own withdrawal, before the first reply that agreed.
  private func withdrawalBeforeAgreement(to name: Identifier) -> ReferenceAct? {
    guard let request = request(name), let agreed = agreeingReply(to: name) else { return nil }
    return acts(of: StreamName(.shareRequest, name))
      .filter { $0.type == .shareWithdrawn && $0.actor == request.requester }
      .filter { $0.moment < agreed.moment }
      .min { $0.moment < $1.moment }
  }

  private func beginning(ofRequest request: Identifier) -> ReferenceAct? {
    beginning(.shareRequested, of: StreamName(.shareRequest, request))
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to. Where nothing
  /// agreed, what was replied instead tells.
  private func use(_ act: ReferenceAct, _ use: DataUsed) -> ReferenceConviction? {
    guard let request = request(use.request) else { return nil }
    let agreed = agreement(to: use.request)
    let isAgreed = agreed.map { $0.moment.occurredAt <= act.moment.occurredAt } ?? false
    if isAgreed, use.department == request.requester { return nil }
    let shown = agreed ?? agreeingReply(to: use.request) ?? replies(to: use.request).first?.act
    return ReferenceConviction(
      use.department,
      [beginning(ofRequest: use.request), shown, withdrawalBeforeAgreement(to: use.request)]
        + holders(of: shown))
  }

  /// Art. 23: shared data is used for what it was asked for.
  private func purpose(_ use: DataUsed) -> ReferenceConviction? {
    guard let request = request(use.request), let agreed = agreement(to: use.request),
      !request.purpose.utf8.elementsEqual(use.purpose.utf8)
    else { return nil }
    return ReferenceConviction(
      use.department, [beginning(ofRequest: use.request), agreed] + holders(of: agreed))
  }

  /// What says that a reply was the holder's: whose the entry was when it was asked for, and when the
  /// reply was given.
  private func holders(of reply: ReferenceAct?) -> [ReferenceAct?] {
    guard let reply, let entry = entry(of: reply.event.stream),
      let asked = beginning(of: reply.event.stream)
    else { return [] }
    return [asked, reply].flatMap { entry.evidence([.department], at: $0.moment) }
  }

  // MARK: Open data

  /// Art. 28: data that is open on application is used for what it was applied for, once that is
  /// known.
  private func purpose(_ act: ReferenceAct, _ use: OpenUseReported) -> ReferenceConviction? {
    guard let applied = beginning(of: act.event.stream), applied.counts,
      case .openApplied(let application) = applied.data,
      !application.purpose.utf8.elementsEqual(use.purpose.utf8)
    else { return nil }
    return conviction(ofUse: act)
  }

  /// Art. 25: data is not used once the holder refused to open it.
  private func useAfterRefusal(_ act: ReferenceAct) -> ReferenceConviction? {
    let refusals = acts(of: act.event.stream).filter { reply in
      guard case .openReplied(let data) = reply.data else { return false }
      return data.decision == .refused && isCompetent(reply: reply)
    }
    let applied = acts(of: act.event.stream).contains { $0.event.type == .openApplied }
    guard applied, let first = refusals.min(by: { $0.moment < $1.moment }),
      act.moment.occurredAt >= first.moment.occurredAt
    else { return nil }
    return conviction(ofUse: act, [first] + holders(of: first))
  }

  /// What is found against the use of open data names whose the entry is when the use is reported, and
  /// the applicant: whoever reports it did not use it.
  private func conviction(
    ofUse act: ReferenceAct, _ evidence: [ReferenceAct?] = []
  ) -> ReferenceConviction? {
    guard let applied = beginning(of: act.event.stream),
      case .openApplied(let application) = applied.data, let entry = entry(application.entry)
    else { return nil }
    let owner = entry.evidence([.department], at: act.moment)
    return ReferenceConviction(
      entry.known(at: act.moment).department, [applied] + owner + evidence,
      applicant: application.applicant)
  }

  /// Art. 25: an entry outside the scope of opening is not opened, and one that is open on
  /// application is not opened unconditionally.
  private func publication(
    _ act: ReferenceAct, _ publication: OpenPublished
  ) -> ReferenceConviction? {
    guard let entry = entry(publication.entry), let facts = entry.facts(at: act.moment) else {
      return nil
    }
    let isWithin =
      switch facts.openness {
      case .unconditional: true
      case .onApplication: publication.mode == .onApplication
      case .notOpen: false
      }
    return isWithin
      ? nil
      : ReferenceConviction(
        facts.department, entry.evidence([.department, .openness], at: act.moment))
  }

  // MARK: Projects

  /// The project that is submitted for review; `nil` when investment law governs it instead, or when
  /// it is a utility's, whose projects the order does not reach (art. 39).
  private func reviewedProject(_ name: Identifier) -> ProjectSubmitted? {
    guard let project = project(name), !project.fixedAssetInvestment, !project.stateSubsidy,
      body(project.department)?.kind != .utility
    else { return nil }
    return project
  }

  /// Art. 9: work begins when the last review before it approved; those of an authority that is known
  /// to be another than the department's own do not count.
  private func start(_ act: ReferenceAct, _ start: ProjectStarted) -> ReferenceConviction? {
    guard let project = reviewedProject(start.project) else { return nil }
    let reviews = acts(of: act.event.stream)
      .filter { $0.moment.occurredAt <= act.moment.occurredAt }
      .sorted { $0.moment < $1.moment }
      .compactMap { other -> (act: ReferenceAct, data: ProjectReviewed)? in
        if case .projectReviewed(let review) = other.data { (other, review) } else { nil }
      }
    let last = reviews.last { act, review in
      !isAnother(authority: review.authority, for: project.department, on: act.day)
    }
    if last?.data.outcome == .approved { return nil }
    let submitted = beginning(.projectSubmitted, of: act.event.stream)
    guard last == nil, let passedOver = reviews.last else {
      return ReferenceConviction(project.department, [submitted, last?.act])
    }
    return ReferenceConviction(
      project.department,
      [
        submitted, passedOver.act, registration(of: project.department),
        registration(of: passedOver.data.authority),
      ])
  }

  /// Art. 9: a project is reviewed by the data authority of its department's level.
  private func review(_ act: ReferenceAct, _ review: ProjectReviewed) -> ReferenceConviction? {
    guard let project = reviewedProject(review.project),
      isAnother(authority: review.authority, for: project.department, on: act.day)
    else { return nil }
    return ReferenceConviction(
      review.authority,
      [
        beginning(.projectSubmitted, of: act.event.stream), registration(of: project.department),
        registration(of: review.authority),
      ])
  }

  // MARK: Authorities and sources

  /// Art. 6: a division has one data authority, the one that was registered first.
  private func registration(
    _ act: ReferenceAct, _ data: DepartmentRegistered
  ) -> ReferenceConviction? {
    guard data.kind == .dataAuthority else { return nil }
    let authorities = counting.filter { other in
      guard case .departmentRegistered(let own) = other.data else { return false }
      return own.kind == .dataAuthority && own.division == data.division
    }
    guard let first = authorities.min(by: { $0.moment < $1.moment }), first.moment < act.moment
    else { return nil }
    return ReferenceConviction(data.department, [first])
  }

  /// Art. 17: a data item has one source; another may only take its place. It rests on what gave the
  /// item the sources that it has then: of many the sixteen last.
  private func assignment(_ act: ReferenceAct, _ data: SourceAssigned) -> ReferenceConviction? {
    var sources: [(code: BodyCode, act: ReferenceAct)] = []
    let others = acts(of: act.event.stream).filter { $0.moment < act.moment }
    for other in others.sorted(by: { $0.moment < $1.moment }) {
      guard case .sourceAssigned(let earlier) = other.data else { continue }
      sources.removeAll { $0.code == earlier.supersedes || $0.code == earlier.department }
      sources.append((earlier.department, other))
    }
    sources.removeAll { $0.code == data.supersedes || $0.code == data.department }
    return sources.isEmpty
      ? nil : ReferenceConviction(data.department, sources.suffix(16).map(\.act))
  }

  // MARK: Checks of acts that rules name

  private func conviction(
    _ act: ReferenceAct, against bar: ViolationRule.SharingBar
  ) -> ReferenceConviction? {
    guard act.type == bar.act, let code = act.data.code(bar.by),
      let entry = act.data.identifier(.entry).flatMap({ entry($0) }),
      let facts = entry.facts(at: act.moment)
    else { return nil }
    if entry.isRetired(at: act.moment) || !bar.sharing.contains(facts.sharing) { return nil }
    if bar.isOfAnother, facts.department == code { return nil }
    if let exception = bar.exception, act.data.value(of: exception) != nil { return nil }
    // Whose it is matters only where the entries of others are barred.
    let keys: [DataKey] = bar.isOfAnother ? [.department, .sharing] : [.sharing]
    return ReferenceConviction(code, entry.evidence(keys, at: act.moment))
  }

  private func conviction(
    _ act: ReferenceAct, against reserved: ViolationRule.ReservedAct
  ) -> ReferenceConviction? {
    guard act.type == reserved.act, let code = act.data.code(reserved.by), let body = body(code)
    else { return nil }
    if !reserved.choices.isEmpty, !reserved.choices.contains(act.chosen ?? "") { return nil }
    let division = body.division.inForce(on: act.day)
    let convicted = ReferenceConviction(code, [registration(of: code)])
    if !reserved.kinds.isEmpty, !reserved.kinds.contains(body.kind) { return convicted }
    if !reserved.levels.isEmpty, !reserved.levels.contains(division.level) { return convicted }
    if reserved.isOfOwnDivision, act.division(.division)?.inForce(on: act.day) != division {
      return convicted
    }
    return nil
  }

  private func conviction(
    _ act: ReferenceAct, against condition: ViolationRule.Precondition
  ) -> ReferenceConviction? {
    guard act.type == condition.act, let code = act.data.code(condition.by) else { return nil }
    var evidence: [ReferenceAct?] = []
    if !condition.levels.isEmpty {
      guard let level = body(code)?.division.level, condition.levels.contains(level) else {
        return nil
      }
      evidence.append(registration(of: code))
    }
    let earlier = acts(of: act.event.stream)
      .filter { $0.type == condition.earlier && $0.moment.occurredAt <= act.moment.occurredAt }
      .sorted { $0.moment < $1.moment }
    let authority = { (other: ReferenceAct) in condition.authority.flatMap { other.data.code($0) } }
    let last = earlier.last { other in
      authority(other).map { !isAnother(authority: $0, for: code, on: other.day) } ?? true
    }
    if let last, condition.choice == nil || last.chosen == condition.choice { return nil }
    // What was looked at: the last that may stand before it, else the last with another authority.
    if let found = last ?? earlier.last {
      evidence.append(found)
      if let asked = authority(found).flatMap({ registration(of: $0) }) {
        evidence += [asked, registration(of: code)]
      }
    }
    return ReferenceConviction(code, evidence)
  }
}
