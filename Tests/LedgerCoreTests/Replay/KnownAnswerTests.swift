@testable import LedgerCore
import Testing
import WorkingDays

/// The known answers of working-days.md, each as a real history.
@Suite struct KnownAnswerTests {
  /// A book that is in force early enough for the answers that lie before 2020-02-01.
  private func earlierBook() throws -> RuleBook {
    try RuleBooks.book([(JSONPath(steps: [.key("inForceFrom")]), .string("2019-01-01"))])
  }

  @Test(
    arguments: [
      ("2020-01-17", "2020-02-07"), ("2024-02-02", "2024-02-21"), ("2026-02-14", "2026-03-06"),
    ] as [(Instant, CivilDate)])
  func tenWorkingDays(_ received: Instant, _ due: CivilDate) throws {
    let history = try History(book: try earlierBook())
    try history.record(Act.entry("C-1"), at: "2019-06-01")
    try history.record(Act.request("SR", received: received), at: received)
    #expect(try history.audit().obligations.map(\.dueOn) == [due])
    try expect(history, .pending, asOf: .end(of: due))
    try expect(history, .overdue, asOf: .start(of: try #require(due.adding(days: 1))))
  }

  private func expect(_ history: History, _ verdict: Verdict, asOf: Instant) throws {
    #expect(try history.audit(asOf: asOf).obligations.map(\.verdict) == [verdict])
  }

  /// As known on 2020-01-20, before the Spring Festival was extended.
  @Test(
    arguments: [
      ("2020-01-20", "2020-02-05"), ("2020-01-26 23:59", "2020-02-05"),
      ("2020-01-27 00:00", "2020-02-07"), ("2030-01-01", "2020-02-07"),
    ] as [(Instant, CivilDate)])
  func asKnownThen(_ knownAt: Instant, _ due: CivilDate) throws {
    let history = try History(book: try earlierBook())
    try history.record(Act.entry("C-1"), at: "2019-06-01", known: "2019-06-01")
    try history.record(
      Act.request("SR", received: "2020-01-17"), at: "2020-01-17", known: "2020-01-17")
    #expect(try history.audit(knownAt: knownAt).obligations.map(\.dueOn) == [due])
  }

  /// A book may count by the calendar that was known when the clock started.
  @Test func byTheCalendarKnownAtTheStart() throws {
    var changes: [(JSONPath, JSONValue?)] = [
      (JSONPath(steps: [.key("inForceFrom")]), .string("2019-01-01")),
      (RuleBooks.obligation(1, "calendar"), .string("knownWhenTheClockStarted")),
    ]
    changes.append((RuleBooks.period(1), .integer(10)))
    let history = try History(book: try RuleBooks.book(changes))
    try history.record(Act.entry("C-1"), at: "2019-06-01")
    try history.record(Act.request("SR", received: "2020-01-17"), at: "2020-01-17")
    #expect(try history.audit().obligations.map(\.dueOn) == ["2020-02-05"])
  }

  @Test func fifteenWorkingDays() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01")
    #expect(try history.audit().obligations.map(\.dueOn) == ["2025-10-23"])
  }

  /// 2024-02-09 (除夕) was a working day.
  @Test func springFestivalsEve() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2024-01-01")
    try history.record(Act.request("SR", received: "2024-02-08"), at: "2024-02-08")
    try history.record(Act.reply("SR"), at: "2024-02-09")
    #expect(try history.audit().obligations.map(\.workingDaysTaken) == [1])
  }

  /// The parameters of a rule are the book's, not the engine's.
  @Test(
    arguments: [
      (RuleBooks.obligation(1, "countsStartDay"), JSONValue.bool(true), "2025-10-15"),
      (RuleBooks.period(1), .integer(15), "2025-10-23"),
      (RuleBooks.period(1), .integer(1), "2025-09-28"),
    ] as [(JSONPath, JSONValue, CivilDate)])
  func parameters(_ path: JSONPath, _ value: JSONValue, _ due: CivilDate) throws {
    let book = try RuleBooks.book([(path, value)])
    let history = try History(book: book)
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("SR", received: "2025-09-26"), at: "2025-09-26")
    #expect(try history.audit().obligations.map(\.dueOn) == [due])
  }

  @Test(
    arguments: [
      ("2025-10-16T17:30:00.000+08:00", Verdict.met), ("2025-10-16T17:30:00.001+08:00", .late),
    ] as [(Instant, Verdict)])
  func closeOfBusiness(_ replied: Instant, _ verdict: Verdict) throws {
    let book = try RuleBooks.book([
      (RuleBooks.obligation(1, "periodEnd"), .string("closeOfBusiness")),
      (RuleBooks.obligation(1, "closeOfBusinessAt"), .string("17:30")),
    ])
    let history = try History(book: book)
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("SR", received: "2025-09-26"), at: "2025-09-26")
    try history.record(Act.reply("SR"), at: replied)
    #expect(try history.audit().obligations.map(\.verdict) == [verdict])
  }
}
