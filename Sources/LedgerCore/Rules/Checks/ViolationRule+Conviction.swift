import WorkingDays

/// What is to be found against acts (contract §4). Each answers with the body that the act convicts
/// and what that rests on, or `nil` when it is in order, or when too little is known.
extension ViolationRule.Check {
  /// The checks that ask who did the act, and what else was done about the same thing.
  ///
  /// - Parameter others: the acts on the same thing, in the world's order.
  func conviction(_ act: Act, among others: [Act], _ facts: some Facts) -> Conviction? {
    switch self {
    case .reservedAct(let acts):
      for reserved in acts {
        if let conviction = reserved.conviction(act, facts) { return conviction }
      }
      return nil
    case .withoutEarlier(let condition):
      return condition.conviction(act, among: others, facts)
    case .secondSource: return Self.secondSource(act, among: others, facts.heirs)
    default: return nil
    }
  }

  /// The checks that ask how the entry that the act names is shared or open.
  func conviction(_ act: Act, _ entry: HeldEntry) -> Conviction? {
    switch self {
    case .againstSharing(let bar): bar.conviction(act, entry)
    case .openedBeyondScope: Self.openedBeyondScope(act, entry)
    default: nil
    }
  }

  /// Art. 25: an entry outside the scope of opening is not opened, and one that is open on
  /// application is not opened unconditionally.
  private static func openedBeyondScope(_ act: Act, _ entry: HeldEntry) -> Conviction? {
    guard act.type == .openPublished, let then = entry.facts(at: act.moment) else { return nil }
    let isWithin =
      switch then.openness {
      case .unconditional: true
      case .onApplication: act.chosen == Openness.onApplication.rawValue
      case .notOpen: false
      }
    return isWithin
      ? nil
      : Conviction(
        of: then.department, facts: entry.telling([.openness, .department], at: act.moment))
  }

  /// Of the sources that a data item has already, a finding names so many, those that were assigned
  /// last: else a thousand assignments would name half a million.
  static let mostSources = 16

  /// Art. 17: a data item has one source; another may only take its place.
  ///
  /// - Parameter others: the assignments of the same item, in the world's order.
  private static func secondSource(
    _ act: Act, among others: [Act], _ heirs: Heirs
  ) -> Conviction? {
    // Whoever took the place of a source is that source.
    let source = { (code: BodyCode?) in code.map { heirs.heir(of: $0, on: act.day) } }
    guard act.type == .sourceAssigned, let own = source(act.code(.department)) else { return nil }
    var sources: [BodyCode: Act] = [:]
    for other in others where other.moment < act.moment {
      if let superseded = source(other.code(.supersedes)) { sources[superseded] = nil }
      if let assigned = source(other.code(.department)) { sources[assigned] = other }
    }
    if let superseded = source(act.code(.supersedes)) { sources[superseded] = nil }
    sources[own] = nil
    guard !sources.isEmpty else { return nil }
    let latest = sources.values.sorted { $0.moment < $1.moment }.suffix(mostSources)
    return Conviction(of: own, acts: Array(latest))
  }
}

extension ViolationRule.ReservedAct {
  fileprivate func conviction(_ act: Act, _ facts: some Facts) -> Conviction? {
    guard act.type == self.act, choices.isEmpty || choices.contains(act.chosen ?? ""),
      let code = act.code(by), let state = facts.body(code)
    else { return nil }
    let division = facts.heirs.division(state.division, on: act.day)
    let isAllowed =
      (kinds.isEmpty || kinds.contains(state.kind))
      && (levels.isEmpty || levels.contains(division.level))
      && (!isOfOwnDivision
        || act.division.map { facts.heirs.division($0, on: act.day) } == division)
    return isAllowed ? nil : Conviction(of: code, registrations: [state])
  }
}

extension ViolationRule.Precondition {
  fileprivate func conviction(
    _ act: Act, among others: [Act], _ facts: some Facts
  ) -> Conviction? {
    guard act.type == self.act, let code = act.code(by) else { return nil }
    let state = facts.body(code)
    if !levels.isEmpty {
      guard let level = facts.division(of: code, on: act.day)?.level, levels.contains(level) else {
        return nil
      }
    }
    // The last that may stand before it, and the last of those with another authority.
    var last: Act?
    var passedOver: Act?
    for other in others
    where other.type == earlier && other.moment.occurredAt <= act.moment.occurredAt {
      if isOfAnother(other, for: code, facts) { passedOver = other } else { last = other }
    }
    if let last, choice == nil || last.chosen == choice { return nil }
    let found = last ?? passedOver
    let asked = authority.flatMap { found?.code($0) }.flatMap { facts.body($0) }
    return Conviction(
      of: code, acts: [found],
      registrations: [levels.isEmpty && asked == nil ? nil : state, asked])
  }

  /// Whether an earlier act is with an authority that is known not to be that of the body's own level.
  private func isOfAnother(_ other: Act, for body: BodyCode, _ facts: some Facts) -> Bool {
    authority.flatMap { other.code($0) }
      .map { facts.isAnother(authority: $0, for: body, on: other.day) } ?? false
  }
}

extension ViolationRule.SharingBar {
  fileprivate func conviction(_ act: Act, _ entry: HeldEntry) -> Conviction? {
    guard act.type == self.act, let code = act.code(by), exception.map({ act.has($0) }) != true,
      let name = act.page.text(.entry, of: act.view)
    else { return nil }
    let asked: [EntryHistory.Fact] = isOfAnother ? [.sharing, .department] : [.sharing]
    guard let day = act.date(.on) else {
      guard let then = entry.facts(at: act.moment), bars(then, code) else { return nil }
      return Conviction(
        of: code, facts: entry.telling(asked, at: act.moment),
        unless: then.sharing == .conditional
          ? Exemption(entry: name, body: code, condition: .couldNotHave(by: act.moment)) : nil)
    }
    // What is counted for a day was in order if it was so at either end of it.
    guard let then = entry.facts(at: .end(of: day)), bars(then, code),
      entry.facts(at: .start(of: day)).map({ bars($0, code) }) ?? true
    else { return nil }
    return Conviction(
      of: code, facts: entry.telling(asked, at: .end(of: day)),
      unless: Exemption(entry: name, body: code, condition: .granted(on: day)))
  }

  private func bars(_ entry: EntryFacts, _ body: BodyCode) -> Bool {
    !entry.isRetired && entry.sharing.map(sharing.contains) ?? false
      && (!isOfAnother || entry.department != body)
  }
}

extension Moment {
  /// Before everything of a Beijing day.
  fileprivate static func start(of day: CivilDate) -> Moment {
    Moment(occurredAt: Instant(beijingDate: day, millisecondOfDay: 0), position: .min)
  }

  /// After everything of a Beijing day.
  fileprivate static func end(of day: CivilDate) -> Moment {
    Moment(occurredAt: .end(of: day), position: .max)
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
