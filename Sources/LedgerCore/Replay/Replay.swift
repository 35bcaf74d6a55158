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
  let law: BundledLaw
  /// The rules by which obligations are judged.
  public let rules: RulesInForce
  let acts: RuleActs

  var tree = TreeEdge<SHA256Hasher>()
  var names = LongNames()
  var bodies = NameTable<BodyRecord>()
  var departments = BodyList()
  var entries = NameTable<EntryRecord>()
  /// Of the entries that were revised in what checks ask, what they were when.
  var histories = NameTable<EntryHistory>()
  var retirements: [Moment] = []
  var projects = ProjectTable()
  /// The streams of which only the versions matter.
  var others: [StreamName.Category: NameTable<OtherRecord>] = [:]
  var obligations: ObligationBook
  var notices: [HolidayNotice] = []
  /// The adoptions of rule books.
  var adoptions: [LoggedAdoption] = []
  var refusals: [Refusal] = []
  /// The registrations of data authorities that count.
  var authorities: [RegisteredAuthority] = []
  var kept = KeptActs()
  var entryActs: EntryActs
  var grants: Grants
  var counted: CountedEvents
  var lastRecordedAt: Instant?

  /// Starts a replay under rules.
  ///
  /// - Parameter space: takes what is settled; memory by default.
  public init(
    scope: AuditScope, law: BundledLaw, rules: RulesInForce, space: any SpillSpace = MemorySpill()
  ) {
    self.init(
      scope: scope, law: law, rules: rules, obligations: ObligationBook(space: space))
  }

  init(scope: AuditScope, law: BundledLaw, rules: RulesInForce, obligations: ObligationBook) {
    self.scope = scope
    self.law = law
    self.rules = rules
    self.obligations = obligations
    self.obligations.matters = MatterTables(rules.places.map(\.rule))
    entryActs = EntryActs(space: obligations.settled.space)
    grants = Grants(space: obligations.settled.space)
    counted = CountedEvents(scope)
    acts = RuleActs(rules)
  }

  /// The rules that the log folded so far brings into force, together with the default book.
  ///
  /// - Throws: `notFound` for an adopted book that is neither bundled nor in the log.
  public func rulesOfLog() throws(LedgerError) -> RulesInForce {
    try law.rules(adopting: adoptions)
  }

  /// How many leaves were folded.
  public var size: Int64 { tree.size }

  /// The size and root of the log that was folded.
  public var head: LogHead { LogHead(size: tree.size, root: tree.root()) }

  /// Folds the leaves of a page, which must follow those folded before.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not an event in its place;
  ///   `inputOutput` when the space for settled obligations is full. The replay cannot go on then.
  public mutating func fold(_ page: LeafPage) throws(LedgerError) { try fold(EventPage(page)) }

  /// Folds the events of a page, which must follow those folded before.
  ///
  /// - Throws: as for a page of leaves.
  public mutating func fold(_ page: EventPage) throws(LedgerError) {
    guard page.first == tree.size else {
      throw .damaged(at: tree.size, "found a page that begins at position \(page.first)")
    }
    try page.withText { (text) throws(LedgerError) in
      let subjects = touch(page, text)
      for place in page.events.indices {
        try fold(page.events[place], subjects[place], Folded(page: page, text: text))
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
  struct Folded {
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
    if counts, !view.form.isCore { try check(view, subject, page) }
    switch view.type {
    case .calendarNoticeIssued, .rulesAdopted: takeLaw(view, page, counts)
    case .catalogEntryRegistered: register(subject, view, page)
    case .projectSubmitted: submit(subject, view, page)
    case .shareRequested: request(subject, view, page, counts)
    case .shareReplied where !counts: forgetRequestOfNoObligation(subject)
    case _ where !view.form.isCore && view.form.act == .opens:
      guard let kind = ObligationRule.Subject(view.type),
        let entry = page.page.text(.entry, of: view)
      else { break }
      let receivedAt = page.page.instant(.receivedAt, of: view)
      ask(kind, subject, name(entry, page), receivedAt, counts, view, page)
    default:
      if counts { try act(view, subject, page) }
    }
  }

  private mutating func takeLaw(_ view: EventView, _ page: Folded, _ counts: Bool) {
    switch page.page.law(at: Int(view.position - page.page.first)) {
    case .calendarNoticeIssued(let data):
      // A notice is known from its own date of issue, whoever recorded it and when.
      notices.append(data.holidayNotice)
    case .rulesAdopted(let data):
      adoptions.append(LoggedAdoption(data: data, position: view.position, counts: counts))
    default: break
    }
  }

  /// What only says what other events are about is known even when it does not count itself: an act
  /// that counts is judged by it.
  private mutating func register(_ entry: Name, _ view: EventView, _ page: Folded) {
    guard let code = page.page.code(.department, of: view),
      let sharing: SharingType = page.page.choice(.sharing, of: view),
      let openness: Openness = page.page.choice(.openness, of: view)
    else { return }
    let department = departments.place(of: code)
    entries.update(entry) { entry in
      entry.department = department
      entry.sharing = sharing
      entry.openness = openness
      entry.registeredAt = view.occurredAt
      entry.retirement = nil
    }
  }

  private mutating func submit(_ project: Name, _ view: EventView, _ page: Folded) {
    guard let department = page.page.code(.department, of: view) else { return }
    let isUnderInvestmentLaw =
      page.page.isTrue(.fixedAssetInvestment, of: view) || page.page.isTrue(.stateSubsidy, of: view)
    projects.submit(
      project, .init(department: department, isUnderInvestmentLaw: isUnderInvestmentLaw))
  }

  private mutating func request(
    _ request: Name, _ view: EventView, _ page: Folded, _ counts: Bool
  ) {
    guard let entry = page.page.text(.entry, of: view),
      let purpose = page.page.text(.purpose, of: view),
      let requester = page.page.code(.requester, of: view)
    else { return }
    ask(
      .shareRequest, request, name(entry, page), page.page.instant(.receivedAt, of: view), counts,
      view, page, by: departments.place(of: requester), purpose: hash(purpose, page))
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
        switch page.page.events[place].type {
        case .shareRequested:
          obligations.matters[.shareRequest].touch(subject)
            != entries.touch(
              page.page.text(.entry, of: page.page.events[place]).map { name($0, page) } ?? .none)
        case .shareReplied, .shareWithdrawn: obligations.matters[.shareRequest].touch(subject)
        case .catalogEntryRegistered, .catalogEntryRevised, .catalogEntryRetired:
          entries.touch(subject)
        default: false
        }
      if isThere { touched += 1 }
    }
    // Without a use of it, the reading would be left out.
    return touched > subjects.count ? [] : subjects
  }

  @inline(__always)
  mutating func name(_ range: TextRange, _ page: Folded) -> Name {
    page.text.start(of: range).map { names.name(padded: $0, count: Int(range.count)) } ?? .none
  }

  mutating func citation(_ view: EventView, _ page: Folded) -> Obligation.Citation {
    Obligation.Citation(moment: view.moment, event: name(view.id, page))
  }

  // MARK: Versions

  /// Checks that an event is the next of its stream, as far as the stream is remembered.
  private mutating func advance(_ view: EventView, _ subject: Name) throws(LedgerError) {
    let expected: UInt32? =
      switch view.form.category {
      case .department: bodies.advance(subject) { BodyRecord() }
      case .catalogEntry: entries.advance(subject) { EntryRecord() }
      case .project: projects.streams.advance(subject) { ProjectRecord() }
      case .updateTrigger: obligations.matters[.updateTrigger].advance(subject, view)
      case .shareRequest: obligations.matters[.shareRequest].advance(subject, view)
      case .incident: obligations.matters[.incident].advance(subject, view)
      case .verification: obligations.matters[.verification].advance(subject, view)
      case .openApplication: obligations.matters[.openApplication].advance(subject, view)
      // Of a thing with one event there is nothing to remember.
      case let category where EventForm.singles.contains(category): 0
      case let category:
        others[category, default: NameTable()].advance(subject) { OtherRecord() }
      }
    guard let expected, expected != UInt32(truncatingIfNeeded: view.version) else { return }
    let stream = StreamName(view.form.category, names.identifier(of: subject))
    throw .damaged(at: view.position, "version \(view.version) of \(stream), expected \(expected)")
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
    guard view.form.act == .opens || view.version == 0 else { return nil }
    self[stream] = SubjectRecord()
    return 0
  }
}
