/// Which acts with a form the checks of the rules look at, and when.
struct CheckedTypes: Sendable {
  /// All of them.
  let types: Set<EventType>
  /// Those whose checks wait for the end of the log.
  let atEnd: Set<EventType>
  /// By type, the places of the checks that ask only about the entry that the act names.
  let ofEntries: [EventType: [Int]]
  /// Whether a check asks what a use of data rests on.
  let areGrantsKept: Bool

  init(_ rules: RulesInForce) {
    var atEnd = Set<EventType>()
    var ofEntries: [EventType: [Int]] = [:]
    var uses = Set<EventType>()
    for (place, check) in rules.checks.map(\.rule.check).enumerated() {
      switch check {
      case .reservedAct, .secondSource: atEnd.formUnion(check.acts)
      case .withoutEarlier(let condition): atEnd.formUnion([condition.act, condition.earlier])
      case .againstSharing, .openedBeyondScope:
        for act in check.acts { ofEntries[act, default: []].append(place) }
      case .usedWithoutAgreement: uses.insert(.dataUsed)
      case .anotherPurpose(let act): uses.formUnion([act, .openApplied])
      case .refusalWithoutReasons, .startedWithoutApproval, .reviewedByAnotherAuthority,
        .secondAuthority:
        break
      }
    }
    self.atEnd = atEnd
    self.ofEntries = ofEntries
    areGrantsKept = !uses.isEmpty
    types = atEnd.union(ofEntries.keys).union(uses)
  }
}
