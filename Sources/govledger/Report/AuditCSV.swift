import GovDataLedger
import LedgerCore

/// An audit report as comma-separated values (RFC 4180): obligations first, then violations, then
/// remarks.
struct AuditCSV {
  private static let heading = [
    "kind", "id", "rule", "article", "department", "position", "event", "on", "dueOn",
    "provisionalDueOn", "workingDays", "dischargePosition", "dischargeEvent", "dischargeOn",
    "verdict", "workingDaysTaken", "workingDaysLate", "secondsTaken", "dueAt", "extendedDays",
    "excludedDays", "restartedOn", "suspended", "lateEvidence", "imported", "byReference",
    "message", "evidence", "daysOpen", "expected", "applicant", "daysLate", "heirOf",
  ]

  let report: AuditReport

  func write(to sink: ([UInt8]) throws -> Void) rethrows {
    try sink(Self.line(Self.heading))
    for finding in report.obligations {
      try sink(
        Self.line(
          Self.row(finding) + [
            marked(finding.department), "", "", Self.text(finding.daysOpen), "", "", "",
            Self.text(finding.heirOf),
          ]))
    }
    for violation in report.foundAgainstActs {
      try sink(
        Self.line(
          Self.row(violation) + [
            marked(violation.department), Self.message(violation), Self.evidence(violation),
            "", violation.expected.map(\.description).joined(separator: " "),
            violation.applicant ?? "", Self.text(violation.daysLate), "",
          ]))
    }
  }

  private static func row(_ finding: ObligationFinding) -> [String] {
    let what = [
      "obligation", finding.id.text, finding.rule, finding.article, "\(finding.department)",
    ]
    let trigger = cited(finding.trigger)
    let due = [text(finding.dueOn), text(finding.provisionalDueOn), text(finding.workingDays)]
    let verdict = [
      finding.verdict.rawValue, text(finding.workingDaysTaken), text(finding.workingDaysLate),
      text(finding.secondsTaken),
    ]
    return what + trigger + due + cited(finding.discharge) + verdict + moved(finding)
  }

  /// What moved the clock, and how the discharge became known; empty where there is nothing to say.
  private static func moved(_ finding: ObligationFinding) -> [String] {
    let (clock, evidence) = (finding.clock, finding.evidence)
    return [
      text(finding.dueAt), clock.extendedDays > 0 ? "\(clock.extendedDays)" : "",
      clock.excludedDays > 0 ? "\(clock.excludedDays)" : "", text(clock.restartedOn),
      clock.isSuspended ? "true" : "", evidence.isLate ? "true" : "",
      evidence.isImported ? "true" : "",
    ]
  }

  private static func row(_ violation: Violation) -> [String] {
    let what = [
      violation.grade.rawValue, violation.id.text, violation.rule, violation.article,
      "\(violation.department)",
    ]
    let event = ["\(violation.position)", violation.event.text]
    return what + event + Array(repeating: "", count: 18)
  }

  private static func message(_ violation: Violation) -> String {
    "\(violation.message.zh) (\(violation.message.en))"
  }

  /// The positions of the events that a violation rests on.
  private static func evidence(_ violation: Violation) -> String {
    violation.evidence.map { "\($0.position)" }.joined(separator: " ")
  }

  private func marked(_ body: BodyCode) -> String { report.isByReference(body) ? "true" : "" }

  private static func cited(_ event: CitedEvent?) -> [String] {
    guard let event else { return ["", "", ""] }
    return ["\(event.position)", event.event.text, "\(event.on)"]
  }

  private static func text(_ value: (some CustomStringConvertible)?) -> String {
    value?.description ?? ""
  }

  private static func line(_ cells: [String]) -> [UInt8] {
    Array((cells.map(quoted).joined(separator: ",") + "\r\n").utf8)
  }

  private static func quoted(_ cell: String) -> String {
    let cell = defused(cell)
    let special = cell.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    return special ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  /// What makes a spreadsheet take a cell for a formula, when it comes first.
  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠",
  ]

  /// An apostrophe before what a spreadsheet would take for a formula: it is shown as text then.
  private static func defused(_ cell: String) -> String {
    guard let first = cell.unicodeScalars.first, formulaStarts.contains(first) else { return cell }
    return "'" + cell
  }
}
