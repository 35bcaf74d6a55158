import WorkingDays

/// The checks of further acts.
extension Replay {
  /// Takes note of an act that counts, for the checks that look at it.
  mutating func check(
    _ view: EventView, _ subject: Name, _ page: Folded
  ) throws(LedgerError) {
    guard acts.checks.types.contains(view.type) else { return }
    let citation = citation(view, page)
    if acts.checks.atEnd.contains(view.type) {
      kept.keep(keepable(view, subject, citation, page))
    }
    if acts.checks.ofEntries.contains(view.type), let entry = page.page.text(.entry, of: view) {
      let act = keepable(view, subject, citation, page)
      try entryActs.add(.init(entry: name(entry, page), act: act))
    }
    if acts.checks.areGrantsKept { try use(view, subject, citation, page) }
  }

  private mutating func keepable(
    _ view: EventView, _ subject: Name, _ citation: Obligation.Citation, _ page: Folded
  ) -> KeptActs.Kept {
    let act = CheckedAct(view, of: page.page)
    var bodies: [BodyPlace] = []
    for body in act.bodies {
      if let body { bodies.append(departments.place(of: body)) } else { bodies.append(.none) }
    }
    return KeptActs.Kept(
      type: act.type, subject: subject, citation: citation, bodies: bodies,
      choice: act.choice.map(UInt8.init(truncatingIfNeeded:)), division: act.division,
      stated: act.stated)
  }

  // MARK: Entries

  /// Takes note of a revision, before it takes effect.
  mutating func remember(_ change: EntryHistory.Change, of entry: Name) {
    guard !acts.checks.ofEntries.isEmpty,
      histories.update(entry, { $0.add(change) }) == nil, var history = history(of: entry)
    else { return }
    history.add(change)
    histories[entry] = history
  }

  private func history(of entry: Name) -> EntryHistory? {
    if let history = histories[entry] { return history }
    guard let record = entries[entry], let department = departments[record.department] else {
      return nil
    }
    return EntryHistory(
      registered: record.registeredAt,
      EntryFacts(
        department: department, sharing: record.sharing, openness: record.openness))
  }

  private func facts(of entry: Name, at moment: Moment) -> EntryFacts? {
    var retired: Moment?
    if let place = entries[entry]?.retirement { retired = retirements[Int(place)] }
    return history(of: entry)?.facts(at: moment, retired: retired)
  }

  // MARK: Uses of data

  private mutating func use(
    _ act: EventView, _ subject: Name, _ citation: Obligation.Citation, _ page: Folded
  ) throws(LedgerError) {
    guard let text = page.page.text(.purpose, of: act) else { return }
    let purpose = hash(text, page)
    switch act.type {
    case .openApplied:
      try grants.add(
        .init(
          kind: .application, subject: subject, asker: .none, purpose: purpose,
          moment: citation.moment))
    case .openUseReported:
      grants.add(
        .init(
          kind: .application, subject: subject, purpose: purpose, user: act.actor,
          citation: citation))
    case .dataUsed:
      guard let request = page.page.text(.request, of: act),
        let user = page.page.code(.department, of: act)
      else { return }
      grants.add(
        .init(
          kind: .request, subject: name(request, page), purpose: purpose, user: user,
          citation: citation))
    default: break
    }
  }

  /// The hash of a request's purpose, where one will be asked for.
  func hash(_ purpose: TextRange, _ page: Folded) -> UInt64 {
    guard acts.checks.areGrantsKept, let start = page.text.start(of: purpose) else { return 0 }
    return grants.hash(UnsafeBufferPointer(start: start, count: Int(purpose.count)))
  }

  /// A request was agreed to.
  mutating func grant(_ request: Name, at moment: Moment) throws(LedgerError) {
    guard acts.checks.areGrantsKept, let record = obligations.matters[.shareRequest][request] else {
      return
    }
    try grants.add(
      .init(
        kind: .request, subject: request, asker: record.asker, purpose: record.purpose,
        moment: moment))
  }

  // MARK: At the end

  /// What the checks of further acts find.
  func violationsOfActs() throws(LedgerError) -> [Violation] {
    var found: [Violation] = []
    try entryActs.forEach { entryAct in
      let act = entryAct.act.checked(departments)
      let facts = facts(of: entryAct.entry, at: act.moment)
      let day = act.moment.occurredAt.beijingDate
      for place in rules.checks(of: act.type, on: day) {
        guard let offender = rules.checks[place].rule.check.offender(act, facts) else { continue }
        found.append(violation(place, offender, entryAct.act.citation))
      }
    }
    let body = { [bodies] (code: BodyCode) throws(LedgerError) in bodies[Name(code)]?.state }
    for group in kept.groups(departments) {
      let others = group.map(\.act)
      for (kept, act) in group {
        let day = act.moment.occurredAt.beijingDate
        for place in rules.checks(of: act.type, on: day) {
          let check = rules.checks[place].rule.check
          guard let offender = try check.offender(act, among: others, body) else { continue }
          found.append(violation(place, offender, kept.citation))
        }
      }
    }
    for (use, grant) in try grants.usesWithGrants() {
      let day = use.citation.moment.occurredAt.beijingDate
      for place in rules.checks(of: use.type, on: day)
      where rules.checks[place].rule.check.convicts(
        use, grant, by: grant.flatMap { departments[$0.asker] })
      {
        found.append(violation(place, use.user, use.citation))
      }
    }
    return found
  }

  /// The data authorities that were registered after another of their division (art. 6).
  func violationsOfRegistrations() -> [Violation] {
    var first = Set<Division>()
    var found: [Violation] = []
    for authority in authorities.sorted(by: { $0.citation.moment < $1.citation.moment })
    where !first.insert(authority.division).inserted {
      found += rules.violations(.secondAuthority, by: authority.code, authority.citation, names)
    }
    return found
  }

  private func violation(
    _ check: Int, _ department: BodyCode, _ citation: Obligation.Citation
  ) -> Violation {
    Violation(
      rules.checks[check].rule, by: department, at: citation.moment.position,
      event: names.identifier(of: citation.event))
  }
}

extension Grants.Use {
  var type: EventType { kind == .request ? .dataUsed : .openUseReported }
}

extension ViolationRule.Check {
  /// - Parameter asker: who asked for what was granted.
  fileprivate func convicts(
    _ use: Grants.Use, _ grant: Grants.Grant?, by asker: BodyCode?
  ) -> Bool {
    switch self {
    case .usedWithoutAgreement:
      return !Self.isAgreed(
        grant?.moment, to: asker, use: use.citation.moment, by: use.user)
    case .anotherPurpose(use.type): return grant.map { $0.purpose != use.purpose } ?? false
    default: return false
    }
  }
}

/// A data authority's registration.
struct RegisteredAuthority: Sendable {
  let code: BodyCode
  let division: Division
  let citation: Obligation.Citation
}
