import WorkingDays

/// Whose act it is (rulings.md, principle 1): what another body did changes nothing about a duty, and is
/// found.
extension Judge {
  /// Whether the body that acted is one whose act concerns an obligation.
  mutating func isCompetent(
    _ act: Act, _ onMatter: ActOnMatter, for obligation: Obligation
  ) -> Bool {
    if act.form.doer == .obligated,
      act.view.actor == owner(of: obligation, about: onMatter.kind, onMatter.first, on: act.day)
    {
      return true
    }
    return competent(act, onMatter, for: obligation)?.contains(act.view.actor) ?? true
  }

  /// The bodies whose act concerns an obligation; `nil` for anybody's.
  private mutating func competent(
    _ act: Act, _ onMatter: ActOnMatter, for obligation: Obligation
  ) -> [BodyCode]? {
    switch act.form.doer {
    case .applicant: return nil
    case .requester:
      return [onMatter.first?.code(.requester)].compactMap { requester in
        requester.map { heirs.heir(of: $0, on: act.day) }
      }
    case .obligated:
      let holder = entry(onMatter, of: obligation.part, act)?.known(at: act.moment).department
      let owner = owner(of: obligation, about: onMatter.kind, onMatter.first, on: act.day)
      return [owner, holder].compactMap(\.self)
    }
  }

  /// The entry that the matter asks for, or the one entry of a trigger that both the obligation and the
  /// act are about.
  private mutating func entry(
    _ onMatter: ActOnMatter, of part: Obligation.Part, _ act: Act
  ) -> HeldEntry? {
    if onMatter.kind.isAboutEntry { return entry(askedForBy: onMatter.first) }
    guard case .entry(let entry) = part, onMatter.part == part else { return nil }
    return facts.entry(entry, in: act.page)
  }

  /// Whether a later act opens a duty: that of the body whose matter it is, or of whoever asked.
  mutating func mayOpen(_ act: Act, _ kind: ObligationRule.Subject, _ first: Act?) -> Bool {
    switch act.form.doer {
    case .applicant: return true
    case .requester:
      return first?.code(.requester).map { heirs.heir(of: $0, on: act.day) } == act.view.actor
    case .obligated:
      guard let first, kind.isAboutEntry else {
        return first?.code(.department).map { heirs.heir(of: $0, on: act.day) } == act.view.actor
      }
      return entry(askedForBy: first)?
        .isHolders(act.view.actor, at: act.moment, askedAt: first.moment) ?? false
    }
  }

  /// Finds an act that was another's, once for each rule.
  ///
  /// - Parameter missed: the places of the obligations that it would have concerned.
  mutating func findIncompetence(
    _ act: Act, _ onMatter: ActOnMatter, _ missed: [Int], _ matter: ActedMatter
  ) {
    var rest = missed[...]
    while let first = rest.first {
      let rule = obligations[first].rule
      // A rule that books in force share has several places.
      let name = rules.places[rule].rule.id
      let own = rest.filter { rules.places[obligations[$0].rule].rule.id == name }
      rest.removeAll { rules.places[obligations[$0].rule].rule.id == name }
      if concerns(act, onMatter, anotherUnder: name) { continue }
      var expected = Set<BodyCode>()
      for place in own {
        expected.formUnion(competent(act, onMatter, for: obligations[place]) ?? [])
      }
      let conviction = Conviction(
        of: act.view.actor,
        acts: [matter.act(atPosition: obligations[first].opening.moment.position), onMatter.first],
        facts: owners(act, onMatter, of: obligations[first]),
        expected: expected.sorted())
      find(conviction, rules.competence[rule], act)
    }
  }

  /// Whether the act concerns another obligation of a rule, for which it is the right body's.
  private mutating func concerns(
    _ act: Act, _ onMatter: ActOnMatter, anotherUnder rule: String
  ) -> Bool {
    for place in obligations.indices where rules.places[obligations[place].rule].rule.id == rule {
      if obligations[place].part.isConcerned(by: onMatter.part),
        obligations[place].opening.moment.position != act.view.position,
        isCompetent(act, onMatter, for: obligations[place])
      {
        return true
      }
    }
    return false
  }

  /// The positions of what says whose the entry was, and how it was shared where the rule asks: when the
  /// matter began, when the duty arose, and when the act was done.
  private mutating func owners(
    _ act: Act, _ onMatter: ActOnMatter, of obligation: Obligation
  ) -> [Int64] {
    let asked: [EntryHistory.Fact] =
      rules.places[obligation.rule].rule.conditions.isEmpty
      ? [.department] : [.department, .sharing]
    if onMatter.kind.isAboutEntry {
      guard let entry = entry(askedForBy: onMatter.first) else { return [] }
      let moments = [onMatter.first?.moment, obligation.opening.moment, act.moment]
      return moments.compactMap(\.self).flatMap { entry.telling(asked, at: $0) }
    }
    guard case .entry(let name) = obligation.part, let entry = facts.entry(name, in: act.page)
    else { return [] }
    let then = entry.telling([.department], at: obligation.opening.moment)
    return onMatter.part == obligation.part
      ? then + entry.telling([.department], at: act.moment) : then
  }

  /// Finds a report that went to another body than its recipient (art. 31).
  mutating func findOtherRecipient(
    _ act: Act, _ expected: [BodyCode], _ obligation: Obligation, owedBy owner: BodyCode,
    _ matter: ActedMatter
  ) {
    guard let check = rules.recipient[obligation.rule] else { return }
    let bodies = [owner] + expected + [act.code(.recipient)].compactMap(\.self)
    let conviction = Conviction(
      of: owner,
      acts: [
        matter.first(.incidentDetected),
        matter.act(atPosition: obligation.opening.moment.position),
      ],
      registrations: bodies.map { facts.body($0) }, expected: expected)
    find(conviction, check, act)
  }
}
