@testable import LedgerCore
import Testing
import WorkingDays

/// Given what the log holds, when an act is recorded, then it is refused, even by an import.
@Suite struct RefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let given: [EventData]
    let when: EventData
    let code: LedgerError.Code
    let path: String
    let says: String
    let testDescription: String

    init(
      _ what: String, given: [EventData] = [], when: EventData, _ code: LedgerError.Code,
      _ path: String, _ says: String = ""
    ) {
      testDescription = what
      (self.given, self.when, self.code, self.path, self.says) = (given, when, code, path, says)
    }
  }

  private static let entry = Act.entry("C-1")
  private static let asked = [entry, Act.request("SR", received: "2025-03-03")]

  static let twice: [Case] = [
    Case(
      "body", given: [Act.register(.health)], when: Act.register(.health, as: .institution),
      .contradictory, "data.department"),
    Case(
      "entry", given: [entry], when: Act.entry("C-1", of: .health), .contradictory, "data.entry"),
    Case(
      "entry, retired", given: [entry, Act.retire("C-1")], when: entry, .contradictory,
      "data.entry"),
    Case(
      "trigger", given: [Act.trigger("T", effective: "2025-01-01", entries: [])],
      when: Act.trigger("T", effective: "2025-01-02", entries: []), .contradictory, "data.trigger"),
    Case(
      "request", given: asked, when: Act.request("SR", received: "2025-03-04"), .contradictory,
      "data.request"),
    Case(
      "incident", given: [Act.incident("I")], when: Act.incident("I", of: .health),
      .contradictory, "data.incident"),
    Case(
      "project", given: [Act.submit("P")], when: Act.submit("P"), .contradictory, "data.project"),
    Case(
      "notice", given: [Act.notice("N", issued: "2025-01-01", off: ["2027-01-01"])],
      when: Act.notice("N", issued: "2025-01-02", off: ["2027-01-02"]), .contradictory,
      "data.notice"),
    Case(
      "notice of days off in 9999",
      when: Act.notice("N", issued: "2025-01-02", off: ["2027-01-02", "9999-01-01"]), .malformed,
      "data.off", "9999-01-01"),
    Case(
      "notice of days worked in 9999",
      when: Act.notice("N", issued: "2025-01-02", off: [], worked: ["9999-12-31"]), .malformed,
      "data.worked", "9999-12-31"),
    Case(
      "notice issued in 9999",
      when: Act.notice("N", issued: "9999-01-01", off: ["2027-01-02"]), .malformed,
      "data.issuedOn", "9999-01-01"),
    Case(
      "reply", given: asked + [Act.reply("SR")], when: Act.reply("SR", .refused, reasons: "无"),
      .contradictory, "data.request", "already answered"),
    Case(
      "withdrawal", given: asked + [Act.withdraw("SR")], when: Act.withdraw("SR"),
      .contradictory, "data.request", "had its share.withdrawn already"),
    Case(
      "retirement", given: [entry, Act.retire("C-1")], when: Act.retire("C-1"), .contradictory,
      "data.entry", "already retired"),
    Case(
      "revision of a retired entry", given: [entry, Act.retire("C-1")],
      when: Act.revise("C-1"), .contradictory, "data.entry", "already retired"),
    Case(
      "start", given: [Act.submit("P", subsidy: true), Act.start("P")], when: Act.start("P"),
      .contradictory, "data.project", "already started"),
  ]

  static let unknown: [Case] = [
    Case("revised entry", when: Act.revise("C-1"), .unknownReference, "data.entry"),
    Case("retired entry", when: Act.retire("C-1"), .unknownReference, "data.entry"),
    Case(
      "revision's trigger", given: [entry], when: Act.revise("C-1", trigger: "T"),
      .unknownReference, "data.trigger"),
    Case(
      "retirement's trigger", given: [entry], when: Act.retire("C-1", trigger: "T"),
      .unknownReference, "data.trigger"),
    Case(
      "trigger's entry", given: [entry],
      when: Act.trigger("T", effective: "2025-01-01", entries: ["C-1", "C-2"]), .unknownReference,
      "data.entries[1]"),
    Case("reviewed trigger", when: Act.review("T"), .unknownReference, "data.trigger"),
    Case(
      "review's entry", given: [Act.trigger("T", effective: "2025-01-01", entries: [])],
      when: Act.review("T", entry: "C-1"), .unknownReference, "data.entry"),
    Case(
      "filed entry", given: [entry], when: Act.file(["C-1", "C-9"]), .unknownReference,
      "data.entries[1]"),
    Case(
      "requested entry", when: Act.request("SR", received: "2025-03-03"), .unknownReference,
      "data.entry"),
    Case(
      "entry by another spelling", given: [Act.entry("\u{E9}")],
      when: Act.request("SR", entry: "e\u{301}", received: "2025-03-03"), .unknownReference,
      "data.entry"),
    Case("answered request", when: Act.reply("SR"), .unknownReference, "data.request"),
    Case("withdrawn request", when: Act.withdraw("SR"), .unknownReference, "data.request"),
    Case("remedied incident", when: Act.remedy("I"), .unknownReference, "data.incident"),
    Case(
      "reported incident", when: Act.report("I", to: .dataAuthority), .unknownReference,
      "data.incident"),
    Case("reviewed project", when: Act.judge("P"), .unknownReference, "data.project"),
  ]

  private static let authorities = [
    entry, Act.register(.transport), Act.register(.provincialAuthority, as: .dataAuthority),
    Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
    Act.register(.cyberspace, as: .cyberspaceAuthority),
  ]

  static let unlawful: [Case] = [
    Case(
      "no basis, conditional", when: Act.entry("C", basis: nil), .unlawful, "data.legalBasis",
      "第二十二条"),
    Case(
      "no basis, not shared", when: Act.entry("C", sharing: .notShared, basis: nil), .unlawful,
      "data.legalBasis", "第二十二条"),
    Case(
      "revised without a basis",
      given: [Act.entry("C-1", sharing: .unconditional, basis: nil)],
      when: Act.revise("C-1") { $0.sharing = .conditional }, .unlawful, "data.legalBasis"),
    Case(
      "request for data not shared", given: [Act.entry("C-1", sharing: .notShared)],
      when: Act.request("SR", received: "2025-03-03"), .unlawful, "data.entry", "第二十三条"),
    Case(
      "filed with another level's authority", given: authorities,
      when: Act.file(["C-1"], with: .cityAuthority), .unlawful, "data.authority", "第十五条"),
    Case(
      "filed with another kind of body", given: authorities,
      when: Act.file(["C-1"], with: .cyberspace), .unlawful, "data.authority", "第十五条"),
  ]

  /// What is contradictory or impossible is refused in every mode.
  @Test(arguments: twice + unknown)
  func refuses(_ test: Case) throws {
    try expectRefusal(test, in: [.live, .allowingViolations, .importing])
  }

  /// What is unlawful is refused as it is done, and recorded as history.
  @Test(arguments: unlawful)
  func refusesLive(_ test: Case) throws {
    try expectRefusal(test, in: [.live])
    for mode in [RecordingMode.allowingViolations, .importing] {
      let history = try History()
      for data in test.given { try history.record(data, at: "2025-03-03", mode: .importing) }
      try history.record(test.when, at: "2025-03-03 12:04", mode: mode)
    }
  }

  private func expectRefusal(_ test: Case, in modes: [RecordingMode]) throws {
    for mode in modes {
      let history = try History()
      for data in test.given { try history.record(data, at: "2025-03-03", mode: .importing) }
      let before = history.trace
      let error = try refusal("\(mode)") {
        try history.record(test.when, at: "2025-03-03 12:04", mode: mode)
      }
      #expect(error.code == test.code, "\(mode): \(error)")
      #expect(error.path == test.path, "\(mode): \(error)")
      #expect(
        test.says.isEmpty || error.message.contains(test.says), "\(mode): \(error)")
      #expect(error.message.contains("expected"), "\(mode): \(error)")
      #expect(history.trace == before, "\(mode)")
    }
  }

  /// An entry that was retired at or before the request's own time is no longer asked for.
  @Test(
    arguments: [
      ("2025-03-02 12:00", false), ("2025-03-03 11:59", false), ("2025-03-03 12:00", true),
      ("2025-03-03 12:01", true),
    ] as [(Instant, Bool)])
  func requestAroundRetirement(_ requested: Instant, _ isRefused: Bool) throws {
    let history = try History()
    try history.record(Self.entry, at: "2025-03-01")
    try history.record(Act.retire("C-1"), at: "2025-03-03 12:00")
    let request = Act.request("SR", received: requested)
    if isRefused {
      let error = try refusal { try history.record(request, at: requested) }
      #expect(error.code == .contradictory)
      #expect(error.path == "data.entry")
    } else {
      try history.record(request, at: requested)
    }
  }
}
