import WorkingDays

/// What acts open.
extension Replay {
  /// Opens the obligations of the rules that an act of a type opens, whose start lies in their days
  /// (art. 40), one for each part, and returns their numbers.
  mutating func open(
    _ opening: [RuleActs.Opening], _ kind: ObligationRule.Subject, _ subject: Name,
    _ entries: [Name], of department: BodyCode?, _ facts: ActFacts,
    by citation: Obligation.Citation, authority: BodyCode? = nil,
    from start: (ObligationRule.Start) -> CivilDate
  ) -> Range<Int64> {
    let first = obligations.next
    for rule in opening {
      let day = start(rule.start)
      guard rule.days.contains(day), facts.satisfies(rule.conditions),
        let department = rule.obligated == .authority ? authority : department
      else { continue }
      let open = { (replay: inout Replay, part: Obligation.Part) in
        replay.obligations.open(
          Obligation(
            number: replay.obligations.next, rule: rule.place, kind: kind, subject: subject,
            part: part, department: department, start: day, opening: citation,
            isOpenedLater: rule.isLater))
      }
      switch rule.parts {
      case .entries where !entries.isEmpty:
        for entry in entries { open(&self, .entry(entry)) }
      case .recipients(let recipients):
        for recipient in recipients { open(&self, .recipient(recipient)) }
      case .whole, .entries: open(&self, .whole)
      }
    }
    return first..<obligations.next
  }

  /// Opens the obligations that a later act on a matter opens.
  mutating func openLater(
    _ kind: ObligationRule.Subject, _ subject: Name, _ facts: ActFacts, _ view: EventView,
    _ page: Folded, authority: BodyCode? = nil
  ) {
    guard let opening = acts.openedLater(by: view.type) else { return }
    let department = department(of: subject, kind)
    let numbers = open(
      opening, kind, subject, [], of: department, facts, by: citation(view, page),
      authority: authority
    ) { _ in view.occurredAt.beijingDate }
    for number in numbers { obligations.matters.openLater(number, kind, subject) }
  }

  mutating func trigger(_ subject: Name, _ view: EventView, _ page: Folded) {
    guard let department = page.page.code(.department, of: view),
      let effectiveOn = page.page.date(.effectiveOn, of: view)
    else { return }
    let promulgatedOn = page.page.date(.promulgatedOn, of: view)
    let parts = page.page.identifiers(.entries, of: view).map { name($0, page) }
    let place = departments.place(of: department)
    let numbers = open(
      acts.triggered, .updateTrigger, subject, parts, of: department, [],
      by: citation(view, page)
    ) { start in
      switch start {
      case .promulgatedOn: promulgatedOn ?? effectiveOn
      case .occurredOn: view.occurredAt.beijingDate
      case .effectiveOn, .receivedOn: effectiveOn
      }
    }
    obligations.matters[.updateTrigger].update(subject) {
      $0.opened(numbers)
      $0.department = place
    }
    guard parts.contains(where: { entries[$0]?.retirement != nil }) else { return }
    for number in numbers {
      guard case .entry(let entry) = obligations.window.part(of: number),
        let retirement = entries[entry]?.retirement
      else { continue }
      obligations.close(number, at: retirements[Int(retirement)], acts.entryRetired)
    }
  }

  /// Somebody asks for an entry: by a share request, a verification or an application.
  mutating func ask(
    _ kind: ObligationRule.Subject, _ subject: Name, _ entry: Name, _ receivedAt: Instant?,
    _ counts: Bool, _ view: EventView, _ page: Folded, by asker: BodyPlace = .none,
    purpose: UInt64 = 0
  ) {
    obligations.matters[kind].update(subject) { matter in
      matter.entry = entry
      matter.asker = asker
      matter.purpose = purpose
    }
    guard counts, let record = entries[entry], let department = departments[record.department]
    else { return }
    let numbers = open(
      acts.asked(kind), kind, subject, [], of: department, ActFacts(record.sharing),
      by: citation(view, page)
    ) { start in
      (start == .occurredOn ? view.occurredAt : receivedAt ?? view.occurredAt).beijingDate
    }
    obligations.matters[kind].update(subject) { $0.opened(numbers) }
  }

  /// After the reply nothing more can follow about a request that opened nothing.
  mutating func forgetRequestOfNoObligation(_ subject: Name) {
    guard !obligations.matters.isRemembered(.shareRequest) else { return }
    if obligations.matters[.shareRequest][subject]?.unsettled == 0 {
      obligations.matters[.shareRequest][subject] = nil
    }
  }

  mutating func incident(_ subject: Name, _ view: EventView, _ page: Folded) {
    guard let department = page.page.code(.department, of: view) else { return }
    let facts = ActFacts(
      page.page.choice(.grade, of: view), page.page.choice(.operator, of: view))
    let place = departments.place(of: department)
    let numbers = open(
      acts.detected, .incident, subject, [], of: department, facts, by: citation(view, page)
    ) { _ in view.occurredAt.beijingDate }
    obligations.matters[.incident].update(subject) {
      $0.opened(numbers)
      $0.department = place
    }
  }
}

extension ObligationWindow {
  /// What an obligation that the window contains is about.
  fileprivate func part(of number: Int64) -> Obligation.Part? {
    contains(number) ? all[all.startIndex + Int(number - first)].part : nil
  }
}

extension SubjectRecord {
  fileprivate mutating func opened(_ numbers: Range<Int64>) {
    first = numbers.lowerBound
    opened = UInt32(truncatingIfNeeded: numbers.count)
    unsettled = opened
  }
}
