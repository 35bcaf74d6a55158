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
    let rules = Dictionary(
      try history.rules(History.whole).places.map { ($0.rule.id, $0.rule) },
      uniquingKeysWith: { $1 })
    let told = try rows.compactMap { row in
      // What is a right is not owed unless it is used.
      if row["only_if_done"] == "1", row["discharged_at"] == nil { return nil as String? }
      return Self.told(row, try #require(rules[row["rule"] ?? ""]))
    }
    #expect(told.difference(from: findings.map(Self.told)).map(\.told) == [], "seed \(seed)")
  }

  /// What a row and a finding both tell.
  private static func told(_ finding: ObligationFinding) -> String {
    let parts = [
      finding.id.text, finding.rule, finding.article, finding.department.description,
      finding.trigger.on.description, "\(finding.trigger.position)",
      finding.workingDays.map { "\($0)" }, finding.dueOn?.description,
      finding.provisionalDueOn?.description, finding.dueAt?.description,
      finding.clock.isSuspended ? "1" : "0", finding.discharge?.event.text,
      finding.discharge.map { "\($0.position)" }, finding.discharge?.on.description,
      finding.verdict.rawValue,
    ]
    return parts.map { $0 ?? "-" }.joined(separator: " ")
  }

  private static func told(_ row: [String: String], _ rule: ObligationRule) -> String {
    let parts = [
      row["obligation"], row["rule"], row["article"], row["department"], row["start_on"],
      row["position"], row["working_days"], row["due_on"], row["provisional_due_on"],
      row["due_at"], row["suspended"], row["discharged_by"], row["discharge_position"],
      row["discharged_at"].map { String($0.prefix(10)) }, verdict(row, rule).rawValue,
    ]
    return parts.map { $0 ?? "-" }.joined(separator: " ")
  }

  /// The verdict at the end of time, read off a row by contract §5.
  private static func verdict(_ row: [String: String], _ rule: ObligationRule) -> Verdict {
    let instant = { (column: String) in row[column].flatMap { Instant(rfc3339: $0) } }
    if rule.period == .atOnce {
      if instant("discharged_at") != nil { return .done }
      return instant("closed_at") == nil ? .open : .closed
    }
    let due = (row["due_on"] ?? row["provisional_due_on"]).flatMap { CivilDate($0) }
    let last: Instant? =
      switch rule.period {
      case .workingDays(let counting): due.map(counting.periodEnd.lastInstant)
      case .calendarDays(let period): due.map(period.periodEnd.lastInstant)
      case .hours: instant("due_at")
      case .atOnce: nil
      }
    if let discharged = instant("discharged_at") {
      return discharged <= last ?? .max ? .met : .late
    }
    let isFirm = row["due_on"] != nil
    if let closed = instant("closed_at"), !isFirm || closed <= last ?? .max { return .closed }
    return isFirm ? .overdue : .pending
  }

  /// Rebuilt from the log alone, the tables are those that the recorder kept.
  @Test(arguments: seeds)
  func rebuildIsEqual(seed: UInt64) throws {
    let history = try RandomHistory.recorded(seed: seed)
    let tables = try history.log.rebuilt(under: history.law)
    var live = history.log.tables
    live.sortObligations()
    #expect(tables.told == live.told, "seed \(seed)")
  }

  /// The states that the recorder decides by are those that a fold of the whole log gives.
  @Test(arguments: seeds)
  func statesAgree(seed: UInt64) throws {
    let history = try RandomHistory.recorded(seed: seed)
    var folded = FoldedStates()
    for position in 0..<history.log.size {
      let event = ViewedEvent(try history.log.event(at: position))
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

extension CollectionDifference<String>.Change {
  fileprivate var told: String {
    switch self {
    case .insert(_, let row, _): "row \(row)"
    case .remove(_, let finding, _): "finding \(finding)"
    }
  }
}
