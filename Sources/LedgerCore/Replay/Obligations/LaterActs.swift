import WorkingDays

/// Acts on matters that are not noted in the obligations themselves, and are applied when the report
/// is made: those that move clocks, and those that an event recorded late tells of obligations that
/// were put away before. They are few.
struct LaterActs {
  struct Entry {
    let kind: ObligationRule.Subject
    let part: Obligation.Part
    let act: ClockAct
    let discharge: Obligation.Discharge
  }

  private(set) var bySubject = NameTable<[Entry]>()
  /// By the number of the obligation the discharges besides the earliest, where that became known
  /// late and they may support it.
  private(set) var others: [Int64: [Obligation.Discharge]] = [:]

  mutating func add(_ other: Obligation.Discharge, to number: Int64) {
    others[number, default: []].append(other)
  }

  mutating func add(_ entry: Entry, to subject: Name) {
    let isKnown = bySubject.update(subject) { $0.append(entry) } != nil
    if !isKnown { bySubject[subject] = [entry] }
  }

  /// The acts that concern an obligation and followed its opening in the log.
  func acts(on obligation: Obligation) -> [Entry] {
    guard let entries = bySubject[obligation.subject] else { return [] }
    return entries.filter { entry in
      entry.kind == obligation.kind
        && entry.act.moment.position > obligation.opening.moment.position
        && obligation.isConcerned(by: entry.part, at: entry.act.moment)
    }
  }
}

/// An obligation with the acts on its matter that moved its clock, and all that discharged it.
struct ObligationWithActs {
  var obligation: Obligation
  /// What moved its clock, in order of time.
  var acts: [ClockAct] = []
  /// The discharges besides the earliest.
  var others: [Obligation.Discharge] = []

  /// Applies what was noted of an obligation's matter, under its rule.
  init(_ obligation: Obligation, _ later: LaterActs, under rules: [RulesInForce.Place]) {
    self.obligation = obligation
    if !later.others.isEmpty { others = later.others[obligation.number] ?? [] }
    guard later.bySubject.count > 0 else { return }
    let entries = later.acts(on: obligation)
    guard !entries.isEmpty else { return }
    let rule = rules[obligation.rule].rule
    for entry in entries { apply(entry.act, entry.discharge, under: rule) }
    settle()
  }

  /// An obligation whose acts are known.
  init(_ obligation: Obligation, acts: [ClockAct]) {
    self.obligation = obligation
    self.acts = acts
  }

  /// Applies an act that concerns it.
  mutating func apply(
    _ act: ClockAct, _ discharge: Obligation.Discharge, under rule: ObligationRule
  ) {
    if rule.dischargedBy.contains(act.type) {
      if let other = obligation.discharge(by: discharge) { others.append(other) }
    } else if rule.closedBy.contains(act.type) {
      obligation.close(at: act.moment)
    } else if rule.isMoved(by: act.type) {
      acts.append(act)
    }
  }

  /// Puts the acts in order, without those that came after the end.
  mutating func settle() {
    if let end = [obligation.discharge?.moment, obligation.closed].compactMap(\.self).min() {
      acts.removeAll { $0.moment >= end }
    }
    acts.sort { $0.moment < $1.moment }
  }
}
