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
}
