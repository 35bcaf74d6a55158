import LedgerCore

/// Nodes of the government cloud (电子政务云节点, art. 10) and the systems that are deployed on them
/// (art. 11).
extension History {
  /// A city's authority files the plan of a node with the province's.
  mutating func fileNodePlan(of seat: Int) -> Record {
    serials.node += 1
    let id = identifiers("CN-", serials.node)
    let authority = directory.seats[seat].dataAuthority
    plan(
      .works(.node(serials.node, seat: seat)),
      at: officeTime(afterWorkingDays: random.within(30...110)))
    return record(
      identifiers("CN-", serials.node, ".plan"), by: authority,
      CloudNodePlanFiled(
        node: id, authority: code(authority), filedWith: code(directory.seats[0].dataAuthority),
        title: directory.seats[seat].listed.name + CloudTexts.nodePlan))
  }

  /// A node goes into operation: the province's, or a city's whose plan was filed; in an import now
  /// and then a city's that was not planned, or a county's.
  mutating func commissionNode(_ planned: Int? = nil, of seat: Int) -> Record {
    if planned == nil { serials.node += 1 }
    let serial = planned ?? serials.node
    let id = identifiers("CN-", serial)
    let own = directory.seats[seat]
    let isCounty = own.listed.division.level == .county
    let builder = isCounty ? own.government : own.dataAuthority
    let name = standings[seat].node == nil ? CloudTexts.node : CloudTexts.secondNode
    if !isCounty { standings[seat].node = known(serial) }
    return record(
      id, by: builder,
      CloudNodeCommissioned(node: id, builder: code(builder), name: own.listed.name + name),
      causation: planned == nil ? nil : identifiers("CN-", serial, ".plan"))
  }

  /// A county tells of a node that it has from before the order.
  mutating func declareLegacyNode(of seat: Int) -> Record {
    serials.node += 1
    serials.legacyNode += 1
    let id = identifiers("CN-", serials.node)
    let isFirst = serials.legacyNode == 1
    if isFirst || leads(600) {
      let days = breach == .mergerByCounty ? 10...40 : 40...(isFirst ? 100 : 600)
      plan(
        .works(.merger(node: serials.node, seat: seat)),
        at: officeTime(afterWorkingDays: random.within(days)))
    }
    let builder = directory.seats[seat].government
    return record(
      id, by: builder,
      CloudLegacyNodeDeclared(
        node: id, builder: code(builder),
        builtOn: HistoryTime.date(ofDay: -random.within(200...2500)),
        name: directory.seats[seat].listed.name + random.pick(CloudTexts.legacyNodes)))
  }

  /// The city's authority merges a county's node into its own, or into the province's.
  mutating func merge(_ node: Int, of seat: Int) -> Record {
    let city = directory.citySeat(of: seat)
    guard let target = standings[city].node ?? standings[0].node else { return request() }
    follow(target)
    let authority = directory.seats[lapses(.mergerByCounty) ? seat : city].dataAuthority
    let id = identifiers("CN-", node)
    return record(
      identifiers("CN-", node, ".merged"), by: authority,
      CloudNodeMerged(
        node: id, authority: code(authority), into: identifiers("CN-", target.serial)),
      causation: id)
  }

  // MARK: Systems

  /// A department applies to its authority; in an import now and then it deploys without.
  mutating func applyForCloud() -> Record {
    let body = anyDepartment()
    let city = directory.citySeat(of: directory.bodies[body].seat)
    guard let node = standings[city].node ?? standings[0].node else { return commissionNode(of: 0) }
    follow(node)
    serials.system += 1
    let system = OpenSystem(serial: serials.system, body: body, node: node.serial)
    if lapses(.deploymentWithoutApproval) { return deploy(system) }
    plan(.follow(.decideCloudUse(system)), at: officeTime(afterWorkingDays: random.within(2...12)))
    let id = identifiers("CS-", system.serial)
    return record(
      id, by: body,
      CloudUseApplied(
        system: id, authority: code(authority(of: body)), department: code(body),
        name: divisionName(of: body) + random.pick(CloudTexts.systems),
        node: identifiers("CN-", system.node)))
  }

  mutating func decide(_ system: OpenSystem) -> Record {
    let authority = decider(for: system.body)
    let isApproved = system.serial == 1 || random.chance(900)
    if isApproved && (system.serial == 1 || random.chance(900)) {
      plan(.follow(.deploy(system)), at: officeTime(afterWorkingDays: random.within(5...60)))
    }
    let id = identifiers("CS-", system.serial)
    return record(
      identifiers("CS-", system.serial, ".decided"), by: authority,
      CloudUseDecided(
        system: id, authority: code(authority), outcome: isApproved ? .approved : .rejected,
        reasons: reasons(unless: isApproved, among: CloudTexts.rejections)),
      causation: id)
  }

  mutating func deploy(_ system: OpenSystem) -> Record {
    let id = identifiers("CS-", system.serial)
    return record(
      identifiers("CS-", system.serial, ".live"), by: system.body,
      CloudSystemDeployed(
        system: id, department: code(system.body), node: identifiers("CN-", system.node)))
  }
}
