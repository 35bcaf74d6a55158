import Testing
import TestSupport

@testable import GovDataLedger

/// What would have been under other rules, another calendar, or by what was known before.
@Suite struct ComparisonTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A ledger whose records became known when they took place.
  private func make(_ records: [Record]) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file("ledger"), clock: .fixed(at: instant("2026-06-30T12:00:00+08:00")))
    let known = records.map { record in
      Record(
        id: record.id, occurredAt: record.occurredAt, actor: record.actor, data: record.data,
        sourceRecordedAt: record.occurredAt)
    }
    _ = try await ledger.record(known, mode: .importing)
    return ledger
  }

  /// On 2020-01-27 the Spring Festival was prolonged, and Saturday 2020-02-01 became a rest day.
  @Test func theShiftOf2020() async throws {
    let ledger = try await make([
      entry(), request("R-0", "2020-01-02T09:00:00+08:00"),
      request("R-1", "2020-01-17T09:00:00+08:00"),
    ])
    let rules = RuleChoice.books([try earlyBook()])
    let asOf = try instant("2020-01-31T00:00:00+08:00")
    let (differences, _, _) = try await ledger.compare(
      AuditVariant(asOf: asOf, knownAt: instant("2020-01-20T23:59:59+08:00"), rules: rules),
      AuditVariant(asOf: asOf, knownAt: instant("2020-01-27T23:59:59+08:00"), rules: rules))
    let found = Array(differences)
    #expect(found.map(\.first?.id) == ["early.1/R-1"])
    #expect(found.map(\.first?.due) == ["2020-02-05"])
    #expect(found.map(\.second?.due) == ["2020-02-07"])
    let reasons = found.flatMap(\.reasons)
    #expect(reasons.contains { $0.zh.contains("2020-02-01") && $0.zh.contains("国办发明电〔2020〕1号") })
    #expect(reasons.contains { $0.en.contains("2020-02-01") && $0.en.contains("off by") })
  }

  @Test func calendarsAreCompared() async throws {
    let ledger = try await make([entry(), request("R-1", "2020-01-17T09:00:00+08:00")])
    let rules = RuleChoice.books([try earlyBook()])
    let (known, _, _) = try await ledger.compare(
      AuditVariant(rules: rules), AuditVariant(rules: rules, calendar: .knownAtTheStart))
    #expect(known.map(\.first?.due) == ["2020-02-07"])
    #expect(known.map(\.second?.due) == ["2020-02-05"])
    let strike = try HolidayNotice(
      name: "设想", issuedOn: day("2020-02-04"), off: [day("2020-02-05")], worked: [])
    let (imagined, _, _) = try await ledger.compare(
      AuditVariant(rules: rules), AuditVariant(rules: rules, calendar: .with([strike])))
    #expect(imagined.map(\.second?.due) == ["2020-02-10"])
    #expect(imagined.flatMap(\.reasons).contains { $0.zh.contains("设想") })
  }

  /// What two audits of a random history say is what their comparison says.
  @Test func nothingElseIsListed() async throws {
    let ledger = try Ledger.create(
      at: folder.file("random"), clock: .fixed(at: instant("2026-06-30T23:59:59+08:00")))
    _ = try await ledger.record(history(600, seed: 41), mode: .importing)
    let decree = try await ledger.ruleBook(named: "decree-809/1")
    let order = try await ledger.ruleBook(named: "order-329/1")
    let variants = [RuleChoice.books([order]), .books([order, decree])]
    let (differences, first, second) = try await ledger.compare(
      AuditVariant(rules: variants[0]), AuditVariant(rules: variants[1]))
    func outcomes(_ report: AuditReport) -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: report.obligations.map { finding in
          let rest = finding.id.text.drop { $0 != "/" }
          let due = finding.dueOn ?? finding.provisionalDueOn
          return ("\(finding.duty)\(rest)", "\(finding.verdict) \(due.map { "\($0)" } ?? "")")
        })
    }
    let (left, right) = (outcomes(first), outcomes(second))
    let expected = Set(left.keys).union(right.keys).filter { left[$0] != right[$0] }
    let found = differences.map { difference in
      let finding = difference.first ?? difference.second
      return finding.map { "\($0.duty)\($0.id.text.drop { $0 != "/" })" } ?? ""
    }
    #expect(!expected.isEmpty)
    #expect(found.count == expected.count && Set(found) == expected)
    #expect(differences.allSatisfy { !$0.reasons.isEmpty })
  }

  @Test func anExplanationIsWhatTheAuditFound() async throws {
    let ledger = try Ledger.create(
      at: folder.file("random"), clock: .fixed(at: instant("2026-06-30T23:59:59+08:00")))
    _ = try await ledger.record(history(120, seed: 5), mode: .importing)
    let report = try await ledger.audit()
    for finding in report.obligations.suffix(6) {
      guard case .obligation(let explanation) = try await ledger.explain(finding.id) else {
        Issue.record("\(finding.id) is not explained as an obligation")
        continue
      }
      #expect(explanation.finding == finding)
      guard let dueOn = finding.dueOn, let days = finding.workingDays else { continue }
      #expect(explanation.days.first?.day.date == finding.trigger.on)
      #expect(explanation.days.last?.day.date == dueOn)
      #expect(explanation.days.compactMap(\.number) == Array(1...days))
    }
    await #expect(throws: LedgerError.self) { _ = try await ledger.explain("sd329.23/none") }
  }
}
