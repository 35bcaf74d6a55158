@testable import LedgerCore
import Testing
import WorkingDays

/// Data is bought after an approval, and entered in the buyer's catalogue (rulings.md, R19).
@Suite struct PurchaseTests {
  private static let unknown = BodyCode.numbered(24)

  private static func apply(
    for data: String = "信用数据", by department: BodyCode = .transport,
    to authority: BodyCode = .provincialAuthority
  ) -> EventData {
    Act.of(
      .purchaseApplied,
      [
        "purchase": .identifier("B"), "authority": .code(authority), "data": .text(data),
        "department": .code(department), "purpose": .text("核验"),
      ])
  }

  private static func decide(
    _ outcome: String = "approved", by authority: BodyCode = .provincialAuthority
  ) -> EventData {
    Act.of(
      .purchaseDecided,
      ["purchase": .identifier("B"), "authority": .code(authority), "outcome": .choice(outcome)])
  }

  private static func buy(_ data: String = "信用数据", by body: BodyCode = .transport) -> EventData {
    Act.of(
      .purchaseCompleted,
      [
        "purchase": .identifier("B"), "data": .text(data), "department": .code(body),
        "supplier": .text("某公司"),
      ])
  }

  private static func catalogue(_ entry: Identifier = "C-1") -> EventData {
    Act.of(
      .purchaseCatalogued, ["purchase": .identifier("B"), "entry": .identifier(entry)])
  }

  /// e0 to e2.
  private func history() throws -> History {
    let history = try History()
    for body in [
      Act.register(.provincialAuthority, as: .dataAuthority), Act.register(.transport),
      Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
    ] {
      try history.record(body, at: "2025-01-01")
    }
    return history
  }

  /// Acts day by day from 4 March 2025.
  private func record(_ acts: [EventData], in history: History) throws {
    let day: Instant = "2025-03-04"
    for (index, data) in acts.enumerated() {
      let at = try #require(day.adding(milliseconds: Int64(index) * 86_400_000))
      try history.record(data, at: at)
    }
  }

  @Test(
    arguments: [
      ([apply(), decide()], nil), ([apply(for: "「信用」 数据。"), decide()], nil),
      ([apply(to: unknown), decide(by: unknown)], nil),
      ([apply(), decide("rejected"), decide()], nil),
      ([apply(), decide(), apply(for: "价格")], nil),
      ([apply(), decide(), decide("rejected", by: .cityAuthority)], nil),
      ([], [3]), ([apply()], [3, 4]), ([apply(), decide("rejected")], [3, 4, 5]),
      ([apply(), decide(), apply()], [5, 6]), ([apply(for: "价格"), decide()], [3, 5]),
      ([apply(for: "信用数据+"), decide()], [3, 5]), ([apply(by: .health), decide()], [3, 5]),
      ([apply(to: .cityAuthority), decide()], [1, 2, 3, 5]),
      ([apply(), decide(by: .cityAuthority)], [1, 2, 3, 4, 5]),
    ] as [([EventData], [Int64]?)])
  func bought(after acts: [EventData], evidence: [Int64]?) throws {
    let history = try history()
    try record(acts, in: history)
    let act = Self.buy()
    if evidence != nil {
      let error = try refusal { try history.record(act, at: "2025-04-01", mode: .live) }
      #expect(error.code == .unlawful && error.message.contains("第十九条"))
    }
    try history.record(act, at: "2025-04-01", mode: evidence == nil ? .live : .importing)
    let found = try history.audit().violations
    #expect(found.map(\.rule) == (evidence == nil ? [] : ["sd329.19"]))
    #expect(found.first?.department ?? .transport == .transport)
    #expect(found.first?.evidence.map(\.position) == evidence)
  }

  /// An approval before the application is none.
  @Test func approvedBefore() throws {
    let history = try history()
    try record([Self.apply(by: .health), Self.decide(), Self.apply(), Self.buy()], in: history)
    #expect(try history.audit().violations.map { $0.evidence.map(\.position) } == [[5, 6]])
  }

  // MARK: The catalogue

  private func found(after acts: [EventData], at day: Instant = "2025-04-01") throws -> [Violation]
  {
    let history = try history()
    try record([Self.apply(), Self.decide(), Self.buy()] + acts, in: history)
    try history.record(Self.catalogue(), at: day)
    return try history.audit().violations
  }

  private static func transfer(to body: BodyCode) -> EventData {
    Act.revise("C-1") { $0.department = body }
  }

  /// The entry of e6, registered on 7 March; what follows it, and the evidence.
  @Test(
    arguments: [
      ([Act.entry("C-1")], nil), ([Act.entry("C-1", of: .health), transfer(to: .transport)], nil),
      ([Act.entry("C-1", of: .health)], [5, 6, 7]),
      ([Act.entry("C-1"), transfer(to: .health)], [5, 6, 7, 8]),
      ([Act.entry("C-1"), Act.retire("C-1")], [5, 6, 7, 8]),
    ] as [([EventData], [Int64]?)])
  func catalogued(_ acts: [EventData], evidence: [Int64]?) throws {
    let found = try found(after: acts)
    #expect(found.map(\.rule) == (evidence == nil ? [] : ["sd329.19.entry"]))
    #expect(found.first?.department ?? .transport == .transport)
    #expect(found.first?.evidence.map(\.position) == evidence)
  }

  /// Before it was registered an entry is that of its registration; what is retired later is current.
  @Test func cataloguedBefore() throws {
    let first: Instant = "2025-03-06 13:00"
    #expect(
      try found(after: [Act.entry("C-1"), Self.transfer(to: .health)], at: first).isEmpty)
    #expect(try found(after: [Act.entry("C-1"), Act.retire("C-1")], at: first).isEmpty)
    #expect(
      try found(after: [Act.entry("C-1", of: .health), Self.transfer(to: .transport)], at: first)
        .map { $0.evidence.map(\.position) } == [[5, 6, 8]])
  }

  @Test func cataloguedLive() throws {
    let history = try history()
    try record(
      [Self.apply(), Self.decide(), Self.buy(), Act.entry("C-1", of: .health)], in: history)
    let error = try refusal {
      try history.record(Self.catalogue(), at: "2025-04-01", mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第十九条"))
    try history.record(Act.entry("C-2"), at: "2025-03-31")
    try history.record(Self.catalogue("C-2"), at: "2025-04-01", mode: .live)
  }

  /// Until something is bought the buyer is who applied first.
  @Test func cataloguedBeforeThePurchase() throws {
    let history = try history()
    try record(
      [
        Self.apply(by: .health), Self.apply(), Act.entry("C-1"), Self.catalogue(),
        Self.buy(by: .transport),
      ], in: history)
    let before = try history.audit(asOf: "2025-03-08 11:59").violations
    #expect(before.map(\.told) == ["sd329.19.entry by \(BodyCode.health) at e6"])
    #expect(before[0].evidence.map(\.position) == [3, 5, 6])
    #expect(
      try !history.audit().violations.map(\.rule).contains("sd329.19.entry"))
  }
}
