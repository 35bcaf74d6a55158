import LedgerCore

/// Who acts.
extension History {
  /// Any body that is registered.
  mutating func anyBody() -> Int { random.below(registeredBodies) }

  /// Any body that is registered, but this one if there is another.
  mutating func anyBody(but other: Int) -> Int {
    var body = anyBody()
    for _ in 1..<max(2, registeredBodies) where code(body) == code(other) {
      body = (body + 1) % registeredBodies
    }
    return body
  }

  /// Any body that is registered and suits; where a few tries find none, any. A matter that is to come to
  /// an unlawful act has the next that suits.
  mutating func anyBody(where suits: (Int) -> Bool) -> Int {
    var body = anyBody()
    for _ in 0..<8 where !suits(body) { body = anyBody() }
    guard breach != nil else { return body }
    for _ in 1..<max(2, registeredBodies) where !suits(body) {
      body = (body + 1) % registeredBodies
    }
    return body
  }

  /// A body of county level or above that is not one of the three that direct the others.
  mutating func anyDepartment() -> Int {
    let bodies = directory.bodies
    return anyBody { !bodies[$0].type.isCore && bodies[$0].type.profile.kind != .township }
  }

  /// A body of the province or of a city.
  mutating func anyBodyAboveCounties() -> Int {
    let directory = directory
    return anyBody { directory.level(of: $0) != .county }
  }

  /// Any body; where a matter is to come to an unlawful act, one of a city or a county.
  mutating func anyBodyElsewhere() -> Int {
    let directory = directory
    let isAny = breach == nil
    return anyBody { isAny || directory.bodies[$0].seat != 0 }
  }

  /// The data authority of a body's own division.
  func authority(of body: Int) -> Int { directory.seat(of: body).dataAuthority }

  /// The authority that keeps the exchange platform which a body uses: its city's, or the province's.
  func platformAuthority(of body: Int) -> Int {
    directory.seats[directory.citySeat(of: directory.bodies[body].seat)].dataAuthority
  }

  /// The name of the division of a body.
  func divisionName(of body: Int) -> String { directory.seat(of: body).listed.name }
}
