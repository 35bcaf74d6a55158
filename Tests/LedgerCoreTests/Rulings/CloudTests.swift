@testable import LedgerCore
import Testing
import WorkingDays

/// Nodes of the government cloud, and systems on them (rulings.md, R10 and R11).
@Suite struct CloudTests {
  private static let county = BodyCode.numbered(20)
  private static let city = BodyCode.numbered(22)
  private static let otherCity = BodyCode.numbered(23)
  private static let unknown = BodyCode.numbered(24)

  /// e0 to e5.
  private static let bodies = [
    Act.register(.provincialAuthority, as: .dataAuthority), Act.register(.transport),
    Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
    Act.register(county, as: .dataAuthority, in: "370102"), Act.register(city, in: "370100"),
    Act.register(otherCity, as: .dataAuthority, in: "370200"),
  ]

  private static func plan(
    by authority: BodyCode = .cityAuthority, with other: BodyCode = .provincialAuthority
  ) -> EventData {
    Act.of(
      .cloudNodePlanFiled,
      [
        "node": .identifier("N"), "authority": .code(authority), "filedWith": .code(other),
        "title": .text("方案"),
      ])
  }

  private static func commission(
    _ node: Identifier = "N", by builder: BodyCode = .cityAuthority
  ) -> EventData {
    Act.of(
      .cloudNodeCommissioned,
      ["node": .identifier(node), "builder": .code(builder), "name": .text("节点")])
  }

  private static func declare(
    _ node: Identifier = "L", of builder: BodyCode = county
  ) -> EventData {
    Act.of(
      .cloudLegacyNodeDeclared,
      [
        "node": .identifier(node), "builder": .code(builder), "builtOn": .date("2018-01-01"),
        "name": .text("旧节点"),
      ])
  }

  private static func merge(by authority: BodyCode, into node: Identifier = "N") -> EventData {
    Act.of(
      .cloudNodeMerged,
      ["node": .identifier("L"), "authority": .code(authority), "into": .identifier(node)])
  }

  private func history(_ acts: [(EventData, Instant)]) throws -> History {
    let history = try History()
    for body in Self.bodies { try history.record(body, at: "2025-01-01") }
    for (data, at) in acts { try history.record(data, at: at) }
    return history
  }

  // MARK: Plans

  @Test(
    arguments: [
      (plan(), "2025-03-01"), (plan(), "2025-03-03"), (plan(with: unknown), "2025-03-01"),
    ] as [(EventData, Instant)])
  func planned(_ plan: EventData, at filedAt: Instant) throws {
    let history = try history([(plan, filedAt)])
    try history.record(Self.commission(), at: "2025-03-03", mode: .live)
    #expect(try history.audit().violations.isEmpty)
  }

  @Test func notPlanned() throws {
    let history = try history([])
    let error = try refusal {
      try history.record(Self.commission(), at: "2025-03-03", mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第十条"))
    try history.record(Self.commission(), at: "2025-03-03")
    let found = try #require(try history.audit().violations.first)
    #expect(found.told == "sd329.10.plan by \(BodyCode.cityAuthority) at e6")
    #expect(found.message.zh.hasSuffix("（未备案）") && found.message.en.hasSuffix(" (not filed)"))
    #expect(found.daysLate == nil && found.evidence.map(\.position) == [2, 6])
  }

  /// A plan filed afterwards: as many days late as the calendar has between the two.
  @Test(
    arguments: [("2025-03-03 12:01", 0), ("2025-03-04 00:00", 1), ("2025-04-03", 31)]
      as [(Instant, Int)])
  func filedLate(_ filedAt: Instant, days: Int) throws {
    let history = try history([
      (Self.commission(), "2025-03-03"), (Self.plan(with: .transport), "2025-03-03 12:01"),
      (Self.plan(), filedAt), (Self.plan(), "2025-08-03"),
    ])
    let found = try #require(try history.audit().violations.first { $0.rule == "sd329.10.plan" })
    #expect(found.daysLate == days)
    #expect(found.message.zh.hasSuffix("（迟报，启用后\(days)日备案）"))
    #expect(found.message.en.hasSuffix(" (filed late, \(days) days after)"))
    #expect(found.evidence.map(\.position).contains(8))
    // While it was not yet filed.
    let before = try #require(
      try history.audit(asOf: "2025-03-03 12:00").violations.first { $0.rule == "sd329.10.plan" })
    #expect(before.daysLate == nil && before.message.en.hasSuffix(" (not filed)"))
  }

  /// A plan of another, or one that was filed with another than a province's authority, is none.
  @Test(
    arguments: [
      (plan(by: otherCity), [0, 2, 6, 7]), (plan(by: unknown), [0, 2, 6, 7]),
      (plan(with: otherCity), [2, 5, 6, 7]), (plan(with: .transport), [1, 2, 6, 7]),
    ] as [(EventData, [Int64])])
  func plannedOtherwise(_ plan: EventData, evidence: [Int64]) throws {
    let history = try history([(plan, "2025-03-01"), (Self.commission(), "2025-03-03")])
    let found = try #require(try history.audit().violations.first { $0.rule == "sd329.10.plan" })
    #expect(found.message.en.hasSuffix(" (not filed)") && found.daysLate == nil)
    #expect(found.evidence.map(\.position) == evidence)
  }

  /// Only of a city's node.
  @Test(arguments: [BodyCode.provincialAuthority, unknown])
  func noPlanNeeded(builder: BodyCode) throws {
    let history = try history([])
    try history.record(Self.commission(by: builder), at: "2025-03-03", mode: .live)
    #expect(try history.audit().violations.isEmpty)
  }

  // MARK: Builders

  @Test(
    arguments: [
      (.transport, true), (.provincialAuthority, false), (.cityAuthority, false), (city, true),
      (unknown, false),
    ] as [(BodyCode, Bool)])
  func builder(_ builder: BodyCode, isFound: Bool) throws {
    let history = try history([(Self.plan(by: builder), "2025-03-01")])
    try history.record(Self.commission(by: builder), at: "2025-03-03", mode: .live)
    let report = try history.audit()
    #expect(report.remarks.map(\.rule).contains("sd329.10.builder") == isFound)
    #expect(report.violations.isEmpty)
  }

  // MARK: Mergers

  @Test(
    arguments: [
      (.cityAuthority, .cityAuthority, nil), (.cityAuthority, .provincialAuthority, nil),
      (unknown, .cityAuthority, nil), (.cityAuthority, unknown, nil),
      (.provincialAuthority, .cityAuthority, [0, 2, 3, 7, 8, 9]),
      (otherCity, .provincialAuthority, [0, 3, 5, 7, 8, 9]),
      (city, .cityAuthority, [2, 3, 4, 7, 8, 9]),
      (.cityAuthority, otherCity, [2, 3, 5, 7, 8, 9]), (unknown, otherCity, [3, 5, 7, 8, 9]),
      (.cityAuthority, county, [2, 3, 7, 8, 9]),
    ] as [(BodyCode, BodyCode, [Int64]?)])
  func merged(_ authority: BodyCode, into builder: BodyCode, evidence: [Int64]?) throws {
    let history = try history([
      (Self.plan(by: builder), "2025-03-01"), (Self.commission(by: builder), "2025-03-03"),
      (Self.declare(), "2025-03-03"),
    ])
    try history.record(Self.merge(by: authority), at: "2025-03-04", mode: .live)
    let found = try history.audit().remarks.filter { $0.rule == "sd329.10.merge" }
    #expect(found.map(\.evidence).map { $0.map(\.position) } == (evidence.map { [$0] } ?? []))
    #expect(found.allSatisfy { $0.department == authority })
  }

  /// Into a node that was declared only; of its builder the declaration tells.
  @Test(arguments: [(county, true), (.provincialAuthority, false), (unknown, false)])
  func mergedIntoAnOldNode(_ builder: BodyCode, isFound: Bool) throws {
    let history = try history([
      (Self.declare("N", of: builder), "2025-03-03"), (Self.declare(), "2025-03-03"),
      (Self.merge(by: .cityAuthority), "2025-03-04"),
    ])
    let rules = try history.audit().remarks.map(\.rule)
    #expect(rules == (isFound ? ["sd329.10.merge"] : []))
  }

  /// What no county had built may be merged by anybody.
  @Test(arguments: [declare(of: city), declare(of: unknown), commission("L", by: county)])
  func mergedAtWill(_ node: EventData) throws {
    let history = try history([
      (Self.plan(), "2025-03-01"), (Self.commission(), "2025-03-03"), (node, "2025-03-03"),
      (Self.merge(by: Self.otherCity), "2025-03-04"),
    ])
    #expect(try history.audit().remarks.isEmpty)
  }

  // MARK: Systems

  private static func apply(
    by department: BodyCode = .transport, on node: Identifier = "N",
    to authority: BodyCode = .provincialAuthority
  ) -> EventData {
    Act.of(
      .cloudUseApplied,
      [
        "system": .identifier("S"), "authority": .code(authority),
        "department": .code(department), "name": .text("系统"), "node": .identifier(node),
      ])
  }

  private static func decide(
    _ outcome: String = "approved", by authority: BodyCode = .provincialAuthority
  ) -> EventData {
    Act.of(
      .cloudUseDecided,
      ["system": .identifier("S"), "authority": .code(authority), "outcome": .choice(outcome)])
  }

  private static func deploy(on node: Identifier = "N") -> EventData {
    Act.of(
      .cloudSystemDeployed,
      ["system": .identifier("S"), "department": .code(.transport), "node": .identifier(node)])
  }

  /// What came before the deployment, day by day from 4 March 2025 (e9 on), and the evidence.
  @Test(
    arguments: [
      ([apply(), decide()], nil), ([apply(to: unknown), decide(by: unknown)], nil),
      ([apply(), decide("rejected"), decide()], nil),
      ([apply(), decide(), decide("rejected", by: .cityAuthority)], nil),
      ([apply(), decide(), apply(on: "M")], nil), ([apply(), decide(), apply(by: .health)], nil),
      ([], [9]), ([apply()], [9, 10]), ([apply(), decide("rejected")], [9, 10, 11]),
      ([apply(), decide(), decide("rejected")], [9, 11, 12]),
      ([apply(), decide(), apply()], [11, 12]),
      ([apply(by: .health), decide()], [9, 11]), ([apply(on: "M"), decide()], [9, 11]),
      ([apply(to: .cityAuthority), decide()], [1, 2, 9, 11]),
      ([apply(), decide(by: .cityAuthority)], [1, 2, 9, 10, 11]),
    ] as [([EventData], [Int64]?)])
  func deployed(after acts: [EventData], evidence: [Int64]?) throws {
    let history = try history([
      (Self.commission(by: .provincialAuthority), "2025-03-01"),
      (Self.commission("M", by: .provincialAuthority), "2025-03-01"), (Self.plan(), "2025-03-01"),
    ])
    for (index, data) in acts.enumerated() {
      let day: Instant = "2025-03-04"
      let at = try #require(day.adding(milliseconds: Int64(index) * 86_400_000))
      try history.record(data, at: at)
    }
    let act = Self.deploy()
    if evidence != nil {
      let error = try refusal { try history.record(act, at: "2025-04-01", mode: .live) }
      #expect(error.code == .unlawful && error.message.contains("第十一条"))
    }
    try history.record(act, at: "2025-04-01", mode: evidence == nil ? .live : .importing)
    let found = try history.audit().violations.filter { $0.rule == "sd329.11" }
    #expect(found.map(\.department) == (evidence == nil ? [] : [.transport]))
    #expect(found.first?.evidence.map(\.position) == evidence)
  }

  /// What comes after the deployment changes nothing.
  @Test func approvedLater() throws {
    let history = try history([
      (Self.commission(by: .provincialAuthority), "2025-03-01"), (Self.apply(), "2025-03-02"),
      (Self.deploy(), "2025-03-03"), (Self.decide(), "2025-03-03 12:01"),
    ])
    #expect(try history.audit().violations.map(\.rule) == ["sd329.11"])
    try history.record(Self.decide(), at: "2025-03-03")
    #expect(try history.audit().violations.isEmpty)
  }

  /// Whose node it is.
  @Test(
    arguments: [
      (commission(by: county), [3, 6, 9]), (commission(by: .cityAuthority), nil),
      (commission(by: unknown), nil), (declare("N"), nil), (declare("N", of: unknown), nil),
    ] as [(EventData, [Int64]?)], [true, false])
  func deployedOn(_ node: (EventData, [Int64]?), isApproved: Bool) throws {
    let history = try history([
      (node.0, "2025-03-01"), (Self.apply(), "2025-03-02"),
      (Self.decide(isApproved ? "approved" : "rejected"), "2025-03-03"),
      (Self.deploy(), "2025-03-04"),
    ])
    let found = try history.audit().violations.filter { $0.rule == "sd329.11" }
    let isOutside = node.0.type == .cloudLegacyNodeDeclared
    #expect(found.isEmpty == (isOutside || node.1 == nil && isApproved))
    if let evidence = node.1, isApproved {
      #expect(Set(found[0].evidence.map(\.position)).isSuperset(of: evidence))
    }
  }

  /// An old node of a city's or of the province's is one like others.
  @Test func deployedOnACitysOldNode() throws {
    let history = try history([
      (Self.declare("N", of: Self.city), "2025-03-01"), (Self.deploy(), "2025-03-04"),
    ])
    #expect(try history.audit().violations.map(\.rule) == ["sd329.11"])
  }
}
