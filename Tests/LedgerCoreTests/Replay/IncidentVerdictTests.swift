@testable import LedgerCore
import Testing
import WorkingDays

/// Art. 31: remedied at once, and reported to both authorities; no due date, but the time taken is told,
/// or how long it has been open.
@Suite struct IncidentVerdictTests {
  private func told(_ acts: [(EventData, Instant)], asOf: Instant = "2025-10-26") throws -> [String]
  {
    let history = try History()
    try history.record(Act.incident("I"), at: "2025-09-26T10:00:00.500+08:00")
    for (data, at) in acts { try history.record(data, at: at) }
    return try history.audit(asOf: asOf).told.map {
      $0.replacing("sd329.31.report/I/", with: "").replacing("sd329.31.", with: "")
    }
  }

  @Test func unreported() throws {
    #expect(
      try told([]) == [
        "remedy/I open days 30", "cyberspaceAuthority open days 30", "dataAuthority open days 30",
      ])
    #expect(
      try told([(Act.remedy("I"), "2025-09-26")], asOf: "2025-09-26") == [
        "remedy/I done by e1 on 2025-09-26 taken 0 seconds 7199", "cyberspaceAuthority open days 0",
        "dataAuthority open days 0",
      ])
  }

  @Test func reportedToOne() throws {
    #expect(
      try told([(Act.report("I", to: .dataAuthority), "2025-09-28T10:00:02.499+08:00")]) == [
        "remedy/I open days 30", "cyberspaceAuthority open days 30",
        "dataAuthority done by e1 on 2025-09-28 taken 1 seconds 172801",
      ])
  }

  @Test func reportedTwice() throws {
    #expect(
      try told([
        (Act.report("I", to: .cyberspaceAuthority), "2025-10-30"),
        (Act.report("I", to: .dataAuthority), "2025-09-26 10:01"),
        (Act.report("I", to: .cyberspaceAuthority), "2025-09-26 11:00"),
      ]) == [
        "remedy/I open days 30",
        "cyberspaceAuthority done by e3 on 2025-09-26 taken 0 seconds 3599",
        "dataAuthority done by e2 on 2025-09-26 taken 0 seconds 59",
      ])
  }

  @Test func reportedBeforeItIsSaidToHaveBeenDetected() throws {
    #expect(
      try told([(Act.report("I", to: .dataAuthority), "2025-09-26 09:00")])
        == [
          "remedy/I open days 30", "cyberspaceAuthority open days 30", "dataAuthority open days 30",
        ])
  }

  @Test func reportedAfterTheMomentAskedAbout() throws {
    #expect(
      try told([(Act.report("I", to: .dataAuthority), "2025-09-27")], asOf: "2025-09-26")
        == [
          "remedy/I open days 0", "cyberspaceAuthority open days 0", "dataAuthority open days 0",
        ])
  }

  /// Working days past the known calendar cannot be counted; seconds can.
  @Test func pastTheCalendar() throws {
    let history = try History()
    try history.record(Act.incident("I"), at: "2026-12-31 12:00")
    try history.record(Act.report("I", to: .dataAuthority), at: "2027-01-01 12:00")
    #expect(
      try history.audit().told.last
        == "sd329.31.report/I/dataAuthority done by e1 on 2027-01-01 seconds 86400")
  }

  @Test func finding() throws {
    let history = try History()
    try history.record(Act.incident("I", of: .health), at: "2025-09-25T16:00:00Z")
    let finding = try #require(try Array(history.audit().obligations).first)
    #expect(finding.department == .health)
    #expect(finding.rule == "sd329.31.remedy" && finding.article == "第三十一条")
    #expect(finding.trigger == CitedEvent(position: 0, event: "e0", on: "2025-09-26"))
    #expect(finding.dueOn == nil && finding.provisionalDueOn == nil && finding.workingDays == nil)
  }

  @Test(arguments: [("2020-01-31 23:59", 0), ("2020-02-01 00:00", 3)] as [(Instant, Int)])
  func entryIntoForce(_ detected: Instant, _ count: Int) throws {
    let history = try History()
    try history.record(Act.incident("I"), at: detected)
    #expect(try history.audit().obligations.count == count)
  }
}
