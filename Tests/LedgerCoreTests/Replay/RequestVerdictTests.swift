@testable import LedgerCore
import Testing
import WorkingDays

/// Art. 23, edge by edge: a request of Friday 2025-09-26 is due on Thursday 2025-10-16, the tenth
/// working day after it, across National Day and two worked weekend days.
@Suite struct RequestVerdictTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let received: Instant
    let acts: [(EventData, Instant)]
    let asOf: Instant
    let told: String
    var testDescription: String { "\(asOf): \(told)" }

    init(
      received: Instant = "2025-09-26 15:20", acts: [(EventData, Instant)] = [],
      asOf: Instant = .max, _ told: String
    ) {
      (self.received, self.acts, self.asOf, self.told) = (received, acts, asOf, told)
    }
  }

  private static let lastMoment: Instant = "2025-10-16T23:59:59.999+08:00"
  private static let firstMomentAfter: Instant = "2025-10-17T00:00:00.000+08:00"
  private static let dueThen = "due 2025-10-16"

  static let unanswered: [Case] = [
    Case(asOf: "2025-09-26 15:20", "pending \(dueThen)"),
    Case(asOf: lastMoment, "pending \(dueThen)"),
    Case(asOf: firstMomentAfter, "overdue \(dueThen)"),
    Case(asOf: "2025-10-16T16:00:00Z", "overdue \(dueThen)"),
    Case(asOf: "2025-10-16T15:59:59.999Z", "pending \(dueThen)"),
    Case(asOf: .max, "overdue \(dueThen)"),
  ]

  static let answered: [Case] = [
    Case(
      acts: [(Act.reply("SR"), "2025-09-26 15:20")], "met \(dueThen) by e2 on 2025-09-26 taken 0"),
    // Nothing before the receipt is a reply to it.
    Case(acts: [(Act.reply("SR"), "2025-09-20")], "overdue \(dueThen)"),
    Case(acts: [(Act.reply("SR"), "2025-09-27")], "met \(dueThen) by e2 on 2025-09-27 taken 0"),
    Case(acts: [(Act.reply("SR"), "2025-09-28")], "met \(dueThen) by e2 on 2025-09-28 taken 1"),
    Case(acts: [(Act.reply("SR"), "2025-10-08")], "met \(dueThen) by e2 on 2025-10-08 taken 3"),
    Case(acts: [(Act.reply("SR"), lastMoment)], "met \(dueThen) by e2 on 2025-10-16 taken 10"),
    Case(
      acts: [(Act.reply("SR"), firstMomentAfter)],
      "late \(dueThen) by e2 on 2025-10-17 taken 11 late 1"),
    Case(
      acts: [(Act.reply("SR"), "2025-10-19")], "late \(dueThen) by e2 on 2025-10-19 taken 11 late 1"
    ),
    Case(
      acts: [(Act.reply("SR"), "2025-10-20")], "late \(dueThen) by e2 on 2025-10-20 taken 12 late 2"
    ),
    Case(
      acts: [(Act.reply("SR", .refused, reasons: "涉密"), "2025-10-16")],
      "met \(dueThen) by e2 on 2025-10-16 taken 10"),
    Case(acts: [(Act.reply("SR"), "2025-10-20")], asOf: "2025-10-18", "overdue \(dueThen)"),
    Case(acts: [(Act.reply("SR"), "2025-10-20")], asOf: "2025-10-16", "pending \(dueThen)"),
    Case(
      acts: [(Act.reply("SR"), "2025-10-20")], asOf: "2025-10-20",
      "late \(dueThen) by e2 on 2025-10-20 taken 12 late 2"),
  ]

  static let withdrawn: [Case] = [
    Case(acts: [(Act.withdraw("SR"), "2025-09-30")], "closed \(dueThen)"),
    Case(acts: [(Act.withdraw("SR"), lastMoment)], "closed \(dueThen)"),
    Case(acts: [(Act.withdraw("SR"), firstMomentAfter)], "overdue \(dueThen)"),
    Case(acts: [(Act.withdraw("SR"), "2025-09-30")], asOf: "2025-09-29", "pending \(dueThen)"),
    Case(acts: [(Act.withdraw("SR"), "2025-10-30")], asOf: "2025-10-16", "pending \(dueThen)"),
    // The first end decides.
    Case(
      acts: [(Act.withdraw("SR"), "2025-09-30"), (Act.reply("SR"), "2025-10-20")],
      "closed \(dueThen)"),
    Case(
      acts: [(Act.withdraw("SR"), "2025-09-30"), (Act.reply("SR"), "2025-10-20")],
      asOf: "2025-10-18",
      "closed \(dueThen)"),
    Case(
      acts: [(Act.reply("SR"), "2025-10-09"), (Act.withdraw("SR"), "2025-10-08")],
      "closed \(dueThen)"),
    Case(
      acts: [(Act.withdraw("SR"), "2025-10-30"), (Act.reply("SR"), "2025-10-15")],
      "met \(dueThen) by e3 on 2025-10-15 taken 9"),
  ]

  static let starts: [Case] = [
    Case(received: "2025-11-03 23:59", "overdue due 2025-11-17"),
    Case(received: "2025-11-03T15:59:59.999Z", "overdue due 2025-11-17"),
    Case(received: "2025-11-03T16:00:00Z", "overdue due 2025-11-18"),
    Case(received: "2025-11-01", "overdue due 2025-11-14"),
    Case(received: "2025-11-02", "overdue due 2025-11-14"),
    Case(received: "2020-02-01 00:00", "overdue due 2020-02-14"),
  ]

  /// Past the notices of 2026 there is no firm date, and nothing can be overdue.
  static let provisional: [Case] = [
    Case(received: "2026-12-17", asOf: "2027-01-01", "overdue due 2026-12-31"),
    Case(received: "2026-12-18", "pending provisionally 2027-01-01"),
    Case(received: "2026-12-25", "pending provisionally 2027-01-08"),
    Case(received: "2027-06-05", "pending provisionally 2027-06-18"),
    Case(
      received: "2026-12-25", acts: [(Act.reply("SR"), "2026-12-31")],
      "met provisionally 2027-01-08 by e2 on 2026-12-31 taken 4"),
    Case(
      received: "2026-12-25", acts: [(Act.reply("SR"), "2027-01-08 23:59")],
      "met provisionally 2027-01-08 by e2 on 2027-01-08"),
    Case(
      received: "2026-12-25", acts: [(Act.reply("SR"), "2027-01-09 00:00")],
      "late provisionally 2027-01-08 by e2 on 2027-01-09"),
    Case(
      received: "2026-12-25", acts: [(Act.withdraw("SR"), "2027-03-01")],
      "closed provisionally 2027-01-08"),
  ]

  @Test(arguments: unanswered + answered + withdrawn + starts + provisional)
  func verdict(_ test: Case) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2020-01-01")
    try history.record(Act.request("SR", received: test.received), at: test.received)
    for (data, at) in test.acts { try history.record(data, at: at) }
    #expect(try history.audit(asOf: test.asOf).told == ["sd329.23/SR \(test.told)"])
  }

  /// The clock runs from receipt, whenever the request was made or recorded.
  @Test func countsFromReceipt() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(
      Act.request("SR", received: "2025-09-26"), at: "2025-06-01", known: "2025-12-01")
    let finding = try #require(try Array(history.audit().obligations).first)
    #expect(finding.dueOn == "2025-10-16")
    #expect(finding.trigger == CitedEvent(position: 1, event: "e1", on: "2025-09-26"))
    #expect(finding.workingDays == 10)
    #expect(finding.article == "第二十三条")
  }

  /// Art. 40: a start before the day of entry into force opens nothing; a refusal is judged by the
  /// day on which it was made.
  @Test(arguments: ["2020-01-31 23:59", "2020-01-17", "2019-06-01"] as [Instant])
  func beforeEntryIntoForce(_ received: Instant) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2019-01-01")
    try history.record(Act.request("SR", received: received), at: received)
    try history.record(Act.reply("SR", .refused), at: "2021-01-01")
    let report = try history.audit()
    #expect(report.obligations.isEmpty)
    #expect(report.violations.map(\.rule) == ["sd329.23.reasons"])
  }
}
