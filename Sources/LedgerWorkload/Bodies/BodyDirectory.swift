import LedgerCore

/// All bodies of a history, in the order in which they are registered.
struct BodyDirectory: Sendable {
  private(set) var bodies: [Body] = []
  private(set) var seats: [Seat]
  /// The bodies of each type, by `BodyType.rawValue`.
  private(set) var ofType: [[Int]]

  /// Makes about `count` bodies: at least the three that a division cannot be without.
  init(_ count: Int, in divisions: [ListedDivision], seed: UInt64) {
    seats = Self.used(divisions, for: count).map { Seat(listed: $0) }
    ofType = Array(repeating: [], count: BodyType.allCases.count)
    let early = seats.indices.filter { seats[$0].listed.firstDay == 0 }
    let late = seats.indices.filter { seats[$0].listed.firstDay > 0 }
    let lateCount = count * late.count / seats.count
    add(count - lateCount, to: early, seed)
    // A division that came later has its bodies registered after all others.
    add(lateCount, to: late, seed)
  }

  /// The division of a body.
  func division(of body: Int) -> Division { seats[bodies[body].seat].listed.division }

  /// The seat of a body's own division.
  func seat(of body: Int) -> Seat { seats[bodies[body].seat] }

  /// A body's full name.
  func name(of body: Int) -> String {
    bodies[body].type.profile.name(in: seat(of: body).listed) ?? seat(of: body).listed.name
  }

  /// Shares out `entries` among the bodies, by the weight of their types and some luck.
  mutating func shareOut(_ entries: Int, _ random: inout RandomSource) {
    let weights = bodies.map { $0.type.profile.weight * random.within(60...140) }
    let total = max(1, weights.reduce(0, +))
    var before = 0
    for (index, weight) in weights.enumerated() {
      // Shares of the running sum add up exactly.
      bodies[index].quota = entries * (before + weight) / total - entries * before / total
      before += weight
    }
  }

  /// Adds bodies, all divisions taking turns, type by type.
  private mutating func add(_ count: Int, to places: [Int], _ seed: UInt64) {
    var left = count
    for type in BodyType.allCases {
      for place in places where left > 0 || type.isCore {
        guard type.profile.name(in: seats[place].listed) != nil,
          let code = BodyNumber.code(
            bodies.count, in: seats[place].listed.division, kind: type.profile.kind, seed: seed)
        else { continue }
        left -= 1
        install(Body(code: code, seat: place, type: type))
      }
    }
  }

  private mutating func install(_ body: Body) {
    let index = bodies.count
    bodies.append(body)
    ofType[body.type.rawValue].append(index)
    switch body.type {
    case .government: seats[body.seat].government = index
    case .dataAuthority: seats[body.seat].dataAuthority = index
    case .cyberspaceAuthority: seats[body.seat].cyberspaceAuthority = index
    default: break
    }
  }

  /// Which divisions a history of so many bodies has: the province, then each city with its first
  /// county, then the other counties.
  private static func used(_ divisions: [ListedDivision], for count: Int) -> [ListedDivision] {
    let wanted = count < 15 ? 1 : max(3, count / 10)
    var first: [ListedDivision] = []
    var rest: [ListedDivision] = []
    var cityHasCounty = true
    for listed in divisions {
      switch listed.division.level {
      case .province, .city:
        first.append(listed)
        cityHasCounty = false
      case .county where !cityHasCounty:
        first.append(listed)
        cityHasCounty = true
      case .county:
        rest.append(listed)
      }
    }
    return Array((first + rest).prefix(wanted))
  }
}
