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
    let log = ReferenceLog(events, scope)
    let judge = ReferenceJudge(calendar: calendar, scope: scope)
    let concerns = { [scope] (body: BodyCode) in scope.department.map { $0 == body } ?? true }
    return ReferenceReport(
      ledger: LogHead(
        size: Int64(hashes.count), root: MerkleTree<SHA256Hasher>.root(of: hashes)),
      obligations: log.obligations(under: rules)
        .filter { concerns($0.department) }
        .compactMap(judge.finding)
        .sorted { ($0.trigger.position, $0.id) < ($1.trigger.position, $1.id) },
      violations: log.violations(under: rules)
        .filter { concerns($0.department) }
        .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) })
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
    for event in events {
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

// MARK: - What the log says

/// Which part of a matter an act or an obligation is about.
private enum ReferencePart: Equatable {
  case whole
  case entry(Identifier)
  case recipient(ReportRecipient)
}

/// An event as the definition asks about it.
private struct ReferenceAct {
  let event: Event
  /// Whether it had happened and was known by the times asked about.
  let counts: Bool
  /// The stream of the trigger, request, incident, verification or application that it is about;
  /// `nil` when it is about none.
  let matter: StreamName?
  let part: ReferencePart

  init(_ event: Event, in scope: AuditScope) {
    self.event = event
    counts = event.counts(in: scope)
    switch event.record.data {
    case .catalogEntryRevised(let data):
      matter = data.trigger.map { StreamName(.updateTrigger, $0) }
      part = .entry(data.entry)
    case .catalogEntryRetired(let data):
      matter = data.trigger.map { StreamName(.updateTrigger, $0) }
      part = .entry(data.entry)
    case .incidentReported(let data):
      matter = event.stream
      part = .recipient(data.recipientKind)
    case let data:
      let category = event.stream.category
      matter = ObligationRule.Subject(category) == nil ? nil : event.stream
      let entry = category == .updateTrigger ? data.identifier(.entry) : nil
      part = entry.map(ReferencePart.entry) ?? .whole
    }
  }

  var data: EventData { event.record.data }
  var type: EventType { event.type }
  var moment: Moment { Moment(occurredAt: event.record.occurredAt, position: event.position) }
  /// The Beijing day of the act.
  var day: CivilDate { event.record.occurredAt.beijingDate }

  func date(_ key: DataKey) -> CivilDate? {
    if case .date(let date) = data.value(of: key) { date } else { nil }
  }

  func instant(_ key: DataKey) -> Instant? {
    if case .instant(let instant) = data.value(of: key) { instant } else { nil }
  }

  func integer(_ key: DataKey) -> Int64? {
    if case .integer(let integer) = data.value(of: key) { integer } else { nil }
  }

  func division(_ key: DataKey) -> Division? {
    if case .division(let division) = data.value(of: key) { division } else { nil }
  }

  /// The name of what it chose, under the first of its keys that lets it choose.
  var chosen: String? {
    for key in type.form.keys {
      guard case .choice = key.kind else { continue }
      if case .choice(let name) = data.value(of: key.key) { return name } else { return nil }
    }
    return nil
  }
}

/// What is known of a catalogue entry.
private struct ReferenceEntry {
  /// What obligations and checks ask about it.
  struct Facts {
    var department: BodyCode
    var sharing: SharingType
    var openness: Openness
  }

  private let registered: Instant
  private let first: Facts
  /// What registered it.
  private let registration: ReferenceAct
  /// The revisions that count, in order of time, with what they say.
  private let revisions: [(act: ReferenceAct, data: CatalogEntryRevised)]
  /// When it was retired.
  let retired: Moment?

  /// Takes the events of its stream; `nil` when none registers it. That it was registered is known
  /// even when the registration does not count.
  init?(_ acts: [ReferenceAct]) {
    var registration: (act: ReferenceAct, data: CatalogEntryRegistered)?
    var revisions: [(act: ReferenceAct, data: CatalogEntryRevised)] = []
    var retired: Moment?
    for act in acts {
      switch act.data {
      case .catalogEntryRegistered(let data):
        registration = (act, data)
      case .catalogEntryRevised(let data) where act.counts:
        revisions.append((act, data))
      case .catalogEntryRetired where act.counts:
        retired = act.moment
      default: break
      }
    }
    guard let (act, data) = registration else { return nil }
    self.registration = act
    registered = act.moment.occurredAt
    first = Facts(department: data.department, sharing: data.sharing, openness: data.openness)
    self.revisions = revisions.sorted { $0.act.moment < $1.act.moment }
    self.retired = retired
  }

  /// What registered it, and what said last before a moment each of the things that are asked.
  func evidence(_ keys: [DataKey], at moment: Moment) -> [ReferenceAct] {
    var evidence = [registration]
    if registered > moment.occurredAt { return evidence }
    for key in keys {
      let saying = revisions.map(\.act).filter {
        $0.moment < moment && $0.data.value(of: key) != nil
      }
      if let last = saying.last { evidence.append(last) }
    }
    return evidence
  }

  /// What obligations take it for at a moment: before it was registered, what it was registered as.
  func known(at moment: Moment) -> Facts { facts(at: moment) ?? first }

  /// What checks know of it at a moment: nothing before it was registered.
  func facts(at moment: Moment) -> Facts? {
    if registered > moment.occurredAt { return nil }
    var facts = first
    for (act, data) in revisions where act.moment < moment {
      if let department = data.department { facts.department = department }
      if let sharing = data.sharing { facts.sharing = sharing }
      if let openness = data.openness { facts.openness = openness }
    }
    return facts
  }

  func isRetired(at moment: Moment) -> Bool {
    retired.map { $0.occurredAt <= moment.occurredAt } ?? false
  }
}

/// All that the log says, gathered before anything is judged.
private struct ReferenceLog {
  /// The acts that count, in the order of the log.
  let counting: [ReferenceAct]
  /// All events, counting or not, by stream.
  private let streams: [StreamName: [ReferenceAct]]
  /// The acts that count, by what they are about.
  private let matters: [StreamName?: [ReferenceAct]]
  /// The bodies of which a registration counts.
  private let bodies: [BodyCode: BodyState]
  /// What registered them.
  private let registrations: [BodyCode: ReferenceAct]

  init(_ events: [Event], _ scope: AuditScope) {
    let acts = events.map { ReferenceAct($0, in: scope) }
    counting = acts.filter(\.counts)
    streams = Dictionary(grouping: acts, by: \.event.stream)
    matters = Dictionary(grouping: counting, by: \.matter)
    var bodies: [BodyCode: BodyState] = [:]
    var registrations: [BodyCode: ReferenceAct] = [:]
    for act in counting {
      if case .departmentRegistered(let data) = act.data {
        bodies[data.department] = BodyState(
          division: data.division, kind: data.kind, position: act.event.position)
        registrations[data.department] = act
      }
    }
    self.bodies = bodies
    self.registrations = registrations
  }

  func body(_ code: BodyCode) -> BodyState? { bodies[code] }

  /// What registered a body.
  func registration(of code: BodyCode) -> ReferenceAct? { registrations[code] }

  /// Whether both bodies are registered, and the authority is not that of the department.
  func isAnother(authority: BodyCode, for department: BodyCode, on day: CivilDate) -> Bool {
    guard let authority = body(authority), let department = body(department) else { return false }
    return BodyState.isAnother(authority: authority, for: department, on: day)
  }

  /// The acts of a stream that count.
  func acts(of stream: StreamName) -> [ReferenceAct] {
    (streams[stream] ?? []).filter(\.counts)
  }

  /// The acts on a matter that count.
  func acts(on matter: StreamName) -> [ReferenceAct] { matters[matter] ?? [] }

  func entry(_ name: Identifier) -> ReferenceEntry? {
    ReferenceEntry(streams[StreamName(.catalogEntry, name)] ?? [])
  }

  /// What the event with which a thing begins says of it, which is known even when that does not
  /// count.
  private func opening(_ type: EventType, of stream: StreamName) -> EventData? {
    beginning(type, of: stream)?.data
  }

  /// The event with which a thing begins, whether it counts or not.
  func beginning(_ type: EventType, of stream: StreamName) -> ReferenceAct? {
    streams[stream]?.first { $0.type == type }
  }

  /// The same for a matter.
  func opening(of matter: StreamName) -> EventData? {
    guard let subject = ObligationRule.Subject(matter.category) else { return nil }
    return opening(subject.opening, of: matter)
  }

  func request(_ name: Identifier) -> ShareRequested? {
    let opening = opening(.shareRequested, of: StreamName(.shareRequest, name))
    return if case .shareRequested(let data) = opening { data } else { nil }
  }

  func application(_ name: Identifier) -> OpenApplied? {
    let opening = opening(.openApplied, of: StreamName(.openApplication, name))
    return if case .openApplied(let data) = opening { data } else { nil }
  }

  func project(_ name: Identifier) -> ProjectSubmitted? {
    let opening = opening(.projectSubmitted, of: StreamName(.project, name))
    return if case .projectSubmitted(let data) = opening { data } else { nil }
  }

  /// The entry that a request, a verification or an application is about.
  func entry(of matter: StreamName) -> ReferenceEntry? {
    switch matter.category {
    case .shareRequest, .verification, .openApplication:
      opening(of: matter)?.identifier(.entry).flatMap { entry($0) }
    default: nil
    }
  }

  /// The body whose matter it is at a moment: the one that a trigger or an incident names, or that
  /// whose entry is asked for.
  func department(of matter: StreamName, at moment: Moment) -> BodyCode? {
    switch matter.category {
    case .updateTrigger, .incident: opening(of: matter)?.code(.department)
    default: entry(of: matter)?.known(at: moment).department
    }
  }
}

// MARK: - Obligations

/// One obligation, and what became of it.
private struct ReferenceObligation {
  let id: Identifier
  let rule: ObligationRule
  /// The obligated body.
  let department: BodyCode
  /// The act that opened it.
  let trigger: ReferenceAct
  /// The day from which is counted.
  let start: CivilDate
  /// What discharged it, in order of time.
  let discharges: [ReferenceAct]
  /// When it was closed first.
  let closed: Moment?
  /// The acts before the end that may move its clock, in order of time.
  let clockActs: [ClockAct]
}

extension ReferenceLog {
  /// The obligations that acts open under rules.
  func obligations(under rules: RulesInForce) -> [ReferenceObligation] {
    var obligations: [ReferenceObligation] = []
    for act in counting {
      guard let matter = act.matter else { continue }
      for place in rules.places where place.rule.trigger == act.type {
        let start = act.start(place.rule.start)
        let facts = facts(of: act, on: matter)
        guard place.days.contains(start),
          place.rule.conditions.allSatisfy({ !facts.isDisjoint(with: $0) }),
          let department = obligated(place.rule, by: act, on: matter)
        else { continue }
        for part in act.parts(place.rule.parts) {
          obligations.append(obligation(place.rule, act, matter, part, department, start))
        }
      }
    }
    return obligations
  }

  /// What a rule may ask for of the act that opens an obligation.
  private func facts(of act: ReferenceAct, on matter: StreamName) -> ActFacts {
    let sharing = entry(of: matter)?.known(at: act.moment).sharing
    return switch act.data {
    case .shareReplied(let data): ActFacts(data.decision)
    case .incidentDetected(let data): ActFacts(data.grade, data.operator)
    case .shareRequested: ActFacts(sharing)
    case let data: data.type.form.isCore ? [] : ActFacts(sharing)
    }
  }

  private func obligated(
    _ rule: ObligationRule, by act: ReferenceAct, on matter: StreamName
  ) -> BodyCode? {
    switch rule.obligated {
    case .authority: act.type.form.isCore ? nil : act.data.code(.authority)
    case .department: department(of: matter, at: act.moment)
    }
  }

  private func obligation(
    _ rule: ObligationRule, _ trigger: ReferenceAct, _ matter: StreamName,
    _ part: ReferencePart, _ department: BodyCode, _ start: CivilDate
  ) -> ReferenceObligation {
    var discharges: [ReferenceAct] = []
    var closings: [Moment] = []
    var others: [ReferenceAct] = []
    for act in acts(on: matter) where concerns(act, rule, trigger, part) {
      if rule.dischargedBy.contains(act.type) {
        discharges.append(act)
      } else if rule.closedBy.contains(act.type) {
        closings.append(act.moment)
      } else {
        others.append(act)
      }
    }
    // The retirement of an entry closes what is about it, whichever trigger it cites.
    if case .entry(let name) = part, rule.closedBy.contains(.catalogEntryRetired),
      let retired = entry(name)?.retired
    {
      closings.append(retired)
    }
    let ends = discharges.map(\.moment) + closings
    let clockActs = others.map { clockAct($0, on: matter) }
      .filter { act in ends.allSatisfy { act.moment < $0 } }
    return ReferenceObligation(
      id: rule.id(matter.identifier, part), rule: rule, department: department, trigger: trigger,
      start: start, discharges: discharges.sorted { $0.moment < $1.moment },
      closed: closings.min(), clockActs: clockActs.sorted { $0.moment < $1.moment })
  }

  /// Whether an act on a matter does anything to an obligation about a part of it.
  private func concerns(
    _ act: ReferenceAct, _ rule: ObligationRule, _ trigger: ReferenceAct, _ part: ReferencePart
  ) -> Bool {
    let opening = rule.subject.opening
    if act.type == opening || act.event.position == trigger.event.position { return false }
    // What an act after the first of a matter opened is not concerned by what was before.
    let opensLater = rule.trigger != opening
    if opensLater, act.moment.occurredAt < trigger.moment.occurredAt { return false }
    return act.part == .whole || part == .whole || act.part == part
  }

  /// What an act means for a clock. The data of the core's acts says nothing of clocks.
  private func clockAct(_ act: ReferenceAct, on matter: StreamName) -> ClockAct {
    if act.type.form.isCore {
      return ClockAct(
        type: act.type, moment: act.moment, days: 0, isConsented: true, receivedOn: act.day)
    }
    var isConsented = true
    if let authority = act.data.code(.authority),
      let department = department(of: matter, at: act.moment)
    {
      isConsented = !isAnother(authority: authority, for: department, on: act.day)
    }
    return ClockAct(
      type: act.type, moment: act.moment, days: Int(truncatingIfNeeded: act.integer(.days) ?? 0),
      isConsented: isConsented, receivedOn: act.instant(.receivedAt)?.beijingDate ?? act.day)
  }
}

extension ReferenceAct {
  /// The day from which a rule counts; the day of the act where it does not state another.
  fileprivate func start(_ start: ObligationRule.Start) -> CivilDate {
    switch start {
    case .effectiveOn: date(.effectiveOn) ?? day
    case .promulgatedOn: date(.promulgatedOn) ?? date(.effectiveOn) ?? day
    case .receivedOn: instant(.receivedAt)?.beijingDate ?? day
    case .occurredOn: day
    }
  }

  /// The parts for which it opens an obligation each.
  fileprivate func parts(_ parts: ObligationRule.Parts) -> [ReferencePart] {
    switch parts {
    case .whole: return [.whole]
    case .entries:
      guard case .catalogUpdateTriggered(let data) = data, !data.entries.isEmpty else {
        return [.whole]
      }
      return data.entries.map(ReferencePart.entry)
    case .recipients(let recipients): return recipients.map(ReferencePart.recipient)
    }
  }
}

extension ObligationRule {
  /// An obligation's name, such as `sd329.23/SR-1` (contract §5).
  fileprivate func id(_ matter: Identifier, _ part: ReferencePart) -> Identifier {
    switch part {
    case .whole: Identifier("\(id)/\(matter)")
    case .entry(let entry): Identifier("\(id)/\(matter)/\(entry)")
    case .recipient(let recipient): Identifier("\(id)/\(matter)/\(recipient.rawValue)")
    }
  }
}

/// Gives each obligation its verdict at an as-of time, under a calendar.
private struct ReferenceJudge {
  let calendar: HolidayCalendar
  let scope: AuditScope

  /// The verdict with all that it rests on; `nil` for what was not owed because it was not done.
  func finding(_ obligation: ReferenceObligation) -> ObligationFinding? {
    let rule = obligation.rule
    let discharge = obligation.discharges.first
    if rule.isOnlyIfDone, discharge == nil { return nil }
    var clock = ReferenceClock(
      rule: rule, calendar: calendar, opened: obligation.trigger.moment.occurredAt,
      start: obligation.start)
    for act in obligation.clockActs { clock.move(act) }
    let due = clock.due
    let dueOn: CivilDate? = if case .firm(let date) = due?.date { date } else { nil }
    let provisional: CivilDate? = if case .provisional(let date) = due?.date { date } else { nil }
    let verdict = verdict(obligation, due)
    let late: Int? =
      if verdict == .late, let dueOn, let discharge {
        calendar.workingDays(after: dueOn, through: discharge.day)
      } else { nil }
    let isOfHours = if case .hours = rule.period { true } else { false }
    return ObligationFinding(
      id: obligation.id, rule: rule.id, duty: rule.duty, article: rule.article,
      department: obligation.department, trigger: cited(obligation.trigger, on: obligation.start),
      dueOn: dueOn, provisionalDueOn: provisional, dueAt: isOfHours ? due?.last : nil,
      period: rule.period, discharge: discharge.map { cited($0, on: $0.day) }, verdict: verdict,
      workingDaysTaken: discharge.flatMap {
        calendar.workingDays(after: clock.start, through: $0.day)
      },
      workingDaysLate: late, secondsTaken: secondsTaken(obligation), clock: clock.finding,
      evidence: EvidenceFinding(
        isLate: verdict == .met && obligation.discharges.allSatisfy { isLate($0, due?.last) },
        isImported: discharge.map { $0.event.record.sourceRecordedAt != nil } ?? false))
  }

  private func cited(_ act: ReferenceAct, on date: CivilDate) -> CitedEvent {
    CitedEvent(position: act.event.position, event: act.event.record.id, on: date)
  }

  private func verdict(_ obligation: ReferenceObligation, _ due: ReferenceClock.Due?) -> Verdict {
    guard let due else {
      if !obligation.discharges.isEmpty { return .met }
      return obligation.closed == nil ? .pending : .closed
    }
    if let discharge = obligation.discharges.first {
      return discharge.moment.occurredAt <= due.last ? .met : .late
    }
    // Past the known calendar a period cannot be said to have run out.
    guard case .firm = due.date else { return obligation.closed == nil ? .pending : .closed }
    if let closed = obligation.closed, closed.occurredAt <= due.last { return .closed }
    return scope.asOf > due.last ? .overdue : .pending
  }

  /// Whether a discharge was not in time, or became known long after it took place.
  private func isLate(_ discharge: ReferenceAct, _ last: Instant?) -> Bool {
    if let last, discharge.moment.occurredAt > last { return true }
    let known = discharge.event.knownAt.beijingDate
    let days = calendar.workingDays(after: discharge.day, through: known)
    return (days ?? known.daysSinceEpoch - discharge.day.daysSinceEpoch) > scope.lateEvidenceAfter
  }

  private func secondsTaken(_ obligation: ReferenceObligation) -> Int64? {
    switch obligation.rule.period {
    case .workingDays, .calendarDays: return nil
    case .hours, .atOnce:
      guard let discharge = obligation.discharges.first else { return nil }
      let begin = obligation.trigger.moment.occurredAt.millisecondsSinceEpoch
      return max(0, discharge.moment.occurredAt.millisecondsSinceEpoch - begin) / 1000
    }
  }
}

// MARK: - Violations

/// A body that is convicted, and what that rests on besides its act.
private struct ReferenceConviction {
  let offender: BodyCode
  let evidence: [ReferenceAct]

  init(_ offender: BodyCode, _ evidence: [ReferenceAct?] = []) {
    self.offender = offender
    self.evidence = evidence.compactMap { $0 }
  }
}

extension ReferenceLog {
  /// What the checks of rules find against acts.
  func violations(under rules: RulesInForce) -> [Violation] {
    var violations: [Violation] = []
    for act in counting {
      for (rule, days) in rules.checks where days.contains(act.day) {
        guard let conviction = conviction(act, under: rule.check) else { continue }
        let evidence = Set((conviction.evidence + [act]).map(\.event.position)).sorted()
          .compactMap { position in
            (conviction.evidence + [act]).first { $0.event.position == position }
          }
        violations.append(
          Violation(
            rule, by: conviction.offender, at: act.event.position, event: act.event.record.id,
            evidence: evidence.map {
              Violation.Evidence(position: $0.event.position, event: $0.event.record.id)
            }))
      }
    }
    return violations
  }

  /// The body that an act convicts; `nil` when it is in order, or when too little is known.
  private func conviction(
    _ act: ReferenceAct, under check: ViolationRule.Check
  ) -> ReferenceConviction? {
    switch (check, act.data) {
    case (.refusalWithoutReasons, .shareReplied(let data)): refusal(act, data)
    case (.startedWithoutApproval, .projectStarted(let data)): start(act, data)
    case (.reviewedByAnotherAuthority, .projectReviewed(let data)): review(act, data)
    case (.secondAuthority, .departmentRegistered(let data)): registration(act, data)
    case (.secondSource, .sourceAssigned(let data)): assignment(act, data)
    case (.usedWithoutAgreement, .dataUsed(let data)): use(act, data)
    case (.anotherPurpose(.dataUsed), .dataUsed(let data)): purpose(data)
    case (.anotherPurpose(.openUseReported), .openUseReported(let data)): purpose(act, data)
    case (.openedBeyondScope, .openPublished(let data)): publication(act, data)
    case (.againstSharing(let bar), _): conviction(act, against: bar)
    case (.reservedAct(let acts), _):
      acts.lazy.compactMap { conviction(act, against: $0) }.first
    case (.withoutEarlier(let condition), _): conviction(act, against: condition)
    default: nil
    }
  }

  // MARK: Share requests

  /// Art. 23: a refusal gives reasons.
  private func refusal(_ act: ReferenceAct, _ reply: ShareReplied) -> ReferenceConviction? {
    guard reply.decision == .refused, reply.reasons == nil,
      let department = department(of: act.event.stream, at: act.moment)
    else { return nil }
    let entry = entry(of: act.event.stream)
    return ReferenceConviction(
      department,
      [beginning(.shareRequested, of: act.event.stream)]
        + (entry?.evidence([.department], at: act.moment) ?? []))
  }

  /// The replies to a request, in order of time.
  private func replies(to request: Identifier) -> [(act: ReferenceAct, data: ShareReplied)] {
    acts(of: StreamName(.shareRequest, request)).compactMap { act in
      if case .shareReplied(let reply) = act.data { (act, reply) } else { nil }
    }.sorted { $0.act.moment < $1.act.moment }
  }

  /// What agreed to a request.
  private func agreement(to request: Identifier) -> ReferenceAct? {
    replies(to: request).first { $0.data.decision == .agreed }?.act
  }

  private func beginning(ofRequest request: Identifier) -> ReferenceAct? {
    beginning(.shareRequested, of: StreamName(.shareRequest, request))
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to. Where nothing
  /// agreed, what was replied instead tells.
  private func use(_ act: ReferenceAct, _ use: DataUsed) -> ReferenceConviction? {
    guard let request = request(use.request) else { return nil }
    let agreed = agreement(to: use.request)
    let isAgreed = agreed.map { $0.moment.occurredAt <= act.moment.occurredAt } ?? false
    if isAgreed, use.department == request.requester { return nil }
    return ReferenceConviction(
      use.department,
      [beginning(ofRequest: use.request), agreed ?? replies(to: use.request).first?.act])
  }

  /// Art. 23: shared data is used for what it was asked for.
  private func purpose(_ use: DataUsed) -> ReferenceConviction? {
    guard let request = request(use.request), let agreed = agreement(to: use.request),
      !request.purpose.utf8.elementsEqual(use.purpose.utf8)
    else { return nil }
    return ReferenceConviction(use.department, [beginning(ofRequest: use.request), agreed])
  }

  // MARK: Open data

  /// Art. 28: data that is open on application is used for what it was applied for, once that is
  /// known.
  private func purpose(_ act: ReferenceAct, _ use: OpenUseReported) -> ReferenceConviction? {
    let acts = acts(of: StreamName(.openApplication, use.application))
    guard let applied = acts.first(where: { $0.event.type == .openApplied }),
      let application = application(use.application)
    else { return nil }
    let isSame = application.purpose.utf8.elementsEqual(use.purpose.utf8)
    return isSame ? nil : ReferenceConviction(act.event.record.actor, [applied])
  }

  /// Art. 25: an entry outside the scope of opening is not opened, and one that is open on
  /// application is not opened unconditionally.
  private func publication(
    _ act: ReferenceAct, _ publication: OpenPublished
  ) -> ReferenceConviction? {
    guard let entry = entry(publication.entry), let facts = entry.facts(at: act.moment) else {
      return nil
    }
    let isWithin =
      switch facts.openness {
      case .unconditional: true
      case .onApplication: publication.mode == .onApplication
      case .notOpen: false
      }
    return isWithin
      ? nil
      : ReferenceConviction(
        facts.department, entry.evidence([.department, .openness], at: act.moment))
  }

  // MARK: Projects

  /// The project that is submitted for review; `nil` when investment law governs it instead.
  private func reviewedProject(_ name: Identifier) -> ProjectSubmitted? {
    guard let project = project(name), !project.fixedAssetInvestment, !project.stateSubsidy else {
      return nil
    }
    return project
  }

  /// Art. 9: work begins when the last review before it approved.
  private func start(_ act: ReferenceAct, _ start: ProjectStarted) -> ReferenceConviction? {
    guard let project = reviewedProject(start.project) else { return nil }
    var last: (act: ReferenceAct, outcome: ProjectOutcome)?
    for other in acts(of: act.event.stream) {
      guard case .projectReviewed(let review) = other.data,
        other.moment.occurredAt <= act.moment.occurredAt
      else { continue }
      if let last, other.moment < last.act.moment { continue }
      last = (other, review.outcome)
    }
    return last?.outcome == .approved
      ? nil
      : ReferenceConviction(
        project.department, [beginning(.projectSubmitted, of: act.event.stream), last?.act])
  }

  /// Art. 9: a project is reviewed by the data authority of its department's level.
  private func review(_ act: ReferenceAct, _ review: ProjectReviewed) -> ReferenceConviction? {
    guard let project = reviewedProject(review.project),
      isAnother(authority: review.authority, for: project.department, on: act.day)
    else { return nil }
    return ReferenceConviction(
      review.authority,
      [
        beginning(.projectSubmitted, of: act.event.stream), registration(of: project.department),
        registration(of: review.authority),
      ])
  }

  // MARK: Authorities and sources

  /// Art. 6: a division has one data authority, the one that was registered first.
  private func registration(
    _ act: ReferenceAct, _ data: DepartmentRegistered
  ) -> ReferenceConviction? {
    guard data.kind == .dataAuthority else { return nil }
    let authorities = counting.filter { other in
      guard case .departmentRegistered(let own) = other.data else { return false }
      return own.kind == .dataAuthority && own.division == data.division
    }
    guard let first = authorities.min(by: { $0.moment < $1.moment }), first.moment < act.moment
    else { return nil }
    return ReferenceConviction(data.department, [first])
  }

  /// Art. 17: a data item has one source; another may only take its place. It rests on what gave the
  /// item the sources that it has then: of many the sixteen last.
  private func assignment(_ act: ReferenceAct, _ data: SourceAssigned) -> ReferenceConviction? {
    var sources: [(code: BodyCode, act: ReferenceAct)] = []
    let others = acts(of: act.event.stream).filter { $0.moment < act.moment }
    for other in others.sorted(by: { $0.moment < $1.moment }) {
      guard case .sourceAssigned(let earlier) = other.data else { continue }
      sources.removeAll { $0.code == earlier.supersedes || $0.code == earlier.department }
      sources.append((earlier.department, other))
    }
    sources.removeAll { $0.code == data.supersedes || $0.code == data.department }
    return sources.isEmpty
      ? nil : ReferenceConviction(data.department, sources.suffix(16).map(\.act))
  }

  // MARK: Checks of acts that rules name

  private func conviction(
    _ act: ReferenceAct, against bar: ViolationRule.SharingBar
  ) -> ReferenceConviction? {
    guard act.type == bar.act, let code = act.data.code(bar.by),
      let entry = act.data.identifier(.entry).flatMap({ entry($0) }),
      let facts = entry.facts(at: act.moment)
    else { return nil }
    if entry.isRetired(at: act.moment) || !bar.sharing.contains(facts.sharing) { return nil }
    if bar.isOfAnother, facts.department == code { return nil }
    if let exception = bar.exception, act.data.value(of: exception) != nil { return nil }
    // Whose it is matters only where the entries of others are barred.
    let keys: [DataKey] = bar.isOfAnother ? [.department, .sharing] : [.sharing]
    return ReferenceConviction(code, entry.evidence(keys, at: act.moment))
  }

  private func conviction(
    _ act: ReferenceAct, against reserved: ViolationRule.ReservedAct
  ) -> ReferenceConviction? {
    guard act.type == reserved.act, let code = act.data.code(reserved.by), let body = body(code)
    else { return nil }
    if !reserved.choices.isEmpty, !reserved.choices.contains(act.chosen ?? "") { return nil }
    let division = body.division.inForce(on: act.day)
    let convicted = ReferenceConviction(code, [registration(of: code)])
    if !reserved.kinds.isEmpty, !reserved.kinds.contains(body.kind) { return convicted }
    if !reserved.levels.isEmpty, !reserved.levels.contains(division.level) { return convicted }
    if reserved.isOfOwnDivision, act.division(.division)?.inForce(on: act.day) != division {
      return convicted
    }
    return nil
  }

  private func conviction(
    _ act: ReferenceAct, against condition: ViolationRule.Precondition
  ) -> ReferenceConviction? {
    guard act.type == condition.act, let code = act.data.code(condition.by) else { return nil }
    var evidence: [ReferenceAct?] = []
    if !condition.levels.isEmpty {
      guard let level = body(code)?.division.level, condition.levels.contains(level) else {
        return nil
      }
      evidence.append(registration(of: code))
    }
    let earlier = acts(of: act.event.stream)
      .filter { $0.type == condition.earlier && $0.moment.occurredAt <= act.moment.occurredAt }
      .sorted { $0.moment < $1.moment }
    let authority = { (other: ReferenceAct) in condition.authority.flatMap { other.data.code($0) } }
    let last = earlier.last { other in
      authority(other).map { !isAnother(authority: $0, for: code, on: other.day) } ?? true
    }
    if let last, condition.choice == nil || last.chosen == condition.choice { return nil }
    // What was looked at: the last that may stand before it, else the last with another authority.
    if let found = last ?? earlier.last {
      evidence.append(found)
      if let asked = authority(found).flatMap({ registration(of: $0) }) {
        evidence += [asked, registration(of: code)]
      }
    }
    return ReferenceConviction(code, evidence)
  }
}
