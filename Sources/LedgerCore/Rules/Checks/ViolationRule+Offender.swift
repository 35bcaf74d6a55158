import WorkingDays

/// What is to be found against acts (contract §4). Each answers with the body that the act convicts, or `nil` when it is in order, or
/// when too little is known.
extension ViolationRule.Check {
  /// The checks that ask who did the act, and what else was done about the same thing.
  ///
  /// - Parameter others: the acts on the same thing.
  func offender(_ act: Act, among others: [Act], _ facts: some Facts) -> BodyCode? {
    switch self {
    case .reservedAct(let acts):
      for reserved in acts {
        if let offender = reserved.offender(act, facts) { return offender }
      }
      return nil
    case .withoutEarlier(let condition):
      return condition.offender(act, among: others, facts)
    case .secondSource: return Self.secondSource(act, among: others)
    default: return nil
    }
  }

  /// The checks that ask how the entry that the act names is shared or open.
  func offender(_ act: Act, _ entry: EntryFacts?) -> BodyCode? {
    switch self {
    case .againstSharing(let bar): bar.offender(act, entry)
    case .openedBeyondScope: Self.openedBeyondScope(act, entry)
    default: nil
    }
  }

  /// Art. 25: an entry outside the scope of opening is not opened, and one that is open on
  /// application is not opened unconditionally.
  private static func openedBeyondScope(_ act: Act, _ entry: EntryFacts?) -> BodyCode? {
    guard act.type == .openPublished, let entry else { return nil }
    let isWithin =
      switch entry.openness {
      case .unconditional: true
      case .onApplication: act.chosen == Openness.onApplication.rawValue
      case .notOpen: false
      }
    return isWithin ? nil : entry.department
  }

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to.
  static func isAgreed(
    _ agreed: Moment?, to asker: BodyCode?, use: Moment, by user: BodyCode?
  ) -> Bool {
    guard let agreed, agreed.occurredAt <= use.occurredAt else { return false }
    return asker == user
  }

  /// Art. 17: a data item has one source; another may only take its place.
  ///
  /// - Parameter others: the assignments of the same item.
  private static func secondSource(_ act: Act, among others: [Act]) -> BodyCode? {
    guard act.type == .sourceAssigned, let department = act.code(.department) else { return nil }
    var sources = Set<BodyCode>()
    for other in others.filter({ $0.moment < act.moment }).sorted(by: { $0.moment < $1.moment }) {
      if let superseded = other.code(.supersedes) { sources.remove(superseded) }
      if let source = other.code(.department) { sources.insert(source) }
    }
    if let superseded = act.code(.supersedes) { sources.remove(superseded) }
    return sources.subtracting([department]).isEmpty ? nil : department
  }
}

extension ViolationRule.ReservedAct {
  fileprivate func offender(_ act: Act, _ facts: some Facts) -> BodyCode? {
    guard act.type == self.act, choices.isEmpty || choices.contains(act.chosen ?? ""),
      let code = act.code(by), let state = facts.body(code)
    else { return nil }
    let division = state.division.inForce(on: act.moment.occurredAt.beijingDate)
    let isAllowed =
      (kinds.isEmpty || kinds.contains(state.kind))
      && (levels.isEmpty || levels.contains(division.level))
      && (!isOfOwnDivision
        || act.division?.inForce(on: act.moment.occurredAt.beijingDate) == division)
    return isAllowed ? nil : code
  }
}

extension ViolationRule.Precondition {
  fileprivate func offender(
    _ act: Act, among others: [Act], _ facts: some Facts
  ) -> BodyCode? {
    guard act.type == self.act, let code = act.code(by) else { return nil }
    let state = facts.body(code)
    if !levels.isEmpty {
      guard let level = state?.division.level, levels.contains(level) else { return nil }
    }
    var last: Act?
    for other in others where other.type == earlier {
      guard other.moment.occurredAt <= act.moment.occurredAt else { continue }
      if let authority = authority.flatMap({ other.code($0) }), let state,
        let asked = facts.body(authority)
      {
        let day = other.moment.occurredAt.beijingDate
        if BodyState.isAnother(authority: asked, for: state, on: day) { continue }
      }
      if last.map({ $0.moment < other.moment }) ?? true { last = other }
    }
    guard let last, choice == nil || last.chosen == choice else { return code }
    return nil
  }
}

extension ViolationRule.SharingBar {
  fileprivate func offender(_ act: Act, _ entry: EntryFacts?) -> BodyCode? {
    guard act.type == self.act, let code = act.code(by), let entry,
      !entry.isRetired, sharing.contains(entry.sharing),
      !isOfAnother || entry.department != code, exception.map({ act.has($0) }) != true
    else { return nil }
    return code
  }
}

extension Act {
  /// The division that it names.
  fileprivate var division: Division? { form.checkedKeys.division.flatMap { division($0) } }

  /// The name of what it chose.
  fileprivate var chosen: String? {
    guard let (key, names) = form.checkedKeys.choice,
      case .choice(let place) = page.value(key, of: view), Int(place) < names.count
    else { return nil }
    return names[Int(place)]
  }
}
