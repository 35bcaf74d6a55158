@testable import LedgerCore
import Testing
import WorkingDays

/// A calendar is dated knowledge: notices in the log, known from their day of issue.
@Suite struct NoticesInTheLogTests {
  private func due(
    _ received: Instant, _ notices: [EventData], knownAt: Instant = .max, known: Instant? = nil
  ) throws -> String {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2020-01-01", known: "2020-01-01")
    try history.record(Act.request("R", received: received), at: received, known: received)
    for notice in notices { try history.record(notice, at: "2020-01-01", known: known) }
    let told = try #require(try history.audit(knownAt: knownAt).told.first)
    return told.replacing("sd329.23/R ", with: "")
  }

  private static let year2027 = Act.notice(
    "国办发明电〔2026〕9号", issued: "2026-11-04", off: ["2027-01-01"], worked: ["2027-01-02"])

  @Test func aNewYear() throws {
    #expect(try due("2026-12-25", []) == "pending provisionally 2027-01-08")
    #expect(try due("2026-12-25", [Self.year2027]) == "overdue due 2027-01-08")
  }

  /// Known from its issue, whenever it was recorded, and whatever its source says.
  @Test(
    arguments: [
      ("2026-12-31", "2026-11-04", "overdue due 2027-01-08"),
      ("2026-12-25 12:00", "2029-01-01", "overdue due 2027-01-08"),
    ] as [(Instant, Instant, String)])
  func knownFromItsIssue(_ knownAt: Instant, _ known: Instant, _ told: String) throws {
    #expect(try due("2026-12-25", [Self.year2027], knownAt: knownAt, known: known) == told)
  }

  @Test(
    arguments: [
      ("2026-11-03 23:59", "pending provisionally 2027-01-01"),
      ("2026-11-04 00:00", "overdue due 2027-01-04"),
    ] as [(Instant, String)])
  func notBeforeItsIssue(_ knownAt: Instant, _ told: String) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2020-01-01", known: "2020-01-01")
    try history.record(
      Act.request("R", received: "2026-12-18"), at: "2026-12-18", known: "2026-10-01")
    let notice = Act.notice("N", issued: "2026-11-04", off: ["2027-01-01"])
    try history.record(notice, at: "2029-01-01", known: "2029-06-01")
    #expect(try history.audit(knownAt: knownAt).told == ["sd329.23/R \(told)"])
  }

  /// Per day the notice issued last wins; of those issued on one day, the one later in the log.
  @Test(
    arguments: [
      ([("A", "2025-01-02", true)], "2025-10-17"),
      ([("A", "2025-01-02", true), ("B", "2025-01-03", false)], "2025-10-16"),
      ([("A", "2025-01-03", true), ("B", "2025-01-02", false)], "2025-10-17"),
      ([("A", "2025-01-02", true), ("B", "2025-01-02", false)], "2025-10-16"),
      ([("A", "2025-01-02", false), ("B", "2025-01-02", true)], "2025-10-17"),
      ([("A", "2024-11-11", true), ("B", "2024-11-13", false)], "2025-10-16"),
    ] as [([(String, CivilDate, Bool)], String)])
  func theLastIssuedWins(_ notices: [(String, CivilDate, Bool)], _ due: String) throws {
    let acts = notices.map { name, issued, isOff in
      Act.notice(
        name, issued: issued, off: isOff ? ["2025-10-15"] : [], worked: isOff ? [] : ["2025-10-15"])
    }
    #expect(try self.due("2025-09-26", acts) == "overdue due \(due)")
  }

  /// A notice older than the bundled one of that year does not change its days.
  @Test func anOlderNotice() throws {
    let notice = Act.notice("A", issued: "2024-11-11", off: [], worked: ["2025-10-01"])
    #expect(try due("2025-09-26", [notice]) == "overdue due 2025-10-16")
  }

  /// A notice of a bundled one's name replaces it: here no year but the others' is covered.
  @Test func aReplacement() throws {
    let notice = Act.notice("国办发明电〔2025〕7号", issued: "2025-11-04", off: ["2026-01-02"])
    #expect(try due("2025-09-26", [notice]) == "overdue due 2025-10-16")
    #expect(try due("2025-12-24", [notice]) == "pending provisionally 2026-01-08")
  }

  /// Where the calendar begins only later, there is no firm date, and nothing is overdue.
  @Test func aReplacementOfTheFirstYear() throws {
    let notice = Act.notice("国办发明电〔2019〕16号", issued: "2019-11-21", off: ["2020-10-01"])
    #expect(try due("2020-03-02", [notice]).hasPrefix("pending"))
  }

  @Test func replyPastTheCalendar() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2020-01-01")
    try history.record(Act.request("R", received: "2026-12-01"), at: "2026-12-01")
    try history.record(Act.reply("R"), at: "2027-02-01")
    #expect(
      try history.audit().told == ["sd329.23/R late due 2026-12-15 by e2 on 2027-02-01"],
      "late for certain, but by how much cannot be counted")
  }
}
