@testable import LedgerCore
import Testing
import WorkingDays

/// The projection, the audit and a rebuild say the same of every random history.
@Suite struct OneTruthTests {
  static let seeds = 0..<24 as Range<UInt64>

  /// The rows of `obligations` are what the audit at the end of time finds.
  @Test(arguments: seeds)
  func rowsAgreeWithTheAudit(seed: UInt64) throws {
    let history = try RandomHistory.recorded(seed: seed)
    let findings = try history.audit().obligations
    let rows = history.log.tables.shown("obligations").sorted {
      (Int($0["position"] ?? "") ?? 0, Identifier($0["obligation"] ?? ""))
        < (Int($1["position"] ?? "") ?? 0, Identifier($1["obligation"] ?? ""))
    }
    #expect(rows.map(Self.told) == findings.map(Self.told), "seed \(seed)")
  }

  /// What a row and a finding both tell.
  private static func told(_ finding: ObligationFinding) -> String {
    let parts = [
      finding.id.text, finding.rule, finding.article, finding.department.description,
      finding.trigger.on.description, "\(finding.trigger.position)",
      finding.workingDays.map { "\($0)" }, finding.dueOn?.description,
      finding.provisionalDueOn?.description, finding.discharge?.event.text,
      finding.discharge.map { "\($0.position)" }, finding.discharge?.on.description,
      finding.verdict.rawValue,
    ]
    return parts.map { $0 ?? "-" }.joined(separator: " ")
  }

  private static func told(_ row: [String: String]) -> String {
    let parts = [
      row["obligation"], row["rule"], row["article"], row["department"], row["start_on"],
      row["position"], row["working_days"], row["due_on"], row["provisional_due_on"],
      row["discharged_by"], row["discharge_position"],
      row["discharged_at"].map { String($0.prefix(10)) }, verdict(row).rawValue,
    ]
    return parts.map { $0 ?? "-" }.joined(separator: " ")
  }

  /// The verdict at the end of time, read off a row by contract §5.
  private static func verdict(_ row: [String: String]) -> Verdict {
    let due = row["due_on"] ?? row["provisional_due_on"] ?? "9999-12-31"
    if let discharged = row["discharged_at"] { return discharged.prefix(10) <= due ? .met : .late }
    let isFirm = row["due_on"] != nil
    if let closed = row["closed_at"], !isFirm || closed.prefix(10) <= due { return .closed }
    return isFirm ? .overdue : .pending
  }

  /// Rebuilt from the log alone, the tables are those that the recorder kept.
  @Test(arguments: seeds)
  func rebuildIsEqual(seed: UInt64) throws {
    let history = try RandomHistory.recorded(seed: seed)
    var states = FoldedStates()
    var tables = InMemoryTables()
    var calendar = history.law.calendar(with: [])
    for position in 0..<history.log.size {
      let event = try history.log.event(at: position)
      if case .noticeIssued(let data) = event.record.data {
        calendar = HolidayCalendar(notices: calendar.notices + [data.notice])
      }
      let projector = Projector(book: history.book, calendar: calendar)
      for change in try projector.changes(for: event, given: &states) { try tables.apply(change) }
      states.fold(event)
    }
    #expect(tables.told == history.log.tables.told, "seed \(seed)")
  }

  /// The states that the recorder decides by are those that a fold of the whole log gives.
  @Test(arguments: seeds)
  func statesAgree(seed: UInt64) throws {
    let history = try RandomHistory.recorded(seed: seed)
    var folded = FoldedStates()
    for position in 0..<history.log.size {
      let event = try history.log.event(at: position)
      try folded.advance(event)
      folded.fold(event)
    }
    for stream in history.log.state.streams.keys {
      let remembered = try #require(history.log.memory.stream(stream))
      #expect(folded.state(of: stream) == remembered.state, "seed \(seed): \(stream)")
      let last = try #require(try history.log.events(in: stream).last)
      #expect(remembered.version == last.version, "seed \(seed): \(stream)")
    }
  }
}
