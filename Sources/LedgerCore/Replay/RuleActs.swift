import WorkingDays

/// What a replay needs of the rules in force for every event: no texts, so no references to count.
struct RuleActs: Sendable {
  /// A rule whose obligations an act opens.
  struct Opening: Sendable {
    let place: Int
    let days: RulesInForce.Days
    let start: ObligationRule.Start
    let conditions: [ActFacts]
    let parts: ObligationRule.Parts
    let obligated: ObligationRule.Obligated
    /// Whether the act is not the first of its matter.
    let isLater: Bool
  }

  // What the frequent acts open, and what they do.
  let triggered: [Opening]
  let detected: [Opening]
  private let requested: [Opening]
  private let raised: [Opening]
  private let applied: [Opening]
  let replied: ActEffects
  let withdrawn: ActEffects
  let entryRevised: ActEffects
  let entryRetired: ActEffects
  let triggerReviewed: ActEffects
  let reported: ActEffects

  /// What the checks look at.
  let checks: CheckedTypes

  /// What acts after the first of a matter open.
  private let later: [EventType: [Opening]]
  private let effects: [EventType: ActEffects]

  init(_ rules: RulesInForce) {
    let all = rules.places.map(\.rule)
    let openings = Dictionary(grouping: rules.places.enumerated()) { $1.rule.trigger }
      .mapValues { $0.map { Opening($1, at: $0) } }
    triggered = openings[.catalogUpdateTriggered] ?? []
    detected = openings[.incidentDetected] ?? []
    requested = openings[.shareRequested] ?? []
    raised = openings[.verificationRaised] ?? []
    applied = openings[.openApplied] ?? []
    let firsts = ObligationRule.Subject.allCases.map(\.opening)
    later = openings.filter { !firsts.contains($0.key) }
    let types = Set(all.flatMap { $0.dischargedBy + $0.closedBy + $0.movedBy })
    let effects = Dictionary(
      uniqueKeysWithValues: types.map { ($0, ActEffects(of: $0, under: all)) })
    self.effects = effects
    let of = { (type: EventType) in effects[type] ?? .none }
    replied = of(.shareReplied)
    withdrawn = of(.shareWithdrawn)
    entryRevised = of(.catalogEntryRevised)
    entryRetired = of(.catalogEntryRetired)
    triggerReviewed = of(.catalogTriggerReviewed)
    reported = of(.incidentReported)
    checks = CheckedTypes(rules)
  }

  /// What an act after the first of a matter opens; `nil` for nothing.
  func openedLater(by type: EventType) -> [Opening]? { later.isEmpty ? nil : later[type] }

  /// What acts of a type do.
  func of(_ type: EventType) -> ActEffects { effects[type] ?? .none }

  /// What it opens that somebody asks for an entry.
  func asked(_ kind: ObligationRule.Subject) -> [Opening] {
    switch kind {
    case .shareRequest: requested
    case .verification: raised
    case .openApplication: applied
    case .updateTrigger, .incident: []
    }
  }
}

extension RuleActs.Opening {
  fileprivate init(_ place: RulesInForce.Place, at number: Int) {
    self.init(
      place: number, days: place.days, start: place.rule.start,
      conditions: place.rule.conditions, parts: place.rule.parts, obligated: place.rule.obligated,
      isLater: place.rule.opensLater)
  }
}
