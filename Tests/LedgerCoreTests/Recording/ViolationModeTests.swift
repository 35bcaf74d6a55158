@testable import LedgerCore
import Testing
import WorkingDays

/// An unlawful act: refused live with the article; else recorded, and found by the audit.
@Suite struct ViolationModeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let given: [EventData]
    let when: EventData
    let rule: String
    let article: String
    let offender: BodyCode

    init(
      _ what: String, given: [EventData], when: EventData, _ rule: String, _ article: String,
      _ offender: BodyCode = .transport
    ) {
      testDescription = what
      (self.given, self.when) = (given, when)
      (self.rule, self.article, self.offender) = (rule, article, offender)
    }
  }

  private static let asked = [Act.entry("C-1"), Act.request("SR", received: "2025-03-03")]
  private static let bodies = [
    Act.register(.transport), Act.register(.provincialAuthority, as: .dataAuthority),
    Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
    Act.register(.health, as: .department),
  ]

  static let unlawful: [Case] = [
    Case(
      "refused without reasons", given: asked, when: Act.reply("SR", .refused),
      "sd329.23.reasons", "第二十三条"),
    Case(
      "started without a review", given: [Act.submit("P")], when: Act.start("P"),
      "sd329.9.start", "第九条"),
    Case(
      "started after a rejection", given: [Act.submit("P"), Act.judge("P", .rejected)],
      when: Act.start("P"), "sd329.9.start", "第九条"),
    Case(
      "started after a return", given: [Act.submit("P"), Act.judge("P", .returned)],
      when: Act.start("P"), "sd329.9.start", "第九条"),
    Case(
      "started after an approval was overturned",
      given: [Act.submit("P"), Act.judge("P"), Act.judge("P", .rejected)], when: Act.start("P"),
      "sd329.9.start", "第九条"),
    Case(
      "reviewed by another level", given: bodies + [Act.submit("P")],
      when: Act.judge("P", by: .cityAuthority), "sd329.9.authority", "第九条", .cityAuthority),
    Case(
      "reviewed by another kind", given: bodies + [Act.submit("P")],
      when: Act.judge("P", by: .health), "sd329.9.authority", "第九条", .health),
    Case(
      "reviewed by itself", given: bodies + [Act.submit("P")],
      when: Act.judge("P", by: .transport), "sd329.9.authority", "第九条", .transport),
  ]

  @Test(arguments: unlawful)
  func refusedLive(_ test: Case) throws {
    let history = try given(test)
    let before = history.trace
    let error = try refusal { try history.record(test.when, at: "2025-03-04", mode: .live) }
    #expect(error.code == .unlawful)
    #expect(error.message.contains(test.article), "\(error)")
    #expect(error.message.contains("allow"), "\(error)")
    #expect(history.trace == before)
  }

  @Test(arguments: unlawful, [RecordingMode.allowingViolations, .importing])
  func recordedAndFound(_ test: Case, _ mode: RecordingMode) throws {
    let history = try given(test)
    try history.record(test.when, at: "2025-03-04", id: "act", mode: mode)
    let report = try history.audit()
    #expect(report.violations.map(\.told) == ["\(test.rule) by \(test.offender) at act"])
    #expect(report.violations.first?.article == test.article)
    #expect(report.violations.first?.position == history.log.size - 1)
    #expect(report.summary.violations == 1)
    #expect(report.summary.findsFault)
  }

  private func given(_ test: Case) throws -> History {
    let history = try History()
    for data in test.given { try history.record(data, at: "2025-03-03") }
    return history
  }

  static let lawful: [(String, [EventData])] = [
    ("approved", [Act.submit("P"), Act.judge("P"), Act.start("P")]),
    (
      "approved at last",
      [Act.submit("P"), Act.judge("P", .rejected), Act.judge("P"), Act.start("P")]
    ),
    ("under investment law", [Act.submit("P", fixedAssets: true), Act.start("P")]),
    ("with a state subsidy", [Act.submit("P", subsidy: true), Act.start("P")]),
    (
      "under investment law, rejected",
      [Act.submit("P", subsidy: true), Act.judge("P", .rejected), Act.start("P")]
    ),
    (
      "reviewed under investment law",
      bodies + [Act.submit("P", fixedAssets: true), Act.judge("P", by: .health)]
    ),
    ("by the own authority", bodies + [Act.submit("P"), Act.judge("P")]),
    (
      "by a body that is not registered",
      [Act.register(.transport), Act.submit("P"), Act.judge("P", by: .cityAuthority)]
    ),
    (
      "for a department that is not registered",
      [Act.register(.health), Act.submit("P"), Act.judge("P", by: .health)]
    ),
    ("agreed without reasons", asked + [Act.reply("SR")]),
  ]

  @Test(arguments: lawful)
  func nothingFound(_ what: String, _ acts: [EventData]) throws {
    let history = try History()
    for data in acts { try history.record(data, at: "2025-03-03", mode: .live) }
    #expect(try history.audit().violations.isEmpty, "\(what)")
  }

  /// What the writer remembers of a matter holds also the acts about which it was not asked: those
  /// that were imported, or let pass.
  @Test(arguments: [RecordingMode.importing, .allowingViolations])
  func actsInBetweenCount(mode: RecordingMode) throws {
    let history = try History()
    for data in Self.bodies + [Act.submit("P"), Act.judge("P", .rejected)] {
      try history.record(data, at: "2025-03-03", mode: .live)
    }
    try history.record(Act.judge("P", .approved), at: "2025-03-04", mode: mode)
    try history.record(Act.start("P"), at: "2025-03-05", mode: .live)
    #expect(try history.audit().violations.isEmpty)
  }
}
