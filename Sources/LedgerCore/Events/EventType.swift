/// The types of event that the ledger records (contract §3).
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
}
