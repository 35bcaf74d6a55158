/// What is known of a way to act unlawfully.
struct BreachProfile: Sendable {
  /// The rules under which an audit finds it, those of other books than the order's last.
  let rules: [String]
  /// How many turns it takes, compared with others.
  let turns: Int
  /// The working days from the beginning of its matter within which it is done.
  let workingDays: Int
  /// How many times in a thousand an import has it where it can be, when it is asked for no share.
  let perMille: Int

  fileprivate init(
    _ rules: String..., turns: Int = 1, within workingDays: Int = 0, perMille: Int = 0
  ) {
    self.rules = rules
    self.turns = turns
    self.workingDays = workingDays
    self.perMille = perMille
  }

  /// By `Breach.rawValue`.
  fileprivate static let ofBreaches = Breach.allCases.map(\.known)
}

extension Breach {
  var profile: BreachProfile { BreachProfile.ofBreaches[rawValue] }

  fileprivate var known: BreachProfile {
    switch self {
    case .secondAuthority: BreachProfile("sd329.6.second", perMille: 20)
    case .actAfterEnd: BreachProfile("sd329.6.ended", within: 21)
    case .annualPlanByAnother, .trainingByAnother: BreachProfile("sd329.6.reserved", perMille: 40)
    case .decisionByAnother: BreachProfile("sd329.6.reserved", within: 15, perMille: 30)
    case .developmentPlanByAuthority: BreachProfile("sd329.8.government", perMille: 60)

    case .startWithoutApproval: BreachProfile("sd329.9.start", turns: 6, within: 3, perMille: 40)
    case .reviewByAnother: BreachProfile("sd329.9.authority", turns: 3, within: 15, perMille: 40)

    case .countyNode: BreachProfile("sd329.10.county", "sd329.10.builder", perMille: 300)
    case .nodeWithoutPlan: BreachProfile("sd329.10.plan", perMille: 300)
    case .mergerByCounty: BreachProfile("sd329.10.merge", within: 40, perMille: 300)
    case .deploymentWithoutApproval: BreachProfile("sd329.11", turns: 2, perMille: 40)
    case .networkByDepartment: BreachProfile("sd329.12", perMille: 60)
    case .supportByAnother: BreachProfile("sd329.13", perMille: 100)

    case .masterByAnother: BreachProfile("sd329.15.compiled", perMille: 60)
    case .entryWithoutItem: BreachProfile("sd329.15.items", perMille: 4)
    case .entryWithoutBasis: BreachProfile("sd329.22.basis", perMille: 5)
    case .filingElsewhere: BreachProfile("sd329.15.filing", turns: 3, perMille: 40)
    case .updateByAnother: BreachProfile("sd329.16.competence", turns: 3, within: 15)
    case .updateSubmittedByAnother: BreachProfile("sc809.17.competence", within: 10)
    case .updatePublishedByAnother: BreachProfile("sc809.17.publication.competence", within: 12)
    case .secondSource: BreachProfile("sd329.17.source", within: 40, perMille: 250)
    case .repeatedCollection: BreachProfile("sd329.17.collection", turns: 4, perMille: 60)
    case .verificationByAnother: BreachProfile("sc809.26.competence", within: 12)
    case .purchaseWithoutApproval: BreachProfile("sd329.19", turns: 2, within: 3, perMille: 60)
    case .purchaseCataloguedElsewhere: BreachProfile("sd329.19.entry", within: 120, perMille: 60)

    case .countyPlatform: BreachProfile("sd329.21", perMille: 300)
    case .refusalWithoutReasons:
      BreachProfile("sd329.23.reasons", "sc809.21.reasons", turns: 8, within: 10, perMille: 50)
    case .replyByAnother:
      BreachProfile(
        "sd329.23.competence", "sc809.21.conditional.competence", turns: 4, within: 10)
    case .replyByAnotherForOpenlyShared:
      BreachProfile("sc809.21.unconditional.competence", within: 10)
    case .provisionByAnother: BreachProfile("sc809.22.competence", within: 30)
    case .useWithoutAgreement:
      BreachProfile("sd329.23.agreement", turns: 8, within: 30, perMille: 10)
    case .useForAnotherPurpose:
      BreachProfile("sd329.23.purpose", turns: 8, within: 30, perMille: 40)
    case .useAfterEnd: BreachProfile("sd329.23.ended", turns: 5, within: 45, perMille: 80)
    case .useOfOtherItems: BreachProfile("sd329.23.items", turns: 5, within: 30, perMille: 100)
    case .accessWithoutRequest: BreachProfile("sd329.23.access", turns: 6, perMille: 40)
    case .paperDemanded: BreachProfile("sd329.27", turns: 6, perMille: 60)

    case .publicationBeyondScope: BreachProfile("sd329.25", turns: 2, perMille: 60)
    case .openUseAfterRefusal: BreachProfile("sd329.25.refused", within: 60, perMille: 100)
    case .openUseForAnotherPurpose: BreachProfile("sd329.28", turns: 2, within: 60, perMille: 60)
    case .openReplyByAnother: BreachProfile("ogi2019.33.competence", within: 38)
    case .correctionByAnother: BreachProfile("ogi2019.30.competence", within: 5)
    case .lapseWithoutRequest: BreachProfile("ogi2019.30.lapsed", within: 18)

    case .remedyByAnother: BreachProfile("sd329.31.remedy.competence", within: 8)
    case .reportByAnother: BreachProfile("sd329.31.report.competence", turns: 2, within: 10)
    case .reportElsewhere: BreachProfile("sd329.31.report.recipient", turns: 2, within: 10)
    case .urgentReportByAnother: BreachProfile("cir2025.4.competence", within: 1)
    case .urgentReportElsewhere: BreachProfile("cir2025.4.recipient", within: 1)
    case .infrastructureReportByAnother:
      BreachProfile("cir2025.4.infrastructure.competence", within: 1)
    case .centralReportByAnother: BreachProfile("cir2025.4.central.competence", within: 1)
    case .summaryByAnother: BreachProfile("cir2025.8.competence", within: 40)
    }
  }
}
