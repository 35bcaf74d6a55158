import WorkingDays

@testable import LedgerCore

/// Whose act something is, and to whom it is due.
extension ReferenceLog {
  // MARK: Whose act it is

  /// The bodies whose act counts for a duty; `nil` where anybody's does.
  private func competent(for duty: ReferenceDuty, _ act: ReferenceAct) -> Set<BodyCode>? {
    switch act.type {
    case .openWithdrawn, .openCorrected:
      // The applicant is no body of ours.
      return nil
    case .shareWithdrawn, .shareSupplemented, .shareRelinquished:
      guard let request = request(duty.matter.identifier) else { return [] }
      return [request.requester]
    default:
      var bodies: Set<BodyCode> = [duty.department]
      if let asked = entry(of: duty.matter) {
        bodies.insert(asked.known(at: act.moment).department)
      }
      if case .entry(let name) = duty.part, act.part == duty.part, let entry = entry(name) {
        bodies.insert(entry.known(at: act.moment).department)
      }
      return bodies
    }
  }

  /// Whether an act counts for a duty that it would touch.
  func isCompetent(_ act: ReferenceAct, for duty: ReferenceDuty) -> Bool {
    competent(for: duty, act)?.contains(act.actor) ?? true
  }

  /// Whether an act on a request or an application is that of the department whose entry it is when it
  /// is asked for, or when the act is done.
  func isHolders(_ act: ReferenceAct) -> Bool { holders(at: act).contains(act.actor) }

  /// The departments whose the entry is that was asked for: then, and when the act is done.
  func holders(at act: ReferenceAct) -> Set<BodyCode> {
    guard let asked = beginning(of: act.event.stream), let entry = entry(of: act.event.stream)
    else { return [] }
    return Set([asked, act].map { entry.known(at: $0.moment).department })
  }

  // MARK: To whom it is due

  /// The bodies that stand for a kind of recipient for a department on a day; none where that is not
  /// known.
  func bodies(
    for kind: ReportRecipient, of department: BodyCode, on day: CivilDate
  ) -> Set<BodyCode> {
    guard let division = body(department)?.division.inForce(on: day) else { return [] }
    switch kind {
    case .dataAuthority: return registered(.dataAuthority, of: division, on: day)
    case .cyberspaceAuthority: return registered(.cyberspaceAuthority, of: division, on: day)
    case .provincialCyberspaceAuthority:
      guard let province = Division(code: division.code / 10_000 * 10_000) else { return [] }
      return registered(.cyberspaceAuthority, of: province, on: day)
    case .protectionDepartment, .publicSecurity: return []
    }
  }

  /// The bodies of which one should have got a report; none where it was sent to one of them, or where
  /// they are not known.
  private func missed(_ act: ReferenceAct, _ duty: ReferenceDuty) -> Set<BodyCode> {
    guard case .recipient(let kind) = duty.part, case .incidentReported(let report) = act.data,
      let department = opening(of: duty.matter)?.code(.department)
    else { return [] }
    let bodies = bodies(for: kind, of: department, on: act.day)
    return bodies.contains(report.recipient) ? [] : bodies
  }

  /// Whether a report for a duty went to another body than those that are to receive it.
  func isMisdirected(_ act: ReferenceAct, for duty: ReferenceDuty) -> Bool {
    !missed(act, duty).isEmpty
  }

  // MARK: What is found

  /// What is found against acts because of the duties on their matters: who did them, and to whom they
  /// were sent.
  func derivedViolations(of duties: [ReferenceDuty], under rules: RulesInForce) -> [Violation] {
    let duties = Dictionary(grouping: duties, by: \.matter)
    var violations: [Violation] = []
    for act in counting {
      guard let matter = act.matter else { continue }
      let all = duties[matter] ?? []
      let touched = all.filter { $0.effect(of: act) != nil }
      for rule in Set(touched.map(\.rule.id)).sorted() {
        let own = touched.filter { $0.rule.id == rule }
          .sorted { $0.trigger.moment < $1.trigger.moment }
        if let found = incompetence(act, own, rules) ?? misdirection(act, own, rules) {
          violations.append(found)
        }
      }
      violations += strayEnd(of: act, all, rules)
    }
    return violations
  }

  /// A grant that another than the holder revokes, or another than the requester gives up: found beside
  /// the duty to reply to the request, or, where there is none, beside the first rule of that day that
  /// knows of one.
  private func strayEnd(
    of act: ReferenceAct, _ duties: [ReferenceDuty], _ rules: RulesInForce
  ) -> [Violation] {
    guard [.shareRevoked, .shareRelinquished].contains(act.type),
      let asked = beginning(.shareRequested, of: act.event.stream),
      let request = request(act.event.stream.identifier)
    else { return [] }
    let expected = act.type == .shareRevoked ? holders(at: act) : [request.requester]
    if expected.contains(act.actor) { return [] }
    let isReplied = { (rule: ObligationRule) in
      rule.trigger == .shareRequested && rule.dischargedBy.contains(.shareReplied)
    }
    var ids = Set(duties.map(\.rule).filter(isReplied).map(\.id))
    if ids.isEmpty {
      // Under a book that does not bind the holder nothing is found.
      let holder = department(of: act.event.stream, at: asked.moment)
      let books = rules.adoptions.filter { $0.applies(on: act.day) }.map(\.book)
        .filter { book in holder.map { binds(book, $0) } ?? true }
      let first = books.flatMap(\.obligations).first(where: isReplied)
      ids = Set([first?.id].compactMap(\.self))
    }
    let evidence = [act, asked] + holders(of: act)
    return ids.sorted().compactMap { rules.derived("\($0).competence") }.map { rule in
      Violation(
        rule, by: act.actor, at: act.event.position, event: act.event.record.id,
        evidence: cited(evidence), expected: expected.sorted())
    }
  }

  /// An act by a body whose duty or right it is under none of the duties of a rule that it would touch.
  private func incompetence(
    _ act: ReferenceAct, _ touched: [ReferenceDuty], _ rules: RulesInForce
  ) -> Violation? {
    guard let first = touched.first,
      touched.allSatisfy({ !isCompetent(act, for: $0) }),
      let rule = rules.derived("\(first.rule.id).competence")
    else { return nil }
    let expected = Set(touched.flatMap { competent(for: $0, act) ?? [] })
    let evidence: [ReferenceAct?] =
      [act, first.trigger, beginning(first.rule.subject.opening, of: first.matter)]
      + owners(act, first)
    return Violation(
      rule, by: act.actor, at: act.event.position, event: act.event.record.id,
      evidence: cited(evidence), expected: expected.sorted())
  }

  /// What says whose the entry was, and how it was shared where the rule asks: when the matter began,
  /// when the duty arose, and when the act was done.
  private func owners(_ act: ReferenceAct, _ duty: ReferenceDuty) -> [ReferenceAct] {
    let keys: [DataKey] =
      duty.rule.conditions.isEmpty ? [.department] : [.department, .sharing]
    if let asked = entry(of: duty.matter) {
      let first = beginning(duty.rule.subject.opening, of: duty.matter)
      return [first, duty.trigger, act].compactMap { $0 }
        .flatMap { asked.evidence(keys, at: $0.moment) }
    }
    guard case .entry(let name) = duty.part, let entry = entry(name) else { return [] }
    let then = entry.evidence([.department], at: duty.trigger.moment)
    return act.part == duty.part ? then + entry.evidence([.department], at: act.moment) : then
  }

  /// A report of the department's own to a body that is not to receive it.
  private func misdirection(
    _ act: ReferenceAct, _ touched: [ReferenceDuty], _ rules: RulesInForce
  ) -> Violation? {
    let missing = touched.first { isCompetent(act, for: $0) && isMisdirected(act, for: $0) }
    guard let duty = missing, case .incidentReported(let report) = act.data,
      let detected = beginning(.incidentDetected, of: duty.matter),
      let department = detected.data.code(.department),
      let rule = rules.derived("\(duty.rule.id).recipient")
    else { return nil }
    let expected = missed(act, duty).sorted()
    let bodies = [department, report.recipient] + expected
    return Violation(
      rule, by: department, at: act.event.position, event: act.event.record.id,
      evidence: cited([act, detected, duty.trigger] + bodies.map { registration(of: $0) }),
      expected: expected)
  }

  /// Events as evidence, by position.
  func cited(_ acts: [ReferenceAct?]) -> [Violation.Evidence] {
    var events: [Int64: Event] = [:]
    for act in acts.compactMap(\.self) { events[act.event.position] = act.event }
    return events.values.sorted { $0.position < $1.position }
      .map { Violation.Evidence(position: $0.position, event: $0.record.id) }
  }
}

extension RulesInForce {
  /// A rule that follows from one about a duty, by its id.
  fileprivate func derived(_ id: String) -> ViolationRule? {
    checks.first { $0.rule.id == id }?.rule
  }
}
