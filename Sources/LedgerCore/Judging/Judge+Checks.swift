import WorkingDays

/// What the judge finds against acts (contract §4): each check answers with the body that an act
/// convicts and what that rests on, or `nil` when it is in order, or when too little is known.
extension Judge {
  /// - Parameter position: that of the act that is wanted; any by default.
  mutating func findViolations(_ matter: ActedMatter, at position: Int64? = nil) {
    if matter.category == .shareRequest { findOthersEnding(matter, at: position) }
    if !heirs.isEmpty { findActsAfterEnd(matter, at: position) }
    guard matter.places.contains(where: { rules.isChecked(matter.type(of: $0)) }) else { return }
    let acts = ActsOfMatter(matter: matter, scope: scope)
    for place in matter.places {
      let act = Act(page: matter.page, view: matter.page.events[Int(place.place)])
      guard rules.isChecked(act.type), scope.counts(act.view),
        act.view.position == position ?? act.view.position
      else { continue }
      for number in rules.checks(of: act.type, on: act.day) {
        let check = rules.checks[number].rule.check
        // An act is judged once, in the matter that the check asks about.
        guard (check.asksOfOtherMatter && act.isOnOtherMatter) == place.isOfOther,
          let conviction = conviction(check, act, acts),
          !isOutside(conviction.offender, rules.binds[rules.checks[number].days.adoption])
        else { continue }
        find(conviction, number, act)
      }
    }
  }

  /// Takes note of what an act convicts a body of, with what the log says of the bodies that took the place
  /// of others.
  mutating func find(_ conviction: Conviction, _ check: Int, _ act: Act) {
    violations.append(
      FoundViolation(
        conviction, check: check, act, successions: successions(behind: conviction, act)))
  }

  private mutating func conviction(
    _ check: ViolationRule.Check, _ act: Act, _ matter: ActsOfMatter
  ) -> Conviction? {
    switch check {
    case .refusalWithoutReasons: refusalWithoutReasons(act, matter)
    case .startedWithoutApproval: startedWithoutApproval(act, matter)
    case .reviewedByAnotherAuthority: reviewedByAnother(act, matter)
    case .secondAuthority: secondAuthority(act)
    case .usedWithoutAgreement: usedWithoutAgreement(act, matter)
    case .usedAfterEnd: usedAfterEnd(act, matter)
    case .usedBeyondItems: usedBeyondItems(act, matter)
    case .anotherPurpose: usedForAnotherPurpose(act, matter)
    case .openedBeyondScope, .againstSharing:
      act.named(.entry).flatMap { facts.entry($0, in: act.page) }
        .flatMap { check.conviction(act, $0) }
    case .filedWithAnother: filedWithAnother(act)
    case .restrictedWithoutBasis: restrictedWithoutBasis(act, matter)
    case .incompleteEntry: incompleteEntry(act)
    case .usedAfterRefusal: usedAfterRefusal(act, matter)
    case .lapsedWithoutRequest: lapsedWithoutRequest(act, matter)
    case .nodeWithoutPlan: nodeWithoutPlan(act, matter)
    case .mergedElsewhere: mergedElsewhere(act, matter)
    case .deployedWithoutApproval: deployedWithoutApproval(act, matter)
    case .boughtWithoutApproval: boughtWithoutApproval(act, matter)
    case .cataloguedElsewhere: cataloguedElsewhere(act, matter)
    case .reservedAct, .withoutEarlier, .secondSource:
      check.conviction(act, among: matter.further, facts)
    // Found with the obligations.
    case .competence, .recipient: nil
    // Of acts of any type.
    case .afterEnd: nil
    }
  }

  /// Art. 6: a division has one data authority, the one that was registered first.
  private func secondAuthority(_ registration: Act) -> Conviction? {
    guard registration.choice(.kind) == BodyKind.dataAuthority,
      let division = registration.division(.division), let code = registration.code(.department),
      let first = facts.firstDataAuthority(of: division), first.moment < registration.moment,
      !heirs.isEverHeir(code, of: first.code)
    else { return nil }
    return Conviction(of: code, facts: [first.moment.position])
  }

  // MARK: The catalogue

  /// Art. 15: a catalogue is filed with the authority of the department's own level.
  private func filedWithAnother(_ filing: Act) -> Conviction? {
    guard let department = filing.code(.department), let authority = filing.code(.authority),
      facts.isAnother(authority: authority, for: department, on: filing.day)
    else { return nil }
    return Conviction(
      of: department, registrations: [facts.body(department), facts.body(authority)])
  }

  /// Art. 15: an entry states the seven items.
  private func incompleteEntry(_ registration: Act) -> Conviction? {
    registration.missingItem == nil
      ? nil : holder(registration.code(.department), by: registration).map { Conviction(of: $0) }
  }

  /// Art. 22: a restriction of sharing states the law that it rests on, with it or before.
  private func restrictedWithoutBasis(_ act: Act, _ matter: ActsOfMatter) -> Conviction? {
    guard act.has(.sharing) || act.has(.legalBasis), !act.statesBasis, let first = matter.first
    else { return nil }
    var (sharing, department): (Act?, Act?)
    for earlier in matter.counting where earlier.moment < act.moment {
      guard [.catalogEntryRegistered, .catalogEntryRevised].contains(earlier.type) else { continue }
      if earlier.statesBasis { return nil }
      if earlier.has(.sharing) { sharing = earlier }
      if earlier.has(.department) { department = earlier }
    }
    if act.has(.sharing) { sharing = nil }
    // Before it was registered an entry is that of its registration.
    if act.has(.department) || act.view.occurredAt < first.view.occurredAt { department = nil }
    let saysSharing = act.has(.sharing) ? act : sharing ?? first
    let saysDepartment = act.has(.department) ? act : department ?? first
    guard let isShared: SharingType = saysSharing.choice(.sharing), isShared != .unconditional,
      let offender = holder(saysDepartment.code(.department), by: act)
    else { return nil }
    return Conviction(of: offender, facts: [first, sharing, department].map { $0?.view.position })
  }

  /// The body whose an entry is when an act on it is done, where a department is said.
  private func holder(_ department: BodyCode?, by act: Act) -> BodyCode? {
    guard !heirs.isEmpty else { return department }
    return department.map { heirs.heir(of: $0, for: act.name(act.view.subject), on: act.day) }
  }
}

/// The acts on a matter, as checks ask for them.
struct ActsOfMatter {
  let matter: ActedMatter
  let scope: AuditScope

  /// The act that opened it, whether it counts or not: it says what the others are about.
  var first: Act? {
    matter.first { $0.form.act == .opens && $0.form.category == matter.category }
  }

  /// The acts that count, in the world's order.
  var counting: some Sequence<Act> { matter.lazy.filter { [scope] in scope.counts($0.view) } }

  /// Those of its own stream that the contract's core does not know.
  var further: [Act] {
    counting.filter { !$0.form.isCore && $0.form.category == matter.category }
  }
}

extension ValuesInPage {
  /// The first that a registration leaves out of the seven items of an entry (第十五条): classification,
  /// format, attributes, time limit of updates, type and mode of sharing, requirements of use.
  var missingItem: DataKey? {
    let items: [DataKey] = [
      .classification, .format, .fields, .updateCycle, .sharing, .sharingMode, .useRequirements,
    ]
    return items.first { !has($0) }
  }
}

extension ViolationRule.Check {
  /// Whether it asks about the other matter of an act that is on one: the request under which data is used.
  var asksOfOtherMatter: Bool {
    switch self {
    case .usedWithoutAgreement, .usedAfterEnd, .usedBeyondItems, .anotherPurpose, .competence: true
    default: false
    }
  }
}
