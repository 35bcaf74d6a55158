import WorkingDays

/// What the judge finds, and shows, of bodies that are no more (机构改革).
extension Judge {
  /// Finds acts of bodies that had ended by then, whatever the acts are; but for those that say what bodies
  /// and divisions are, and those that are no acts of administration.
  ///
  /// - Parameter position: that of the act that is wanted; any by default.
  mutating func findActsAfterEnd(_ matter: ActedMatter, at position: Int64?) {
    guard !rules.afterEnd.isEmpty else { return }
    for place in matter.places where !place.isOfOther {
      let act = matter.act(at: place)
      guard heirs.hasEnded(act.view.actor, on: act.day), scope.counts(act.view),
        act.view.position == position ?? act.view.position, act.type.isDoneByBodiesThatGoOn
      else { continue }
      for check in rules.afterEnd where rules.checks[check].days.contains(act.day) {
        guard !isOutside(act.view.actor, rules.binds[rules.checks[check].days.adoption]) else {
          continue
        }
        let heir = heirs.heir(of: act.view.actor, on: act.day)
        find(
          Conviction(of: act.view.actor, expected: heir == act.view.actor ? [] : [heir]), check,
          act)
      }
    }
  }

  /// Where the log says of the successions behind a finding: those that connect the bodies which it and the
  /// acts that it cites name, up to the last of these acts, and those of the divisions of the bodies whose
  /// registrations it cites.
  func successions(behind conviction: Conviction, _ act: Act) -> [Int64] {
    guard heirs.areTold else { return [] }
    let acts = conviction.acts + [act]
    let last = acts.map(\.day).max() ?? act.day
    var bodies = Set(conviction.expected).union([conviction.offender])
    for act in acts {
      bodies.insert(act.view.actor)
      bodies.formUnion(act.form.checkedKeys.bodies.compactMap { act.code($0) })
    }
    let divisions = Set(conviction.registrations.map(\.division))
    return heirs.positions(connecting: bodies, upTo: last)
      + heirs.positions(connecting: divisions, upTo: last)
  }
}

extension EventType {
  /// Whether a body that has ended does not do such acts.
  fileprivate var isDoneByBodiesThatGoOn: Bool {
    switch self {
    case .departmentRegistered, .bodyRenamed, .bodySucceeded, .divisionChanged, .recordCorrected,
      .calendarNoticeIssued, .rulesAdopted, .auditAttested:
      false
    default: true
    }
  }
}
