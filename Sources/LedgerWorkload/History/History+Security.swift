import LedgerCore

/// Security rules, assessments and drills (arts. 29 and 31), and those who are responsible
/// (art. 33).
extension History {
  mutating func setSecurityRules() -> Record {
    let body = anyBody()
    follow(body: body)
    // Rules of application are for those who keep the infrastructure.
    let keepsInfrastructure =
      directory.bodies[body].type == .dataAuthority && directory.level(of: body) != .county
    let rules = random.pick(
      keepsInfrastructure ? SecurityTexts.applicationRules : SecurityTexts.rules)
    return recordSecurity(
      body,
      SecurityRulesSet(
        department: code(body), kind: rules.kind, title: divisionName(of: body) + rules.title))
  }

  /// The authorities of the province and of the cities have their infrastructure assessed.
  mutating func assessSecurity() -> Record {
    let authority = platformAuthority(of: anyBody())
    let body = authority < registeredBodies ? authority : anyBody()
    follow(body: body)
    return recordSecurity(
      body,
      SecurityAssessed(
        department: code(body),
        kind: random.pick([SecurityAssessed.Kind.riskAssessment, .securityTest]),
        result: random.pick(SecurityTexts.results)))
  }

  mutating func holdDrill() -> Record {
    let body = anyBody()
    follow(body: body)
    return recordSecurity(
      body,
      SecurityDrillHeld(department: code(body), scenario: random.pick(SecurityTexts.scenarios)))
  }

  private mutating func recordSecurity(_ body: Int, _ data: some EventPayload) -> Record {
    serials.security += 1
    return record(identifiers("SE-", serials.security), by: body, data)
  }

  /// Bodies of the province and of cities designate one of their staff.
  mutating func designateOfficer() -> Record {
    let body = anyBodyAboveCounties()
    follow(body: body)
    serials.officer += 1
    let name = random.pick(SecurityTexts.surnames) + random.pick(SecurityTexts.givenNames)
    return record(
      identifiers("OF-", serials.officer), by: body,
      OfficerDesignated(department: code(body), name: name, post: random.pick(SecurityTexts.posts)))
  }
}
