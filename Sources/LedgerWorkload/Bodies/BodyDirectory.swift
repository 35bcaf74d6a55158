import LedgerCore

/// All bodies of a history, in the order in which they are registered.
struct BodyDirectory: Sendable {
  private(set) var bodies: [Body] = []
  private(set) var seats: [Seat]
  /// The bodies of each type, by `BodyType.rawValue`.
  private(set) var ofType: [[Int]]
  /// How many of them belong to divisions that came later; they stand last.
  private(set) var lateBodies = 0
  /// The seats of cities, by the division's code.
  private var cities: [Int32: Int] = [:]
  /// Bodies that were merged, and those that they were merged into.
  private var merged: Set<Int> = []
  private let seed: UInt64

  /// The fewest bodies: those that a division cannot be without.
  static let fewest = BodyType.allCases.count { $0.isCore }

  /// Makes `count` bodies, from `fewest` to as many as the divisions have kinds of.
  ///
  /// - Parameter firstDay: the day on which the first are registered.
  init(_ count: Int, in divisions: [ListedDivision], from firstDay: Int, seed: UInt64) {
    self.seed = seed
    seats = Self.used(divisions, for: count).map { Seat(listed: $0) }
    ofType = Array(repeating: [], count: BodyType.allCases.count)
    for (seat, place) in seats.enumerated() where place.listed.division.level == .city {
      cities[place.listed.division.code] = seat
    }
    let early = seats.indices.filter { seats[$0].listed.firstDay <= firstDay }
    let late = seats.indices.filter { seats[$0].listed.firstDay > firstDay }
    let lateCount = min(
      count * late.count / seats.count, Self.capacity(of: late.map { seats[$0].listed }))
    add(count - lateCount, to: early)
    // A division that came later has its bodies registered after all others.
    let first = bodies.count
    add(lateCount, to: late)
    lateBodies = bodies.count - first
  }

  /// How many bodies divisions can have.
  static func capacity(of divisions: [ListedDivision]) -> Int {
    divisions.reduce(0) { count, listed in
      count + BodyType.allCases.count { $0.profile.name(in: listed) != nil }
    }
  }

  /// The division of a body.
  func division(of body: Int) -> Division { seats[bodies[body].seat].listed.division }

  /// The seat of a body's own division.
  func seat(of body: Int) -> Seat { seats[bodies[body].seat] }

  /// The seat of the city that a seat's division lies in, of a city its own, and of the province
  /// its own.
  func citySeat(of seat: Int) -> Int {
    cities[seats[seat].listed.division.code / 100 * 100] ?? 0
  }

  /// The level of a body's division.
  func level(of body: Int) -> Division.Level { division(of: body).level }

  /// The departments of the province itself.
  var provincialDepartments: [Int] {
    bodies.indices.filter { bodies[$0].seat == 0 && bodies[$0].type.profile.kind == .department }
  }

  /// Whether the law binds a body as a department: not townships, and utilities in part only (art. 39).
  func isAnswerable(_ body: Int) -> Bool {
    let kind = bodies[body].type.profile.kind
    return kind != .township && kind != .utility
  }

  /// Whether a body can be merged into another, or another into it: a department, the first time.
  func canMerge(_ body: Int) -> Bool {
    !bodies[body].type.isCore && bodies[body].type.profile.kind == .department
      && !merged.contains(body)
  }

  /// From now on one body acts under another's name.
  mutating func merge(_ body: Int, into heir: Int) {
    bodies[body].code = bodies[heir].code
    merged.formUnion([body, heir])
  }

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
  private mutating func add(_ count: Int, to places: [Int]) {
    var left = count
    for type in BodyType.allCases {
      for place in places where left > 0 || type.isCore {
        guard type.profile.name(in: seats[place].listed) != nil,
          let code = code(bodies.count, of: type, in: place)
        else { continue }
        left -= 1
        install(Body(code: code, seat: place, type: type))
      }
    }
  }

  /// The code of the `number`th body.
  func code(_ number: Int, of type: BodyType, in seat: Int) -> BodyCode? {
    BodyNumber.code(
      number, in: seats[seat].listed.division, kind: type.profile.kind, seed: seed)
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
