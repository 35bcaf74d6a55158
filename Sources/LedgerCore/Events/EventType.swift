/// The types of event that the ledger records (contract §3, articles.md).
public enum EventType: String, Sendable, CaseIterable {
  /// `department.registered`.
  case departmentRegistered = "department.registered"
  /// `catalog.entry-registered`.
  case entryRegistered = "catalog.entry-registered"
  /// `catalog.entry-revised`.
  case entryRevised = "catalog.entry-revised"
  /// `catalog.entry-retired`.
  case entryRetired = "catalog.entry-retired"
  /// `catalog.update-triggered`.
  case updateTriggered = "catalog.update-triggered"
  /// `catalog.trigger-reviewed`.
  case triggerReviewed = "catalog.trigger-reviewed"
  /// `catalog.filed`.
  case catalogFiled = "catalog.filed"
  /// `share.requested`.
  case shareRequested = "share.requested"
  /// `share.replied`.
  case shareReplied = "share.replied"
  /// `share.withdrawn`.
  case shareWithdrawn = "share.withdrawn"
  /// `incident.detected`.
  case incidentDetected = "incident.detected"
  /// `incident.remedied`.
  case incidentRemedied = "incident.remedied"
  /// `incident.reported`.
  case incidentReported = "incident.reported"
  /// `project.submitted`.
  case projectSubmitted = "project.submitted"
  /// `project.reviewed`.
  case projectReviewed = "project.reviewed"
  /// `project.started`.
  case projectStarted = "project.started"
  /// `calendar.notice-issued`.
  case noticeIssued = "calendar.notice-issued"
  /// `rules.adopted`.
  case rulesAdopted = "rules.adopted"
  /// `audit.attested`.
  case auditAttested = "audit.attested"

  /// `catalog.update-extended`.
  case updateExtended = "catalog.update-extended"
  /// `catalog.update-submitted`.
  case updateSubmitted = "catalog.update-submitted"
  /// `catalog.update-published`.
  case updatePublished = "catalog.update-published"
  /// `share.extended`.
  case shareExtended = "share.extended"
  /// `share.supplement-requested`.
  case shareSupplementRequested = "share.supplement-requested"
  /// `share.supplemented`.
  case shareSupplemented = "share.supplemented"
  /// `share.provided`.
  case shareProvided = "share.provided"
  /// `verification.raised`.
  case verificationRaised = "verification.raised"
  /// `verification.resolved`.
  case verificationResolved = "verification.resolved"
  /// `open.applied`.
  case openApplied = "open.applied"
  /// `open.correction-requested`.
  case openCorrectionRequested = "open.correction-requested"
  /// `open.corrected`.
  case openCorrected = "open.corrected"
  /// `open.consultation-begun`.
  case openConsultationBegun = "open.consultation-begun"
  /// `open.consultation-ended`.
  case openConsultationEnded = "open.consultation-ended"
  /// `open.extended`.
  case openExtended = "open.extended"
  /// `open.replied`.
  case openReplied = "open.replied"
  /// `open.withdrawn`.
  case openWithdrawn = "open.withdrawn"
  /// `incident.closed`.
  case incidentClosed = "incident.closed"
  /// `incident.summarised`.
  case incidentSummarised = "incident.summarised"

  /// `plan.published`.
  case planPublished = "plan.published"
  /// `plan.annual-set`.
  case planAnnualSet = "plan.annual-set"
  /// `plan.special-filed`.
  case planSpecialFiled = "plan.special-filed"
  /// `project.completed`.
  case projectCompleted = "project.completed"
  /// `cloud.node-plan-filed`.
  case cloudNodePlanFiled = "cloud.node-plan-filed"
  /// `cloud.node-commissioned`.
  case cloudNodeCommissioned = "cloud.node-commissioned"
  /// `cloud.legacy-node-declared`.
  case cloudLegacyNodeDeclared = "cloud.legacy-node-declared"
  /// `cloud.node-merged`.
  case cloudNodeMerged = "cloud.node-merged"
  /// `cloud.use-applied`.
  case cloudUseApplied = "cloud.use-applied"
  /// `cloud.use-decided`.
  case cloudUseDecided = "cloud.use-decided"
  /// `cloud.system-deployed`.
  case cloudSystemDeployed = "cloud.system-deployed"
  /// `infrastructure.recorded`.
  case infrastructureRecorded = "infrastructure.recorded"
  /// `platform.recorded`.
  case platformRecorded = "platform.recorded"
  /// `catalog.master-compiled`.
  case masterCompiled = "catalog.master-compiled"
  /// `source.assigned`.
  case sourceAssigned = "source.assigned"
  /// `collection.started`.
  case collectionStarted = "collection.started"
  /// `quality.assessed`.
  case qualityAssessed = "quality.assessed"
  /// `purchase.applied`.
  case purchaseApplied = "purchase.applied"
  /// `purchase.decided`.
  case purchaseDecided = "purchase.decided"
  /// `purchase.completed`.
  case purchaseCompleted = "purchase.completed"
  /// `purchase.catalogued`.
  case purchaseCatalogued = "purchase.catalogued"
  /// `data.accessed`.
  case dataAccessed = "data.accessed"
  /// `data.used`.
  case dataUsed = "data.used"
  /// `open.published`.
  case openPublished = "open.published"
  /// `open.use-reported`.
  case openUseReported = "open.use-reported"
  /// `paper.demanded`.
  case paperDemanded = "paper.demanded"
  /// `security.rules-set`.
  case securityRulesSet = "security.rules-set"
  /// `security.assessed`.
  case securityAssessed = "security.assessed"
  /// `security.drill-held`.
  case securityDrillHeld = "security.drill-held"
  /// `officer.designated`.
  case officerDesignated = "officer.designated"
  /// `training.planned`.
  case trainingPlanned = "training.planned"
  /// `training.held`.
  case trainingHeld = "training.held"
  /// `evaluation.recorded`.
  case evaluationRecorded = "evaluation.recorded"
  /// `accountability.referred`.
  case accountabilityReferred = "accountability.referred"
}
