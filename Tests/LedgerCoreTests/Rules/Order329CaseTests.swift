@testable import LedgerCore
import Testing
import WorkingDays

/// Every violation of articles.md, article by article: a history that has it, and one beside it that
/// does not.
@Suite struct Order329CaseTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let article: String
    let given: [EventData]
    let act: EventData
    /// The rule and the offender; `nil` for a lawful act.
    let finding: (rule: String, by: BodyCode)?

    private init(
      _ what: String, _ article: String, _ given: [EventData], _ act: EventData,
      _ finding: (rule: String, by: BodyCode)?
    ) {
      testDescription = what
      self.article = article
      (self.given, self.act, self.finding) = (given, act, finding)
    }

    static func unlawful(
      _ rule: String, _ article: String, _ what: String, _ given: [EventData] = [],
      _ act: EventData, by offender: BodyCode
    ) -> Case {
      Case("\(rule): \(what)", article, given, act, (rule, offender))
    }

    static func lawful(
      _ what: String, _ given: [EventData] = [], _ act: EventData
    ) -> Case { Case("lawful: \(what)", "", given, act, nil) }
  }

  // MARK: Acts

  private static let county = BodyCode.numbered(20)
  private static let countyAuthority = BodyCode.numbered(21)
  private static let city = BodyCode.numbered(22)
  private static let government = BodyCode.numbered(23)

  /// Bodies on three levels: the authority of each, a department of each, a government.
  private static let bodies = [
    Act.register(.provincialAuthority, as: .dataAuthority), Act.register(.transport),
    Act.register(.health), Act.register(government, as: .government),
    Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
    Act.register(city, in: "370100"),
    Act.register(countyAuthority, as: .dataAuthority, in: "370102"),
    Act.register(county, in: "370102"),
  ]

  private static func plan(_ id: Identifier, by body: BodyCode) -> EventData {
    Act.of(
      .planPublished,
      [
        "plan": .identifier(id), "government": .code(body), "period": .text("p"),
        "title": .text("t"),
      ]
    )
  }

  private static func annual(by body: BodyCode) -> EventData {
    Act.of(
      .planAnnualSet,
      [
        "plan": .identifier("A"), "authority": .code(body), "title": .text("t"),
        "year": .integer(2025),
      ])
  }

  private static func filedPlan(by body: BodyCode) -> EventData {
    Act.of(
      .cloudNodePlanFiled,
      [
        "node": .identifier("N"), "authority": .code(body),
        "filedWith": .code(.provincialAuthority), "title": .text("t"),
      ])
  }

  private static func commission(_ node: Identifier = "N", by body: BodyCode) -> EventData {
    Act.of(
      .cloudNodeCommissioned,
      ["node": .identifier(node), "builder": .code(body), "name": .text("n")])
  }

  private static func merge(by body: BodyCode) -> EventData {
    Act.of(
      .cloudNodeMerged,
      ["node": .identifier("L"), "authority": .code(body), "into": .identifier("N")])
  }

  private static let legacy = Act.of(
    .cloudLegacyNodeDeclared,
    [
      "node": .identifier("L"), "builder": .code(county), "builtOn": .date("2018-01-01"),
      "name": .text("n"),
    ])

  private static func apply(for system: Identifier = "S", to authority: BodyCode) -> EventData {
    Act.of(
      .cloudUseApplied,
      [
        "system": .identifier(system), "authority": .code(authority),
        "department": .code(.transport),
        "name": .text("n"), "node": .identifier("N"),
      ])
  }

  private static func answer(_ outcome: String = "approved") -> EventData {
    Act.of(
      .cloudUseDecided,
      [
        "system": .identifier("S"), "authority": .code(.provincialAuthority),
        "outcome": .choice(outcome),
      ])
  }

  private static let deploy = Act.of(
    .cloudSystemDeployed,
    ["system": .identifier("S"), "department": .code(.transport), "node": .identifier("N")])

  private static func build(_ kind: String, by body: BodyCode) -> EventData {
    Act.of(
      .infrastructureRecorded,
      [
        "infrastructure": .identifier("I"), "builder": .code(body), "kind": .text(kind),
        "name": .text("n"),
      ])
  }

  private static func platform(_ kind: String, by body: BodyCode) -> EventData {
    Act.of(
      .platformRecorded,
      [
        "platform": .identifier("P"), "builder": .code(body), "kind": .text(kind),
        "name": .text("n"),
      ])
  }

  private static func compile(_ division: Division, by body: BodyCode) -> EventData {
    Act.of(
      .catalogMasterCompiled,
      [
        "compilation": .identifier("M"), "authority": .code(body), "division": .division(division),
        "entries": .integer(7),
      ])
  }

  private static func assign(
    _ body: BodyCode, superseding other: BodyCode? = nil
  ) -> EventData {
    var values: [String: DataValue] = [
      "item": .identifier("D"), "department": .code(body), "entry": .identifier("C-1"),
    ]
    values["supersedes"] = other.map { .code($0) }
    return Act.of(.sourceAssigned, values)
  }

  private static func collect(by body: BodyCode, basis: String? = nil) -> EventData {
    var values: [String: DataValue] = [
      "collection": .identifier("K"), "department": .code(body), "entry": .identifier("C-1"),
      "purpose": .text("p"),
    ]
    values["exceptionBasis"] = basis.map { .text($0) }
    return Act.of(.collectionStarted, values)
  }

  private static func demand(basis: String? = nil) -> EventData {
    var values: [String: DataValue] = [
      "demand": .identifier("W"), "department": .code(.health), "entry": .identifier("C-1"),
      "matter": .text("m"),
    ]
    values["exceptionBasis"] = basis.map { .text($0) }
    return Act.of(.paperDemanded, values)
  }

  private static func decide(_ outcome: String, by authority: BodyCode) -> EventData {
    Act.of(
      .purchaseDecided,
      ["purchase": .identifier("B"), "authority": .code(authority), "outcome": .text(outcome)])
  }

  private static let wanted = Act.of(
    .purchaseApplied,
    [
      "purchase": .identifier("B"), "authority": .code(.provincialAuthority), "data": .text("d"),
      "department": .code(.transport), "purpose": .text("p"),
    ])
  private static let bought = Act.of(
    .purchaseCompleted,
    [
      "purchase": .identifier("B"), "data": .text("d"), "department": .code(.transport),
      "supplier": .text("s"),
    ])

  private static func use(_ purpose: String, by user: BodyCode = .requester) -> EventData {
    Act.of(
      .dataUsed,
      [
        "use": .identifier("U"), "department": .code(user), "purpose": .text(purpose),
        "request": .identifier("R"),
      ])
  }

  private static let access = Act.of(
    .dataAccessed,
    [
      "access": .identifier("X"), "calls": .integer(9), "entry": .identifier("C-1"),
      "on": .date("2025-03-03"), "requester": .code(.requester),
    ])

  private static func publish(_ mode: String) -> EventData {
    Act.of(
      .openPublished,
      ["entry": .identifier("C-1"), "mode": .text(mode), "site": .text("s")])
  }

  private static func report(_ purpose: String) -> EventData {
    Act.of(.openUseReported, ["application": .identifier("A"), "purpose": .text(purpose)])
  }

  private static func open(_ openness: Openness) -> EventData {
    Act.revise("C-1") { $0.openness = openness }
  }

  private static let entry = Act.entry("C-1")
  private static let unconditional = Act.entry("C-1", sharing: .unconditional, basis: nil)
  private static let unshared = Act.entry("C-1", sharing: .notShared)
  private static let asked = [entry, Act.request("R", received: "2025-03-03")]
  private static let agreed = asked + [Act.reply("R", .agreed)]
  private static let applied = [entry, Act.apply("A", received: "2025-03-03")]
  private static let node = bodies + [commission(by: .provincialAuthority)]

  // MARK: The table

  static let unlawful: [Case] = [
    .unlawful(
      "sd329.6.second", "第六条", "a second authority", bodies,
      Act.register(.requester, as: .dataAuthority, in: "370100"), by: .requester),
    .unlawful(
      "sd329.6.reserved", "第六条", "an annual plan by a department", bodies, annual(by: .health),
      by: .health),
    .unlawful(
      "sd329.6.reserved", "第六条", "a node merged by a department",
      node + [commission("L", by: .provincialAuthority)], merge(by: city), by: city),
    .unlawful(
      "sd329.6.reserved", "第六条", "a purchase approved by a department", bodies + [wanted],
      decide("approved", by: .health), by: .health),
    .unlawful(
      "sd329.8.government", "第八条", "a development plan by a department", bodies,
      plan("A", by: .transport), by: .transport),
    .unlawful(
      "sd329.10.builder", "第十条", "a node built by a department", bodies,
      commission(by: .transport), by: .transport),
    .unlawful(
      "sd329.10.merge", "第十条", "a county's old node merged by the province", node + [legacy],
      merge(by: .provincialAuthority), by: .provincialAuthority),
    .unlawful(
      "sd329.10.county", "第十条", "the county authority's new node", bodies,
      commission(by: countyAuthority), by: countyAuthority),
    .unlawful(
      "sd329.10.plan", "第十条", "a city's node without a plan", bodies,
      commission(by: .cityAuthority), by: .cityAuthority),
    .unlawful(
      "sd329.11", "第十一条", "deployed without an application", node, deploy, by: .transport),
    .unlawful(
      "sd329.11", "第十一条", "applied to another level", node + [apply(to: .cityAuthority)], deploy,
      by: .transport),
    .unlawful(
      "sd329.11", "第十一条", "applied for another system",
      node + [apply(for: "T", to: .provincialAuthority)], deploy, by: .transport),
    .unlawful(
      "sd329.11", "第十一条", "deployed without a decision", node + [apply(to: .provincialAuthority)],
      deploy, by: .transport),
    .unlawful(
      "sd329.11", "第十一条", "deployed after a rejection",
      node + [apply(to: .provincialAuthority), answer("rejected")], deploy, by: .transport),
    .unlawful(
      "sd329.12", "第十二条", "a department's network", bodies, build("network", by: .health),
      by: .health),
    .unlawful(
      "sd329.13", "第十三条", "a city's seal system", bodies,
      build("electronicSeal", by: .cityAuthority), by: .cityAuthority),
    .unlawful(
      "sd329.13", "第十三条", "a department's identity system", bodies,
      build("identityAuthentication", by: .health), by: .health),
    .unlawful(
      "sd329.15.compiled", "第十五条", "compiled by another level", bodies,
      compile("370100", by: .provincialAuthority), by: .provincialAuthority),
    .unlawful(
      "sd329.15.compiled", "第十五条", "compiled by a department", bodies,
      compile("370000", by: .health), by: .health),
    .unlawful(
      "sd329.17.source", "第十七条", "a second source", [entry, assign(.transport)],
      assign(.health), by: .health),
    .unlawful(
      "sd329.17.source", "第十七条", "a source beside the one that remains",
      [entry, assign(.transport)], assign(.health, superseding: .requester), by: .health),
    .unlawful(
      "sd329.17.collection", "第十七条", "collected although shared on conditions", [entry],
      collect(by: .health), by: .health),
    .unlawful(
      "sd329.17.collection", "第十七条", "collected although shared", [unconditional],
      collect(by: .health), by: .health),
    .unlawful("sd329.19", "第十九条", "bought without asking", bodies, bought, by: .transport),
    .unlawful(
      "sd329.19", "第十九条", "bought after an approval was taken back",
      bodies
        + [
          wanted, decide("approved", by: .provincialAuthority),
          decide("rejected", by: .provincialAuthority),
        ], bought, by: .transport),
    .unlawful(
      "sd329.19", "第十九条", "bought before the decision", bodies + [wanted], bought, by: .transport),
    .unlawful(
      "sd329.19", "第十九条", "bought after a rejection",
      bodies + [wanted, decide("rejected", by: .provincialAuthority)], bought, by: .transport),
    .unlawful(
      "sd329.19", "第十九条", "approved on another level",
      bodies + [wanted, decide("approved", by: .cityAuthority)], bought, by: .transport),
    .unlawful(
      "sd329.19.entry", "第十九条", "entered as another's", [wanted, Act.entry("C-1", of: .health)],
      Act.of(.purchaseCatalogued, ["purchase": .identifier("B"), "entry": .identifier("C-1")]),
      by: .transport),
    .unlawful(
      "sd329.21", "第二十一条", "a county's exchange platform", bodies,
      platform("exchangePlatform", by: countyAuthority), by: countyAuthority),
    .unlawful(
      "sd329.23.reasons", "第二十三条", "refused without reasons", asked, Act.reply("R", .refused),
      by: .transport),
    .unlawful(
      "sd329.23.agreement", "第二十三条", "used without a reply", asked, use("核验"), by: .requester),
    .unlawful(
      "sd329.23.agreement", "第二十三条", "used after a refusal",
      asked + [Act.reply("R", .refused, reasons: "涉密")], use("核验"), by: .requester),
    .unlawful(
      "sd329.23.agreement", "第二十三条", "used by another than who asked", agreed,
      use("核验", by: .health), by: .health),
    .unlawful(
      "sd329.23.purpose", "第二十三条", "used for another purpose", agreed, use("营销"),
      by: .requester),
    .unlawful(
      "sd329.23.ended", "第二十三条", "used after it was revoked",
      agreed + [Act.on("R", .shareRevoked)], use("核验"), by: .requester),
    .unlawful(
      "sd329.23.items", "第二十三条", "used beyond what was granted",
      asked
        + [.shareReplied(ShareReplied(request: "R", decision: .partlyAgreed, items: ["许可证号"]))],
      .dataUsed(DataUsed(use: "U", department: .requester, items: ["有效期"], request: "R")),
      by: .requester),
    .unlawful(
      "sd329.23.access", "第二十三条", "taken although on conditions", [entry], access,
      by: .requester),
    .unlawful(
      "sd329.23.access", "第二十三条", "taken although not shared", [unshared], access,
      by: .requester),
    .unlawful(
      "sd329.25", "第二十五条", "opened although not open", [entry], publish("onApplication"),
      by: .transport),
    .unlawful(
      "sd329.25", "第二十五条", "opened without application", [entry, open(.onApplication)],
      publish("unconditional"), by: .transport),
    .unlawful(
      "sd329.27", "第二十七条", "paper although shared", [entry], demand(), by: .health),
    .unlawful(
      "sd329.28", "第二十八条", "open data used otherwise", applied, report("出售"), by: .transport),
    .unlawful(
      "sd329.25.refused", "第二十五条", "used although it was refused",
      applied
        + [
          Act.of(
            .openReplied, ["application": .identifier("A"), "decision": .choice("refused")])
        ], report("研究"), by: .transport),
    .unlawful(
      "sd329.15.filing", "第十五条", "filed with another level", bodies + [entry],
      Act.file(["C-1"], with: .cityAuthority), by: .transport),
    .unlawful(
      "sd329.15.items", "第十五条", "without a sharing mode", [],
      .catalogEntryRegistered(
        CatalogEntryRegistered(
          entry: "C-1", department: .transport, name: "道路运输许可", classification: "许可",
          format: "数据库", fields: [EntryField(name: "许可证号", type: "字符型")], updateCycle: "每日",
          sharing: .unconditional, useRequirements: "仅限核验", openness: .notOpen)),
      by: .transport),
    .unlawful(
      "sd329.22.basis", "第二十二条", "not shared, without a basis",
      [], Act.entry("C-1", sharing: .notShared, basis: nil), by: .transport),
  ]

  static let lawful: [Case] = [
    .lawful(
      "an authority of another division", bodies,
      Act.register(.requester, as: .dataAuthority, in: "370200")),
    .lawful("a second department", bodies, Act.register(.requester, in: "370100")),
    .lawful("an annual plan by the authority", bodies, annual(by: .cityAuthority)),
    .lawful("an annual plan by a body that is not known", bodies, annual(by: .requester)),
    .lawful("a development plan by the government", bodies, plan("A", by: government)),
    .lawful("the province's node", bodies, commission(by: .provincialAuthority)),
    .lawful(
      "a city's node with a plan", bodies + [filedPlan(by: .cityAuthority)],
      commission(by: .cityAuthority)),
    .lawful("a county's node from before", bodies, legacy),
    .lawful("a legacy node merged by the city", node + [legacy], merge(by: .cityAuthority)),
    .lawful(
      "deployed after an approval", node + [apply(to: .provincialAuthority), answer()], deploy),
    .lawful("a city's network", bodies, build("network", by: .cityAuthority)),
    .lawful(
      "the province's seal system", bodies, build("electronicSeal", by: .provincialAuthority)),
    .lawful("compiled by the own authority", bodies, compile("370100", by: .cityAuthority)),
    .lawful("the first source", [entry], assign(.transport)),
    .lawful("the same source again", [entry, assign(.transport)], assign(.transport)),
    .lawful(
      "a source in the place of another", [entry, assign(.transport)],
      assign(.health, superseding: .transport)),
    .lawful("collected with a basis", [entry], collect(by: .health, basis: "统计法")),
    .lawful("collected what is not shared", [unshared], collect(by: .health)),
    .lawful("collected by its own department", [entry], collect(by: .transport)),
    .lawful("collected what was retired", [entry, Act.retire("C-1")], collect(by: .health)),
    .lawful(
      "bought after an approval",
      bodies + [wanted, decide("approved", by: .provincialAuthority)], bought),
    .lawful(
      "approved after a rejection",
      bodies
        + [
          wanted, decide("rejected", by: .provincialAuthority),
          decide("approved", by: .provincialAuthority),
        ], bought),
    .lawful("a city's exchange platform", bodies, platform("exchangePlatform", by: .cityAuthority)),
    .lawful("a county's theme database", bodies, platform("themeDatabase", by: countyAuthority)),
    .lawful("refused with reasons", asked, Act.reply("R", .refused, reasons: "涉密")),
    .lawful("used as agreed", agreed, use("核验")),
    .lawful("taken directly", [unconditional], access),
    .lawful("opened as it is", [entry, open(.unconditional)], publish("unconditional")),
    .lawful("opened with less", [entry, open(.unconditional)], publish("onApplication")),
    .lawful("paper with a basis", [entry], demand(basis: "公证法")),
    .lawful("paper of what is not shared", [unshared], demand()),
    .lawful("open data used as applied for", applied, report("研究")),
  ]

  /// A violation is refused live, with the article; recorded otherwise, and found. A remark refuses
  /// nothing.
  @Test(arguments: unlawful)
  func violation(_ one: Case) throws {
    let finding = try #require(one.finding)
    let rule = try #require(try BundledLaw.load().book().violations.first { $0.id == finding.rule })
    let isRemark = rule.grade == .remark
    let history = try History()
    for data in one.given { try history.record(data, at: "2025-03-03") }
    let position = history.log.size
    if !isRemark {
      let error = try refusal { try history.record(one.act, at: "2025-03-03", mode: .live) }
      #expect(error.code == .unlawful && error.description.contains(one.article), "\(error)")
    }
    let modes: [RecordingMode] = [.importing, .allowingViolations] + (isRemark ? [.live] : [])
    for mode in modes {
      let other = try History()
      for data in one.given { try other.record(data, at: "2025-03-03") }
      try other.record(one.act, at: "2025-03-03", mode: mode)
      let report = try other.audit(pages: [1, 2])
      let told = ["\(finding.rule) by \(finding.by) at e\(position)"]
      #expect(report.violations.map(\.told) == (isRemark ? [] : told))
      #expect(report.remarks.map(\.told) == (isRemark ? told : []))
      #expect(report.summary.findsFault == !isRemark)
    }
  }

  @Test(arguments: lawful)
  func noViolation(_ one: Case) throws {
    let history = try History()
    for data in one.given { try history.record(data, at: "2025-03-03") }
    try history.record(one.act, at: "2025-03-03", mode: .live)
    #expect(try history.audit(pages: [1, 2]).violations.map(\.told) == [])
  }

  /// How an entry was shared is asked of the time of the act, whichever was recorded first; before
  /// it was registered nothing was shared.
  @Test(arguments: [true, false])
  func sharedAsItWasThen(isRevisedFirst: Bool) throws {
    let history = try History()
    try history.record(Self.unconditional, at: "2025-01-02")
    try history.record(Act.entry("C-2"), at: "2025-01-02")
    let revisions = [
      (
        Act.revise("C-1") {
          $0.sharing = .conditional
          $0.legalBasis = "《中华人民共和国统计法》"
        }, "2025-06-02"
      ),
      (Act.revise("C-2") { $0.sharing = .unconditional }, "2025-06-02"),
    ]
    let accesses = [
      (Self.access("X-1", to: "C-1", on: "2025-03-03"), "2025-03-03"),
      (Self.access("X-2", to: "C-2", on: "2025-03-03"), "2025-03-03"),
      (Self.access("X-3", to: "C-1", on: "2025-07-03"), "2025-07-03"),
      (Self.access("X-4", to: "C-2", on: "2025-07-03"), "2025-07-03"),
      (Self.access("X-5", to: "C-2", on: "2024-07-03"), "2024-07-03"),
    ]
    for (data, at) in isRevisedFirst ? revisions + accesses : accesses + revisions {
      let at = try #require(Instant(timeOrDate: at))
      let id = data.type == .dataAccessed ? data.stream.identifier : nil
      try history.record(data, at: at, id: id)
    }
    #expect(
      Set(try history.audit(pages: [1, 2]).violations.map(\.event)) == ["X-2", "X-3"])
  }

  private static func access(
    _ id: Identifier, to entry: Identifier, on day: CivilDate
  ) -> EventData {
    Act.of(
      .dataAccessed,
      [
        "access": .identifier(id), "calls": .integer(9), "entry": .identifier(entry),
        "on": .date(day), "requester": .code(.requester),
      ])
  }

  /// What the order's own terms exclude is refused once it is in force (art. 40).
  @Test func refusedOnlyUnderTheOrder() throws {
    let history = try History()
    for data in Self.bodies + [Self.unconditional] { try history.record(data, at: "2019-01-02") }
    try history.record(Act.entry("C-2", sharing: .notShared), at: "2019-01-02")
    let request = Act.request("R", entry: "C-2", received: "2020-02-01")
    #expect(
      try refusal { try history.record(request, at: "2020-02-01", mode: .live) }.code == .unlawful)
    try history.record(
      Act.request("R", entry: "C-2", received: "2020-01-31"), at: "2020-01-31", mode: .live)
    let later = Act.of(
      .cloudLegacyNodeDeclared,
      [
        "node": .identifier("L"), "builder": .code(Self.county), "builtOn": .date("2020-02-01"),
        "name": .text("n"),
      ])
    let error = try refusal { try history.record(later, at: "2020-03-01", mode: .live) }
    #expect(error.code == .unlawful && error.description.contains("第十条"))
    try history.record(later, at: "2020-03-01")
  }

  /// None of it counts before the order was in force (art. 40).
  @Test func beforeTheOrder() throws {
    for one in Self.unlawful {
      let history = try History()
      for data in one.given { try history.record(data, at: "2020-01-02") }
      var act = one.act
      if case .dataAccessed(var access) = act {
        access.on = "2020-01-02"
        act = .dataAccessed(access)
      }
      try history.record(act, at: "2020-01-31", mode: .live)
      #expect(try history.audit().violations.isEmpty, "\(one)")
    }
  }

  /// Every rule of the book has a case.
  @Test func everyRuleHasACase() throws {
    let others: Set = ["sd329.6.ended", "sd329.9.start", "sd329.9.authority"]
    let rules = Set(try BundledLaw.load().book().violations.map(\.id))
    #expect(Set(Self.unlawful.compactMap(\.finding?.rule)).union(others) == rules)
  }
}
