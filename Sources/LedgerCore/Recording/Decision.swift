import WorkingDays

/// What the log already holds decides whether a record may follow.
///
/// What is contradictory or impossible is refused always; what is unlawful, only while it is done. What
/// was done is for `ViolationRule` to find (contract §4).
enum Decision {
  /// Refuses an act that contradicts the states that it touches.
  ///
  /// - Parameters:
  ///   - law: the law that is bundled.
  ///   - rules: the rules that are in force.
  ///   - isLive: whether the act is recorded as it is done, and no violation allowed.
  /// - Throws: `unknownReference`, `contradictory` or `unlawful`, naming the key.
  static func check(
    _ act: ViewedEvent, given states: inout some StateLookup, law: BundledLaw,
    rules: RulesInForce, isLive: Bool
  ) throws(LedgerError) {
    try checkStream(act, &states)
    if act.type == .catalogEntryRevised || act.type == .catalogEntryRetired {
      try current(act, &states)
    }
    try checkReferences(act, &states)
    try checkReceipt(act)
    switch act.type {
    case .catalogEntryRegistered:
      try refuseSecrets(act)
      if isLive { try requireItems(act, rules) }
      guard isLive, let article = basisArticle(act, rules) else { break }
      try requireBasis(act.choice(.sharing), act.statesBasis, article)
    case .catalogEntryRevised where isLive:
      guard let article = basisArticle(act, rules) else { break }
      try requireBasis(revised: act, article, &states)
    case .catalogFiled where isLive: try file(act, rules, &states)
    case .shareRequested: try request(act, rules, isLive: isLive, &states)
    case .shareReplied:
      try checkGrant(act, &states)
      try reply(act, &states)
    case .dataUsed: try checkUse(act)
    case .projectSubmitted: try submit(act, &states)
    case .projectStarted: try start(act, &states)
    case .bodySucceeded:
      try end(act, &states)
      try checkSuccessors(act, &states)
    case .divisionChanged where act.division(.successor) == act.division(.division):
      throw contradiction("successor", "\(act.subject.string), the division itself", "another one")
    default:
      switch act.whole {
      case .calendarNoticeIssued(let data): try issue(data, act, law, &states)
      case .rulesAdopted(let data): try adopt(data, act, law, rules, &states)
      default: break
      }
    }
    if !act.form.isCore {
      try ActRefusals.check(act)
      if isLive { try ActRefusals.checkLawful(act, rules, &states) }
    }
  }

  /// Refuses that an event counts again which would contradict what the log holds by now.
  ///
  /// - Parameter states: those without the event.
  /// - Throws: `contradictory`, naming the event's key of a correction.
  static func checkReturn(
    of event: ViewedEvent, given states: inout some StateLookup, _ law: BundledLaw,
    _ rules: RulesInForce
  ) throws(LedgerError) {
    do throws(LedgerError) {
      try checkStream(event, &states)
      switch event.type {
      case .catalogEntryRetired: try current(event, &states)
      case .shareReplied: try reply(event, &states)
      case .projectSubmitted: try submit(event, &states)
      case .projectStarted: try start(event, &states)
      case .bodySucceeded: try end(event, &states)
      default:
        switch event.whole {
        case .calendarNoticeIssued(let data): try issue(data, event, law, &states)
        case .rulesAdopted(let data): try adopt(data, event, law, rules, &states)
        default: break
        }
      }
    } catch {
      throw LedgerError(
        .contradictory,
        "“\(event.id)” would count again, and contradict what was recorded since: \(error.message)",
        path: "data.event")
    }
  }

  /// How the act stands to its stream, as its form tells.
  private static func checkStream(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let form = act.form
    let subject = form.subjectKey.key.name
    switch form.act {
    case .opens: try new(act, &states)
    case .follows, .followsOnce, .joins, .joinsOnce:
      if let state = try states.state(of: act.streamHash) {
        if form.act.isOnce, state.done.contains(act) {
          throw twice(subject, act.subject, "had its \(act.type.rawValue) already")
        }
      } else if !form.act.mayOpen {
        throw unknown(subject, act.subject)
      }
    }
  }

  /// What must exist, as the form tells.
  private static func checkReferences(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    for key in act.form.keys {
      guard let category = key.refersTo else { continue }
      if let name = act.text(key.key) { try known(name, category, key.key.name, &states) }
      for (index, name) in act.texts(key.key).enumerated() {
        try known(name, category, "\(key.key.name)[\(index)]", &states)
      }
    }
  }

  /// What is asked for is received after it is asked for.
  private static func checkReceipt(_ act: ViewedEvent) throws(LedgerError) {
    guard act.form.act == .opens, let receivedAt = act.instant(.receivedAt),
      act.occurredAt.millisecondsSinceEpoch - receivedAt.millisecondsSinceEpoch
        > Recorder.tolerance
    else { return }
    throw LedgerError(
      .contradictory,
      "found \(receivedAt), expected at most five minutes before it was asked for,"
        + " \(act.occurredAt)",
      path: "data.receivedAt")
  }

  // MARK: Law

  /// A notice means the same for good; only one that came with the program gives way to the
  /// operator's own of its name.
  private static func issue(
    _ data: CalendarNoticeIssued, _ act: ViewedEvent, _ law: BundledLaw,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    do { try data.holidayNotice.checkDays() } catch { throw error.under("data") }
    guard case .notice(let known) = try states.state(of: act.streamHash),
      !known.saysTheSame(as: data.holidayNotice), !law.notices.contains(where: known.saysTheSame)
    else { return }
    throw twice("notice", act.subject, "was already recorded with other days")
  }

  /// A book that is adopted is known: it is bundled, or the event brings it along. A name means one
  /// book for good.
  private static func adopt(
    _ data: RulesAdopted, _ act: ViewedEvent, _ law: BundledLaw, _ rules: RulesInForce,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    try adoptKnown(data, act, law, &states)
    let known = rules.adoptions.map(\.book) + law.books
    let book =
      if let document = data.document { try RuleBook(document: document) } else {
        known.first { $0.name == data.book }
      }
    guard let rule = book.flatMap({ rules.ambiguousRule(with: $0) }) else { return }
    throw LedgerError(
      .contradictory,
      "found the rule \(rule), which a book in force has for another duty, another start or another"
        + " check, expected names that tell findings apart",
      path: "data.book")
  }

  /// Requires that the book is bundled, in the log or brought along, and means one document.
  private static func adoptKnown(
    _ data: RulesAdopted, _ act: ViewedEvent, _ law: BundledLaw, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let bundled = law.books.first { $0.name == data.book }
    if let bundled, let document = data.document, document != bundled.document {
      throw LedgerError(
        .contradictory,
        "found another book under the name of the bundled \(data.book),"
          + " expected a name of its own", path: "data.document")
    }
    guard case .book(let book) = try states.state(of: act.streamHash),
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
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.state(of: act.streamHash) != nil {
      throw twice(act.form.subjectKey.key.name, act.subject, "was already recorded")
    }
  }

  private static func known(
    _ name: PageText, _ category: StreamName.Category, _ key: String,
    _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.state(of: name.hash(as: category)) == nil { throw unknown(key, name) }
  }

  private static func twice(_ key: String, _ name: PageText, _ fact: String) -> LedgerError {
    LedgerError(
      .contradictory, "found “\(name.string)”, which \(fact), expected one that was not",
      path: "data." + key)
  }

  private static func unknown(_ key: String, _ name: PageText) -> LedgerError {
    LedgerError(
      .unknownReference, "found “\(name.string)”, expected one that was recorded before",
      path: "data." + key)
  }

  // MARK: Catalogue

  /// What is changed is an entry that exists and is not retired.
  private static func current(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.entry(act.streamHash)?.retired != nil {
      throw twice("entry", act.subject, "was already retired")
    }
  }

  /// The article under which a restriction of sharing states its basis.
  private static func basisArticle(_ act: ViewedEvent, _ rules: RulesInForce) -> String? {
    rules.article(of: .restrictedWithoutBasis, against: act.type, on: act.day)
  }

  private static func requireBasis(
    revised act: ViewedEvent, _ article: String, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let entry = try states.entry(act.streamHash) else { return }
    try requireBasis(
      act.choice(.sharing) ?? entry.sharing, entry.hasLegalBasis || act.statesBasis,
      article)
  }

  /// Art. 2: state secrets are outside the order.
  private static func refuseSecrets(_ act: ViewedEvent) throws(LedgerError) {
    guard act.isTrue(.stateSecret) else { return }
    throw LedgerError(
      .unlawful,
      "found true, expected data that is no state secret: those are kept under the law on guarding"
        + " state secrets (第二条)",
      path: "data.stateSecret")
  }

  /// Art. 15: an entry states the seven items.
  private static func requireItems(
    _ act: ViewedEvent, _ rules: RulesInForce
  ) throws(LedgerError) {
    guard let article = rules.article(of: .incompleteEntry, against: act.type, on: act.day),
      let missing = act.missingItem
    else { return }
    throw LedgerError(
      .unlawful, "found none, expected all of the seven items of an entry (\(article))",
      path: "data." + missing.name)
  }

  /// Art. 22: a restriction of sharing states the law that it rests on.
  private static func requireBasis(
    _ sharing: SharingType?, _ hasBasis: Bool, _ article: String
  ) throws(LedgerError) {
    guard let sharing, sharing != .unconditional, !hasBasis else { return }
    throw LedgerError(
      .unlawful,
      "found none, expected the basis in law of sharing “\(sharing.rawValue)” (\(article))",
      path: "data.legalBasis")
  }

  /// Art. 15: a catalogue is filed with the authority of the department's own level.
  private static func file(
    _ act: ViewedEvent, _ rules: RulesInForce, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let article = rules.article(of: .filedWithAnother, against: act.type, on: act.day),
      let authority = act.code(.authority), let department = act.code(.department)
    else { return }
    if try states.isAnother(authority: authority, for: department, on: act.day) {
      throw LedgerError(
        .unlawful,
        "found \(authority), expected the data authority of the department's own level"
          + " (\(article))",
        path: "data.authority")
    }
  }

  // MARK: Bodies

  /// A body ends once.
  private static func end(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if let body = act.code(.department), try states.heirs().areTold(of: body) {
      throw twice("department", act.subject, "had its \(act.type.rawValue) already")
    }
  }

  /// Those who take a body's place are others, each named once, and no entry goes to two. Like any body that
  /// an act names they may be registered later.
  private static func checkSuccessors(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard case .bodySucceeded(let data)? = act.whole else { return }
    var named: Set<BodyCode> = [data.department]
    var entries: Set<Identifier> = []
    var hasRest = false
    for (place, successor) in data.successors.enumerated() {
      let path = "successors[\(place)]"
      let body = successor.department
      guard named.insert(body).inserted else {
        throw contradiction(
          path + ".department", "\(body)",
          body == data.department ? "another body than the one that ends" : "every body once")
      }
      if successor.scope == nil {
        if hasRest {
          throw contradiction(
            path + ".scope", "none", "a scope: another takes over whatever no scope lists")
        }
        hasRest = true
      }
      for (number, entry) in (successor.scope ?? []).enumerated() {
        let path = path + ".scope[\(number)]"
        guard entries.insert(entry).inserted else {
          throw contradiction(path, "“\(entry)”, which another takes over", "every entry once")
        }
        if try states.entry(NameHash(StreamName(.catalogEntry, entry))) == nil {
          throw LedgerError(
            .unknownReference, "found “\(entry)”, expected one that was recorded before",
            path: "data." + path)
        }
      }
    }
  }

  // MARK: Projects

  /// A project is submitted again only after it was returned: then it is a further round of the same.
  private static func submit(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if let project = try states.project(act.streamHash), project.isSubmitted, !project.isReturned {
      throw twice("project", act.subject, "was already submitted and not returned")
    }
  }

  private static func start(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    if try states.project(act.streamHash)?.isStarted == true {
      throw twice("project", act.subject, "was already started")
    }
  }

  // MARK: Sharing

  /// What is granted is of what was asked for, and is said where the holder agrees in part.
  private static func checkGrant(
    _ reply: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let decision: ShareDecision? = reply.choice(.decision)
    if decision == .partlyAgreed, !reply.has(.items) {
      throw contradiction(
        "items", "nothing", "the items that are granted where the holder agrees in part")
    }
    if decision != .partlyAgreed, reply.has(.items) {
      throw contradiction("items", "items", "none unless the holder agrees in part")
    }
    if let until = reply.date(.validUntil) {
      if decision == .refused {
        throw contradiction("validUntil", "\(until)", "no such day in a refusal")
      }
      if until < reply.day {
        throw contradiction("validUntil", "\(until)", "a day not before the reply's, \(reply.day)")
      }
    }
    guard reply.has(.items), let asked = try states.events(in: reply.streamHash).first,
      asked.has(.items)
    else { return }
    for (place, item) in reply.texts(.items).enumerated() {
      guard !asked.texts(.items).contains(item) else { continue }
      throw contradiction("items[\(place)]", "“\(item.string)”", "an item that was asked for")
    }
  }

  /// What is asked for of an entry are fields that it has, or had.
  private static func checkItems(
    _ request: ViewedEvent, of entry: EntryState
  ) throws(LedgerError) {
    guard request.has(.items) else { return }
    for (place, item) in request.texts(.items).enumerated()
    where !entry.fields.contains(item.fieldHash) {
      throw contradiction("items[\(place)]", "“\(item.string)”", "a field of the entry")
    }
  }

  /// Data is used under a request, or as an entry's that is shared without one.
  private static func checkUse(_ use: ViewedEvent) throws(LedgerError) {
    guard use.has(.request) == use.has(.entry) else { return }
    throw contradiction(
      "request", use.has(.request) ? "a request and an entry" : "neither a request nor an entry",
      "one of them")
  }

  private static func contradiction(_ key: String, _ found: String, _ expected: String)
    -> LedgerError
  {
    LedgerError(.contradictory, "found \(found), expected \(expected)", path: "data." + key)
  }

  /// A request is answered once: by its holder, or by any body but once. What a stranger said does not
  /// keep the holder from replying.
  private static func reply(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let request = try states.request(act.streamHash), !request.replies.isEmpty,
      let state = try states.entry(request.entry),
      let name = try states.events(in: act.streamHash).first?.text(.entry)
    else { return }
    let entry = HeldEntry(
      state.history, named: name.withUTF8 { Name($0) }, try states.heirs())
    let isHolders = { (body: BodyCode, moment: Moment) in
      entry.isHolders(body, at: moment, askedAt: request.asked)
    }
    let isTheHolders = isHolders(act.view.actor, act.moment)
    let known = request.replies.contains { reply in
      reply.body == act.view.actor || isTheHolders && isHolders(reply.body, reply.moment)
    }
    if known { throw twice("request", act.subject, "was already answered") }
  }

  /// Art. 23: what is not shared is not asked for, unless a rule in force says when such a request is to be
  /// answered. What is shared unconditionally may be taken directly, and may be asked for.
  private static func request(
    _ act: ViewedEvent, _ rules: RulesInForce, isLive: Bool, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let name = act.text(.entry), let entry = try states.entry(.entry, of: act) else { return }
    if let retired = entry.retired, retired.occurredAt <= act.occurredAt {
      throw LedgerError(
        .contradictory, "found “\(name.string)”, which was retired, expected a current entry",
        path: "data.entry")
    }
    try checkItems(act, of: entry)
    guard isLive, rules.exclude(act.type, on: act.day) else { return }
    // What is recorded late is about the entry as it was then: that counts as well as what it is now.
    let moment = Moment(occurredAt: act.occurredAt, position: .max)
    let then = entry.facts(at: moment)?.sharing ?? entry.sharing
    let received = (act.instant(.receivedAt) ?? act.occurredAt).beijingDate
    let isAnswered = { (sharing: SharingType?) in
      guard let sharing, sharing == .notShared else { return true }
      return rules.answer(requestsFor: sharing, on: received)
    }
    guard !isAnswered(then), !isAnswered(entry.sharing) else { return }
    throw LedgerError(
      .unlawful,
      "found “\(name.string)”, which is not shared, expected an entry that is (第二十三条)",
      path: "data.entry")
  }
}

extension StateLookup {
  /// Whether `authority` is known not to be the data authority of the department's own division on a
  /// day.
  ///
  /// Nothing is known while one of the two is not registered, unless the authority has ended by then.
  mutating func isAnother(
    authority: BodyCode, for department: BodyCode, on day: CivilDate
  ) throws(LedgerError) -> Bool {
    guard let state = try self.body(authority) else { return false }
    let heirs = try heirs()
    if heirs.hasEnded(authority, on: day) { return true }
    return try body(department).map { heirs.isAnother(authority: state, for: $0, on: day) } ?? false
  }
}
