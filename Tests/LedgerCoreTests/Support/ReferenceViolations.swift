import WorkingDays

@testable import LedgerCore

/// A body that is convicted, and what that rests on besides its act.
struct ReferenceConviction {
  let offender: BodyCode
  let evidence: [ReferenceAct]
  /// Who used open data, where that is what is found.
  let applicant: String?
  /// How late it was done, or that it was not.
  let lateness: Lateness?

  /// What should have been done by the act.
  enum Lateness {
    case late(days: Int)
    case never
  }

  init(
    _ offender: BodyCode, _ evidence: [ReferenceAct?] = [], applicant: String? = nil,
    _ lateness: Lateness? = nil
  ) {
    self.offender = offender
    self.evidence = evidence.compactMap { $0 }
    self.applicant = applicant
    self.lateness = lateness
  }

  /// What the report says.
  func message(_ message: BilingualText) -> BilingualText {
    switch lateness {
    case nil: message
    case .never: BilingualText(zh: message.zh + "（未备案）", en: message.en + " (not filed)")
    case .late(let days):
      BilingualText(
        zh: message.zh + "（迟报，启用后\(days)日备案）",
        en: message.en + " (filed late, \(days) days after)")
    }
  }

  var daysLate: Int? { if case .late(let days) = lateness { days } else { nil } }
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
            rule: rule.id, article: rule.article, department: conviction.offender,
            position: act.event.position, event: act.event.record.id,
            message: conviction.message(rule.message),
            evidence: cited(conviction.evidence + [act]), grade: rule.grade, expected: [],
            applicant: conviction.applicant, daysLate: conviction.daysLate))
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
    case (.usedAfterEnd, .dataUsed(let data)): useAfterEnd(act, data)
    case (.usedBeyondItems, .dataUsed(let data)): useBeyondItems(act, data)
    case (.anotherPurpose(.dataUsed), .dataUsed(let data)): purpose(data)
    case (.anotherPurpose(.openUseReported), .openUseReported(let data)): purpose(act, data)
    case (.usedAfterRefusal, .openUseReported): useAfterRefusal(act)
    case (.lapsedWithoutRequest, .openLapsed): lapse(act)
    case (.openedBeyondScope, .openPublished(let data)): publication(act, data)
    case (.restrictedWithoutBasis, .catalogEntryRegistered),
      (.restrictedWithoutBasis, .catalogEntryRevised):
      restriction(act)
    case (.incompleteEntry, .catalogEntryRegistered(let data)): incompleteness(data)
    case (.filedWithAnother, .catalogFiled(let data)): filing(act, data)
    case (.nodeWithoutPlan, .cloudNodeCommissioned(let data)): commissioning(act, data)
    case (.mergedElsewhere, .cloudNodeMerged(let data)): merger(act, data)
    case (.deployedWithoutApproval, .cloudSystemDeployed(let data)): deployment(act, data)
    case (.boughtWithoutApproval, .purchaseCompleted(let data)): purchase(act, data)
    case (.cataloguedElsewhere, .purchaseCatalogued(let data)): cataloguing(act, data)
    case (.againstSharing(let bar), _): conviction(act, against: bar)
    case (.reservedAct(let acts), _):
      acts.lazy.compactMap { conviction(act, against: $0) }.first
    case (.withoutEarlier(let condition), _): conviction(act, against: condition)
    default: nil
    }
  }

  // MARK: Open data

  /// Art. 28: data that is open on application is used for what it was applied for, once that is
  /// known.
  private func purpose(_ act: ReferenceAct, _ use: OpenUseReported) -> ReferenceConviction? {
    guard let applied = beginning(of: act.event.stream), applied.counts,
      case .openApplied(let application) = applied.data,
      !Self.isSame(application.purpose, use.purpose)
    else { return nil }
    return conviction(ofUse: act)
  }

  /// Art. 25: data is not used once the holder refused to open it.
  private func useAfterRefusal(_ act: ReferenceAct) -> ReferenceConviction? {
    let refusals = acts(of: act.event.stream).filter { reply in
      guard case .openReplied(let data) = reply.data else { return false }
      return data.decision == .refused && isHolders(reply)
    }
    let applied = acts(of: act.event.stream).contains { $0.event.type == .openApplied }
    guard applied, let first = refusals.min(by: { $0.moment < $1.moment }),
      act.moment.occurredAt >= first.moment.occurredAt
    else { return nil }
    return conviction(ofUse: act, [first] + holders(of: first))
  }

  /// Disclosure regulations, art. 30: an application lapses only of a correction that was not made.
  private func lapse(_ act: ReferenceAct) -> ReferenceConviction? {
    isLapsed(act) ? nil : ReferenceConviction(act.actor, [beginning(of: act.event.stream)])
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

  /// Whether a project is submitted for review: not where investment law governs it instead, nor where
  /// it is a utility's, whose projects the order does not reach (art. 39).
  private func isReviewed(_ project: ProjectSubmitted) -> Bool {
    !project.fixedAssetInvestment && !project.stateSubsidy
      && body(project.department)?.kind != .utility
  }

  /// Art. 9: work begins when the last review before it approved; those of an authority that is known
  /// to be another than the department's own do not count. What was submitted last before it counts, else
  /// what was submitted first; what never was is found.
  private func start(_ act: ReferenceAct, _ start: ProjectStarted) -> ReferenceConviction? {
    let submissions = submissions(of: start.project)
    guard
      let submitted = submissions.last(where: { $0.act.moment < act.moment })
        ?? submissions.first
    else {
      let department = start.department ?? act.actor
      return body(department)?.kind == .utility ? nil : ReferenceConviction(department)
    }
    guard isReviewed(submitted.data) else { return nil }
    let department = submitted.data.department
    let reviews = acts(of: act.event.stream)
      .filter { $0.moment.occurredAt <= act.moment.occurredAt }
      .sorted { $0.moment < $1.moment }
      .compactMap { other -> (act: ReferenceAct, data: ProjectReviewed)? in
        if case .projectReviewed(let review) = other.data { (other, review) } else { nil }
      }
    let last = reviews.last { act, review in
      !isAnother(authority: review.authority, for: department, on: act.day)
    }
    if last?.data.outcome == .approved { return nil }
    guard last == nil, let passedOver = reviews.last else {
      return ReferenceConviction(department, [submitted.act, last?.act])
    }
    return ReferenceConviction(
      department,
      [
        submitted.act, passedOver.act, registration(of: department),
        registration(of: passedOver.data.authority),
      ])
  }

  /// Art. 9: a project is reviewed by the data authority of its department's level: as it was submitted
  /// last before, else first.
  private func review(_ act: ReferenceAct, _ review: ProjectReviewed) -> ReferenceConviction? {
    let submissions = submissions(of: review.project)
    let last = submissions.last { $0.act.moment < act.moment }
    guard let submitted = last ?? submissions.first, isReviewed(submitted.data),
      isAnother(authority: review.authority, for: submitted.data.department, on: act.day)
    else { return nil }
    return ReferenceConviction(
      review.authority,
      [
        submitted.act, registration(of: submitted.data.department),
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
