@testable import LedgerCore
import Testing
import WorkingDays

/// Bodies change (rulings.md, 机构改革): from the day on, entries, open duties and grants are the heir's.
@Suite struct SuccessionTests {
  private static func succeed(
    _ body: BodyCode = .transport, by successors: [Successor] = [Successor(department: .health)],
    on day: CivilDate = "2025-03-10"
  ) -> EventData {
    .bodySucceeded(
      BodySucceeded(department: body, successors: successors, on: day, instrument: "鲁办发〔2025〕1号"))
  }

  /// Two departments and a requester, an entry of the first, and a request for it that is due on
  /// 2025-03-17.
  private func asked() throws -> History {
    let history = try History()
    for body in [BodyCode.transport, .health, .requester] {
      try history.record(Act.register(body), at: "2025-01-01")
    }
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    return history
  }

  // MARK: Whose the duty is

  @Test func anOpenDutyIsTheHeirs() throws {
    let history = try asked()
    try history.record(Self.succeed(), at: "2025-03-10")
    let finding = try #require(try history.audit(asOf: "2025-04-01").obligations.map(\.self).first)
    #expect(finding.verdict == .overdue)
    #expect(finding.department == .health && finding.heirOf == .transport)
    let before = try #require(try history.audit(asOf: "2025-03-09").obligations.map(\.self).first)
    #expect(before.department == .transport && before.heirOf == nil)
    try history.record(Act.reply("R"), at: "2025-03-17", by: .health, mode: .live)
    let met = try #require(try history.audit().obligations.map(\.self).first)
    #expect(met.verdict == .met && met.department == .health && met.heirOf == .transport)
  }

  /// What ended before stays with the body that did it.
  @Test func whatWasDoneStays() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-05")
    try history.record(Self.succeed(), at: "2025-03-10")
    let finding = try #require(try history.audit().obligations.map(\.self).first)
    #expect(finding.department == .transport && finding.heirOf == nil && finding.verdict == .met)
    #expect(try history.audit().violations.isEmpty && history.audit().remarks.isEmpty)
  }

  @Test func theEndedBodyAnswersNoMore() throws {
    let history = try asked()
    try history.record(Self.succeed(), at: "2025-03-10")
    let error = try refusal {
      try history.record(Act.reply("R"), at: "2025-03-11", mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第二十三条"))
    try history.record(Act.reply("R"), at: "2025-03-11")
    let report = try history.audit(asOf: "2025-04-01")
    #expect(report.obligations.map(\.verdict) == [.overdue])
    #expect(report.violations.map(\.rule) == ["sd329.23.competence"])
    #expect(report.violations.map(\.expected) == [[.health]])
    // The request, the entry, the succession and the reply.
    #expect(report.violations.map { $0.evidence.map(\.position) } == [[3, 4, 5, 6]])
    #expect(report.remarks.map(\.rule) == ["sd329.6.ended"])
    #expect(report.remarks.map(\.expected) == [[.health]])
    #expect(report.remarks.map { $0.evidence.map(\.position) } == [[5, 6]])
  }

  /// What is known late counts as if it had been known.
  @Test func knownLate() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-12")
    try history.record(Self.succeed(), at: "2025-05-01")
    let report = try history.audit()
    #expect(report.obligations.map(\.verdict) == [.overdue])
    #expect(report.violations.map(\.rule) == ["sd329.23.competence"])
    let then = try history.audit(asOf: "2025-04-30")
    #expect(then.obligations.map(\.verdict) == [.met] && then.violations.isEmpty)
  }

  @Test func aCorrectedSuccessionHasNeverBeen() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-12")
    try history.record(Self.succeed(), at: "2025-05-01", id: "S")
    try history.record(
      Act.correct("S"), at: "2025-05-02")
    let report = try history.audit()
    #expect(report.obligations.map(\.verdict) == [.met] && report.violations.isEmpty)
    // It may be told anew, with other bodies.
    try history.record(
      Self.succeed(by: [Successor(department: .requester)], on: "2025-05-01"), at: "2025-05-03")
    #expect(try history.audit().obligations.map(\.department) == [.transport])
  }

  @Test func aScopeTakesItsEntries() throws {
    let history = try asked()
    try history.record(Act.entry("C-2"), at: "2025-01-02")
    try history.record(
      Act.request("R-2", entry: "C-2", received: "2025-03-03"), at: "2025-03-03")
    try history.record(
      Self.succeed(by: [
        Successor(department: .health), Successor(department: .requester, scope: ["C-2"]),
      ]), at: "2025-03-10")
    let report = try history.audit(asOf: "2025-04-01")
    #expect(report.obligations.map(\.department) == [.health, .requester])
    #expect(report.obligations.map(\.heirOf) == [.transport, .transport])
  }

  /// Without a remainder, what no scope lists stays where it was.
  @Test func whatNobodyTakesOverStays() throws {
    let history = try asked()
    try history.record(Act.entry("C-2"), at: "2025-01-02")
    try history.record(
      Self.succeed(by: [Successor(department: .health, scope: ["C-2"])]), at: "2025-03-10")
    #expect(try history.audit().obligations.map(\.department) == [.transport])
  }

  // MARK: Chains

  @Test func heirsOfHeirs() throws {
    let (a, b, c) = (BodyCode.transport, BodyCode.health, BodyCode.requester)
    let heirs = { (all: [(BodyCode, BodyCode, CivilDate)]) in
      Heirs(
        all.enumerated().map { place, step in
          Succession(
            change: .body(step.0, [Successor(department: step.1)]), on: step.2,
            position: Int64(place), event: "S", occurredAt: .min, knownAt: .min)
        })
    }
    let chain = heirs([(a, b, "2020-01-01"), (b, c, "2022-01-01")])
    #expect(chain.heir(of: a, on: "2019-12-31") == a)
    #expect(chain.heir(of: a, on: "2020-01-01") == b)
    #expect(chain.heir(of: a, on: "2022-01-01") == c)
    // Who ended before it could take over takes over nothing that others have.
    let early = heirs([(a, b, "2022-01-01"), (b, c, "2020-01-01")])
    #expect(early.heir(of: a, on: "2025-01-01") == b)
    // On one day, in either order.
    #expect(heirs([(b, c, "2020-01-01"), (a, b, "2020-01-01")]).heir(of: a, on: .max) == c)
    // A body that comes back goes on.
    let back = heirs([(a, b, "2020-01-01"), (b, a, "2022-01-01")])
    #expect(back.heir(of: a, on: "2021-01-01") == b && back.heir(of: a, on: "2023-01-01") == a)
    #expect(back.hasEnded(a, on: "2021-01-01") && !back.hasEnded(a, on: "2022-01-01"))
    #expect(back.hasEnded(b, on: "2022-01-01") && !back.hasEnded(c, on: .max))
  }

  // MARK: Grants, authorities, works

  @Test func aGrantIsTheHeirs() throws {
    let history = try asked()
    try history.record(Act.reply("R"), at: "2025-03-05")
    try history.record(
      Self.succeed(.requester, by: [Successor(department: .transport)]), at: "2025-03-10")
    let use = { (id: Identifier, user: BodyCode) in
      EventData.dataUsed(DataUsed(use: id, department: user, request: "R"))
    }
    try history.record(use("U-1", .transport), at: "2025-03-11", by: .transport, mode: .live)
    #expect(try history.audit().violations.isEmpty)
    try history.record(use("U-2", .requester), at: "2025-03-12", by: .requester)
    #expect(try history.audit().violations.map(\.rule) == ["sd329.23.agreement"])
  }

  @Test func aSuccessorIsNoSecondAuthority() throws {
    let history = try History()
    try history.record(
      Act.register(.provincialAuthority, as: .dataAuthority), at: "2025-01-01")
    try history.record(Act.register(.health, as: .dataAuthority), at: "2025-02-01")
    #expect(try history.audit().remarks.map(\.rule) == ["sd329.6.second"])
    try history.record(Self.succeed(.provincialAuthority, on: "2025-02-10"), at: "2025-02-10")
    #expect(try history.audit().remarks.isEmpty)
  }

  /// An authority that has ended receives nothing.
  @Test func reportsGoToTheAuthorityOfTheDay() throws {
    let history = try History()
    for (body, kind) in [
      (BodyCode.transport, BodyKind.department), (.provincialAuthority, .dataAuthority),
      (.health, .dataAuthority),
    ] { try history.record(Act.register(body, as: kind), at: "2025-01-01") }
    try history.record(Self.succeed(.provincialAuthority), at: "2025-03-10")
    try history.record(Act.incident("I"), at: "2025-03-11")
    let report = { (recipient: BodyCode) in
      EventData.incidentReported(
        IncidentReported(incident: "I", recipient: recipient, recipientKind: .dataAuthority))
    }
    try history.record(report(.provincialAuthority), at: "2025-03-12")
    #expect(try history.audit().violations.map(\.rule) == ["sd329.31.report.recipient"])
    #expect(try history.audit().violations.map(\.expected) == [[.health]])
    try history.record(report(.health), at: "2025-03-13", mode: .live)
    let verdicts = try history.audit().obligations.map { ($0.id, $0.verdict) }
    #expect(verdicts.contains { $0.0 == "sd329.31.report/I/dataAuthority" && $0.1 == .done })
  }

  // MARK: Divisions

  @Test func divisionsChangeByTheLog() throws {
    let history = try History()
    try history.record(Act.register(.transport, in: "370683"), at: "2025-01-01")
    try history.record(
      Act.register(.provincialAuthority, as: .dataAuthority, in: "370614"), at: "2025-01-01")
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    let file = Act.file(["C-1"])
    try history.record(file, at: "2025-01-02")
    #expect(try history.audit().violations.map(\.rule) == ["sd329.15.filing"])
    try history.record(
      .divisionChanged(
        DivisionChanged(
          division: "370683", successor: "370614", on: "2025-02-01", instrument: "批复")),
      at: "2025-02-01")
    try history.record(file, at: "2025-02-02", mode: .live)
    #expect(try history.audit().violations.map(\.position) == [3])
  }

  // MARK: Refusals

  @Test func whatIsContradictory() throws {
    let history = try asked()
    let tries: [(EventData, String)] = [
      (Self.succeed(by: [Successor(department: .transport)]), "data.successors[0].department"),
      (
        Self.succeed(by: [
          Successor(department: .health), Successor(department: .health, scope: ["C-1"]),
        ]), "data.successors[1].department"
      ),
      (
        Self.succeed(by: [Successor(department: .health), Successor(department: .requester)]),
        "data.successors[1].scope"
      ),
      (
        Self.succeed(by: [
          Successor(department: .health, scope: ["C-1"]),
          Successor(department: .requester, scope: ["C-1"]),
        ]), "data.successors[1].scope[0]"
      ),
      (
        .divisionChanged(
          DivisionChanged(
            division: "370683", successor: "370683", on: "2025-03-10", instrument: "批复")),
        "data.successor"
      ),
    ]
    for (data, path) in tries {
      let error = try refusal { try history.record(data, at: "2025-03-10") }
      #expect(error.code == .contradictory && error.path == path)
    }
    try history.record(Self.succeed(), at: "2025-03-10")
    let twice = try refusal { try history.record(Self.succeed(), at: "2025-03-11") }
    #expect(twice.code == .contradictory && twice.path == "data.department")
  }

  @Test func whatIsUnknownOrToCome() throws {
    let history = try asked()
    let tries: [(EventData, String)] = [
      (Self.succeed(.cityAuthority), "data.department"),
      (
        Self.succeed(by: [Successor(department: .health, scope: ["C-9"])]),
        "data.successors[0].scope[0]"
      ),
    ]
    for (data, path) in tries {
      let error = try refusal { try history.record(data, at: "2025-03-10") }
      #expect(error.code == .unknownReference && error.path == path)
    }
    let early = try refusal {
      try history.record(Self.succeed(on: "2025-03-11"), at: "2025-03-10")
    }
    #expect(early.code == .inTheFuture && early.path == "data.on")
  }

  // MARK: Rows

  /// Rows follow, whatever is recorded before and after; as those made from the whole log.
  @Test func rowsAreTheHeirs() throws {
    let history = try asked()
    try history.record(
      Act.register(.provincialAuthority, as: .dataAuthority), at: "2025-01-01")
    try history.record(Act.file(["C-1"]), at: "2025-02-01")
    try history.record(Self.succeed(), at: "2025-03-10", id: "S")
    try history.record(Act.entry("C-2"), at: "2025-01-02")
    try history.record(Act.reply("R"), at: "2025-03-17", by: .health)
    try history.record(
      .bodyRenamed(
        BodyRenamed(department: .health, name: "新名", on: "2025-03-10", instrument: "文")),
      at: "2025-03-18")
    #expect(try history.log.tables.told == history.log.rebuilt(under: history.law).told)
    let rows = "\(history.log.tables)"
    #expect(rows.contains("新名"))
    try history.record(
      Act.correct("S"), at: "2025-05-02")
    #expect(try history.log.tables.told == history.log.rebuilt(under: history.law).told)
  }
}
