/// Which acts with a form the checks of the rules look at, and when.
struct CheckedTypes: Sendable {
  /// All of them.
  let types: Set<EventType>
  /// Those whose checks wait for the end of the log.
  let atEnd: Set<EventType>
  /// Those whose checks ask how the entry that they name was shared or open.
  let ofEntries: Set<EventType>
  /// Whether a check asks what a use of data rests on.
  let areGrantsKept: Bool

  init(_ rules: RulesInForce) {
    var atEnd = Set<EventType>()
    var ofEntries = Set<EventType>()
    var uses = Set<EventType>()
    for check in rules.checks.map(\.rule.check) {
      switch check {
      case .reservedAct, .secondSource: atEnd.formUnion(check.acts)
      case .withoutEarlier(let condition): atEnd.formUnion([condition.act, condition.earlier])
      case .againstSharing, .openedBeyondScope: ofEntries.formUnion(check.acts)
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
    types = atEnd.union(ofEntries).union(uses)
  }
}
