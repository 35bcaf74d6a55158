/// A way to act unlawfully, or otherwise than the law divides the tasks.
enum Breach: Int, CaseIterable, Sendable {
  // Plans and authorities (arts. 6 and 8).
  /// A division gets a second data authority.
  case secondAuthority
  /// A department that was merged into another acts all the same.
  case actAfterEnd
  /// An authority's annual plan is set by another.
  case annualPlanByAnother
  /// An authority's training is planned by another.
  case trainingByAnother
  /// An application for the cloud or for a purchase is decided by another.
  case decisionByAnother
  /// A government's development plan is published by its authority.
  case developmentPlanByAuthority

  // Projects (art. 9).
  /// Work on a project does not wait for its review.
  case startWithoutApproval
  /// A project is reviewed by another authority.
  case reviewByAnother

  // The cloud, networks and support systems (arts. 10 to 13).
  /// A county builds a new cloud node.
  case countyNode
  /// A city's cloud node goes into operation without a plan.
  case nodeWithoutPlan
  /// A county's own authority merges its cloud node.
  case mergerByCounty
  /// A system is deployed that nobody applied for.
  case deploymentWithoutApproval
  /// A department builds a network.
  case networkByDepartment
  /// A city or county builds a shared support system.
  case supportByAnother

  // The catalogue (arts. 15 to 19, 22).
  /// A master catalogue is compiled by another level's authority.
  case masterByAnother
  /// An entry lacks one of the seven items.
  case entryWithoutItem
  /// A restriction of sharing has no basis.
  case entryWithoutBasis
  /// A city's or county's catalogue is filed with the province.
  case filingElsewhere
  /// An update trigger is answered by another department.
  case updateByAnother
  /// An updated catalogue is submitted for review by another department (Decree 809).
  case updateSubmittedByAnother
  /// An updated catalogue is published by another than the authority (Decree 809).
  case updatePublishedByAnother
  /// A data item gets a second source.
  case secondSource
  /// Data is collected that another shares.
  case repeatedCollection
  /// A doubt about data is resolved by another than the holder (Decree 809).
  case verificationByAnother
  /// A purchase does not wait for the decision.
  case purchaseWithoutApproval
  /// Bought data is catalogued under another's entry.
  case purchaseCataloguedElsewhere

  // Sharing (arts. 21 to 23 and 27).
  /// A county builds an exchange platform.
  case countyPlatform
  /// A refusal gives no reasons.
  case refusalWithoutReasons
  /// A request is answered by another than the holder.
  case replyByAnother
  /// The same, of data that is shared unconditionally (Decree 809).
  case replyByAnotherForOpenlyShared
  /// Data that was granted is provided by another than the holder (Decree 809).
  case provisionByAnother
  /// Data is used that was refused.
  case useWithoutAgreement
  /// Data is used for another purpose.
  case useForAnotherPurpose
  /// Data is used after the grant has ended.
  case useAfterEnd
  /// Items are used that were not asked for.
  case useOfOtherItems
  /// Data that is not shared unconditionally is taken from the platform.
  case accessWithoutRequest
  /// Paper is demanded for what an entry shares.
  case paperDemanded

  // Openness (arts. 25 and 28).
  /// An entry is published beyond its scope.
  case publicationBeyondScope
  /// Open data is used although the application was refused.
  case openUseAfterRefusal
  /// Open data is used for another purpose.
  case openUseForAnotherPurpose
  /// An application is answered by another than the holder (Decree 711).
  case openReplyByAnother
  /// A correction of an application is asked for by another than the holder (Decree 711).
  case correctionByAnother
  /// An application counts as given up although no correction was asked for (Decree 711).
  case lapseWithoutRequest

  // Incidents (art. 31).
  /// An incident is remedied by another department.
  case remedyByAnother
  /// An incident is reported by another department.
  case reportByAnother
  /// A report goes to another than the two authorities.
  case reportElsewhere
  /// An incident of a higher grade is reported by another (Incident Measures).
  case urgentReportByAnother
  /// A report of one goes to another than the provincial authority (Incident Measures).
  case urgentReportElsewhere
  /// One of critical infrastructure is reported by another (Incident Measures).
  case infrastructureReportByAnother
  /// One of a central organ is reported by another (Incident Measures).
  case centralReportByAnother
  /// The summary of an incident is another's (Incident Measures).
  case summaryByAnother
}
