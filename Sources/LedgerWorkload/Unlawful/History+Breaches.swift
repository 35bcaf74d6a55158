import LedgerCore

/// When a matter gets an unlawful act, and by whom it is done.
extension History {
  /// Whether an act is unlawful in this way: where a share of unlawful acts is asked for, when its matter
  /// gets that one; in another import now and then; else never.
  mutating func lapses(_ breach: Breach) -> Bool {
    if breaches.isAsked { return self.breach == breach }
    guard isImport, breach.profile.perMille > 0 else { return false }
    return random.chance(breach.profile.perMille)
  }

  /// Whether an act leads to another: so many times in a thousand, and surely where a matter is to come
  /// to an unlawful act.
  mutating func leads(_ perMille: Int) -> Bool { breach != nil || random.chance(perMille) }

  /// The unlawful act that an entry is registered with, if any.
  mutating func breach(ofEntryOf body: Int) -> Breach? {
    guard breach == nil, directory.isAnswerable(body) else { return nil }
    return breaches.next(.entry, on: now.day) {
      $0 == .entryWithoutItem || $0 == .entryWithoutBasis
    }
  }

  /// The unlawful act that a department's trigger gets, if any.
  mutating func breach(ofTriggerOf body: Int, on day: Int) -> Breach? {
    guard directory.isAnswerable(body) else { return nil }
    return breaches.next(.trigger, on: day) { $0 == .updateByAnother }
  }

  /// The unlawful act that what begins on a day gets, if any, with the act that begins it.
  mutating func breach(beginningOn day: Int) -> (Breach, Act)? {
    guard breaches.isAsked else { return nil }
    let standing = BreachStanding(self, on: day)
    guard let breach = breaches.next(.beginning, on: day, where: standing.allows) else {
      return nil
    }
    return (breach, beginning(of: breach, in: HistoryTime.date(ofDay: day).year))
  }

  /// The act that begins the matter of an unlawful one.
  private mutating func beginning(of breach: Breach, in year: Int) -> Act {
    switch breach {
    case .actAfterEnd: .mergeBody
    case .annualPlanByAnother: .setAnnualPlan(seat: anySeat(), year: year)
    case .developmentPlanByAuthority: .publishPlan(seat: anySeat(), year: year)
    case .countyNode: .works(.node(nil, seat: anySeat(.county)))
    case .nodeWithoutPlan: .works(.node(nil, seat: anySeat(.city)))
    case .mergerByCounty: .works(.legacyNode(seat: anySeat(.county)))
    case .countyPlatform: .works(.exchangePlatform(seat: anySeat(.county)))
    case .networkByDepartment: .works(.network(seat: anySeat()))
    case .supportByAnother: .works(.support(random.below(WorksTexts.support.count)))
    case .trainingByAnother: .begin(.training)
    case .decisionByAnother: .begin(random.chance(500) ? .purchase : .cloudUse)
    case .startWithoutApproval, .reviewByAnother: .begin(.project)
    case .deploymentWithoutApproval: .begin(.cloudUse)
    case .masterByAnother: .begin(.master)
    case .secondAuthority, .entryWithoutItem, .entryWithoutBasis: .begin(.registration)
    case .filingElsewhere: .begin(.filing)
    case .updateByAnother, .updateSubmittedByAnother, .updatePublishedByAnother:
      .begin(.functionChange)
    case .secondSource: .begin(.source)
    case .repeatedCollection: .begin(.collection)
    case .verificationByAnother: .begin(.verification)
    case .purchaseWithoutApproval, .purchaseCataloguedElsewhere: .begin(.purchase)
    case .accessWithoutRequest: .begin(.access)
    case .paperDemanded: .begin(.paper)
    case .publicationBeyondScope: .begin(.publication)
    case .refusalWithoutReasons, .replyByAnother, .replyByAnotherForOpenlyShared,
      .provisionByAnother, .useWithoutAgreement, .useForAnotherPurpose, .useAfterEnd,
      .useOfOtherItems:
      .begin(.request)
    case .openUseAfterRefusal, .openUseForAnotherPurpose, .openReplyByAnother,
      .correctionByAnother, .lapseWithoutRequest:
      .begin(.application)
    case .remedyByAnother, .reportByAnother, .reportElsewhere, .urgentReportByAnother,
      .urgentReportElsewhere, .infrastructureReportByAnother, .centralReportByAnother,
      .summaryByAnother:
      .begin(.incident)
    }
  }

  // MARK: Whose act it is

  /// Any body; where a matter is to come to an unlawful act, a department that the law binds.
  mutating func anyActor() -> Int {
    guard breach != nil else { return anyBody() }
    let directory = directory
    return anyBody { !directory.bodies[$0].type.isCore && directory.isAnswerable($0) }
  }

  /// Any body but this one, likewise.
  mutating func anyActor(but other: Int) -> Int {
    breach == nil ? anyBody(but: other) : another(than: other)
  }

  /// A department that the law binds, in another body's place.
  mutating func another(than body: Int) -> Int {
    let directory = directory
    let other = anyBody {
      directory.bodies[$0].code != directory.bodies[body].code && !directory.bodies[$0].type.isCore
        && directory.isAnswerable($0)
    }
    follow(body: other)
    return other
  }

  /// Who does an act that is a body's to do: that body, unless the act is unlawful in this way.
  mutating func doer(_ body: Int, unless breach: Breach) -> Int {
    lapses(breach) ? another(than: body) : body
  }

  /// The seat of any body that is registered.
  private mutating func anySeat() -> Int { directory.bodies[anyBody()].seat }

  /// A seat of a level whose authorities are registered; where there is none, any.
  private mutating func anySeat(_ level: Division.Level) -> Int {
    let directory = directory
    return directory.bodies[anyBody { directory.level(of: $0) == level }].seat
  }
}

/// What a history has come to by a day, as far as unlawful acts depend on it.
private struct BreachStanding {
  private let canMerge: Bool
  private let hasNode: Bool
  private let levels: Set<Division.Level>
  private let workingDaysLeft: Int

  init(_ history: History, on day: Int) {
    canMerge = history.canMerge
    hasNode = history.standings[0].node != nil
    levels = Set(
      history.directory.seats.lazy.filter { $0.dataAuthority < history.registeredBodies }
        .map(\.listed.division.level))
    workingDaysLeft = history.calendar.workingDays(after: day, through: history.span.lastDay)
  }

  /// Whether a matter that begins now can come to an unlawful act.
  func allows(_ breach: Breach) -> Bool {
    guard breach.profile.workingDays <= workingDaysLeft else { return false }
    switch breach {
    case .secondAuthority, .entryWithoutItem, .entryWithoutBasis: return false
    case .actAfterEnd: return canMerge
    case .countyNode, .countyPlatform: return levels.contains(.county)
    case .mergerByCounty: return levels.contains(.county) && hasNode
    case .nodeWithoutPlan: return levels.contains(.city)
    case .filingElsewhere, .masterByAnother, .supportByAnother: return levels.count > 1
    case .deploymentWithoutApproval, .decisionByAnother: return hasNode
    default: return true
    }
  }
}
