@testable import LedgerCore
import Testing
import WorkingDays

/// Applications for open data under the disclosure regulations: consultations that go on, and
/// corrections that are not made (rulings.md, D19).
@Suite struct LapseTests {
  private func applied() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.adopt("disclosure-2019/1", from: "2020-02-01"), at: "2020-02-01")
    try history.record(Act.apply("A", received: "2025-03-03"), at: "2025-03-03")
    return history
  }

  private func history(_ acts: [(EventData, Instant)]) throws -> History {
    let history = try applied()
    for (data, at) in acts { try history.record(data, at: at) }
    return history
  }

  private func reply(_ history: History, asOf: Instant = .max) throws -> ObligationFinding {
    try #require(try history.audit(asOf: asOf).obligations.first { $0.rule == "ogi2019.33" })
  }

  // MARK: Consultations

  private static let begun = Act.on("A", .openConsultationBegun)
  private static let ended = Act.on("A", .openConsultationEnded)

  /// The clock stands still for at most 15 working days, from 5 March to 25 March 2025.
  @Test(
    arguments: [
      ("2025-03-10", "2025-04-07", 6), ("2025-03-25", "2025-04-22", 21),
      ("2025-03-26", "2025-04-22", 21), ("2025-04-30", "2025-04-22", 21),
    ] as [(Instant, CivilDate, Int)])
  func consulted(_ end: Instant, due: CivilDate, days: Int) throws {
    let found = try reply(try history([(Self.begun, "2025-03-04"), (Self.ended, end)]))
    #expect(found.dueOn == due && found.clock.excludedDays == days && !found.clock.isSuspended)
  }

  /// It runs on even while the consultation goes on: from the stop on it is known when it does at last.
  @Test(
    arguments: [
      ("2025-03-04", .pending), ("2025-03-24", .pending), ("2025-04-22 23:59", .pending),
      ("2025-04-23 00:00", .overdue),
    ] as [(Instant, Verdict)])
  func notEnded(_ asOf: Instant, verdict: Verdict) throws {
    let found = try reply(try history([(Self.begun, "2025-03-04")]), asOf: asOf)
    #expect(found.dueOn == "2025-04-22" && found.verdict == verdict)
    #expect(found.clock.excludedDays == 21 && !found.clock.isSuspended)
  }

  /// While it stands still another stop, or a correction that is asked for, changes nothing.
  @Test func stoppedTwice() throws {
    let found = try reply(
      try history([
        (Self.begun, "2025-03-04"), (Self.begun, "2025-03-25"), (Self.asked, "2025-03-25"),
      ]))
    #expect(found.dueOn == "2025-04-22" && found.clock.excludedDays == 21)
    // From the next day on it does.
    let waiting = try reply(
      try history([(Self.begun, "2025-03-04"), (Self.asked, "2025-03-26")]))
    #expect(waiting.dueOn == nil && waiting.clock.isSuspended)
  }

  @Test(
    arguments: [("2025-04-22", .met), ("2025-04-23", .late)] as [(Instant, Verdict)])
  func repliedWithoutAnEnd(_ at: Instant, verdict: Verdict) throws {
    let history = try history([(Self.begun, "2025-03-04"), (Act.on("A", .openReplied), at)])
    #expect(try reply(history).verdict == verdict)
  }

  /// What would move the clock moves it again once it runs on.
  @Test func extendedWhileItGoesOn() throws {
    let extended = Act.extendReply("A", by: 5)
    let found = try reply(
      try history([(Self.begun, "2025-03-04"), (extended, "2025-04-01")]))
    #expect(found.dueOn == "2025-04-28" && found.clock.extendedDays == 5)
  }

  @Test func consultedTwice() throws {
    let found = try reply(
      try history([
        (Self.begun, "2025-03-04"), (Self.begun, "2025-03-31"), (Self.ended, "2025-04-03"),
      ]))
    #expect(found.clock.excludedDays == 24 && found.dueOn == "2025-04-25")
  }

  // MARK: Corrections that are not made

  private static let asked = Act.on("A", .openCorrectionRequested)
  private static let lapsed = Act.on("A", .openLapsed)
  private static let corrected = Act.correct("A", received: "2025-03-10")

  @Test func lapse() throws {
    let history = try history([(Self.asked, "2025-03-05")])
    try history.record(Self.lapsed, at: "2025-03-20", mode: .live)
    let report = try history.audit()
    #expect(
      report.obligations.map { "\($0.rule) \($0.verdict)" }.sorted()
        == ["ogi2019.30 met", "ogi2019.33 closed"])
    #expect(report.violations.isEmpty)
  }

  /// Where nothing was asked for, or it was made, or another asked: it changes nothing, and is found.
  @Test(
    arguments: [
      [], [(asked, "2025-03-05"), (corrected, "2025-03-10")], [(asked, "2025-03-21")],
      [(corrected, "2025-03-10")],
    ] as [[(EventData, Instant)]])
  func lapseOfNothing(_ acts: [(EventData, Instant)]) throws {
    let history = try history(acts)
    let before = try history.audit().obligations.map(\.told)
    let error = try refusal { try history.record(Self.lapsed, at: "2025-03-20", mode: .live) }
    #expect(error.code == .unlawful && error.message.contains("第三十条"))
    let position = history.log.size
    try history.record(Self.lapsed, at: "2025-03-20")
    let report = try history.audit()
    #expect(report.obligations.map(\.told) == before)
    #expect(report.violations.map(\.rule) == ["ogi2019.30.lapsed"])
    #expect(report.violations[0].department == .transport)
    #expect(report.violations[0].evidence.map(\.position) == [2, position])
  }

  /// A correction before it was asked for, or after the lapse, is none.
  @Test(arguments: ["2025-03-04", "2025-03-21"] as [Instant])
  func correctedOtherwise(_ at: Instant) throws {
    let history = try history([(Self.asked, "2025-03-05"), (Self.corrected, at)])
    try history.record(Self.lapsed, at: "2025-03-20")
    #expect(try history.audit().violations.isEmpty)
    #expect(try reply(history).verdict == .closed)
  }

  /// Asked for again after it was corrected.
  @Test func askedAgain() throws {
    let history = try history([
      (Self.asked, "2025-03-05"), (Self.corrected, "2025-03-10"), (Self.asked, "2025-03-12"),
    ])
    try history.record(Self.lapsed, at: "2025-03-20", mode: .live)
    #expect(try reply(history).verdict == .closed)
  }

  @Test func askedByAnother() throws {
    let history = try applied()
    try history.record(Self.asked, at: "2025-03-05", by: .health)
    try history.record(Self.lapsed, at: "2025-03-20")
    #expect(try history.audit().violations.map(\.rule).contains("ogi2019.30.lapsed"))
    #expect(try reply(history, asOf: "2025-03-21").verdict == .pending)
  }

  /// It is the department's act.
  @Test func lapsedByAnother() throws {
    let history = try history([(Self.asked, "2025-03-05")])
    let error = try refusal {
      try history.record(Self.lapsed, at: "2025-03-20", by: .health, mode: .live)
    }
    #expect(error.code == .unlawful)
    try history.record(Self.lapsed, at: "2025-03-20", by: .health)
    let report = try history.audit()
    #expect(try reply(history).verdict == .pending)
    #expect(
      report.violations.map(\.rule) == ["ogi2019.30.competence", "ogi2019.33.competence"])
    // It keeps the department from nothing.
    try history.record(Self.lapsed, at: "2025-03-21", mode: .live)
    #expect(try reply(history).verdict == .closed)
  }

  /// Under order 329 alone it says nothing of a clock, and nothing is found.
  @Test func underTheOrder() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.apply("A", received: "2025-03-03"), at: "2025-03-03")
    try history.record(Self.lapsed, at: "2025-03-20", mode: .live)
    #expect(try history.audit().told.isEmpty)
  }
}
