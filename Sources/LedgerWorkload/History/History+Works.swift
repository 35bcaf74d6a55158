import LedgerCore

/// The common infrastructure: networks and shared support systems (arts. 12 and 13), databases,
/// exchange platforms and sites of open data (arts. 20, 21 and 24).
extension History {
  /// The works of the first year, one after the other; a small history has the first of them.
  mutating func planWorks() {
    let works = firstWorks().prefix(scale.works)
    let first = span.firstDay + 36
    let days = (span.lastDay - first) * 6 / 10
    for (index, work) in works.enumerated() {
      let day = calendar.workingDay(onOrAfter: first + min(days, 200) * index / works.count)
      plan(.works(work), at: TimeOfDay.office.time(on: day, &random))
    }
  }

  /// What every government cloud begins with, the most important first.
  private func firstWorks() -> [Works] {
    func seats(_ level: Division.Level) -> [Int] {
      directory.seats.indices.filter { seat in
        let listed = directory.seats[seat].listed
        return listed.division.level == level && listed.firstDay <= span.firstDay
      }
    }
    let cities = seats(.city)
    // A third of the counties have a node of their own from before.
    let counties = seats(.county)
    let withNodes = stride(from: 0, to: counties.count, by: 3).map { counties[$0] }
    var works: [Works] = [.node(nil, seat: 0), .exchangePlatform(seat: 0)]
    works += cities.map { .nodePlan(seat: $0) } + withNodes.map { .legacyNode(seat: $0) }
    works += [.network(seat: 0), .openDataSite(seat: 0)]
    works += WorksTexts.support.indices.map { .support($0) }
    works += WorksTexts.databases.indices.map { .database($0) }
    works += cities.flatMap { [.exchangePlatform(seat: $0), .openDataSite(seat: $0)] as [Works] }
    return works + (cities + counties).map { .network(seat: $0) }
  }

  /// Works of the later years.
  mutating func anyWorks() -> Works {
    let seat = directory.bodies[anyBody()].seat
    if lapses(.countyNode) { return unlawfulWorks(of: seat) }
    let city = directory.citySeat(of: seat)
    switch random.below(10) {
    case 0 where city != 0: return .nodePlan(seat: city)
    case 1...3: return .database(random.below(WorksTexts.databases.count))
    case 4...5: return .support(random.below(WorksTexts.support.count))
    default: return .network(seat: seat)
    }
  }

  /// Counties build neither nodes nor exchange platforms, and cities no nodes without a plan.
  private mutating func unlawfulWorks(of seat: Int) -> Works {
    switch directory.seats[seat].listed.division.level {
    case .county where random.chance(500): .exchangePlatform(seat: seat)
    case .county, .city: .node(nil, seat: seat)
    case .province: .support(random.below(WorksTexts.support.count))
    }
  }

  mutating func build(_ works: Works) -> Record {
    switch works {
    case .nodePlan(let seat): fileNodePlan(of: seat)
    case .node(let planned, let seat): commissionNode(planned, of: seat)
    case .legacyNode(let seat): declareLegacyNode(of: seat)
    case .merger(let node, let seat): merge(node, of: seat)
    case .network(let seat): buildNetwork(of: seat)
    case .support(let index): buildSupport(index)
    case .database(let index): buildDatabase(index)
    case .exchangePlatform(let seat):
      recordPlatform(
        .exchangePlatform, WorksTexts.exchangePlatform, by: directory.seats[seat].dataAuthority)
    case .openDataSite(let seat):
      recordPlatform(
        .openDataSite, WorksTexts.openDataSite, by: directory.seats[seat].dataAuthority)
    }
  }

  /// A network is its division's authority's to build; in an import now and then a department does.
  private mutating func buildNetwork(of seat: Int) -> Record {
    let builder =
      lapses(.networkByDepartment) ? anyDepartment() : directory.seats[seat].dataAuthority
    return recordInfrastructure(.network, random.pick(WorksTexts.networks), by: builder)
  }

  /// Support systems that all share are the province's to build; in an import now and then others
  /// build one too.
  private mutating func buildSupport(_ index: Int) -> Record {
    let builder = authority(of: lapses(.supportByAnother) ? anyBodyElsewhere() : 0)
    let system = WorksTexts.support[index]
    return recordInfrastructure(system.kind, system.name, by: builder)
  }

  private mutating func recordInfrastructure(
    _ kind: InfrastructureRecorded.Kind, _ name: String, by builder: Int
  ) -> Record {
    serials.infrastructure += 1
    let id = identifiers("IF-", serials.infrastructure)
    return record(
      id, by: builder,
      InfrastructureRecorded(
        infrastructure: id, builder: code(builder), kind: kind,
        name: divisionName(of: builder) + name))
  }

  private mutating func buildDatabase(_ index: Int) -> Record {
    let database = WorksTexts.databases[index]
    return recordPlatform(database.kind, database.name, by: directory.seats[0].dataAuthority)
  }

  /// A platform bears the name of its builder's division, as all works do.
  private mutating func recordPlatform(
    _ kind: PlatformRecorded.Kind, _ name: String, by builder: Int
  ) -> Record {
    serials.platform += 1
    let id = identifiers("PF-", serials.platform)
    return record(
      id, by: builder,
      PlatformRecorded(
        platform: id, builder: code(builder), kind: kind,
        name: divisionName(of: builder) + name))
  }
}
