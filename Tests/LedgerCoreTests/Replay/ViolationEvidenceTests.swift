import Testing
import WorkingDays

@testable import LedgerCore

/// What violations rest on: each check has a case in which everything that could be confused with its
/// evidence is recorded as well.
@Suite struct ViolationEvidenceTests {
  private let history: History

  init() throws { history = try History() }

  /// Records acts, each with an id, and gives the evidence of the violations under a rule.
  private func evidence(
    of rule: String, _ acts: [(id: Identifier, data: EventData, at: Instant)]
  ) throws -> [[String]] {
    for act in acts { try history.record(act.data, at: act.at, id: act.id) }
    let report = try history.audit()
    for violation in report.foundAgainstActs {
      #expect(violation.evidence.map(\.position) == violation.evidence.map(\.position).sorted())
      #expect(violation.evidence.contains { $0.position == violation.position })
    }
    return report.foundAgainstActs.filter { $0.rule == rule }.map { $0.evidence.map(\.event.text) }
  }

  /// Whose the entry was: by the last revision before the refusal that says it, also one that was
  /// recorded after it.
  @Test func refusal() throws {
    let found = try evidence(
      of: "sd329.23.reasons",
      [
        ("entry", Act.entry("C-1"), "2025-01-01"),
        ("moved", Act.revise("C-1") { $0.department = .health }, "2025-01-02"),
        ("opened", Act.revise("C-1") { $0.openness = .unconditional }, "2025-01-03"),
        ("asked", Act.request("R", received: "2025-03-03"), "2025-03-03"),
        ("refused", Act.reply("R", .refused), "2025-03-10"),
        ("moved-on", Act.revise("C-1") { $0.department = .requester }, "2025-03-11"),
        ("moved-late", Act.revise("C-1") { $0.department = .transport }, "2025-02-01"),
      ])
    #expect(found == [["entry", "asked", "refused", "moved-late"]])
  }

  /// The last review before the start; none where there is none.
  @Test func start() throws {
    let found = try evidence(
      of: "sd329.9.start",
      [
        ("p", Act.submit("P"), "2025-01-01"), ("returned", Act.judge("P", .returned), "2025-01-02"),
        ("rejected", Act.judge("P", .rejected), "2025-01-03"), ("q", Act.submit("Q"), "2025-01-01"),
        ("started-p", Act.start("P"), "2025-02-01"), ("started-q", Act.start("Q"), "2025-02-01"),
        ("approved", Act.judge("P"), "2025-02-02"),
      ])
    #expect(found == [["p", "rejected", "started-p"], ["q", "started-q"]])
  }

  /// The registrations of the bodies that were compared.
  @Test func review() throws {
    let found = try evidence(
      of: "sd329.9.authority",
      [
        ("p", Act.submit("P"), "2025-01-01"),
        ("city", Act.register(.cityAuthority, as: .dataAuthority, in: "370100"), "2025-01-01"),
        ("province", Act.register(.provincialAuthority, as: .dataAuthority), "2025-01-01"),
        ("transport", Act.register(.transport), "2025-01-03"),
        ("reviewed", Act.judge("P", by: .cityAuthority), "2025-01-02"),
      ])
    #expect(found == [["p", "city", "transport", "reviewed"]])
  }

  /// The authority that was the first, whenever that was recorded.
  @Test func secondAuthority() throws {
    let found = try evidence(
      of: "sd329.6.second",
      [
        ("second", Act.register(.health, as: .dataAuthority), "2025-01-02"),
        ("third", Act.register(.transport, as: .dataAuthority), "2025-01-03"),
        ("first", Act.register(.provincialAuthority, as: .dataAuthority), "2025-01-01"),
      ])
    #expect(found == [["second", "first"], ["third", "first"]])
  }

  /// The sources that the item has then: not those in whose place another came; of many the last
  /// sixteen.
  @Test func secondSource() throws {
    let codes = (0..<20).map { BodyCode.numbered(100 + $0) }
    var acts: [(id: Identifier, data: EventData, at: Instant)] = [
      ("entry", Act.entry("C-1"), "2025-01-01")
    ]
    for (number, code) in codes.enumerated() {
      acts.append(
        (
          Identifier("s\(number)"),
          .sourceAssigned(
            SourceAssigned(
              item: "I", department: code, entry: "C-1",
              supersedes: number == 3 ? codes[0] : nil)), "2025-01-01"
        ))
    }
    let found = try evidence(of: "sd329.17.source", acts)
    #expect(found.count == 19)
    #expect(found[0] == ["s0", "s1"] && found[2] == ["s1", "s2", "s3"])
    #expect(found[3] == ["s1", "s2", "s3", "s4"])
    #expect(found[18] == (3...19).map { "s\($0)" })
  }

  /// The request, what was replied, an agreement before others, and what says that it was the holder's.
  @Test func use() throws {
    let found = try evidence(
      of: "sd329.23.agreement",
      [
        ("entry", Act.entry("C-1"), "2025-01-01"),
        ("asked", Act.request("R", received: "2025-03-03"), "2025-03-03"),
        ("asked-2", Act.request("S", received: "2025-03-03"), "2025-03-03"),
        ("refused", Act.reply("S", .refused), "2025-03-05"),
        ("used-first", Self.use("R"), "2025-03-04"), ("used-2", Self.use("S"), "2025-03-06"),
        ("agreed", Act.reply("R"), "2025-03-05"),
      ])
    #expect(
      found == [
        ["entry", "asked", "used-first", "agreed"], ["entry", "asked-2", "refused", "used-2"],
      ])
  }

  private static func use(_ request: Identifier) -> EventData {
    .dataUsed(
      DataUsed(
        use: Identifier("U-\(request)"), department: .requester, purpose: "核验", request: request))
  }

  /// Facts in many parts and through saved replays are named alike.
  @Test func inManyParts() throws {
    let random = try RandomHistory.recorded(
      seed: 11, count: 600, breadth: 2, goesFurther: true)
    let whole = try random.audit()
    #expect(whole.violations.contains { $0.evidence.count > 2 })
    var replay = Replay(
      law: random.law, parts: ReplayParts(events: 1_000_000), space: MemorySpill(), blockSize: 64)
    try replay.fold(random.log.page(0..<Int(random.log.size)))
    let report = try replay.report(whole.scope, rules: whole.rules)
    #expect(try report.json == whole.json)
  }
}
