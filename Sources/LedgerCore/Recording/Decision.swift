import WorkingDays

/// What the log already holds decides whether a record may follow.
///
/// Only what is contradictory or impossible is refused here. What is unlawful but was done is for
/// `ViolationRule` to find (contract §4).
enum Decision {
  /// Refuses a record that contradicts the states that it touches.
  ///
  /// - Parameters:
  ///   - law: the law that is bundled.
  ///   - rules: the rules that are in force.
  /// - Throws: `unknownReference`, `contradictory` or `unlawful`, naming the key.
  static func check(
    _ record: Record, given states: inout some StateLookup, law: BundledLaw, rules: RulesInForce
  ) throws(LedgerError) {
    switch record.data {
    case .departmentRegistered(let data):
      try new(data.stream, "department", &states)
    case .catalogEntryRegistered(let data):
      try new(data.stream, "entry", &states)
      try refuseSecrets(data)
      try requireBasis(data.sharing, data.legalBasis != nil)
    case .catalogEntryRevised(let data):
      try revise(data, &states)
    case .catalogEntryRetired(let data):
      try current(data.entry, &states)
      try known(data.trigger, &states)
    case .catalogUpdateTriggered(let data):
      try new(data.stream, "trigger", &states)
      for (index, entry) in data.entries.enumerated() {
        try known(entry: entry, at: "entries[\(index)]", &states)
      }
    case .catalogTriggerReviewed(let data):
      try known(data.trigger, &states)
      if let entry = data.entry { try known(entry: entry, at: "entry", &states) }
    case .catalogFiled(let data):
      try file(data, record, rules, &states)
    case .shareRequested(let data):
      try request(data, record, rules, &states)
    case .shareReplied(let data):
      let request = try known(request: data.request, &states)
      if request.isReplied { throw twice("request", data.request, "was already answered") }
    case .shareWithdrawn(let data):
      let request = try known(request: data.request, &states)
      if request.isWithdrawn { throw twice("request", data.request, "was already withdrawn") }
    case .incidentDetected(let data):
      try new(data.stream, "incident", &states)
    case .incidentRemedied(let data):
      try known(incident: data.incident, &states)
    case .incidentReported(let data):
      try known(incident: data.incident, &states)
    case .projectSubmitted(let data):
      try new(data.stream, "project", &states)
    case .projectReviewed(let data):
      _ = try known(project: data.project, &states)
    case .projectStarted(let data):
      let project = try known(project: data.project, &states)
      if project.started != nil { throw twice("project", data.project, "was already started") }
    case .calendarNoticeIssued(let data):
      try issue(data, law, &states)
    case .rulesAdopted(let data):
      try adopt(data, law, rules, &states)
    case .auditAttested:
      break
    case let act:
      try check(act, &states)
      try ActRefusals.check(act, on: record.occurredAt.beijingDate, rules, &states)
    }
  }

  // MARK: Further acts

  /// What the form tells: how the act stands to its stream, and what must exist.
  private static func check(
    _ act: EventData, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let form = EventForm.of(act.type)
    let subject = form.subjectKey.key.name
    if form.act == .opens {
      try new(act.stream, subject, &states)
    } else if let state = try states.state(of: act.stream) {
      if form.act.isOnce, state.done.contains(act.type) {
        throw twice(subject, act.stream.identifier, "had its \(act.type.rawValue) already")
      }
    } else if !form.act.mayOpen {
      throw unknown(subject, act.stream.identifier)
    }
    for key in form.keys {
      guard let category = key.refersTo, let id = act.identifier(key.key) else { continue }
      if try states.state(of: StreamName(category, id)) == nil { throw unknown(key.key.name, id) }
    }
  }

  // MARK: Law

  /// A notice means the same for good; only one that came with the program gives way to the
  /// operator's own of its name.
  private static func issue(
    _ data: CalendarNoticeIssued, _ law: BundledLaw, _ states: inout some StateLookup
  ) throws(LedgerError) {
    do { try data.holidayNotice.checkDays() } catch { throw error.under("data") }
    guard case .notice(let known) = try states.state(of: data.stream),
      !known.saysTheSame(as: data.holidayNotice), !law.notices.contains(where: known.saysTheSame)
    else { return }
    throw twice("notice", data.stream.identifier, "was already recorded with other days")
  }

  /// A book that is adopted is known: it is bundled, or the event brings it along. A name means one
  /// book for good.
  private static func adopt(
    _ data: RulesAdopted, _ law: BundledLaw, _ rules: RulesInForce,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    try adoptKnown(data, law, &states)
    let known = rules.adoptions.map(\.book) + law.books
    let book =
      if let document = data.document { try RuleBook(document: document) } else {
        known.first { $0.name == data.book }
      }
    guard let rule = book.flatMap({ rules.ambiguousRule(with: $0) }) else { return }
    throw LedgerError(
      .contradictory,
      "found the rule \(rule), which a book in force has for another duty or another start,"
        + " expected names that tell obligations apart",
      path: "data.book")
  }

  /// Requires that the book is bundled, in the log or brought along, and means one document.
  private static func adoptKnown(
    _ data: RulesAdopted, _ law: BundledLaw, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let bundled = law.books.first { $0.name == data.book }
    if let bundled, let document = data.document, document != bundled.document {
      throw LedgerError(
        .contradictory,
        "found another book under the name of the bundled \(data.book),"
          + " expected a name of its own", path: "data.document")
    }
    guard case .book(let book) = try states.state(of: data.stream),
      let earlier = book.documents[data.book]
    else {
      if bundled == nil, data.document == nil {
        throw LedgerError(
          .unknownReference,
          "found “\(data.book)”, expected a bundled rule book, or its document in “document”",
          path: "data.book")
      }
      return
    }
    if let document = data.document, StreamState.digest(of: document) != earlier {
      throw LedgerError(
        .contradictory,
        "found another book under the name \(data.book), expected the one adopted"
          + " before, or another version", path: "data.document")
    }
  }

  // MARK: Existence

  private static func new(
    _ stream: StreamName, _ key: String, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.state(of: stream) != nil {
      throw twice(key, stream.identifier, "was already recorded")
    }
  }

  private static func twice(_ key: String, _ id: Identifier, _ fact: String) -> LedgerError {
    LedgerError(
      .contradictory, "found “\(id)”, which \(fact), expected one that was not",
      path: "data." + key)
  }

  private static func unknown(_ key: String, _ id: Identifier) -> LedgerError {
    LedgerError(
      .unknownReference, "found “\(id)”, expected one that was recorded before",
      path: "data." + key)
  }

  private static func known(
    entry: Identifier, at key: String, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.entry(entry) == nil { throw unknown(key, entry) }
  }

  private static func known(
    _ trigger: Identifier?, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let trigger else { return }
    if try states.trigger(trigger) == nil { throw unknown("trigger", trigger) }
  }

  private static func known(
    request: Identifier, _ states: inout some StateLookup
  ) throws(LedgerError) -> RequestState {
    guard let state = try states.request(request) else { throw unknown("request", request) }
    return state
  }

  private static func known(
    incident: Identifier, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.incident(incident) == nil { throw unknown("incident", incident) }
  }

  private static func known(
    project: Identifier, _ states: inout some StateLookup
  ) throws(LedgerError) -> ProjectState {
    guard let state = try states.project(project) else { throw unknown("project", project) }
    return state
  }

  // MARK: Catalogue

  /// An entry that exists and is not retired.
  @discardableResult
  private static func current(
    _ entry: Identifier, _ states: inout some StateLookup
  ) throws(LedgerError) -> EntryState {
    guard let state = try states.entry(entry) else { throw unknown("entry", entry) }
    if state.retired != nil { throw twice("entry", entry, "was already retired") }
    return state
  }

  private static func revise(
    _ data: CatalogEntryRevised, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let entry = try current(data.entry, &states)
    try known(data.trigger, &states)
    try requireBasis(
      data.sharing ?? entry.sharing, entry.hasLegalBasis || data.legalBasis != nil)
  }

  /// Art. 2: state secrets are outside the order.
  private static func refuseSecrets(_ data: CatalogEntryRegistered) throws(LedgerError) {
    guard data.stateSecret == true else { return }
    throw LedgerError(
      .unlawful,
      "found true, expected data that is no state secret: those are kept under the law on guarding"
        + " state secrets (第二条)",
      path: "data.stateSecret")
  }

  /// Art. 22: a restriction of sharing states the law that it rests on.
  private static func requireBasis(
    _ sharing: SharingType, _ hasBasis: Bool
  ) throws(LedgerError) {
    guard sharing == .unconditional || hasBasis else {
      throw LedgerError(
        .unlawful,
        "found none, expected the basis in law of sharing “\(sharing.rawValue)” (第二十二条)",
        path: "data.legalBasis")
    }
  }

  /// Art. 15: a catalogue is filed with the authority of the department's own level.
  private static func file(
    _ data: CatalogFiled, _ record: Record, _ rules: RulesInForce,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    for (index, entry) in data.entries.enumerated() {
      try known(entry: entry, at: "entries[\(index)]", &states)
    }
    let day = record.occurredAt.beijingDate
    guard rules.isOrder329InForce(on: day) else { return }
    if try states.isAnother(authority: data.authority, for: data.department, on: day) {
      throw LedgerError(
        .unlawful,
        "found \(data.authority), expected the data authority of the department's own level"
          + " (第十五条)",
        path: "data.authority")
    }
  }

  // MARK: Sharing

  /// Art. 23: only conditionally shared data is asked for, unless a rule in force says when a request
  /// for other data is to be answered.
  private static func request(
    _ data: ShareRequested, _ record: Record, _ rules: RulesInForce,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    try new(data.stream, "request", &states)
    guard let entry = try states.entry(data.entry) else { throw unknown("entry", data.entry) }
    if let retired = entry.retired, retired.occurredAt <= record.occurredAt {
      throw LedgerError(
        .contradictory, "found “\(data.entry)”, which was retired, expected a current entry",
        path: "data.entry")
    }
    guard rules.isOrder329InForce(on: record.occurredAt.beijingDate) else { return }
    // What is recorded late is about the entry as it was then: that counts as well as what it is now.
    let moment = Moment(occurredAt: record.occurredAt, position: .max)
    let then = entry.facts(at: moment)?.sharing ?? entry.sharing
    let isAnswered = { (sharing: SharingType) in
      sharing == .conditional
        || rules.answer(requestsFor: sharing, on: data.receivedAt.beijingDate)
    }
    guard !isAnswered(then), !isAnswered(entry.sharing) else { return }
    let instead =
      then == .notShared
      ? "not shared" : "shared unconditionally: take it directly from the platform"
    throw LedgerError(
      .unlawful,
      "found “\(data.entry)”, which is \(instead), expected a conditionally shared entry"
        + " (第二十三条)",
      path: "data.entry")
  }
}

extension StateLookup {
  /// Whether `authority` is known not to be the data authority of the department's own division on a
  /// day.
  ///
  /// Nothing is known while one of the two is not registered.
  mutating func isAnother(
    authority: BodyCode, for department: BodyCode, on day: CivilDate
  ) throws(LedgerError) -> Bool {
    guard let body = try body(department), let authority = try self.body(authority) else {
      return false
    }
    return BodyState.isAnother(authority: authority, for: body, on: day)
  }
}

extension BodyState {
  /// Whether `authority` is not the data authority of the department's own division on a day.
  static func isAnother(
    authority: BodyState, for department: BodyState, on day: CivilDate
  ) -> Bool {
    authority.kind != .dataAuthority
      || authority.division.inForce(on: day) != department.division.inForce(on: day)
  }
}
