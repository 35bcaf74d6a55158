import MerkleLog
import WorkingDays

/// What became of an obligation at the as-of time (contract §5).
public enum Verdict: String, Sendable, CaseIterable {
  /// Discharged on or before the due date.
  case met
  /// Discharged after the due date.
  case late
  /// Not discharged, and the due date has passed.
  case overdue
  /// Not discharged, and the due date has not passed, or is not known.
  case pending
  /// Discharged, where the article gives no period (条文未定期限).
  case done
  /// Not discharged, where the article gives no period.
  case open
  /// Withdrawn or retired, without discharge, on or before the due date.
  case closed
}

/// The questions that an audit answers.
public struct AuditScope: Sendable {
  /// Events that occurred later do not count.
  public var asOf: Instant
  /// Events that became known later do not count; nor do notices issued later.
  public var knownAt: Instant
  /// Only findings about this body are reported; `nil` for all.
  public var department: BodyCode?
  /// How many working days after an act it may become known before it is late evidence.
  public var lateEvidenceAfter: Int

  /// How many working days after an act it may become known, unless said otherwise.
  public static let usualDelay = 2

  /// Asks about a moment, as known at another.
  public init(
    asOf: Instant, knownAt: Instant, department: BodyCode? = nil,
    lateEvidenceAfter: Int = AuditScope.usualDelay
  ) {
    self.asOf = asOf
    self.knownAt = knownAt
    self.department = department
    self.lateEvidenceAfter = lateEvidenceAfter
  }
}

extension AuditScope {
  /// Everything counts.
  package static let everything = AuditScope(asOf: .max, knownAt: .max)

  /// Whether what occurred at one time and was known at another counts.
  @inline(__always)
  func counts(_ occurredAt: Instant, knownAt: Instant) -> Bool {
    occurredAt <= asOf && knownAt <= self.knownAt
  }
}

extension Event {
  /// Whether an audit counts the event: it had occurred and was known by the times asked about.
  public func counts(in scope: AuditScope) -> Bool {
    scope.counts(record.occurredAt, knownAt: knownAt)
  }
}

/// The log that an audit read.
public struct LogHead: Hashable, Sendable {
  /// The number of events.
  public let size: Int64
  /// The Merkle tree hash of their leaves (RFC 6962 §2.1).
  public let root: TreeHash

  /// Names a log.
  public init(size: Int64, root: TreeHash) {
    self.size = size
    self.root = root
  }
}

/// An event that a finding cites.
public struct CitedEvent: Hashable, Sendable {
  /// Its position in the log.
  public let position: Int64
  /// Its id.
  public let event: Identifier
  /// The Beijing date that counts.
  public let on: CivilDate
}

/// The verdict on one obligation, with what it rests on.
public struct ObligationFinding: Hashable, Sendable {
  /// The obligation, such as `sd329.23/SR-1`.
  public let id: Identifier
  /// The rule.
  public let rule: String
  /// The duty, which rules of other books may also be about.
  public let duty: String
  /// The article.
  public let article: String
  /// The obligated body: whoever owes it at the times asked about, or owed it when it ended.
  public let department: BodyCode
  /// The body that owed it when it arose, where another took its place since (机构改革).
  public let heirOf: BodyCode?
  /// What opened it; `on` is the day from which is counted.
  public let trigger: CitedEvent
  /// The due date; `nil` where there is none, or where it lies past the known calendar.
  public let dueOn: CivilDate?
  /// The due date by bare weekends, where the known calendar does not reach.
  public let provisionalDueOn: CivilDate?
  /// The moment at which a period of hours ends.
  public let dueAt: Instant?
  /// The time that the rule allows.
  public let period: ObligationRule.Period
  /// What discharged it.
  public let discharge: CitedEvent?
  /// The verdict.
  public let verdict: Verdict
  /// Working days after the start up to the discharge; `nil` where they cannot be counted.
  public let workingDaysTaken: Int?
  /// Working days after the due date up to a late discharge.
  public let workingDaysLate: Int?
  /// Seconds from the act to the discharge, where the rule gives no number of days.
  public let secondsTaken: Int64?
  /// Days from the start to the as-of time, while a duty without a period is open.
  public let daysOpen: Int?
  /// What moved the clock.
  public let clock: ClockFinding
  /// What is known of how the discharge became known.
  public let evidence: EvidenceFinding

  /// The working days that the rule allows; `nil` for any other period.
  public var workingDays: Int? {
    if case .workingDays(let counting) = period { counting.workingDays } else { nil }
  }
}

/// What moved the clock of an obligation.
public struct ClockFinding: Hashable, Sendable {
  /// The days by which the period was lengthened.
  public var extendedDays = 0
  /// The days on which the clock stood still.
  public var excludedDays = 0
  /// The day on which the period began anew.
  public var restartedOn: CivilDate?
  /// Whether the clock stands still.
  public var isSuspended = false
}

/// How a discharge became known.
public struct EvidenceFinding: Hashable, Sendable {
  /// Whether the obligation counts as met only thanks to acts that became known long after they are
  /// said to have taken place.
  public var isLate = false
  /// Whether the discharge was imported from another system.
  public var isImported = false
}

/// An act that opens no obligation, because the law does not bind the body.
public struct OutOfScopeMatter: Hashable, Sendable {
  /// The article that would have obliged it.
  public let article: String
  /// The body.
  public let department: BodyCode
  /// The position of the act.
  public let position: Int64
  /// The act's id.
  public let event: Identifier
}

/// An event that is left out of an audit, because it was corrected (记录更正).
public struct CorrectedEvent: Hashable, Sendable {
  /// Its position in the log.
  public let position: Int64
  /// Its id.
  public let event: Identifier
  /// The event that corrects it.
  public let correctedBy: Violation.Evidence
  /// Why, as the correction says.
  public let reason: String

  init(_ correction: Correction, at position: Int64) {
    self.position = position
    event = correction.corrected
    correctedBy = Violation.Evidence(position: correction.position, event: correction.event)
    reason = correction.reason
  }
}

/// What an audit found. The same log and scope give the same report, and the same bytes of it.
public struct AuditReport: Sendable {
  /// How many obligations have each verdict, how many violations and remarks there are, and how many
  /// events were left out as corrected.
  public struct Summary: Hashable, Sendable {
    /// Obligations by verdict.
    public let verdicts: [Verdict: Int]
    /// Violations.
    public let violations: Int
    /// Remarks, which are no violations.
    public let remarks: Int
    /// Events that were left out, because they were corrected.
    public let corrected: Int

    init(_ verdicts: [Verdict: Int], violations: Int, remarks: Int, corrected: Int) {
      self.verdicts = verdicts
      self.violations = violations
      self.remarks = remarks
      self.corrected = corrected
    }

    /// How many obligations have a verdict.
    public subscript(verdict: Verdict) -> Int { verdicts[verdict, default: 0] }

    /// Whether anything is late, overdue or a violation.
    public var findsFault: Bool { self[.late] + self[.overdue] + violations > 0 }
  }

  /// The log that was read.
  public let ledger: LogHead
  /// What was asked.
  public let scope: AuditScope
  /// The rules that were applied.
  public let rules: RulesInForce
  /// The counts.
  public let summary: Summary
  /// By trigger position, then id.
  public let obligations: ObligationFindings
  /// By position, then rule.
  public let violations: [Violation]
  /// What was done otherwise than the text divides the tasks (提示), by position, then rule.
  public let remarks: [Violation]
  /// The events that were left out, because they were corrected, by position; of a body alone, those that
  /// it recorded.
  public let corrected: [CorrectedEvent]
  /// The acts that would have opened obligations, had the law bound the body (适用范围以外): by position,
  /// then article.
  public let outOfScope: [OutOfScopeMatter]
  /// The calendar that was counted with.
  public let calendar: HolidayCalendar
  /// The public utilities, which the order binds by reference only (参照, art. 39).
  let utilities: Set<BodyCode>

  /// Whether the findings about a body are by reference (参照): it is a public utility, whose data
  /// the order governs only as far as it is referred to (art. 39).
  public func isByReference(_ body: BodyCode) -> Bool { utilities.contains(body) }

  /// What was found against acts: the violations, then the remarks.
  public var foundAgainstActs: [Violation] { violations + remarks }

  /// The names of the rule books that were applied.
  public var ruleBook: RuleBookNames { rules.names }
}

extension Verdict {
  /// The verdict in Chinese.
  public var zh: String {
    switch self {
    case .met: "按期"
    case .late: "逾期办结"
    case .overdue: "逾期未办"
    case .pending: "办理中"
    case .done: "已办"
    case .open: "未办"
    case .closed: "终止"
    }
  }
}
