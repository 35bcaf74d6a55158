import MerkleLog
import WorkingDays

@testable import LedgerCore

/// The definition of a replay, event by event: every event read strictly, every state kept, every
/// finding in memory. What `Replay` finds faster must be what this finds.
struct ReferenceReplay {
  private let scope: AuditScope
  private let law: BundledLaw
  private let rules: RulesInForce

  private var hashes: [TreeHash] = []
  private var states = FoldedStates()
  private var obligations = ReferenceBook()
  private var notices: [HolidayNotice] = []
  private var violations: [Violation] = []
  /// Events about projects and acts with a form, about which what is recorded later may still say
  /// otherwise.
  private var judgedAtEnd: [Event] = []
  /// Registrations of data authorities, which others that are recorded later may have preceded.
  private var authorities: [(event: Event, division: Division)] = []

  init(scope: AuditScope, law: BundledLaw, rules: RulesInForce) {
    self.scope = scope
    self.law = law
    self.rules = rules
  }

  /// Folds the next events, whose leaf hashes these are.
  mutating func fold(_ events: [Event], _ hashes: [TreeHash]) throws(LedgerError) {
    self.hashes += hashes
    for event in events { try fold(event) }
  }

  private mutating func fold(_ event: Event) throws(LedgerError) {
    let viewed = ViewedEvent(event)
    try states.advance(viewed)
    // A notice is known from its own date of issue, whoever recorded it and when.
    if case .calendarNoticeIssued(let data) = event.record.data {
      notices.append(data.holidayNotice)
    }
    guard event.record.occurredAt <= scope.asOf, event.knownAt <= scope.knownAt else {
      if event.record.data.isSubjectOfOthers { states.fold(viewed) }
      return
    }
    obligations.apply(try rules.effects(of: viewed, given: &states), of: event)
    states.fold(viewed)
    switch event.record.data {
    case .projectStarted, .projectReviewed: judgedAtEnd.append(event)
    case let data where !data.type.form.isCore: judgedAtEnd.append(event)
    case .departmentRegistered(let data):
      if data.kind == .dataAuthority { authorities.append((event, data.division)) }
    default: violations += try rules.violations(of: viewed, given: &states)
    }
  }

  /// Those before which another of their division was registered (art. 6).
  private func secondAuthorities() -> [Violation] {
    let moment = { (event: Event) in
      Moment(occurredAt: event.record.occurredAt, position: event.position)
    }
    return authorities.flatMap { event, division in
      let isSecond = authorities.contains { other in
        other.division == division && moment(other.event) < moment(event)
      }
      guard isSecond, case .departmentRegistered(let data) = event.record.data else {
        return [Violation]()
      }
      let day = event.record.occurredAt.beijingDate
      return rules.checks
        .filter { $0.rule.check == .secondAuthority && $0.days.contains(day) }
        .map { Violation($0.rule, by: data.department, at: event.position, event: event.record.id) }
    }
  }

  /// The report on all that was folded.
  mutating func report() throws(LedgerError) -> ReferenceReport {
    var violations = violations
    for event in judgedAtEnd {
      violations += try rules.violations(of: ViewedEvent(event), given: &states)
    }
    violations += secondAuthorities()
    let calendar = law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
    let judge = ReferenceJudge(calendar: calendar, scope: scope)
    let concerns = { [scope] (body: BodyCode) in scope.department.map { $0 == body } ?? true }
    let concerned = obligations.pages.filter { concerns($0.opened.department) }
    return ReferenceReport(
      ledger: LogHead(
        size: Int64(hashes.count), root: MerkleTree<SHA256Hasher>.root(of: hashes)),
      obligations: concerned.compactMap(judge.finding)
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

  /// The first thing that the two say otherwise; `nil` when they are equal.
  func difference(from other: Self) -> String? {
    if self == other { return nil }
    for (own, others) in zip(obligations, other.obligations) where own != others {
      return "\(own)\nis not\n\(others)"
    }
    let rest = (obligations + other.obligations).last.map { "\($0)" } ?? ""
    return "\(ledger) \(obligations.count) \(violations)\nis not\n"
      + "\(other.ledger) \(other.obligations.count) \(other.violations) \(rest)"
  }

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
    case .catalogEntryRegistered, .shareRequested, .projectSubmitted: true
    case .verificationRaised, .openApplied: true
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
    let knownAt: Instant
    let isImported: Bool

    init(_ event: Event) {
      moment = Moment(occurredAt: event.record.occurredAt, position: event.position)
      self.event = event.record.id
      knownAt = event.knownAt
      isImported = event.record.sourceRecordedAt != nil
    }
  }

  /// One obligation: its opening, and every act that concerned it since, in order of the log.
  struct Page {
    let opened: OpenedObligation
    let trigger: Citation
    var acts: [(act: ClockAct, by: Citation)] = []
    /// When its entry was retired.
    var retired: [Moment] = []
  }

  private(set) var pages: [Page] = []

  mutating func apply(_ effects: [ObligationEffect], of event: Event) {
    let citation = Citation(event)
    for effect in effects {
      switch effect {
      case .opened(let opened): pages.append(Page(opened: opened, trigger: citation))
      case .acted(let matter, let part, let act):
        for index in pages.indices where pages[index].opened.matter == matter {
          let own = pages[index].opened.part
          // What an act after the first of a matter opened is not concerned by what was before.
          if pages[index].isOpenedLater, citation.moment < pages[index].trigger.moment { continue }
          if part == .whole || own == .whole || own == part {
            pages[index].acts.append((act, citation))
          }
        }
      case .retired(let entry):
        for index in pages.indices where pages[index].opened.part == .entry(entry) {
          pages[index].retired.append(citation.moment)
        }
      }
    }
  }
}

extension ReferenceBook.Page {
  private var rule: ObligationRule { opened.rule }

  fileprivate var isOpenedLater: Bool {
    switch rule.trigger {
    case .catalogUpdateTriggered, .shareRequested, .incidentDetected, .verificationRaised,
      .openApplied:
      false
    default: true
    }
  }

  /// What discharged it, in order of time.
  fileprivate var discharges: [ReferenceBook.Citation] {
    acts.filter { rule.dischargedBy.contains($0.act.type) }.map(\.by)
      .sorted { $0.moment < $1.moment }
  }

  /// When it was closed first.
  var closed: Moment? {
    let closings = acts.filter {
      rule.closedBy.contains($0.act.type) && !rule.dischargedBy.contains($0.act.type)
    }
    let retired = rule.closedBy.contains(.catalogEntryRetired) ? retired : []
    return (closings.map(\.by.moment) + retired + [opened.closed].compactMap(\.self)).min()
  }

  /// The clock after all acts before the end, in order of time.
  func clock(_ calendar: HolidayCalendar) -> ReferenceClock {
    let end = [discharges.first?.moment, closed].compactMap(\.self).min()
    var clock = ReferenceClock(
      rule: rule, calendar: calendar, opened: trigger.moment.occurredAt, start: opened.start)
    for (act, _) in acts.sorted(by: { $0.by.moment < $1.by.moment }) {
      if let end, act.moment >= end { break }
      clock.move(act)
    }
    return clock
  }
}

/// Gives each obligation its verdict at an as-of time, under a calendar.
private struct ReferenceJudge {
  let calendar: HolidayCalendar
  let scope: AuditScope

  func finding(_ page: ReferenceBook.Page) -> ObligationFinding? {
    let opened = page.opened
    let discharge = page.discharges.first
    if opened.rule.isOnlyIfDone, discharge == nil { return nil }
    let clock = page.clock(calendar)
    let due = clock.due
    let dueOn: CivilDate? = if case .firm(let date) = due?.date { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due?.date { date } else { nil }
    let dischargedOn = discharge?.moment.occurredAt.beijingDate
    let verdict = verdict(page, due)
    let late: Int? =
      if verdict == .late, let dueOn, let dischargedOn {
        calendar.workingDays(after: dueOn, through: dischargedOn)
      } else { nil }
    let isOfHours = if case .hours = opened.rule.period { true } else { false }
    return ObligationFinding(
      id: opened.id, rule: opened.rule.id, duty: opened.rule.duty, article: opened.rule.article,
      department: opened.department, trigger: cited(page.trigger, on: opened.start),
      dueOn: dueOn, provisionalDueOn: provisional, dueAt: isOfHours ? due?.last : nil,
      period: opened.rule.period,
      discharge: discharge.map { cited($0, on: $0.moment.occurredAt.beijingDate) },
      verdict: verdict,
      workingDaysTaken: dischargedOn.flatMap {
        calendar.workingDays(after: clock.start, through: $0)
      },
      workingDaysLate: late, secondsTaken: secondsTaken(page), clock: clock.finding,
      evidence: EvidenceFinding(
        isLate: verdict == .met && page.discharges.allSatisfy { isLate($0, due?.last) },
        isImported: discharge?.isImported ?? false))
  }

  private func cited(_ citation: ReferenceBook.Citation, on date: CivilDate) -> CitedEvent {
    CitedEvent(position: citation.moment.position, event: citation.event, on: date)
  }

  private func verdict(_ page: ReferenceBook.Page, _ due: ReferenceClock.Due?) -> Verdict {
    guard let due else {
      if !page.discharges.isEmpty { return .met }
      return page.closed == nil ? .pending : .closed
    }
    if let discharge = page.discharges.first {
      return discharge.moment.occurredAt <= due.last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = due.date else { return page.closed == nil ? .pending : .closed }
    if let closed = page.closed, closed.occurredAt <= due.last { return .closed }
    return scope.asOf > due.last ? .overdue : .pending
  }

  /// Whether a discharge was not in time, or became known long after it took place.
  private func isLate(_ discharge: ReferenceBook.Citation, _ last: Instant?) -> Bool {
    if let last, discharge.moment.occurredAt > last { return true }
    let on = discharge.moment.occurredAt.beijingDate
    let known = discharge.knownAt.beijingDate
    let days = calendar.workingDays(after: on, through: known)
    return (days ?? known.daysSinceEpoch - on.daysSinceEpoch) > scope.lateEvidenceAfter
  }

  private func secondsTaken(_ page: ReferenceBook.Page) -> Int64? {
    switch page.opened.rule.period {
    case .workingDays, .calendarDays: return nil
    case .hours, .atOnce:
      guard let discharge = page.discharges.first else { return nil }
      let begin = page.trigger.moment.occurredAt.millisecondsSinceEpoch
      return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
    }
  }
}
