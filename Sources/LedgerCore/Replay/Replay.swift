import MerkleLog
import WorkingDays

/// The replay engine: the log's leaves in, in order, and the report out.
///
/// It reads every leaf strictly from its bytes and hashes it, so that the report's root is that of
/// the very bytes that were judged.
public struct Replay: Sendable {
  private let scope: AuditScope
  private let law: BundledLaw
  private let book: RuleBook

  private var tree = TreeEdge<SHA256Hasher>()
  private var states = FoldedStates()
  private var obligations = ObligationBook()
  private var notices: [HolidayNotice] = []
  private var violations: [Violation] = []
  /// Events about projects, which later records of earlier reviews may still set right.
  private var projectEvents: [Event] = []
  private var lastRecordedAt: Instant?

  /// Starts a replay under a rule book.
  public init(scope: AuditScope, law: BundledLaw, book: RuleBook) {
    self.scope = scope
    self.law = law
    self.book = book
  }

  /// How many leaves were folded.
  public var size: Int64 { tree.size }

  /// Folds the leaves of a page, which must follow those folded before.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not an event in its place.
  public mutating func fold(_ page: LeafPage) throws(LedgerError) {
    for range in page.ranges {
      let event = try page.event(in: range, at: tree.size)
      _ = tree.append(page.hash(of: range))
      try fold(event)
    }
  }

  private mutating func fold(_ event: Event) throws(LedgerError) {
    if let lastRecordedAt, event.recordedAt < lastRecordedAt {
      throw .damaged(at: event.position, "recorded before its predecessor")
    }
    lastRecordedAt = event.recordedAt
    try states.advance(event)
    // A notice is known from its own date of issue, whoever recorded it and when.
    if case .noticeIssued(let data) = event.record.data { notices.append(data.notice) }
    guard scope.counts(event) else {
      if event.record.data.isSubjectOfOthers { states.fold(event) }
      return
    }
    obligations.apply(try book.effects(of: event, given: &states), of: event)
    states.fold(event)
    try judge(event)
  }

  private mutating func judge(_ event: Event) throws(LedgerError) {
    switch event.record.data {
    case .projectStarted, .projectReviewed: projectEvents.append(event)
    default: violations += try book.violations(of: event, given: &states)
    }
  }

  /// The report on all that was folded.
  public mutating func report() throws(LedgerError) -> AuditReport {
    var violations = violations
    for event in projectEvents { violations += try book.violations(of: event, given: &states) }
    let calendar = law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
    let judge = ObligationJudge(calendar: calendar, asOf: scope.asOf)
    var findings: [ObligationFinding] = []
    for page in obligations.pages where concerns(page.opened.department) {
      findings.append(try judge.finding(page))
    }
    findings.sort { ($0.trigger.position, $0.id) < ($1.trigger.position, $1.id) }
    violations = violations.filter { concerns($0.department) }
    violations.sort { ($0.position, $0.rule) < ($1.position, $1.rule) }
    return AuditReport(
      ledger: LogHead(size: tree.size, root: tree.root()), scope: scope, ruleBook: book.name,
      summary: AuditReport.Summary(findings, violations), obligations: findings,
      violations: violations)
  }

  private func concerns(_ department: BodyCode) -> Bool {
    scope.department.map { $0 == department } ?? true
  }
}

extension EventData {
  /// Whether the event only says what other events are about. An act that counts is judged by it
  /// even when it does not count itself: whose entry was asked for, which entry, whose project.
  fileprivate var isSubjectOfOthers: Bool {
    switch self {
    case .entryRegistered, .shareRequested, .projectSubmitted: true
    default: false
    }
  }
}
