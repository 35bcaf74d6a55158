import WorkingDays

@testable import LedgerCore

/// What is found against acts on nodes of the cloud, on systems there, and against purchases.
extension ReferenceLog {
  // MARK: Nodes

  /// Art. 10: the city's authority files the plan of its node with the province's, before it is used.
  func commissioning(
    _ act: ReferenceAct, _ node: CloudNodeCommissioned
  ) -> ReferenceConviction? {
    guard body(node.builder)?.division.level == .city else { return nil }
    let plans = acts(of: act.event.stream).sorted { $0.moment < $1.moment }
      .compactMap { other -> (act: ReferenceAct, data: CloudNodePlanFiled)? in
        if case .cloudNodePlanFiled(let plan) = other.data { (other, plan) } else { nil }
      }
    let own = plans.filter { $0.data.authority == node.builder && mayReceive($0.data.filedWith) }
    let isBefore = { (other: ReferenceAct) in
      other.moment.occurredAt <= act.moment.occurredAt
    }
    if own.contains(where: { isBefore($0.act) }) { return nil }
    let builder = registration(of: node.builder)
    if let late = own.first {
      let days = late.act.day.daysSinceEpoch - act.day.daysSinceEpoch
      return ReferenceConviction(node.builder, [builder, late.act], .late(days: days))
    }
    let last = plans.last { isBefore($0.act) }
    return ReferenceConviction(
      node.builder,
      [builder, last?.act, last.flatMap { registration(of: $0.data.filedWith) }], .never)
  }

  /// Whether a body is not known to be another than a province's data authority.
  private func mayReceive(_ code: BodyCode) -> Bool {
    guard let body = body(code) else { return true }
    return body.kind == .dataAuthority && body.division.level == .province
  }

  /// Art. 10: what a county had built is merged by its city, into a node of its own or of the province.
  func merger(_ act: ReferenceAct, _ merger: CloudNodeMerged) -> ReferenceConviction? {
    guard let declared = declaration(of: merger.node), let code = declared.data.code(.builder),
      let builder = body(code), builder.division.inForce(on: act.day).level == .county,
      let city = Division(code: builder.division.inForce(on: act.day).code / 100 * 100)
    else { return nil }
    let authority = body(merger.authority)
    let isMisplaced = authority.map {
      $0.kind != .dataAuthority || $0.division.inForce(on: act.day) != city
    }
    let other = commissioning(of: merger.into) ?? declaration(of: merger.into)
    let otherBuilder = other?.data.code(.builder)
    let division = otherBuilder.flatMap { body($0) }?.division.inForce(on: act.day)
    let isElsewhere = division.map { $0.level != .province && $0 != city }
    guard isMisplaced ?? false || isElsewhere ?? false else { return nil }
    return ReferenceConviction(
      merger.authority,
      [
        declared, registration(of: code), registration(of: merger.authority), other,
        otherBuilder.flatMap { registration(of: $0) },
      ])
  }

  private func declaration(of node: Identifier) -> ReferenceAct? {
    acts(of: StreamName(.cloudNode, node)).first { $0.type == .cloudLegacyNodeDeclared }
  }

  private func commissioning(of node: Identifier) -> ReferenceAct? {
    acts(of: StreamName(.cloudNode, node)).first { $0.type == .cloudNodeCommissioned }
  }

  // MARK: Systems

  /// Art. 11: a system runs on a node of the province or of a city once the authority of the
  /// department's level, to which it applied, approved.
  func deployment(_ act: ReferenceAct, _ deployed: CloudSystemDeployed) -> ReferenceConviction? {
    let declared = declaration(of: deployed.node)
    let node = commissioning(of: deployed.node) ?? declared
    let builder = node?.data.code(.builder)
    let level = builder.flatMap { body($0) }?.division.level
    if declared != nil, level == nil || level == .county { return nil }
    if level == .county {
      return ReferenceConviction(
        deployed.department, [node, builder.flatMap { registration(of: $0) }])
    }
    return unapproved(act, by: deployed.department, .cloudUseApplied, .cloudUseDecided) { data in
      guard case .cloudUseApplied(let applied) = data else { return false }
      return applied.node == deployed.node
    }
  }

  // MARK: Purchases

  /// Art. 19: data is bought once the authority of the department's level approved it.
  func purchase(_ act: ReferenceAct, _ bought: PurchaseCompleted) -> ReferenceConviction? {
    unapproved(act, by: bought.department, .purchaseApplied, .purchaseDecided) { data in
      guard case .purchaseApplied(let applied) = data else { return false }
      return Self.isSame(applied.data, bought.data)
    }
  }

  /// Art. 19: what was bought is in the buyer's own catalogue.
  func cataloguing(_ act: ReferenceAct, _ catalogued: PurchaseCatalogued) -> ReferenceConviction? {
    let own = acts(of: act.event.stream).sorted { $0.moment < $1.moment }
    let telling =
      own.first { $0.type == .purchaseCompleted }
      ?? own.first { $0.type == .purchaseApplied }
    guard let telling, let buyer = telling.data.code(.department),
      let entry = entry(catalogued.entry)
    else { return nil }
    let isRetired = entry.isRetired(at: act.moment)
    guard isRetired || entry.known(at: act.moment).department != buyer else { return nil }
    return ReferenceConviction(
      buyer,
      [telling, isRetired ? entry.retirement : nil]
        + entry.evidence([.department], at: act.moment))
  }

  // MARK: Approvals

  /// What is done without the approval of the authority of a department's own level, which it has to ask
  /// for before.
  private func unapproved(
    _ act: ReferenceAct, by department: BodyCode, _ applied: EventType, _ decided: EventType,
    isForIt: (EventData) -> Bool
  ) -> ReferenceConviction? {
    let earlier = acts(of: act.event.stream)
      .filter { $0.moment.occurredAt <= act.moment.occurredAt }
      .sorted { $0.moment < $1.moment }
    let isAnothers = { (other: ReferenceAct) in
      other.data.code(.authority).map { isAnother(authority: $0, for: department, on: other.day) }
        ?? false
    }
    // What says that an authority is another.
    let telling = { (other: ReferenceAct) in
      isAnothers(other)
        ? [registration(of: department), other.data.code(.authority).flatMap(registration(of:))]
        : []
    }
    let applications = earlier.filter { $0.type == applied }
    let fitting = applications.last { other in
      other.data.code(.department) == department && isForIt(other.data) && !isAnothers(other)
    }
    guard let fitting else {
      let last = applications.last
      return ReferenceConviction(department, [last] + (last.map(telling) ?? []))
    }
    let decisions = earlier.filter { $0.type == decided && fitting.moment < $0.moment }
    let last = decisions.last { !isAnothers($0) }
    if last?.chosen == "approved" { return nil }
    let shown = last ?? decisions.last
    return ReferenceConviction(department, [fitting, shown] + (shown.map(telling) ?? []))
  }
}
