import WorkingDays

/// What the judge needs of the rules in force for every act: no texts, so no references to count.
struct RulesByAct: Sendable {
  /// A rule whose obligations an act opens.
  struct Opening: Sendable {
    /// The rule's place.
    let rule: Int
    let days: RulesInForce.Days
    let start: ObligationRule.Start
    let conditions: [ActFacts]
    let parts: ObligationRule.Parts
    let obligated: ObligationRule.Obligated
    /// Whom the rule's book binds; `nil` for all.
    let binds: RuleBook.Bound?
    /// The rules of later books for the same duty: what one of them takes is not for this.
    let displacedBy: [Displacer]
  }

  /// A rule that may take an act from an older one.
  struct Displacer: Sendable {
    let days: RulesInForce.Days
    let start: ObligationRule.Start
    let conditions: [ActFacts]
  }

  private let openings: ByType<[Opening]>
  private let effects: ByType<ActEffects>
  /// The types whose acts open obligations, and those whose acts do anything to them.
  private let opening: TypeSet
  private let affecting: TypeSet
  /// By the place of a rule, whether its obligations begin with an act after the first of their
  /// matter: then only what followed concerns them.
  let opensLater: [Bool]
  /// By the place of a rule, whether the retirement of an entry closes what is about it.
  let closesByRetirement: [Bool]

  init(_ places: [RulesInForce.Place], binding binds: [RuleBook.Bound?]) {
    let all = places.map(\.rule)
    openings = ByType { type in
      places.indices.filter { places[$0].rule.trigger == type }.map {
        Opening(at: $0, among: places, binds[places[$0].days.adoption])
      }
    }
    let effects = ByType { ActEffects(of: $0, under: all) }
    self.effects = effects
    let regrading =
      all.contains { $0.trigger == .incidentDetected && !$0.conditions.isEmpty }
      ? [EventType.incidentRegraded.number] : []
    opening = TypeSet(all.map(\.trigger.number) + regrading)
    affecting = TypeSet(
      EventForm.all.map(\.type).filter { !effects[$0].areNone }.map(\.number))
    opensLater = all.map(\.opensLater)
    closesByRetirement = all.map { $0.closedBy.contains(.catalogEntryRetired) }
  }

  /// The rules whose obligations acts of a type open.
  func openings(by type: EventType) -> [Opening] { openings[type] }

  /// Whether acts of a type open obligations.
  @inline(__always)
  func mayOpen(_ type: EventType) -> Bool { opening.contains(type.number) }

  /// Whether acts of a type do anything to obligations.
  @inline(__always)
  func mayAffect(_ type: EventType) -> Bool { affecting.contains(type.number) }

  /// What acts of a type do.
  func effects(of type: EventType) -> ActEffects { effects[type] }
}

extension RulesByAct.Opening {
  fileprivate init(
    at number: Int, among places: [RulesInForce.Place], _ binds: RuleBook.Bound?
  ) {
    let place = places[number]
    let later = places.filter {
      $0.rule.duty == place.rule.duty && $0.rule.trigger == place.rule.trigger
        && $0.days.adoption > place.days.adoption
    }
    self.init(
      rule: number, days: place.days, start: place.rule.start, conditions: place.rule.conditions,
      parts: place.rule.parts, obligated: place.rule.obligated, binds: binds,
      displacedBy: later.map {
        RulesByAct.Displacer(
          days: $0.days, start: $0.rule.start, conditions: $0.rule.conditions)
      })
  }
}
