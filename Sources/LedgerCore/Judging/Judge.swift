import WorkingDays

/// The one judge: what the law says of a matter, from the acts on it in the world's order, the facts
/// at their times, the law in force, and the times that are asked about.
///
/// A matter is judged as a whole. What was recorded late, or in another order, is no special case: it
/// is another list of acts.
struct Judge<KnownFacts: Facts> {
  let rules: RulesInForce
  private let byAct: RulesByAct
  var facts: KnownFacts
  let scope: AuditScope

  /// The obligations of the matter that was judged last.
  private(set) var obligations: [Obligation] = []
  /// The violations and remarks that were found in it.
  var violations: [FoundViolation] = []
  /// The acts that would have opened obligations, had they been those of bodies that the law binds.
  private(set) var outOfScope: [OutOfScope] = []
  /// When the duty began, of each obligation: nothing before discharges it.
  private var beginnings: [Instant] = []
  /// Only obligations are wanted that an act about this part may concern.
  private var concerned = Obligation.Part.whole
  /// The entry that was asked for last, by the position of the act that did.
  private var asked: (by: Int64, history: HeldEntry?)?
  /// Who answers for whom.
  let heirs: Heirs

  init(_ rules: RulesInForce, _ facts: KnownFacts, scope: AuditScope) {
    self.rules = rules
    self.facts = facts
    self.scope = scope
    byAct = rules.byAct
    heirs = facts.heirs
  }

  /// Judges a matter.
  mutating func judge(_ matter: ActedMatter) {
    judgeObligations(of: matter)
    findViolations(matter)
  }

  /// Judges whether an act violates anything.
  ///
  /// - Parameter part: what the act is about.
  mutating func judgeViolations(
    of matter: ActedMatter, at position: Int64, about part: Obligation.Part = .whole
  ) {
    judgeObligations(of: matter, concernedBy: part)
    violations.removeAll { $0.act.moment.position != position }
    findViolations(matter, at: position)
  }

  /// Judges the obligations of a matter.
  ///
  /// - Parameter part: only those that an act about this part may concern; all by default.
  mutating func judgeObligations(of matter: ActedMatter, concernedBy part: Obligation.Part = .whole)
  {
    obligations.removeAll(keepingCapacity: true)
    beginnings.removeAll(keepingCapacity: true)
    outOfScope.removeAll(keepingCapacity: true)
    violations.removeAll(keepingCapacity: true)
    guard let kind = ObligationRule.Subject(matter.category) else { return }
    concerned = part
    findObligations(kind, matter)
  }

  // MARK: Obligations

  private mutating func findObligations(_ kind: ObligationRule.Subject, _ matter: ActedMatter) {
    let first = matter.first(kind.opening)
    for place in matter.places where byAct.mayOpen(matter.type(of: place)) {
      let act = matter.act(at: place)
      guard scope.counts(act.view) else { continue }
      if act.type == .incidentRegraded {
        regrade(act, matter, first)
      } else if act.type == kind.opening || isFirstToOpen(act, kind, matter, first) {
        for opening in byAct.openings(by: act.type) { open(opening, kind, matter, act, first) }
      }
    }
    guard !obligations.isEmpty else { return }
    let parts = PartIndex(obligations)
    for place in matter.places where byAct.mayAffect(matter.type(of: place)) {
      let act = matter.act(at: place)
      guard act.type != kind.opening, scope.counts(act.view),
        ObligationRule.Subject(act.type) == kind
      else { continue }
      apply(
        act, byAct.effects(of: act.type), ActOnMatter(act, kind, first, facts), parts, matter)
    }
    for place in obligations.indices {
      closeByRetirement(place, matter.page)
      obligations[place].settle()
      if heirs.isEmpty { continue }
      // Until it has an end it passes to whoever takes the place of the body that owes it.
      let end = obligations[place].discharge?.moment ?? obligations[place].closed
      let day = end?.day ?? scope.asOf.beijingDate
      obligations[place].pass(to: owner(of: obligations[place], about: kind, first, on: day))
    }
  }

  /// Whether a later act opens duties: of several of one type the earliest does, whichever was told first.
  private mutating func isFirstToOpen(
    _ act: Act, _ kind: ObligationRule.Subject, _ matter: ActedMatter, _ first: Act?
  ) -> Bool {
    guard mayOpen(act, kind, first) else { return false }
    for other in matter
    where other.type == act.type && other.moment < act.moment && scope.counts(other.view)
      && mayOpen(other, kind, first)
    {
      return false
    }
    return true
  }

  /// Opens the obligations of a rule, if the start lies in its days (art. 40) and what it asks of
  /// the act holds: one for each part.
  private mutating func open(
    _ opening: RulesByAct.Opening, _ kind: ObligationRule.Subject, _ matter: ActedMatter,
    _ act: Act, _ first: Act?
  ) {
    guard ObligationRule.Subject(act.type) == kind, opening.days.contains(act.start(opening.start))
    else { return }
    if !opening.conditions.isEmpty || !opening.displacedBy.isEmpty {
      let facts = actFacts(act, kind, first)
      guard opening.takes(facts, act) else { return }
    }
    add(opening, kind, matter, act, first)
  }

  /// A higher grade opens the duties of that grade that there were not before, from then on (rulings.md,
  /// R29–31).
  private mutating func regrade(_ act: Act, _ matter: ActedMatter, _ first: Act?) {
    guard let first, first.moment < act.moment, let grade: IncidentGrade = act.choice(.grade),
      mayOpen(act, .incident, first)
    else { return }
    var before: IncidentGrade? = first.choice(.grade)
    for earlier in matter
    where earlier.type == .incidentRegraded && first.moment < earlier.moment
      && earlier.moment < act.moment
      && scope.counts(earlier.view) && mayOpen(earlier, .incident, first)
    {
      before = earlier.choice(.grade)
    }
    guard grade.isHigher(than: before) else { return }
    let operatorOfNetwork: IncidentOperator? = first.choice(.operator)
    for opening in byAct.openings(by: .incidentDetected) where !opening.conditions.isEmpty {
      guard opening.days.contains(act.day),
        !opening.takes(ActFacts(before, operatorOfNetwork), act),
        opening.takes(ActFacts(grade, operatorOfNetwork), act),
        !obligations.contains(where: {
          rules.places[$0.rule].rule.id == rules.places[opening.rule].rule.id
        })
      else { continue }
      add(opening, .incident, matter, act, first)
    }
  }

  /// Adds the obligations that an act opens under a rule: one for each part.
  private mutating func add(
    _ opening: RulesByAct.Opening, _ kind: ObligationRule.Subject, _ matter: ActedMatter,
    _ act: Act, _ first: Act?
  ) {
    let day = act.start(opening.start)
    let named = opening.obligated == .authority ? act.namedAuthority : first?.code(.department)
    let obligated =
      opening.obligated == .authority || !kind.isAboutEntry
      ? named.map { heirs.heir(of: $0, on: act.day) }
      : entry(askedForBy: first)?.known(at: act.moment).department
    guard let obligated else { return }
    let beginning = act.beginning(opening.start)
    let isWholeOutside = isOutside(obligated, opening.binds)
    let add = { (judge: inout Self, part: Obligation.Part, owner: BodyCode) in
      guard part.isConcerned(by: judge.concerned) else { return }
      let isOutside =
        owner == obligated ? isWholeOutside : judge.isOutside(owner, opening.binds)
      if isOutside {
        let matter = OutOfScope(rule: opening.rule, department: owner, act: act.citation)
        if judge.outOfScope.last != matter { judge.outOfScope.append(matter) }
        return
      }
      judge.beginnings.append(beginning)
      judge.obligations.append(
        Obligation(
          rule: opening.rule, matter: matter.name, part: part, department: owner, start: day,
          opening: act.citation))
    }
    switch opening.parts {
    case .entries where act.type == .catalogUpdateTriggered && !act.entries.isEmpty:
      for entry in act.entries {
        let entry = NamedText(name: act.name(entry), text: entry)
        // Entries of others are no part of it (rulings.md, R16).
        guard let held = facts.entry(entry, in: act.page), let named else { continue }
        let holder = held.known(at: act.moment).department
        guard holder == held.heir(of: named, at: act.moment) else { continue }
        add(&self, .entry(entry), holder)
      }
    case .recipients(let recipients):
      // No body reports to itself.
      for recipient in recipients
      where !facts.recipients(recipient, for: obligated, on: act.day).contains(obligated) {
        add(&self, .recipient(recipient), obligated)
      }
    case .whole, .entries: add(&self, .whole, obligated)
    }
  }

  /// Whether a body is known to be none that a book binds.
  func isOutside(_ body: BodyCode, _ binds: RuleBook.Bound?) -> Bool {
    guard let binds, let body = facts.body(body) else { return false }
    return !binds.includes(body)
  }

  /// What a rule may ask of the act that opens its obligations.
  private mutating func actFacts(_ act: Act, _ kind: ObligationRule.Subject, _ first: Act?)
    -> ActFacts
  {
    switch act.type {
    case .shareReplied: ActFacts(act.choice(.decision) as ShareDecision?)
    case .incidentDetected: ActFacts(act.choice(.grade), act.choice(.operator))
    case .catalogUpdateTriggered: ActFacts(act.choice(.instrumentLevel) as InstrumentLevel?)
    case .shareRequested: ActFacts(entry(askedForBy: first)?.known(at: act.moment).sharing)
    default:
      act.form.isCore
        ? [] : ActFacts(entry(askedForBy: first)?.known(at: act.moment).sharing)
    }
  }

  /// The body that owes an obligation on a day: the one for which it arose, or whoever took its place.
  func owner(
    of obligation: Obligation, about kind: ObligationRule.Subject, _ first: Act?, on day: CivilDate
  ) -> BodyCode {
    guard !heirs.isEmpty else { return obligation.department }
    return heirs.heir(
      of: obligation.department, for: entry(of: obligation, kind, first), on: day)
  }

  /// The entry with which an obligation passes to an heir.
  private func entry(
    of obligation: Obligation, _ kind: ObligationRule.Subject, _ first: Act?
  ) -> Name? {
    guard !heirs.isEmpty, rules.places[obligation.rule].rule.obligated != .authority else {
      return nil
    }
    if case .entry(let entry) = obligation.part { return entry.name }
    return kind.isAboutEntry ? first?.named(.entry)?.name : nil
  }

  mutating func entry(askedForBy first: Act?) -> HeldEntry? {
    guard let first, let entry = first.named(.entry) else { return nil }
    if let asked, asked.by == first.view.position { return asked.history }
    let history = facts.entry(entry, in: first.page)
    asked = (first.view.position, history)
    return history
  }

  private mutating func apply(
    _ act: Act, _ effects: ActEffects, _ onMatter: ActOnMatter, _ parts: PartIndex,
    _ matter: ActedMatter
  ) {
    // The obligations that it would have concerned, had another done it.
    var missed: [Int] = []
    parts.forEach(concernedBy: onMatter.part, among: obligations.count) { place in
      let rule = obligations[place].rule
      let opening = obligations[place].opening.moment
      // What an act after the first opened is concerned by what followed it alone.
      guard effects.concern(rule), obligations[place].part.isConcerned(by: onMatter.part),
        opening.position != act.view.position,
        !byAct.opensLater[rule] || act.view.occurredAt >= opening.occurredAt
      else { return }
      guard isCompetent(act, onMatter, for: obligations[place]) else {
        missed.append(place)
        return
      }
      if effects.discharge(rule) {
        discharge(place, by: act, matter)
      } else if effects.close(rule) {
        close(place, by: act, matter)
      } else if effects.move(rule) {
        obligations[place].move(onMatter.clockAct)
      }
    }
    if !missed.isEmpty { findIncompetence(act, onMatter, missed, matter) }
  }

  /// Nothing before its duty discharges it, and no report to another than its recipient.
  private mutating func discharge(_ place: Int, by act: Act, _ matter: ActedMatter) {
    if case .recipient(let kind) = obligations[place].part, act.type == .incidentReported {
      let owner = owner(of: obligations[place], about: .incident, nil, on: act.day)
      let expected = facts.recipients(kind, for: owner, on: act.day)
      guard let found = act.code(.recipient), expected.isEmpty || expected.contains(found) else {
        return findOtherRecipient(act, expected, obligations[place], owedBy: owner, matter)
      }
    }
    guard act.view.occurredAt >= beginnings[place] else { return }
    // What changes nothing is no update.
    if act.type == .catalogEntryRevised, facts.isIdle(act) { return }
    obligations[place].discharge(
      by: Obligation.Discharge(
        citation: act.citation, knownAt: act.view.knownAt, isImported: act.view.isImported))
  }

  /// An application lapses only where a correction is awaited.
  private mutating func close(_ place: Int, by act: Act, _ matter: ActedMatter) {
    if act.type == .openLapsed, !isLapse(act, ActsOfMatter(matter: matter, scope: scope)) { return }
    obligations[place].close(at: act.moment)
  }

  /// What waits for an entry that was retired by the department whose it is, whatever for, may be closed
  /// by it.
  private mutating func closeByRetirement(_ place: Int, _ page: EventPage) {
    guard case .entry(let entry) = obligations[place].part,
      byAct.closesByRetirement[obligations[place].rule],
      let held = facts.entry(entry, in: page), let retirement = held.history.retirement,
      retirement.body == held.heir(of: obligations[place].department, at: retirement.moment)
        || retirement.body == held.known(at: retirement.moment).department
    else { return }
    obligations[place].close(at: retirement.moment)
  }
}

/// An act that would have opened an obligation of a body that the rule's book does not bind.
struct OutOfScope: Equatable {
  /// The rule's place among those in force.
  let rule: Int
  let department: BodyCode
  let act: Obligation.Citation
}

/// An act after the first of its matter, as it stands to the obligations.
struct ActOnMatter {
  let kind: ObligationRule.Subject
  /// The act that began the matter.
  let first: Act?
  let part: Obligation.Part
  let clockAct: ClockAct

  init(_ act: Act, _ kind: ObligationRule.Subject, _ first: Act?, _ facts: some Facts) {
    self.kind = kind
    self.first = first
    part = act.part(kind)
    var isConsented = true
    if !act.form.isCore, let authority = act.code(.authority),
      let department = facts.department(of: kind, openedBy: first, at: act.moment)
    {
      isConsented = !facts.isAnother(authority: authority, for: department, on: act.day)
    }
    clockAct = ClockAct(act, isConsented: isConsented)
  }
}

/// The obligations of a matter by the entry that they are about, where there are many.
private struct PartIndex {
  private static let many = 16
  private var byEntry: NameTable<[Int]>?
  private var others: [Int] = []

  init(_ obligations: [Obligation]) {
    guard obligations.count > Self.many else { return }
    var table = NameTable<[Int]>()
    for (place, obligation) in obligations.enumerated() {
      guard case .entry(let entry) = obligation.part else {
        others.append(place)
        continue
      }
      if table.update(entry.name, { $0.append(place) }) == nil { table[entry.name] = [place] }
    }
    byEntry = table
  }

  /// Calls `body` with the place of every obligation that an act about a part may concern.
  func forEach(
    concernedBy part: Obligation.Part, among count: Int, _ body: (Int) -> Void
  ) {
    guard case .entry(let entry) = part, let byEntry else { return (0..<count).forEach(body) }
    others.forEach(body)
    byEntry[entry.name]?.forEach(body)
  }
}

extension Judge: Sendable where KnownFacts: Sendable {}

// MARK: - What acts say

extension Act {
  /// The authority that it names, whose obligation it may open.
  fileprivate var namedAuthority: BodyCode? { form.isCore ? nil : code(.authority) }

  /// The entries that an update trigger lists.
  fileprivate var entries: ArraySlice<TextRange> { page.texts(.entries, of: view) }

  /// The day from which a rule counts.
  fileprivate func start(_ start: ObligationRule.Start) -> CivilDate {
    let stated: CivilDate? =
      switch start {
      case .effectiveOn where type == .catalogUpdateTriggered: date(.effectiveOn)
      case .promulgatedOn where type == .catalogUpdateTriggered:
        date(.promulgatedOn) ?? date(.effectiveOn)
      case .receivedOn where type == .shareRequested || !form.isCore:
        instant(.receivedAt)?.beijingDate
      default: nil
      }
    return stated ?? day
  }

  /// When the duty begins that it opens: nothing before discharges it (rulings.md, principle 3).
  fileprivate func beginning(_ start: ObligationRule.Start) -> Instant {
    if type == .catalogUpdateTriggered {
      let day = date(.promulgatedOn) ?? min(day, date(.effectiveOn) ?? day)
      return Instant(beijingDate: day, millisecondOfDay: 0)
    }
    guard start == .receivedOn, let received = instant(.receivedAt) else { return view.occurredAt }
    return received
  }

  /// The part of its matter that it is about.
  func part(_ kind: ObligationRule.Subject) -> Obligation.Part {
    if form.category == .catalogEntry {
      return .entry(NamedText(name: name(view.subject), text: view.subject))
    }
    if type == .incidentReported, let recipient: ReportRecipient = choice(.recipientKind) {
      return .recipient(recipient)
    }
    guard kind == .updateTrigger, let entry = named(.entry) else { return .whole }
    return .entry(entry)
  }
}

extension RulesByAct.Opening {
  /// Whether the rule takes an act, and no rule of a later book does.
  fileprivate func takes(_ facts: ActFacts, _ act: Act) -> Bool {
    facts.satisfies(conditions)
      && !displacedBy.contains { later in
        later.days.contains(act.start(later.start)) && facts.satisfies(later.conditions)
      }
  }
}

extension IncidentGrade {
  /// Whether it is higher than another, or than none.
  fileprivate func isHigher(than other: IncidentGrade?) -> Bool {
    other.map { rank > $0.rank } ?? true
  }

  private var rank: Int {
    switch self {
    case .extraordinary: 4
    case .major: 3
    case .larger: 2
    case .ordinary: 1
    }
  }
}

extension ObligationRule.Subject {
  /// Whether it asks for an entry, whose department's matter it is.
  var isAboutEntry: Bool {
    switch self {
    case .updateTrigger, .incident: false
    case .shareRequest, .verification, .openApplication: true
    }
  }
}

extension Facts {
  /// The body whose matter it is at a moment: the department of the entry that is asked for, or the
  /// one that the matter names, or whoever took its place.
  fileprivate func department(
    of kind: ObligationRule.Subject, openedBy first: Act?, at moment: Moment
  ) -> BodyCode? {
    guard let first, kind.isAboutEntry else {
      return first?.code(.department).map { heirs.heir(of: $0, on: moment.day) }
    }
    return first.named(.entry).flatMap { entry($0, in: first.page)?.known(at: moment).department }
  }
}
