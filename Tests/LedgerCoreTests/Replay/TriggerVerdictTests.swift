@testable import LedgerCore
import Testing
import WorkingDays

/// Art. 16: a trigger effective on 2025-09-26 is due on 2025-10-23, the fifteenth working day.
@Suite struct TriggerVerdictTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let entries: [Identifier]
    let acts: [(EventData, Instant)]
    let told: [String]

    init(
      _ what: String, entries: [Identifier] = ["A", "B"], _ acts: [(EventData, Instant)],
      _ told: String...
    ) {
      testDescription = what
      (self.entries, self.acts, self.told) = (entries, acts, told)
    }
  }

  private static let due = "due 2025-10-23"
  private static let inTime: Instant = "2025-10-23T23:59:59.999+08:00"
  private static let tooLate: Instant = "2025-10-24 00:00"

  static let discharges: [Case] = [
    Case("nothing done", [], "T/A overdue \(due)", "T/B overdue \(due)"),
    Case(
      "a revision discharges its own entry's", [(Act.revise("A", trigger: "T"), inTime)],
      "T/A met \(due) by e4 on 2025-10-23 taken 15", "T/B overdue \(due)"),
    Case(
      "a revision a day late", [(Act.revise("A", trigger: "T"), tooLate)],
      "T/A late \(due) by e4 on 2025-10-24 taken 16 late 1", "T/B overdue \(due)"),
    Case(
      "a revision that cites no trigger", [(Act.revise("A"), inTime)], "T/A overdue \(due)",
      "T/B overdue \(due)"),
    Case(
      "a revision of an entry not listed", [(Act.revise("C", trigger: "T"), inTime)],
      "T/A overdue \(due)", "T/B overdue \(due)"),
    Case(
      "a retirement that cites the trigger", [(Act.retire("B", trigger: "T"), "2025-10-09")],
      "T/A overdue \(due)", "T/B met \(due) by e4 on 2025-10-09 taken 4"),
    Case(
      "a late retirement that cites the trigger", [(Act.retire("B", trigger: "T"), tooLate)],
      "T/A overdue \(due)", "T/B late \(due) by e4 on 2025-10-24 taken 16 late 1"),
    Case(
      "a review of one entry", [(Act.review("T", entry: "B"), inTime)], "T/A overdue \(due)",
      "T/B met \(due) by e4 on 2025-10-23 taken 15"),
    Case(
      "a review of all", [(Act.review("T"), "2025-09-29")],
      "T/A met \(due) by e4 on 2025-09-29 taken 2", "T/B met \(due) by e4 on 2025-09-29 taken 2"),
    Case(
      "a review of an entry not listed", [(Act.review("T", entry: "C"), inTime)],
      "T/A overdue \(due)", "T/B overdue \(due)"),
    Case(
      "answered before it took effect", [(Act.review("T"), "2025-08-01")],
      "T/A met \(due) by e4 on 2025-08-01 taken 0", "T/B met \(due) by e4 on 2025-08-01 taken 0"),
  ]

  static let several: [Case] = [
    Case(
      "the earliest counts, recorded last",
      [(Act.revise("A", trigger: "T"), tooLate), (Act.review("T"), "2025-10-10")],
      "T/A met \(due) by e5 on 2025-10-10 taken 5", "T/B met \(due) by e5 on 2025-10-10 taken 5"),
    Case(
      "the earliest counts, recorded first",
      [(Act.review("T", entry: "A"), "2025-10-09"), (Act.revise("A", trigger: "T"), "2025-10-10")],
      "T/A met \(due) by e4 on 2025-10-09 taken 4", "T/B overdue \(due)"),
    Case(
      "at one moment the first recorded counts",
      [(Act.review("T"), "2025-10-09"), (Act.review("T"), "2025-10-09")],
      "T/A met \(due) by e4 on 2025-10-09 taken 4", "T/B met \(due) by e4 on 2025-10-09 taken 4"),
    Case(
      "of a retirement and a discharge the first decides",
      [(Act.review("T"), tooLate), (Act.retire("A"), "2025-09-30")],
      "T/A closed \(due)",
      "T/B late \(due) by e4 on 2025-10-24 taken 16 late 1"),
  ]

  static let retirements: [Case] = [
    Case("retired in time", [(Act.retire("A"), inTime)], "T/A closed \(due)", "T/B overdue \(due)"),
    Case(
      "retired too late", [(Act.retire("A"), tooLate)], "T/A overdue \(due)",
      "T/B overdue \(due)"),
    Case(
      "retired before it took effect", [(Act.retire("A"), "2025-09-01")], "T/A closed \(due)",
      "T/B overdue \(due)"),
    Case(
      "retired citing another trigger",
      [
        (Act.trigger("U", effective: "2025-12-01", entries: ["A"]), "2025-09-01"),
        (Act.retire("A", trigger: "U"), "2025-10-09"),
      ],
      "T/A closed \(due)", "T/B overdue \(due)",
      "U/A met due 2025-12-22 by e5 on 2025-10-09 taken 0"),
  ]

  static let withoutEntries: [Case] = [
    Case("no entries, nothing done", entries: [], [], "T overdue \(due)"),
    Case(
      "no entries, a revision", entries: [], [(Act.revise("A", trigger: "T"), inTime)],
      "T met \(due) by e4 on 2025-10-23 taken 15"),
    Case(
      "no entries, a retirement", entries: [], [(Act.retire("B", trigger: "T"), "2025-10-09")],
      "T met \(due) by e4 on 2025-10-09 taken 4"),
    Case(
      "no entries, a review", entries: [], [(Act.review("T"), tooLate)],
      "T late \(due) by e4 on 2025-10-24 taken 16 late 1"),
    Case(
      "no entries, a review of one", entries: [], [(Act.review("T", entry: "A"), "2025-10-09")],
      "T met \(due) by e4 on 2025-10-09 taken 4"),
    Case(
      "no entries, a retirement that cites nothing", entries: [], [(Act.retire("A"), "2025-10-09")],
      "T overdue \(due)"),
  ]

  @Test(arguments: discharges + several + retirements + withoutEntries)
  func verdict(_ test: Case) throws {
    let history = try History()
    for entry in ["A", "B", "C"] as [Identifier] {
      try history.record(Act.entry(entry), at: "2025-01-01")
    }
    try history.record(
      Act.trigger("T", effective: "2025-09-26", entries: test.entries), at: "2025-09-01")
    for (data, at) in test.acts { try history.record(data, at: at) }
    #expect(try history.audit().told == test.told.map { "sd329.16/" + $0 })
  }

  /// An entry that left the catalogue before the trigger was recorded.
  @Test(
    arguments: [
      ("2025-09-01", "closed"), ("2025-10-23 23:59", "closed"),
      ("2025-10-24 00:00", "overdue"),
    ] as [(Instant, String)])
  func retiredBeforeTheTrigger(_ retired: Instant, _ verdict: String) throws {
    let history = try History()
    try history.record(Act.entry("A"), at: "2025-01-01")
    try history.record(Act.retire("A"), at: retired)
    try history.record(
      Act.trigger("T", effective: "2025-09-26", entries: ["A"]), at: "2025-11-01")
    #expect(try history.audit().told == ["sd329.16/T/A \(verdict) \(Self.due)"])
  }

  /// The obligated body is the trigger's, whoever's entry it is and whoever answers.
  @Test func obligatedBody() throws {
    let history = try History()
    try history.record(Act.entry("A", of: .health), at: "2025-01-01")
    try history.record(Act.entry("B", of: .transport), at: "2025-01-01")
    // An entry of another department is no part of the trigger.
    try history.record(
      Act.trigger("T", of: .transport, effective: "2025-09-26", entries: ["A", "B"]),
      at: "2025-09-01")
    let findings = try Array(history.audit().obligations)
    #expect(findings.map(\.id) == ["sd329.16/T/B"])
    let finding = try #require(findings.first)
    #expect(finding.department == .transport)
    #expect(finding.trigger == CitedEvent(position: 2, event: "e2", on: "2025-09-26"))
    #expect(finding.workingDays == 15)
  }

  @Test(arguments: [("2020-01-31", 0), ("2020-02-01", 2)] as [(CivilDate, Int)])
  func entryIntoForce(_ effective: CivilDate, _ count: Int) throws {
    let history = try History()
    for entry in ["A", "B"] as [Identifier] {
      try history.record(Act.entry(entry), at: "2020-01-01")
    }
    let trigger = Act.trigger("T", effective: effective, entries: ["A", "B"])
    try history.record(trigger, at: "2020-03-01")
    #expect(try history.audit().obligations.count == count)
  }

  /// By trigger position, then id by its bytes.
  @Test func order() throws {
    let history = try History()
    let entries: [Identifier] = ["b", "a", "中", "\u{1F600}", "\u{FB33}", "B", "/"]
    for entry in entries { try history.record(Act.entry(entry), at: "2025-01-01") }
    try history.record(Act.request("Z", entry: "a", received: "2025-05-06"), at: "2025-05-06")
    try history.record(
      Act.trigger("T", effective: "2025-01-02", entries: entries), at: "2025-01-02")
    try history.record(Act.incident("I"), at: "2025-01-01")
    #expect(
      try history.audit().obligations.map(\.id) == [
        "sd329.23/Z", "sd329.16/T//", "sd329.16/T/B", "sd329.16/T/a", "sd329.16/T/b",
        "sd329.16/T/中", "sd329.16/T/\u{FB33}", "sd329.16/T/\u{1F600}",
        "sd329.31.remedy/I", "sd329.31.report/I/cyberspaceAuthority",
        "sd329.31.report/I/dataAuthority",
      ])
  }
}
