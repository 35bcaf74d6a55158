import GovDataLedger

/// An audit report for people: what was asked, the counts, and what was found against whom.
struct AuditTable {
  let report: AuditReport
  /// The bodies' names by code.
  let names: [BodyCode: String]

  /// The bodies that the table of a report names.
  static func bodies(in report: AuditReport) -> Set<BodyCode> {
    let shown = report.obligations.filter {
      $0.verdict == .late || $0.verdict == .overdue || $0.evidence.isLate
    }
    return Set(shown.map(\.department)).union(shown.compactMap(\.heirOf))
      .union(report.foundAgainstActs.map(\.department))
      .union(report.outOfScope.map(\.department))
      .union([report.scope.department].compactMap { $0 })
  }

  var lines: [String] {
    var lines = heading
    let found = report.obligations.filter { $0.verdict == .late || $0.verdict == .overdue }
    if !found.isEmpty { lines += ["", "Late and overdue obligations (逾期事项)"] + table(found) }
    let supported = report.obligations.filter(\.evidence.isLate)
    if !supported.isEmpty {
      lines += ["", "Met by late evidence (补录证据)"] + table(supported)
    }
    if !report.violations.isEmpty {
      lines += ["", "Violations (违反规定的行为)"] + table(report.violations)
    }
    if !report.remarks.isEmpty {
      lines += ["", "Remarks (提示：与条文的分工不一致)"] + table(report.remarks)
    }
    if !report.corrected.isEmpty {
      lines += ["", "Corrected, left out (记录更正，不予计入)"] + corrected
    }
    if !report.outOfScope.isEmpty {
      lines += ["", "Out of scope, no obligation (适用范围以外)"] + outOfScope
    }
    if found.isEmpty, report.violations.isEmpty {
      lines += ["", "Nothing is late, overdue or a violation (未发现逾期或者违反规定的行为)."]
    }
    return lines
  }

  private var heading: [String] {
    let summary = report.summary
    var lines = [
      "Audit of \(report.ledger.size) events under \(report.rules.name)",
      "  as of     \(report.scope.asOf)",
      "  known at  \(report.scope.knownAt)",
      "  log root  \(report.ledger.root.base64)",
    ]
    if let department = report.scope.department {
      lines.append("  about     \(name(department))")
    }
    return lines + [
      "",
      "Obligations (义务): \(report.obligations.count)",
      "  met     按期      \(summary[.met])",
      "  late    逾期办结  \(summary[.late])",
      "  overdue 逾期未办  \(summary[.overdue])",
      "  pending 办理中    \(summary[.pending])",
      "  done    已办      \(summary[.done])  (条文未定期限)",
      "  open    未办      \(summary[.open])  (条文未定期限)",
      "  closed  终止      \(summary[.closed])",
      "Violations (违规): \(summary.violations)",
      "Remarks (提示): \(summary.remarks)",
      "Corrected (更正): \(summary.corrected)",
    ]
  }

  private func table(_ findings: [ObligationFinding]) -> [String] {
    var table = TextTable([
      "obligation", "article", "verdict", "from", "due", "done", "days late", "department",
    ])
    for finding in findings {
      table.add([
        finding.id.text, finding.article, finding.verdict.rawValue, "\(finding.trigger.on)",
        finding.dueOn.map { "\($0)" } ?? "", finding.discharge.map { "\($0.on)" } ?? "–",
        finding.workingDaysLate.map { "\($0)" } ?? "", name(finding.department) + heirOf(finding),
      ])
    }
    return table.lines
  }

  private func table(_ findings: [Violation]) -> [String] {
    var table = TextTable([
      "position", "rule", "article", "event", "department", "what", "rests on",
    ])
    for violation in findings {
      table.add([
        "\(violation.position)", violation.rule, violation.article, violation.event.text,
        name(violation.department), violation.message.zh,
        violation.evidence.map { "\($0.position)" }.joined(separator: " "),
      ])
    }
    return table.lines
  }

  private var corrected: [String] {
    var table = TextTable(["position", "event", "corrected by", "why"])
    for event in report.corrected {
      table.add([
        "\(event.position)", event.event.text,
        "\(event.correctedBy.event) (\(event.correctedBy.position))", event.reason,
      ])
    }
    return table.lines
  }

  private var outOfScope: [String] {
    var table = TextTable(["position", "article", "event", "department"])
    for matter in report.outOfScope {
      table.add([
        "\(matter.position)", matter.article, matter.event.text, name(matter.department),
      ])
    }
    return table.lines
  }

  private func heirOf(_ finding: ObligationFinding) -> String {
    finding.heirOf.map { ", heir of (承继) \(name($0))" } ?? ""
  }

  private func name(_ code: BodyCode) -> String {
    let name = names[code].map { "\($0) \(code)" } ?? code.description
    return report.isByReference(code) ? name + " (参照)" : name
  }
}
