@testable import LedgerCore
import Testing
import WorkingDays

/// Violations are judged by all that counts at the audit's end, in order of occurrence.
@Suite struct ViolationScopeTests {
  private func history(_ acts: [(EventData, Instant, known: Instant?)]) throws -> History {
    let history = try History()
    for (data, at, known) in acts { try history.record(data, at: at, known: known) }
    return history
  }

  /// A start on 2025-03-10, and reviews recorded after it: the latest that was made at or before the
  /// start decides; of those made at one moment, the one recorded last.
  @Test(
    arguments: [
      ([], true),
      ([(.approved, "2025-03-01")], false),
      ([(.approved, "2025-03-10 12:00")], false),
      ([(.approved, "2025-03-10 12:00"), (.rejected, "2025-03-10 12:00")], true),
      ([(.approved, "2025-03-10 11:59")], false),
      ([(.approved, "2025-03-10 12:01")], true),
      ([(.rejected, "2025-03-02"), (.approved, "2025-03-01")], true),
      ([(.approved, "2025-03-02"), (.rejected, "2025-03-01")], false),
      ([(.approved, "2025-03-01"), (.rejected, "2025-03-01")], true),
      ([(.rejected, "2025-03-01"), (.approved, "2025-03-01")], false),
      ([(.approved, "2025-03-01"), (.rejected, "2025-03-11")], false),
    ] as [([(ProjectOutcome, Instant)], Bool)])
  func reviewsRecordedAfterTheStart(
    _ reviews: [(ProjectOutcome, Instant)], _ isViolation: Bool
  ) throws {
    let acts = reviews.map { (Act.judge("P", $0), $1, known: Instant?.none) }
    let history = try history(
      [(Act.submit("P"), "2025-01-01", known: nil), (Act.start("P"), "2025-03-10", known: nil)]
        + acts)
    let expected = isViolation ? ["sd329.9.start by \(BodyCode.transport) at e1"] : []
    #expect(try history.audit().violations.map(\.told) == expected)
  }

  /// The same, with the review recorded before the start.
  @Test func reviewAtTheMomentOfTheStart() throws {
    let history = try history([
      (Act.submit("P"), "2025-01-01", known: nil), (Act.judge("P"), "2025-03-10", known: nil),
      (Act.start("P"), "2025-03-10", known: nil),
    ])
    #expect(try history.audit().violations.isEmpty)
  }

  /// A review counts from when it was known.
  @Test func reviewsKnownLater() throws {
    let history = try history([
      (Act.submit("P"), "2025-01-01", known: "2025-01-01"),
      (Act.start("P"), "2025-03-10", known: "2025-03-10"),
      (Act.judge("P"), "2025-03-01", known: "2025-06-01"),
      (Act.judge("P", .rejected), "2025-03-02", known: "2025-09-01"),
    ])
    let count = { try history.audit(knownAt: $0).violations.count }
    #expect(try count("2025-03-09") == 0)
    #expect(try count("2025-04-01") == 1)
    #expect(try count("2025-07-01") == 0)
    #expect(try count("2025-10-01") == 1)
    #expect(try history.audit(asOf: "2025-03-01").violations.isEmpty)
  }

  /// A refusal is a violation when it was made, whatever follows, and of whoever had to reply.
  @Test func refusals() throws {
    let history = try History()
    try history.record(Act.entry("C-1", of: .health), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    try history.record(Act.reply("R", .refused), at: "2025-03-04", by: .health)
    try history.record(Act.withdraw("R"), at: "2025-03-05")
    let told = ["sd329.23.reasons by \(BodyCode.health) at e2"]
    #expect(try history.audit().violations.map(\.told) == told)
    #expect(try history.audit(asOf: "2025-03-03").violations.isEmpty)
    #expect(try history.audit().violations.first?.message.zh.isEmpty == false)
  }

  /// By position, then rule.
  @Test func order() throws {
    let history = try History()
    for data in [
      Act.register(.transport), Act.register(.health), Act.submit("P"), Act.submit("Q"),
      Act.entry("C-1"), Act.request("R", received: "2025-03-03"), Act.start("Q"),
      Act.judge("P", by: .health, .rejected), Act.reply("R", .refused), Act.start("P"),
    ] { try history.record(data, at: "2025-03-03") }
    let report = try history.audit()
    #expect(
      report.violations.map(\.rule)
        == ["sd329.9.start", "sd329.9.authority", "sd329.23.reasons", "sd329.9.start"])
    #expect(report.violations.map(\.position) == [6, 7, 8, 9])
  }

  /// Bodies registered after a review still tell whose authority it was.
  @Test func bodiesRegisteredLater() throws {
    let history = try history([
      (Act.submit("P"), "2025-01-01", known: nil),
      (Act.judge("P", by: .cityAuthority), "2025-01-02", known: nil),
      (Act.register(.transport), "2025-01-03", known: nil),
      (Act.register(.cityAuthority, as: .dataAuthority, in: "370100"), "2025-01-03", known: nil),
    ])
    #expect(
      try history.audit().violations.map(\.told)
        == ["sd329.9.authority by \(BodyCode.cityAuthority) at e1"])
  }

  /// An act that counts is judged also when what it is about became known later.
  @Test func actsAboutWhatDoesNotCount() throws {
    let history = try history([
      (Act.entry("C-1"), "2025-01-01", known: "2025-09-01"),
      (Act.request("R", received: "2025-02-01"), "2025-02-01", known: "2025-09-01"),
      (Act.reply("R", .refused), "2025-02-10", known: "2025-02-10"),
      (Act.submit("P"), "2025-01-01", known: "2025-09-01"),
      (Act.start("P"), "2025-02-11", known: "2025-02-11"),
    ])
    let report = try history.audit(knownAt: "2025-03-01")
    #expect(report.obligations.isEmpty)
    #expect(report.violations.map(\.rule) == ["sd329.23.reasons", "sd329.9.start"])
  }
}
