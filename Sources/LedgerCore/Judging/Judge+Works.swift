import WorkingDays

/// What the judge finds against projects (art. 9), cloud nodes and systems (arts. 10 and 11), and
/// purchases of data (art. 19): what needs somebody's word before it is done.
extension Judge {
  // MARK: Projects

  /// Art. 9: work began although the project was never submitted, or the last review before it by the
  /// authority of the department's own level, if any, did not approve. What a utility builds is outside
  /// (art. 39).
  func startedWithoutApproval(_ start: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.submission(before: start) else {
      let department = start.code(.department) ?? start.view.actor
      return facts.body(department)?.kind == .utility ? nil : Conviction(of: department)
    }
    guard !project.isUnderInvestmentLaw, let department = project.code(.department) else {
      return nil
    }
    let body = facts.body(department)
    guard body?.kind != .utility else { return nil }
    let review = lastWord(.projectReviewed, for: department, upTo: start, among: matter)
    guard review.own?.choice(.outcome) != ProjectOutcome.approved else { return nil }
    let other = review.own == nil ? review.others?.code(.authority) : nil
    return Conviction(
      of: heirs.heir(of: department, on: start.day), acts: [project, review.own ?? review.others],
      registrations: other.map { [body, facts.body($0)] } ?? [])
  }

  /// Art. 9: it is the authority of the department's own level that reviews.
  func reviewedByAnother(_ review: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let project = matter.submission(before: review), !project.isUnderInvestmentLaw,
      let department = project.code(.department), let authority = review.code(.authority),
      facts.body(department)?.kind != .utility,
      facts.isAnother(authority: authority, for: department, on: review.day)
    else { return nil }
    return Conviction(
      of: authority, acts: [project],
      registrations: [facts.body(department), facts.body(authority)])
  }

  // MARK: The cloud

  /// Art. 10: a city's own authority files the plan of its node with the province before the node is
  /// commissioned.
  func nodeWithoutPlan(_ node: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let builder = node.code(.builder), let body = facts.body(builder),
      facts.division(of: builder, on: node.day)?.level == .city
    else { return nil }
    var passedOver: Act?
    for plan in matter.counting where plan.type == .cloudNodePlanFiled {
      let isInTime = plan.view.occurredAt <= node.view.occurredAt
      guard let filer = plan.code(.authority), !isFiledElsewhere(plan),
        isInTime
          ? facts.isSame(filer, as: builder, on: node.day)
          : facts.isSame(builder, as: filer, on: plan.day)
      else {
        if isInTime { passedOver = plan }
        continue
      }
      if isInTime { return nil }
      let days = plan.day.daysSinceEpoch - node.day.daysSinceEpoch
      return Conviction(of: builder, acts: [plan], registrations: [body], daysLate: days)
    }
    let filedWith = passedOver.flatMap { $0.code(.filedWith) }.flatMap { facts.body($0) }
    return Conviction(of: builder, acts: [passedOver], registrations: [body, filedWith])
  }

  private func isFiledElsewhere(_ plan: Act) -> Bool {
    guard let authority = plan.code(.filedWith), let body = facts.body(authority) else {
      return false
    }
    return body.kind != .dataAuthority
      || facts.division(of: authority, on: plan.day)?.level != .province
      || heirs.hasEnded(authority, on: plan.day)
  }

  /// Art. 10: what a county had built is merged by its own city's authority, into a node of that city or
  /// of the province.
  func mergedElsewhere(_ merger: Act, _ matter: ActsOfMatter) -> Conviction? {
    let declaration = matter.counting.first { $0.type == .cloudLegacyNodeDeclared }
    guard let declaration, let builder = declaration.code(.builder).flatMap({ facts.body($0) }),
      let authority = merger.code(.authority)
    else { return nil }
    let division = { (body: BodyState) in heirs.division(body.division, on: merger.day) }
    let county = division(builder)
    guard county.level == .county else { return nil }
    let city = county.city
    let own = facts.body(authority)
    let isByAnother =
      own.map { own in
        own.kind != .dataAuthority || division(own) != city
          || heirs.hasEnded(authority, on: merger.day)
      } ?? false
    let other = merger.named(.into).flatMap { facts.node($0, in: merger.page) }
    let host = other?.builder.flatMap { facts.body($0) }
    let isIntoAnother =
      host.map { division($0).level != .province && division($0) != city } ?? false
    guard isByAnother || isIntoAnother else { return nil }
    return Conviction(
      of: authority, acts: [declaration],
      facts: [host == nil ? nil : other?.position], registrations: [builder, own, host])
  }

  /// Art. 11: a system is deployed on a node of the province or a city after the authority of the
  /// department's own level has approved the department's application for that very node.
  func deployedWithoutApproval(_ deployment: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let department = deployment.code(.department), let name = deployment.named(.node) else {
      return nil
    }
    let node = facts.node(name, in: deployment.page)
    let builder = node?.builder.flatMap { facts.body($0) }
    let division = node?.builder.flatMap { facts.division(of: $0, on: deployment.day) }
    let isOfCounty = division?.level == .county
    // What a county had built before the order is outside, until it is merged.
    if node?.isLegacy ?? false, builder == nil || isOfCounty { return nil }
    if isOfCounty {
      return Conviction(of: department, facts: [node?.position], registrations: [builder])
    }
    return decidedOtherwise(
      deployment, of: department, matter,
      Decided(application: .cloudUseApplied, decision: .cloudUseDecided)
    ) { $0.named(.node) == name }
  }

  // MARK: Purchases

  /// Art. 19: data is bought after the authority of the department's own level has approved the
  /// department's application for it.
  func boughtWithoutApproval(_ purchase: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard let department = purchase.code(.department) else { return nil }
    return decidedOtherwise(
      purchase, of: department, matter,
      Decided(application: .purchaseApplied, decision: .purchaseDecided)
    ) { $0.text(.data, saysThatOf: purchase, .data) ?? false }
  }

  /// Art. 19: what was bought is in the buyer's own catalogue.
  func cataloguedElsewhere(_ cataloguing: Act, _ matter: ActsOfMatter) -> Conviction? {
    let bought =
      matter.counting.first { $0.type == .purchaseCompleted }
      ?? matter.counting.first { $0.type == .purchaseApplied }
    guard let bought, let buyer = bought.code(.department), let name = cataloguing.named(.entry),
      let entry = facts.entry(name, in: cataloguing.page)
    else { return nil }
    let moment = cataloguing.moment
    let retired = entry.retired.flatMap { $0.occurredAt <= moment.occurredAt ? $0.position : nil }
    let holder = entry.known(at: moment).department
    guard holder != buyer && holder != entry.heir(of: buyer, at: moment) || retired != nil else {
      return nil
    }
    return Conviction(
      of: heirs.heir(of: buyer, on: cataloguing.day), acts: [bought],
      facts: entry.telling([.department], at: moment) + [retired])
  }

  // MARK: Applications and decisions

  /// What is applied for and decided on before it is done.
  private struct Decided {
    let application: EventType
    let decision: EventType
  }

  /// An act that was not approved: its own department's application for the same, with an authority that
  /// may be that of its own level, and that authority's last decision before the act.
  private func decidedOtherwise(
    _ act: Act, of department: BodyCode, _ matter: ActsOfMatter, _ types: Decided,
    isForTheSame: (Act) -> Bool
  ) -> Conviction? {
    let body = facts.body(department)
    var application: Act?
    var passedOver: Act?
    for other in matter.counting
    where other.type == types.application && other.view.occurredAt <= act.view.occurredAt {
      let fits =
        other.code(.department).map { facts.isSame($0, as: department, on: act.day) } ?? false
        && isForTheSame(other) && !isOfAnother(other, for: department)
      if fits { application = other } else { passedOver = other }
    }
    // What says that a word was another authority's.
    let telling = { (judge: Self, word: Act?) -> [BodyState?] in
      guard let word, judge.isOfAnother(word, for: department) else { return [] }
      return [body, word.code(.authority).flatMap { judge.facts.body($0) }]
    }
    guard let application else {
      return Conviction(
        of: department, acts: [passedOver], registrations: telling(self, passedOver))
    }
    let decision = lastWord(
      types.decision, for: department, upTo: act, after: application, among: matter)
    guard !(decision.own?.isApproval ?? false) else { return nil }
    let shown = decision.own ?? decision.others
    return Conviction(
      of: department, acts: [application, shown],
      registrations: decision.own == nil ? telling(self, decision.others) : [])
  }

  /// The last act of a type up to another by an authority that may be that of a department's own level, and
  /// the last by another.
  private func lastWord(
    _ type: EventType, for department: BodyCode, upTo act: Act, after application: Act? = nil,
    among matter: ActsOfMatter
  ) -> (own: Act?, others: Act?) {
    var (own, others): (Act?, Act?)
    for word in matter.counting
    where word.type == type && word.view.occurredAt <= act.view.occurredAt
      && application.map({ $0.moment < word.moment }) ?? true
    {
      if isOfAnother(word, for: department) { others = word } else { own = word }
    }
    return (own, others)
  }

  private func isOfAnother(_ act: Act, for department: BodyCode) -> Bool {
    act.code(.authority).map { facts.isAnother(authority: $0, for: department, on: act.day) }
      ?? false
  }
}

extension ActsOfMatter {
  /// The submission of a project that stands when another act is done: the last before it, else the first.
  /// It tells what is being built, whether it counts or not.
  fileprivate func submission(before act: Act) -> Act? {
    var last: Act?
    for other in matter where other.type == .projectSubmitted {
      guard last == nil || other.moment < act.moment else { break }
      last = other
    }
    return last
  }
}

extension Act {
  /// Whether investment law governs a project instead (art. 9, second half).
  fileprivate var isUnderInvestmentLaw: Bool {
    isTrue(.fixedAssetInvestment) || isTrue(.stateSubsidy)
  }

  /// Whether a decision approves what was applied for.
  fileprivate var isApproval: Bool {
    switch type {
    case .cloudUseDecided: choice(.outcome) == CloudUseDecided.Outcome.approved
    case .purchaseDecided: choice(.outcome) == PurchaseDecided.Outcome.approved
    default: false
    }
  }
}
