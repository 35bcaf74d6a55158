import GovDataLedger

/// A scorecard for people: one body a line.
struct ScorecardTable {
  let scorecard: Scorecard

  var lines: [String] {
    let from = scorecard.period.from?.description ?? "…"
    let to = scorecard.period.to?.description ?? "…"
    var lines = [
      "Scorecard (监督评估) of \(scorecard.ledger.size) events under \(scorecard.ruleBook)",
      "  as of   \(scorecard.scope.asOf)",
      "  known   \(scorecard.scope.knownAt)",
      "  period  \(from) to \(to)",
      "",
    ]
    guard !scorecard.bodies.isEmpty else { return lines + ["No body (无机构)."] }
    var table = TextTable([
      "level", "rank", "on time", "met", "late", "over", "pend", "done", "open", "clsd", "med",
      "p90", "viol", "rem", "U/C/N %", "body",
    ])
    for body in scorecard.bodies { table.add(Self.row(body)) }
    lines += table.lines
    return lines + [
      "",
      "on time = met / (met + late + over): duties with a period (按期率：有期限的义务); med, p90: working days",
      "taken (中位数、第90百分位); U/C/N: entries shared unconditionally, conditionally, not (无条件、有条件、不予)",
    ]
  }

  private static func row(_ body: Scorecard.Body) -> [String] {
    let name = body.registered.map { "\($0.name) \(body.department)" } ?? "\(body.department)"
    let counts = [
      body[.met], body[.late], body[.overdue], body[.pending], body[.done], body[.open],
      body[.closed],
    ]
    let sharing = body.sharing.map {
      "\($0.unconditionalPercent)/\($0.conditionalPercent)/\($0.notSharedPercent)"
    }
    return [
      body.level?.rawValue ?? "–", text(body.rank),
      body.onTimePermille.map { "\($0 / 10).\($0 % 10) %" } ?? "–",
    ] + counts.map { "\($0)" } + [
      text(body.medianWorkingDays), text(body.ninetiethPercentileWorkingDays),
      "\(body.violations)", "\(body.remarks)", sharing ?? "–",
      body.isByReference ? name + " (参照)" : name,
    ]
  }

  private static func text(_ number: Int?) -> String { number.map { "\($0)" } ?? "–" }
}
