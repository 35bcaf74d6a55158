import WorkingDays

@testable import LedgerCore

/// What somebody owes about a part of a matter, as an act opened it.
struct ReferenceDuty {
  let rule: ObligationRule
  /// The book in which the rule stands.
  let book: RuleBook
  let matter: StreamName
  let part: ReferencePart
  /// The obligated body.
  let department: BodyCode
  /// The act that opened it.
  let trigger: ReferenceAct
  /// The day from which is counted.
  let start: CivilDate

  /// What an act does to it.
  enum Effect { case discharges, closes, moves }

  /// The obligation's name, such as `sd329.23/SR-1` (contract §5).
  var id: Identifier {
    switch part {
    case .whole: Identifier("\(rule.id)/\(matter.identifier)")
    case .entry(let entry): Identifier("\(rule.id)/\(matter.identifier)/\(entry)")
    case .recipient(let recipient):
      Identifier("\(rule.id)/\(matter.identifier)/\(recipient.rawValue)")
    }
  }

  /// The first moment at which it can be done: nothing is done before it is a duty.
  var begins: Instant {
    if case .catalogUpdateTriggered(let data) = trigger.data {
      if let promulgatedOn = data.promulgatedOn { return .start(of: promulgatedOn) }
      return min(.start(of: data.effectiveOn), .start(of: trigger.day))
    }
    let received = rule.start == .receivedOn ? trigger.instant(.receivedAt) : nil
    return received ?? trigger.moment.occurredAt
  }

  /// What an act on the matter would do to it, whoever did it; `nil` for nothing.
  func effect(of act: ReferenceAct) -> Effect? {
    if act.type == rule.subject.opening { return nil }
    if act.event.position == trigger.event.position { return nil }
    // What an act after the first of a matter opened is not concerned by what was before.
    if rule.opensLater, act.moment.occurredAt < trigger.moment.occurredAt { return nil }
    guard act.part == .whole || part == .whole || act.part == part else { return nil }
    if rule.dischargedBy.contains(act.type) { return .discharges }
    if rule.closedBy.contains(act.type) { return .closes }
    return rule.movedBy.contains(act.type) ? .moves : nil
  }
}

/// One obligation, and what became of it.
struct ReferenceObligation {
  let duty: ReferenceDuty
  /// What counts as done, in order of time.
  let discharges: [ReferenceAct]
  /// When it was closed first.
  let closed: Moment?
  /// The acts before the end that may move its clock, in order of time.
  let clockActs: [ClockAct]

  var rule: ObligationRule { duty.rule }

  /// What discharged it: the first that was done, unless it was closed before. The first end decides,
  /// and what follows changes nothing.
  var discharge: ReferenceAct? { supporting.first }

  /// All that was done up to the closing.
  var supporting: [ReferenceAct] {
    guard let closed else { return discharges }
    return discharges.filter { $0.moment <= closed }
  }
}

// MARK: - What is owed

extension ReferenceLog {
  /// What acts oblige those to whom a book applies to under rules.
  func duties(under rules: RulesInForce) -> [ReferenceDuty] {
    openings(under: rules).filter { binds($0.book, $0.department) }
  }

  /// The acts that would oblige somebody whom the book does not bind.
  func outOfScope(under rules: RulesInForce) -> [OutOfScopeMatter] {
    let matters = openings(under: rules).filter { !binds($0.book, $0.department) }
      .map { duty in
        OutOfScopeMatter(
          article: duty.rule.article, department: duty.department,
          position: duty.trigger.event.position, event: duty.trigger.event.record.id)
      }
    return Set(matters).sorted { ($0.position, $0.article) < ($1.position, $1.article) }
  }

  /// Whether a book binds a body (art. 2): one of another province, or of a kind that it leaves out, owes
  /// nothing under it. A body that is not registered is bound.
  func binds(_ book: RuleBook, _ code: BodyCode) -> Bool {
    guard let bound = book.binds, let body = body(code) else { return true }
    return body.division.code / 10_000 == bound.province.code / 10_000
      && !bound.notKinds.contains(body.kind)
  }

  /// What acts would oblige to under rules that bound everybody.
  private func openings(under rules: RulesInForce) -> [ReferenceDuty] {
    var duties: [ReferenceDuty] = []
    for act in counting {
      guard let matter = act.matter else { continue }
      let facts = facts(of: act, on: matter)
      for (rule, book) in taking(act.type, facts, under: rules, from: { act.start($0.start) })
      where mayOpen(rule, by: act, on: matter) {
        duties += opened(rule, of: book, by: act, on: matter, from: act.start(rule.start))
      }
    }
    return duties + raised(besides: duties, under: rules)
  }

  /// The rules that take an act of a type with these facts: of the books in force on the day from which
  /// their rules count the newest of which a rule for the duty takes the act says what the duty is.
  private func taking(
    _ trigger: EventType, _ facts: ActFacts, under rules: RulesInForce,
    from start: (ObligationRule) -> CivilDate
  ) -> [(rule: ObligationRule, book: RuleBook)] {
    let takes = { (rule: ObligationRule) in
      rule.trigger == trigger && rule.conditions.allSatisfy { !facts.isDisjoint(with: $0) }
    }
    var taking: [(ObligationRule, RuleBook)] = []
    for (place, adoption) in rules.adoptions.enumerated() {
      for rule in adoption.book.obligations where takes(rule) {
        let newest = rules.adoptions.lastIndex { other in
          other.book.obligations.contains { known in
            known.duty == rule.duty && takes(known) && other.applies(on: start(known))
          }
        }
        if newest == place, adoption.applies(on: start(rule)) {
          taking.append((rule, adoption.book))
        }
      }
    }
    return taking
  }

  private func opened(
    _ rule: ObligationRule, of book: RuleBook, by act: ReferenceAct, on matter: StreamName,
    from start: CivilDate
  ) -> [ReferenceDuty] {
    guard let department = obligated(rule, by: act, on: matter) else { return [] }
    return parts(rule.parts, openedBy: act, on: matter).map { part in
      ReferenceDuty(
        rule: rule, book: book, matter: matter, part: part, department: department, trigger: act,
        start: start)
    }
  }

  // MARK: Grades

  /// What is owed about an incident since its department raised its grade, besides what was owed from
  /// its detection: once under each rule. What is dated before the detection raised nothing.
  private func raised(
    besides duties: [ReferenceDuty], under rules: RulesInForce
  ) -> [ReferenceDuty] {
    var known: Set<[String]> = Set(duties.map { [$0.matter.identifier.text, $0.rule.id] })
    var raised: [ReferenceDuty] = []
    for act in counting.sorted(by: { $0.moment < $1.moment }) {
      guard case .incidentRegraded(let data) = act.data, let matter = act.matter,
        let first = beginning(of: matter), case .incidentDetected(let detected) = first.data,
        act.actor == detected.department, first.moment < act.moment
      else { continue }
      let before = grade(before: act, of: detected, first)
      guard Self.weight(before) < Self.weight(data.grade) else { continue }
      let (old, new) = (
        ActFacts(before, detected.operator), ActFacts(data.grade, detected.operator)
      )
      for (rule, book) in taking(.incidentDetected, new, under: rules, from: { _ in act.day })
      where !rule.conditions.allSatisfy({ !old.isDisjoint(with: $0) }) {
        guard known.insert([matter.identifier.text, rule.id]).inserted else { continue }
        raised += opened(rule, of: book, by: act, on: matter, from: act.day)
      }
    }
    return raised
  }

  /// The grade that its department gave an incident last before an act; that of its detection where it
  /// gave none.
  private func grade(
    before act: ReferenceAct, of detected: IncidentDetected, _ first: ReferenceAct
  ) -> IncidentGrade? {
    let earlier = acts(of: act.event.stream).filter { other in
      other.type == .incidentRegraded && other.actor == detected.department
        && other.moment < act.moment && first.moment < other.moment
    }
    guard let last = earlier.max(by: { $0.moment < $1.moment }),
      case .incidentRegraded(let data) = last.data
    else { return detected.grade }
    return data.grade
  }

  private static func weight(_ grade: IncidentGrade?) -> Int {
    switch grade {
    case nil: 0
    case .ordinary: 1
    case .larger: 2
    case .major: 3
    case .extraordinary: 4
    }
  }

  /// What a rule may ask for of the act that opens an obligation.
  private func facts(of act: ReferenceAct, on matter: StreamName) -> ActFacts {
    let sharing = entry(of: matter)?.known(at: act.moment).sharing
    return switch act.data {
    case .shareReplied(let data): ActFacts(data.decision)
    case .incidentDetected(let data): ActFacts(data.grade, data.operator)
    case .catalogUpdateTriggered(let data): ActFacts(data.instrumentLevel)
    case .shareRequested: ActFacts(sharing)
    case let data: data.type.form.isCore ? [] : ActFacts(sharing)
    }
  }

  /// Anybody may begin a matter. What a later act opens is opened by the body whose act that is.
  private func mayOpen(
    _ rule: ObligationRule, by act: ReferenceAct, on matter: StreamName
  ) -> Bool {
    if !rule.opensLater { return true }
    if act.type == .shareReplied { return isHolders(act) }
    return department(of: matter, at: act.moment) == act.actor
  }

  private func obligated(
    _ rule: ObligationRule, by act: ReferenceAct, on matter: StreamName
  ) -> BodyCode? {
    switch rule.obligated {
    case .authority: act.type.form.isCore ? nil : act.data.code(.authority)
    case .department: department(of: matter, at: act.moment)
    }
  }

  /// The parts for which an act opens an obligation each.
  private func parts(
    _ parts: ObligationRule.Parts, openedBy act: ReferenceAct, on matter: StreamName
  ) -> [ReferencePart] {
    switch parts {
    case .whole: return [.whole]
    case .entries:
      guard case .catalogUpdateTriggered(let data) = act.data, !data.entries.isEmpty else {
        return [.whole]
      }
      // The entries of others are no part of it.
      return data.entries
        .filter { entry($0)?.known(at: act.moment).department == data.department }
        .map(ReferencePart.entry)
    case .recipients(let recipients):
      // Nobody reports to itself.
      guard let detected = beginning(.incidentDetected, of: matter),
        let department = detected.data.code(.department)
      else { return recipients.map(ReferencePart.recipient) }
      return
        recipients
        .filter { !bodies(for: $0, of: department, on: detected.day).contains(department) }
        .map(ReferencePart.recipient)
    }
  }
}

extension RulesInForce.Adoption {
  /// Whether the book applies on a day.
  func applies(on day: CivilDate) -> Bool { from <= day && day < until }
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
}

// MARK: - What became of it

extension ReferenceLog {
  /// A duty with what the log says was done about it.
  func obligation(_ duty: ReferenceDuty) -> ReferenceObligation {
    var discharges: [ReferenceAct] = []
    var closings: [Moment] = []
    var moving: [ReferenceAct] = []
    for act in acts(on: duty.matter) where isCompetent(act, for: duty) {
      switch duty.effect(of: act) {
      case .discharges:
        let isDone = act.moment.occurredAt >= duty.begins && !isMisdirected(act, for: duty)
        if isDone, !changesNothing(act) { discharges.append(act) }
      case .closes:
        if act.type != .openLapsed || isLapsed(act) { closings.append(act.moment) }
      case .moves: moving.append(act)
      case nil: break
      }
    }
    // The retirement of an entry closes what is about it, when it was its department's, whichever trigger it
    // cites.
    if case .entry(let name) = duty.part, duty.rule.closedBy.contains(.catalogEntryRetired),
      let entry = entry(name), let retired = entry.retirement,
      [duty.department, entry.known(at: retired.moment).department].contains(retired.actor)
    {
      closings.append(retired.moment)
    }
    let ends = discharges.map(\.moment) + closings
    let clockActs = moving.map { clockAct($0, on: duty.matter) }
      .filter { act in ends.allSatisfy { act.moment < $0 } }
    return ReferenceObligation(
      duty: duty, discharges: discharges.sorted { $0.moment < $1.moment }, closed: closings.min(),
      clockActs: clockActs.sorted { $0.moment < $1.moment })
  }

  /// Whether an act revises an entry and changes nothing of it: it updates no catalogue.
  private func changesNothing(_ act: ReferenceAct) -> Bool {
    guard case .catalogEntryRevised(let data) = act.data else { return false }
    return entry(data.entry)?.isUnchanged(by: act) ?? false
  }

  /// Whether an application lapses of a correction for which its holder asked, and that was not made.
  func isLapsed(_ act: ReferenceAct) -> Bool {
    let before = acts(of: act.event.stream).filter { $0.moment < act.moment }
      .sorted { $0.moment < $1.moment }
    let last = before.last { other in
      other.type == .openCorrected || other.type == .openCorrectionRequested && isHolders(other)
    }
    return last?.type == .openCorrectionRequested
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
