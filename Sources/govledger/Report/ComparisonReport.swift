import GovDataLedger

/// The differences between two audits, for people and as JSON (`Schemas/comparison.json`).
struct ComparisonReport {
  let differences: AuditComparison
  let first: AuditReport
  let second: AuditReport

  // MARK: For people

  func lines(_ names: [BodyCode: String]) -> [String] {
    var lines = ["Two audits of \(first.ledger.size) events (两次审计对比)"]
    lines += Self.heading("first  一", first) + Self.heading("second 二", second)
    var table = TextTable(["obligation", "department", "first 一", "second 二"])
    var details: [String] = []
    var count = 0
    var differing = differences.makeIterator()
    while let difference = differing.next() {
      count += 1
      let (left, right) = (difference.first, difference.second)
      let ids = Set([left, right].compactMap { $0?.id.text }).sorted().joined(separator: " / ")
      let mark = isByReference(difference) ? " (参照)" : ""
      let code = (difference.department.map { "\($0)" } ?? "") + mark
      let name = difference.department.flatMap { names[$0] }
      table.add([
        ids, name.map { "\($0) \(code)" } ?? code, Self.outcome(left), Self.outcome(right),
      ])
      details.append(ids)
      for reason in difference.reasons { details += ["  \(reason.zh)", "  \(reason.en)"] }
    }
    lines += ["", "Obligations compared (比对义务): \(differing.compared); differing (不同): \(count)"]
    guard count > 0 else { return lines }
    return lines + [""] + table.lines + ["", "Why (原因)"] + details
  }

  /// Whether the body is a public utility, which the order binds by reference (art. 39).
  private func isByReference(_ difference: ObligationDifference) -> Bool {
    difference.department.map { first.isByReference($0) || second.isByReference($0) } ?? false
  }

  private static func heading(_ name: String, _ report: AuditReport) -> [String] {
    [
      "  \(name)  as of \(report.scope.asOf), known at \(report.scope.knownAt), "
        + "under \(report.rules.name)"
    ]
  }

  private static func outcome(_ finding: ObligationFinding?) -> String {
    guard let finding else { return "–" }
    let due =
      finding.dueAt.map { "\($0)" } ?? finding.dueOn.map { "\($0)" }
      ?? finding.provisionalDueOn.map { "(\($0))" } ?? ""
    return due.isEmpty ? finding.verdict.rawValue : "\(finding.verdict.rawValue), due \(due)"
  }

  // MARK: JSON

  /// Writes canonical JSON with a line end.
  func writeJSON(to sink: ([UInt8]) throws -> Void) throws {
    var differing = differences.makeIterator()
    var found: [JSONValue] = []
    while let difference = differing.next() {
      found.append(difference.json(isByReference: isByReference(difference)))
    }
    let comparison = JSONValue.object([
      .init(key: "compared", value: .integer(Int64(differing.compared))),
      .init(key: "differences", value: .array(found)),
      .init(key: "first", value: Self.json(first)),
      .init(key: "schema", value: .string("govledger.comparison/1")),
      .init(key: "second", value: Self.json(second)),
    ])
    try sink(comparison.canonicalBytes + [0x0A])
  }

  private static func json(_ report: AuditReport) -> JSONValue {
    .object([
      .init(key: "asOf", value: .string("\(report.scope.asOf)")),
      .init(key: "knownAt", value: .string("\(report.scope.knownAt)")),
      .init(key: "ruleBook", value: .string(report.rules.name)),
    ])
  }
}

extension ObligationDifference {
  fileprivate func json(isByReference: Bool) -> JSONValue {
    let why = reasons.map { reason in
      JSONValue.object([
        .init(key: "en", value: .string(reason.en)), .init(key: "zh", value: .string(reason.zh)),
      ])
    }
    let mark: [JSONValue.Member] =
      isByReference ? [.init(key: "byReference", value: .bool(true))] : []
    return .object(
      mark + [
        .init(key: "first", value: first?.json ?? .null),
        .init(key: "second", value: second?.json ?? .null), .init(key: "why", value: .array(why)),
      ])
  }
}

extension ObligationFinding {
  /// The finding as a report holds it.
  fileprivate var json: JSONValue { (try? JSONValue(parsing: canonicalBytes)) ?? .null }
}
