import MerkleLog
import WorkingDays

/// The replay engine: the log's leaves in, in order, and the report out.
///
/// Every leaf is read strictly from its bytes and hashed (``EventPage``), so that the report's root
/// is that of the very bytes that were judged. Memory grows with the obligations that are open and
/// with what the catalogue holds, not with the events that have passed; what is settled goes to a
/// ``SpillSpace``.
///
/// That versions ascend is checked for every stream that is remembered; `verify` checks it for all.
public struct Replay: Sendable {
  let scope: AuditScope
  private let law: BundledLaw
  let book: RuleBook
  private let rules: StartRules

  var tree = TreeEdge<SHA256Hasher>()
  var names = LongNames()
  var bodies = NameTable<BodyRecord>()
  var departments = BodyList()
  var entries = NameTable<EntryRecord>()
  var retirements: [Moment] = []
  var projects = ProjectTable()
  var filings = NameTable<OtherRecord>()
  var noticeStreams = NameTable<OtherRecord>()
  var adoptions = NameTable<OtherRecord>()
  var attestations = NameTable<OtherRecord>()
  var obligations: ObligationBook
  var notices: [HolidayNotice] = []
  var refusals: [Refusal] = []
  var counted: CountedEvents
  var lastRecordedAt: Instant?

  /// Starts a replay under a rule book.
  ///
  /// - Parameter space: takes what is settled; memory by default.
  public init(
    scope: AuditScope, law: BundledLaw, book: RuleBook, space: any SpillSpace = MemorySpill()
  ) {
    self.init(
      scope: scope, law: law, book: book, obligations: ObligationBook(space: space))
  }

  init(scope: AuditScope, law: BundledLaw, book: RuleBook, obligations: ObligationBook) {
    self.scope = scope
    self.law = law
    self.book = book
    self.obligations = obligations
    counted = CountedEvents(scope)
    rules = StartRules(book)
  }

  /// How many leaves were folded.
  public var size: Int64 { tree.size }

  /// Folds the leaves of a page, which must follow those folded before.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not an event in its place;
  ///   `inputOutput` when the space for settled obligations is full. The replay cannot go on then.
  public mutating func fold(_ page: LeafPage) throws(LedgerError) { try fold(EventPage(page)) }

  /// Folds the events of a page, which must follow those folded before.
  ///
  /// - Throws: as for a page of leaves.
  public mutating func fold(_ page: EventPage) throws(LedgerError) {
    try page.withText { (text) throws(LedgerError) in
      var position = tree.size
      let subjects = touch(page, text)
      for place in page.events.indices {
        guard page.events[place].position == position else {
          throw .damaged(at: position, "says that it is position \(page.events[place].position)")
        }
        try fold(page.events[place], subjects[place], Folded(page: page, text: text))
        position += 1
      }
    }
    if let failure = page.failure { throw failure }
    append(page)
    try obligations.putAway()
  }

  private mutating func append(_ page: EventPage) {
    var rest = page.hashes[...]
    for tile in page.tiles {
      guard tree.append(tile) != nil else { break }
      rest = rest.dropFirst(tile.hashes.count)
    }
    for hash in rest { _ = tree.append(hash) }
  }

  // MARK: One event

  /// The page that is being folded.
  private struct Folded {
    let page: EventPage
    let text: EventPage.Text
  }

  private mutating func fold(
    _ view: EventView, _ subject: Name, _ page: Folded
  ) throws(LedgerError) {
    if let lastRecordedAt, view.recordedAt < lastRecordedAt {
      throw .damaged(at: view.position, "recorded before its predecessor")
    }
    lastRecordedAt = view.recordedAt
    try advance(view, subject)
    let counts = counted.count(view)
    switch view.act {
    case .noticeIssued(let place):
      // A notice is known from its own date of issue, whoever recorded it and when.
      notices.append(page.page.notices[place])
    case .entryRegistered(let department):
      // What only says what other events are about is known even when it does not count itself: an
      // act that counts is judged by it.
      let department = departments.place(of: department)
      entries.update(subject) { entry in
        entry.department = department
        entry.retirement = nil
      }
    case .projectSubmitted(let department, let isUnderInvestmentLaw):
      projects.submit(
        subject, .init(department: department, isUnderInvestmentLaw: isUnderInvestmentLaw))
    case .shareRequested(let entry, let receivedAt):
      request(subject, name(entry, page), receivedAt, counts, view, page)
    case .shareReplied where !counts:
      forgetRequestOfNoObligation(subject)
    default:
      if counts { try act(view, subject, page) }
    }
  }

  /// The subjects of a page's events, whose places in the tables have been read ahead.
  private mutating func touch(_ page: EventPage, _ text: EventPage.Text) -> [Name] {
    let page = Folded(page: page, text: text)
    var subjects: [Name] = []
    subjects.reserveCapacity(page.page.events.count)
    var touched = 0
    for place in page.page.events.indices {
      let subject = name(page.page.events[place].subject, page)
      subjects.append(subject)
      let isThere =
        switch page.page.events[place].act {
        case .shareRequested(let entry, _):
          obligations.requests.touch(subject) != entries.touch(name(entry, page))
        case .shareReplied, .shareWithdrawn: obligations.requests.touch(subject)
        case .entryRegistered, .entryRevised, .entryRetired: entries.touch(subject)
        default: false
        }
      if isThere { touched += 1 }
    }
    // Without a use of it, the reading would be left out.
    return touched > subjects.count ? [] : subjects
  }

  @inline(__always)
  private mutating func name(_ range: TextRange, _ page: Folded) -> Name {
    page.text.start(of: range).map { names.name(padded: $0, count: Int(range.count)) } ?? .none
  }

  private mutating func citation(_ view: EventView, _ page: Folded) -> Obligation.Citation {
    Obligation.Citation(moment: view.moment, event: name(view.id, page))
  }

  /// Folds an act that counts.
  private mutating func act(
    _ view: EventView, _ subject: Name, _ page: Folded
  ) throws(LedgerError) {
    switch view.act {
    case .departmentRegistered(_, let state):
      bodies.update(subject) { $0.state = state }
    case .entryRevised(let department, let trigger):
      discharge(trigger, subject, view, page)
      if let department { revise(subject, department) }
    case .entryRetired(let trigger):
      discharge(trigger, subject, view, page)
      obligations.close(entry: subject, at: view.moment)
      retire(subject, at: view.moment)
    case .updateTriggered(let department, let promulgatedOn, let effectiveOn, let entries):
      trigger(subject, department, promulgatedOn, effectiveOn, entries, view, page)
    case .triggerReviewed(let entry):
      let part = entry.map { Obligation.Part.entry(name($0, page)) } ?? .whole
      obligations.discharge(.updateTrigger, subject, part, by: citation(view, page))
    case .shareReplied(let refusedWithoutReasons):
      obligations.discharge(.shareRequest, subject, .whole, by: citation(view, page))
      if refusedWithoutReasons { findRefusalWithoutReasons(subject, view, page) }
      forgetRequestOfNoObligation(subject)
    case .shareWithdrawn:
      obligations.close(.shareRequest, subject, at: view.moment)
    case .incidentDetected(let department):
      incident(subject, department, view, page)
    case .incidentReported(let recipient):
      obligations.discharge(
        .incidentReport, subject, .recipient(recipient), by: citation(view, page))
    case .projectReviewed(let authority, let outcome):
      projects.review(subject, by: authority, outcome, citation(view, page))
    case .projectStarted:
      projects.start(subject, citation(view, page))
    case .entryRegistered, .projectSubmitted, .shareRequested, .noticeIssued, .catalogFiled,
      .incidentRemedied, .rulesAdopted, .auditAttested:
      break
    }
  }

  private mutating func revise(_ entry: Name, _ department: BodyCode) {
    let department = departments.place(of: department)
    entries.update(entry) { if $0.isRegistered { $0.department = department } }
  }

  private mutating func retire(_ entry: Name, at moment: Moment) {
    let retirement = UInt32(truncatingIfNeeded: retirements.count)
    let isRegistered = entries.update(entry) { entry in
      if entry.isRegistered { entry.retirement = retirement }
      return entry.isRegistered
    }
    if isRegistered == true { retirements.append(moment) }
  }

  /// The department whose data an entry describes.
  private func department(of entry: Name) -> BodyCode? {
    entries[entry].flatMap { departments[$0.department] }
  }

  /// An act on an entry that answers a trigger.
  private mutating func discharge(
    _ trigger: TextRange?, _ entry: Name, _ view: EventView, _ page: Folded
  ) {
    guard let trigger else { return }
    obligations.discharge(
      .updateTrigger, name(trigger, page), .entry(entry), by: citation(view, page))
  }

  // MARK: Openings

  private static let recipients = ReportRecipient.allCases.map(Obligation.Part.recipient)

  /// Opens the obligations of the rules about `kind` whose start lies in the time of the book
  /// (art. 40), one for each part, and returns their numbers.
  private mutating func open(
    _ kind: ObligationRule.Subject, _ subject: Name, _ parts: some Collection<Obligation.Part>,
    of department: BodyCode, by opening: Obligation.Citation,
    from start: (ObligationRule.Start) -> CivilDate
  ) -> Range<Int64> {
    let first = obligations.next
    for rule in rules[kind] {
      let day = start(rule.start)
      guard day >= rules.inForceFrom else { continue }
      for part in parts {
        obligations.open(
          Obligation(
            number: obligations.next, rule: rule.place, kind: kind, subject: subject, part: part,
            department: department, start: day, opening: opening))
      }
    }
    return first..<obligations.next
  }

  private mutating func trigger(
    _ subject: Name, _ department: BodyCode, _ promulgatedOn: CivilDate?,
    _ effectiveOn: CivilDate, _ listed: Range<Int>, _ view: EventView, _ page: Folded
  ) {
    var parts: [Obligation.Part] = []
    for range in page.page.entries[listed] { parts.append(.entry(name(range, page))) }
    if parts.isEmpty { parts = [.whole] }
    let numbers = open(
      .updateTrigger, subject, parts, of: department, by: citation(view, page)
    ) { start in
      switch start {
      case .promulgatedOn: promulgatedOn ?? effectiveOn
      case .occurredOn: view.occurredAt.beijingDate
      case .effectiveOn, .receivedOn: effectiveOn
      }
    }
    obligations.triggers.update(subject) { $0.opened(numbers) }
    for (offset, number) in numbers.enumerated() {
      guard case .entry(let entry) = parts[offset % parts.count],
        let retirement = entries[entry]?.retirement
      else { continue }
      obligations.close(number, at: retirements[Int(retirement)])
    }
  }

  private mutating func request(
    _ subject: Name, _ entry: Name, _ receivedAt: Instant, _ counts: Bool, _ view: EventView,
    _ page: Folded
  ) {
    obligations.requests.update(subject) { $0.entry = entry }
    guard counts, let department = department(of: entry) else { return }
    let numbers = open(
      .shareRequest, subject, CollectionOfOne(.whole), of: department, by: citation(view, page)
    ) { start in
      (start == .occurredOn ? view.occurredAt : receivedAt).beijingDate
    }
    obligations.requests.update(subject) { $0.opened(numbers) }
  }

  /// After the reply nothing more can follow about a request that opened nothing.
  private mutating func forgetRequestOfNoObligation(_ subject: Name) {
    if obligations.requests[subject]?.unsettled == 0 { obligations.requests[subject] = nil }
  }

  private mutating func incident(
    _ subject: Name, _ department: BodyCode, _ view: EventView, _ page: Folded
  ) {
    let numbers = open(
      .incidentReport, subject, Self.recipients,
      of: department, by: citation(view, page)
    ) { _ in view.occurredAt.beijingDate }
    obligations.incidents.update(subject) { $0.opened(numbers) }
  }

  // MARK: Versions

  /// Checks that an event is the next of its stream, as far as the stream is remembered.
  private mutating func advance(_ view: EventView, _ subject: Name) throws(LedgerError) {
    let expected: UInt32? =
      switch view.act.category {
      case .department: bodies.advance(subject) { BodyRecord() }
      case .catalogEntry: entries.advance(subject) { EntryRecord() }
      case .catalog: filings.advance(subject) { OtherRecord() }
      case .project: projects.streams.advance(subject) { ProjectRecord() }
      case .holidayNotice: noticeStreams.advance(subject) { OtherRecord() }
      case .ruleBook: adoptions.advance(subject) { OtherRecord() }
      case .attestation: attestations.advance(subject) { OtherRecord() }
      case .updateTrigger: obligations.triggers.advance(subject, view)
      case .shareRequest: obligations.requests.advance(subject, view)
      case .incident: obligations.incidents.advance(subject, view)
      }
    guard let expected, expected != UInt32(truncatingIfNeeded: view.version) else { return }
    let stream = StreamName(view.act.category, names.identifier(of: subject))
    throw .damaged(at: view.position, "version \(view.version) of \(stream), expected \(expected)")
  }

  // MARK: Violations

  /// A refusal that gave no reasons.
  struct Refusal {
    let department: BodyCode
    let citation: Obligation.Citation
  }

  private mutating func findRefusalWithoutReasons(
    _ request: Name, _ view: EventView, _ page: Folded
  ) {
    guard let entry = obligations.requests[request]?.entry,
      let department = department(of: entry)
    else { return }
    refusals.append(Refusal(department: department, citation: citation(view, page)))
  }

  private func violations() -> [Violation] {
    var found: [Violation] = []
    for refusal in refusals {
      found += book.violations(
        .refusalWithoutReasons, by: refusal.department, refusal.citation, names)
    }
    for (start, department) in projects.startsWithoutApproval {
      found += book.violations(.startedWithoutApproval, by: department, start.citation, names)
    }
    for (review, department) in projects.reviewsWithDepartment {
      guard isAnother(authority: review.authority, for: department) else { continue }
      found += book.violations(
        .reviewedByAnotherAuthority, by: review.authority, review.citation, names)
    }
    return found
  }

  /// Whether `authority` is known not to be the data authority of the department's own division.
  private func isAnother(authority: BodyCode, for department: BodyCode) -> Bool {
    guard let body = bodies[Name(department)]?.state, let other = bodies[Name(authority)]?.state
    else { return false }
    return BodyState.isAnother(authority: other, for: body)
  }

  // MARK: The report

  /// The report on all that was folded.
  ///
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  public func report() throws(LedgerError) -> AuditReport {
    let calendar = law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
    var findings = ObligationFindings(
      book: obligations, names: names, department: scope.department,
      judge: ObligationJudge(calendar: calendar, asOf: scope.asOf, rules: book.obligations))
    let violations = violations()
      .filter { scope.department == nil || $0.department == scope.department }
      .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) }
    let verdicts = try findings.countVerdicts()
    return AuditReport(
      ledger: LogHead(size: tree.size, root: tree.root()), scope: scope, ruleBook: book.name,
      summary: AuditReport.Summary(verdicts, violations: violations.count),
      obligations: findings, violations: violations)
  }
}

/// What a replay needs of a rule book for every event: no texts, so no references to count.
private struct StartRules: Sendable {
  struct Rule {
    let place: Int
    let start: ObligationRule.Start
  }

  let inForceFrom: CivilDate
  private var triggers: [Rule] = []
  private var requests: [Rule] = []
  private var incidents: [Rule] = []

  init(_ book: RuleBook) {
    inForceFrom = book.inForceFrom
    for (place, rule) in book.obligations.enumerated() {
      let start = Rule(place: place, start: rule.start)
      switch rule.subject {
      case .updateTrigger: triggers.append(start)
      case .shareRequest: requests.append(start)
      case .incidentReport: incidents.append(start)
      }
    }
  }

  subscript(subject: ObligationRule.Subject) -> [Rule] {
    switch subject {
    case .updateTrigger: triggers
    case .shareRequest: requests
    case .incidentReport: incidents
    }
  }
}

extension EventView.Act {
  /// Whether this is the first event of a trigger, request or incident.
  fileprivate var opensSubject: Bool {
    switch self {
    case .updateTriggered, .shareRequested, .incidentDetected: true
    default: false
    }
  }
}

extension NameTable where Value: StreamRecord {
  /// Counts the next event of a stream, and gives the version that it must have.
  fileprivate mutating func advance(_ stream: Name, _ make: () -> Value) -> UInt32 {
    let version = update(stream) { record in
      record.version &+= 1
      return record.version
    }
    if version == nil { self[stream] = make() }
    return version ?? 0
  }
}

extension NameTable<SubjectRecord> {
  /// The same for a stream that may have been forgotten, and of which then only the first event can
  /// be told.
  fileprivate mutating func advance(_ stream: Name, _ view: EventView) -> UInt32? {
    let version = update(stream) { record in
      record.version &+= 1
      return record.version
    }
    if let version { return version }
    guard view.act.opensSubject || view.version == 0 else { return nil }
    self[stream] = SubjectRecord()
    return 0
  }
}

extension SubjectRecord {
  fileprivate mutating func opened(_ numbers: Range<Int64>) {
    first = numbers.lowerBound
    opened = UInt32(truncatingIfNeeded: numbers.count)
    unsettled = opened
  }
}
