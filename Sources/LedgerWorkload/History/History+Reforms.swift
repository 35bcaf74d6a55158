import LedgerCore

/// Bodies that are merged into others (机构改革): whatever a body had, and whatever it would have done
/// from then on, is its heir's.
extension History {
  /// How many bodies a history sees end at most: whose a matter is may change with each, in any matter.
  static let mostMergers = 3

  /// A department is merged into another of its division. What it does under its own name after that is
  /// not its to do any more.
  mutating func mergeBody() -> Record {
    guard let (body, heir) = bodiesToMerge(from: anyBody()) else { return revise() }
    follow(body: body)
    follow(body: heir)
    serials.merger += 1
    let id = identifiers("BE-", serials.merger)
    let ended = EndedBody(
      code: code(body), seat: directory.bodies[body].seat, merger: serials.merger)
    let data = BodySucceeded(
      department: ended.code, successors: [Successor(department: code(heir))],
      on: HistoryTime.date(ofDay: now.day), instrument: divisionName(of: body) + PlanTexts.reform)
    directory.merge(body, into: heir)
    if breach == .actAfterEnd {
      plan(.follow(.setRules(ended)), at: officeTime(afterWorkingDays: random.within(1...20)))
    }
    return record(id, by: directory.seat(of: body).government, .bodySucceeded(data))
  }

  /// Security rules are set in the name of a body that is no more.
  mutating func setRules(after end: EndedBody) -> Record {
    let rules = random.pick(SecurityTexts.rules)
    let merger = identifiers("BE-", end.merger)
    let title = directory.seats[end.seat].listed.name + rules.title
    return record(
      identifiers("BE-", end.merger, ".rules"), by: end.code,
      .securityRulesSet(SecurityRulesSet(department: end.code, kind: rules.kind, title: title)),
      correlation: merger, causation: merger)
  }

  /// Whether some department can be merged into another.
  var canMerge: Bool { serials.merger < Self.mostMergers && bodiesToMerge(from: 0) != nil }

  /// Two departments of one division, the first that are found from a body on.
  private func bodiesToMerge(from first: Int) -> (body: Int, heir: Int)? {
    var bySeat: [Int: Int] = [:]
    for step in 0..<registeredBodies {
      let body = (first + step) % registeredBodies
      guard directory.canMerge(body) else { continue }
      if let heir = bySeat.updateValue(body, forKey: directory.bodies[body].seat) {
        return (body, heir)
      }
    }
    return nil
  }
}
