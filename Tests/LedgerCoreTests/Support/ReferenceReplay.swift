import MerkleLog
import WorkingDays

@testable import LedgerCore

/// The definition of an audit, slow and obvious: every event is kept, and nothing is judged before
/// all are known. What counts is when things happened in the world, not the order of the log. What
/// `Replay` finds faster must be what this finds.
struct ReferenceReplay {
  private let scope: AuditScope
  private let law: BundledLaw
  private let rules: RulesInForce

  private var events: [Event] = []
  private var hashes: [TreeHash] = []

  init(scope: AuditScope, law: BundledLaw, rules: RulesInForce) {
    self.scope = scope
    self.law = law
    self.rules = rules
  }

  /// Folds the next events, whose leaf hashes these are.
  mutating func fold(_ events: [Event], _ hashes: [TreeHash]) throws(LedgerError) {
    self.events += events
    self.hashes += hashes
  }

  /// The report on all that was folded.
  mutating func report() throws(LedgerError) -> ReferenceReport {
    try checkVersions()
    let log = ReferenceLog(remaining, scope)
    let judge = ReferenceJudge(calendar: calendar, scope: scope)
    let concerns = { [scope] (body: BodyCode) in scope.department.map { $0 == body } ?? true }
    let duties = log.duties(under: rules)
    let found = (log.violations(under: rules) + log.derivedViolations(of: duties, under: rules))
      .filter { concerns($0.department) }
      .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) }
    return ReferenceReport(
      ledger: LogHead(
        size: Int64(hashes.count), root: MerkleTree<SHA256Hasher>.root(of: hashes)),
      obligations:
        duties
        .filter { concerns($0.department) }
        .compactMap { judge.finding(log.obligation($0)) }
        .sorted { ($0.trigger.position, $0.id) < ($1.trigger.position, $1.id) },
      violations: found.filter { $0.grade == .violation },
      remarks: found.filter { $0.grade == .remark },
      corrected: events.filter { concerns($0.record.actor) }.compactMap { event in
        correction(of: event).map { CorrectedEvent($0, at: event.position) }
      },
      outOfScope: log.outOfScope(under: rules).filter { concerns($0.department) })
  }

  /// The first correction of an event that counts and that none corrects which does.
  private func correction(of event: Event) -> Correction? {
    let first = events.first { other in
      guard case .recordCorrected(let data) = other.record.data else { return false }
      return data.event == event.record.id && other.counts(in: scope)
        && correction(of: other) == nil
    }
    return first.flatMap { Correction($0) }
  }

  /// What was not corrected: of two first acts of a thing, which there are where the correction of one
  /// does not count, the earlier in the log, unless only the later counts.
  private var remaining: [Event] {
    guard events.contains(where: { $0.type == .recordCorrected }) else { return events }
    let remaining = events.filter { correction(of: $0) == nil }
    let first = Dictionary(
      grouping: remaining.filter { $0.type.form.act == .opens }, by: \.stream
    ).compactMapValues { openings in
      (openings.first { $0.counts(in: scope) } ?? openings.first)?.position
    }
    return remaining.filter {
      $0.type.form.act != .opens || first[$0.stream] == $0.position
    }
  }

  /// The versions of every stream ascend from 0 by one, in the order of the log.
  private func checkVersions() throws(LedgerError) {
    var next: [StreamName: Int64] = [:]
    for event in events {
      let expected = next[event.stream] ?? 0
      guard event.version == expected else {
        throw .damaged(
          at: event.position, "version \(event.version) of \(event.stream), expected \(expected)")
      }
      next[event.stream] = expected + 1
    }
  }

  /// A notice is known from its own date of issue, whoever recorded it and when.
  private var calendar: HolidayCalendar {
    var notices: [HolidayNotice] = []
    for event in remaining {
      if case .calendarNoticeIssued(let data) = event.record.data {
        notices.append(data.holidayNotice)
      }
    }
    return law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
  }
}

/// What a reference replay found.
struct ReferenceReport: Equatable {
  let ledger: LogHead
  let obligations: [ObligationFinding]
  let violations: [Violation]
  let remarks: [Violation]
  let corrected: [CorrectedEvent]
  let outOfScope: [OutOfScopeMatter]

  /// The first thing that the two say otherwise; `nil` when they are equal.
  func difference(from other: Self) -> String? {
    if self == other { return nil }
    for (own, others) in zip(obligations, other.obligations) where own != others {
      return "\(own)\nis not\n\(others)"
    }
    for (own, others) in zip(violations + remarks, other.violations + other.remarks)
    where own != others {
      return "\(own)\nis not\n\(others)"
    }
    for (own, others) in zip(corrected, other.corrected) where own != others {
      return "\(own)\nis not\n\(others)"
    }
    for (own, others) in zip(outOfScope, other.outOfScope) where own != others {
      return "\(own)\nis not\n\(others)"
    }
    return "\(told)\nis not\n\(other.told)"
  }

  /// What tells two reports apart of which one holds all that the other does.
  private var told: String {
    let last = [obligations.last.map { "\($0)" }, violations.last.map { "\($0)" }]
    return "\(ledger), \(obligations.count) obligations, \(violations.count) violations, "
      + "\(remarks.count) remarks, \(corrected.count) corrected, \(outOfScope.count) out of scope,"
      + " the last \(last.compactMap(\.self))"
  }

  var summary: AuditReport.Summary {
    AuditReport.Summary(
      obligations.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 },
      violations: violations.count, remarks: remarks.count, corrected: corrected.count)
  }
}

extension ReferenceReport {
  init(_ report: AuditReport) {
    self.init(
      ledger: report.ledger, obligations: Array(report.obligations),
      violations: report.violations, remarks: report.remarks, corrected: report.corrected,
      outOfScope: report.outOfScope)
  }
}
