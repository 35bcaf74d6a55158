import MerkleLog
import WorkingDays

@testable import LedgerCore

/// The definition of a replay, event by event: every event read strictly, every state kept, every
/// finding in memory. What `Replay` finds faster must be what this finds.
struct ReferenceReplay {
  private let scope: AuditScope
  private let law: BundledLaw
  private let book: RuleBook

  private var hashes: [TreeHash] = []
  private var states = FoldedStates()
  private var obligations = ReferenceBook()
  private var notices: [HolidayNotice] = []
  private var violations: [Violation] = []
  /// Events about projects, which later records of earlier reviews may still set right.
  private var projectEvents: [Event] = []

  init(scope: AuditScope, law: BundledLaw, book: RuleBook) {
    self.scope = scope
    self.law = law
    self.book = book
  }

  /// Folds the next events, whose leaf hashes these are.
  mutating func fold(_ events: [Event], _ hashes: [TreeHash]) throws(LedgerError) {
    self.hashes += hashes
    for event in events { try fold(event) }
  }

  private mutating func fold(_ event: Event) throws(LedgerError) {
    try states.advance(event)
    // A notice is known from its own date of issue, whoever recorded it and when.
    if case .noticeIssued(let data) = event.record.data { notices.append(data.notice) }
    guard event.record.occurredAt <= scope.asOf, event.knownAt <= scope.knownAt else {
      if event.record.data.isSubjectOfOthers { states.fold(event) }
      return
    }
    obligations.apply(try book.effects(of: event, given: &states), of: event)
    states.fold(event)
    switch event.record.data {
    case .projectStarted, .projectReviewed: projectEvents.append(event)
    default: violations += try book.violations(of: event, given: &states)
    }
  }

  /// The report on all that was folded.
  mutating func report() throws(LedgerError) -> ReferenceReport {
    var violations = violations
    for event in projectEvents { violations += try book.violations(of: event, given: &states) }
    let calendar = law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
    let judge = ReferenceJudge(calendar: calendar, asOf: scope.asOf)
    let concerns = { [scope] (body: BodyCode) in scope.department.map { $0 == body } ?? true }
    return ReferenceReport(
      ledger: LogHead(
        size: Int64(hashes.count), root: MerkleTree<SHA256Hasher>.root(of: hashes)),
      obligations: obligations.pages.filter { concerns($0.opened.department) }.map(judge.finding)
        .sorted { ($0.trigger.position, $0.id) < ($1.trigger.position, $1.id) },
      violations: violations.filter { concerns($0.department) }
        .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) })
  }
}

/// What a reference replay found.
struct ReferenceReport: Equatable {
  let ledger: LogHead
  let obligations: [ObligationFinding]
  let violations: [Violation]

  var summary: AuditReport.Summary {
    AuditReport.Summary(
      obligations.reduce(into: [:]) { $0[$1.verdict, default: 0] += 1 },
      violations: violations.count)
  }
}

extension ReferenceReport {
  init(_ report: AuditReport) {
    self.init(
      ledger: report.ledger, obligations: Array(report.obligations),
      violations: report.violations)
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

/// All obligations, and what happened to each.
private struct ReferenceBook {
  /// What a finding keeps of an event.
  struct Citation {
    let moment: Moment
    let event: Identifier

    init(_ event: Event) {
      moment = Moment(occurredAt: event.record.occurredAt, position: event.position)
      self.event = event.record.id
    }
  }

  /// One obligation: its opening, its earliest discharge, its earliest closing.
  struct Page {
    let opened: OpenedObligation
    let trigger: Citation
    var discharge: Citation?
    var closed: Moment?

    /// Whether what was done to the obligations of a selector was done to this one.
    func isConcerned(by selector: ObligationSelector) -> Bool {
      switch (selector, opened.subject) {
      case (.trigger(let trigger, let entry), .trigger(let own, let ownEntry)):
        own == trigger && (entry == nil || ownEntry == nil || ownEntry == entry)
      case (.entry(let entry), .trigger(_, let own)): own == entry
      case (.request(let request), .request(let own)): own == request
      case (.incident(let incident, let recipient), .incident(let own, let ownRecipient)):
        own == incident && ownRecipient == recipient
      default: false
      }
    }
  }

  private(set) var pages: [Page] = []

  mutating func apply(_ effects: [ObligationEffect], of event: Event) {
    let citation = Citation(event)
    for effect in effects {
      switch effect {
      case .opened(let opened):
        pages.append(Page(opened: opened, trigger: citation))
      case .discharged(let selector):
        update(selector) { page in
          if let earlier = page.discharge, earlier.moment <= citation.moment { return }
          page.discharge = citation
        }
      case .closed(let selector, let moment):
        update(selector) { page in page.closed = min(page.closed ?? moment, moment) }
      }
    }
  }

  private mutating func update(_ selector: ObligationSelector, _ change: (inout Page) -> Void) {
    for index in pages.indices where pages[index].isConcerned(by: selector) {
      change(&pages[index])
    }
  }
}

/// Gives each obligation its verdict at an as-of time, under a calendar.
private struct ReferenceJudge {
  let calendar: HolidayCalendar
  let asOf: Instant

  func finding(_ page: ReferenceBook.Page) -> ObligationFinding {
    let opened = page.opened
    // Where nothing is known of the calendar on the starting day, there is no firm date.
    let due = opened.rule.counting.flatMap {
      try? calendar.dueDate(from: opened.start, counting: $0)
    }
    let dueOn: CivilDate? = if case .firm(let date) = due { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due { date } else { nil }
    let dischargedOn = page.discharge?.moment.occurredAt.beijingDate
    let verdict = verdict(page, due: due)
    let late: Int? =
      if verdict == .late, let dueOn, let dischargedOn {
        calendar.workingDays(after: dueOn, through: dischargedOn)
      } else { nil }
    return ObligationFinding(
      id: opened.id, rule: opened.rule.id, article: opened.rule.article,
      department: opened.department, trigger: cited(page.trigger, on: opened.start),
      dueOn: dueOn, provisionalDueOn: provisional,
      workingDays: opened.rule.counting?.workingDays,
      discharge: page.discharge.map { cited($0, on: $0.moment.occurredAt.beijingDate) },
      verdict: verdict,
      workingDaysTaken: dischargedOn.flatMap {
        calendar.workingDays(after: opened.start, through: $0)
      },
      workingDaysLate: late, secondsTaken: secondsTaken(page))
  }

  private func cited(_ citation: ReferenceBook.Citation, on date: CivilDate) -> CitedEvent {
    CitedEvent(position: citation.moment.position, event: citation.event, on: date)
  }

  private func verdict(_ page: ReferenceBook.Page, due: DueDate?) -> Verdict {
    guard let due, let counting = page.opened.rule.counting else {
      if page.discharge != nil { return .met }
      return page.closed == nil ? .pending : .closed
    }
    let last = calendar.dueInstant(of: due.date, counting: counting)
    if let discharge = page.discharge {
      return discharge.moment.occurredAt <= last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = due else { return page.closed == nil ? .pending : .closed }
    if let closed = page.closed, closed.occurredAt <= last { return .closed }
    return asOf > last ? .overdue : .pending
  }

  private func secondsTaken(_ page: ReferenceBook.Page) -> Int64? {
    guard page.opened.rule.counting == nil, let discharge = page.discharge else { return nil }
    let begin = page.trigger.moment.occurredAt.millisecondsSinceEpoch
    return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
  }
}
