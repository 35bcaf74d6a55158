import Testing
import WorkingDays

@Suite struct ExplanationTests {
  private let calendar = StateCouncilNotices.calendar

  private func lines(_ explanation: CountExplanation) -> [String] {
    explanation.days.map { counted in
      "\(counted.day.date) \(counted.role) \(counted.number.map(String.init) ?? "-")"
    }
  }

  @Test func eachDayHasItsRole() throws {
    let rule = try CountingRule(workingDays: 3, extensionDays: 1)
    let explanation = try calendar.explain(from: date("2025-09-26"), counting: rule)
    #expect(explanation.rule == rule)
    #expect(try explanation.from == date("2025-09-26"))
    #expect(try explanation.due == .firm(date("2025-10-09")))
    let holidays = (1...8).map { "2025-10-0\($0) rest -" }
    #expect(
      lines(explanation) == [
        "2025-09-26 start -", "2025-09-27 rest -", "2025-09-28 counted 1", "2025-09-29 counted 2",
        "2025-09-30 counted 3",
      ] + holidays + ["2025-10-09 extended 4"])
    #expect(explanation.days[2].day.reason == .noticeWorked("国办发明电〔2024〕12号"))
  }

  @Test func deemedStart() throws {
    let rule = try CountingRule(workingDays: 1, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(
      try lines(calendar.explain(from: date("2025-09-27"), counting: rule)) == [
        "2025-09-27 start -", "2025-09-28 deemedStart -", "2025-09-29 counted 1",
      ])
    let counting = try CountingRule(
      workingDays: 1, countsStartDay: true, startOnRestDay: .deemedReceivedNextWorkingDay)
    #expect(
      try lines(calendar.explain(from: date("2025-09-27"), counting: counting)) == [
        "2025-09-27 start -", "2025-09-28 deemedStart 1",
      ])
  }

  @Test func countedStart() throws {
    let rule = try CountingRule(workingDays: 1, countsStartDay: true)
    #expect(
      try lines(calendar.explain(from: date("2025-09-26"), counting: rule)) == [
        "2025-09-26 start 1"
      ])
  }

  /// The explanation reads the calendar that decided, not the one that was asked.
  @Test func calendarKnownAtTheStart() throws {
    let rule = try CountingRule(workingDays: 10, calendarBasis: .knownWhenTheClockStarted)
    let explanation = try calendar.explain(from: date("2020-01-17"), counting: rule)
    let date = try date("2020-02-01")
    let saturday = try #require(explanation.days.first { $0.day.date == date })
    #expect(saturday.day.reason == .noticeWorked("国办发明电〔2019〕16号"))
    #expect(saturday.role == .counted)
  }
}
