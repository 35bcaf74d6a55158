/// An event's data, by type.
public enum EventData: Hashable, Sendable {
  /// `department.registered`.
  case departmentRegistered(DepartmentRegistered)
  /// `catalog.entry-registered`.
  case entryRegistered(EntryRegistered)
  /// `catalog.entry-revised`.
  case entryRevised(EntryRevised)
  /// `catalog.entry-retired`.
  case entryRetired(EntryRetired)
  /// `catalog.update-triggered`.
  case updateTriggered(UpdateTriggered)
  /// `catalog.trigger-reviewed`.
  case triggerReviewed(TriggerReviewed)
  /// `catalog.filed`.
  case catalogFiled(CatalogFiled)
  /// `share.requested`.
  case shareRequested(ShareRequested)
  /// `share.replied`.
  case shareReplied(ShareReplied)
  /// `share.withdrawn`.
  case shareWithdrawn(ShareWithdrawn)
  /// `incident.detected`.
  case incidentDetected(IncidentDetected)
  /// `incident.remedied`.
  case incidentRemedied(IncidentRemedied)
  /// `incident.reported`.
  case incidentReported(IncidentReported)
  /// `project.submitted`.
  case projectSubmitted(ProjectSubmitted)
  /// `project.reviewed`.
  case projectReviewed(ProjectReviewed)
  /// `project.started`.
  case projectStarted(ProjectStarted)
  /// `calendar.notice-issued`.
  case noticeIssued(NoticeIssued)
  /// `rules.adopted`.
  case rulesAdopted(RulesAdopted)
  /// `audit.attested`.
  case auditAttested(AuditAttested)
  /// A type whose data is described by a form.
  case act(Act)
}

extension EventData {
  /// The type of the event that carries this data.
  public var type: EventType {
    switch self {
    case .departmentRegistered: .departmentRegistered
    case .entryRegistered: .entryRegistered
    case .entryRevised: .entryRevised
    case .entryRetired: .entryRetired
    case .updateTriggered: .updateTriggered
    case .triggerReviewed: .triggerReviewed
    case .catalogFiled: .catalogFiled
    case .shareRequested: .shareRequested
    case .shareReplied: .shareReplied
    case .shareWithdrawn: .shareWithdrawn
    case .incidentDetected: .incidentDetected
    case .incidentRemedied: .incidentRemedied
    case .incidentReported: .incidentReported
    case .projectSubmitted: .projectSubmitted
    case .projectReviewed: .projectReviewed
    case .projectStarted: .projectStarted
    case .noticeIssued: .noticeIssued
    case .rulesAdopted: .rulesAdopted
    case .auditAttested: .auditAttested
    case .act(let act): act.type
    }
  }

  /// The stream that the event belongs to.
  public var stream: StreamName {
    switch self {
    case .departmentRegistered(let data): data.stream
    case .entryRegistered(let data): data.stream
    case .entryRevised(let data): data.stream
    case .entryRetired(let data): data.stream
    case .updateTriggered(let data): data.stream
    case .triggerReviewed(let data): data.stream
    case .catalogFiled(let data): data.stream
    case .shareRequested(let data): data.stream
    case .shareReplied(let data): data.stream
    case .shareWithdrawn(let data): data.stream
    case .incidentDetected(let data): data.stream
    case .incidentRemedied(let data): data.stream
    case .incidentReported(let data): data.stream
    case .projectSubmitted(let data): data.stream
    case .projectReviewed(let data): data.stream
    case .projectStarted(let data): data.stream
    case .noticeIssued(let data): data.stream
    case .rulesAdopted(let data): data.stream
    case .auditAttested(let data): data.stream
    case .act(let act): act.stream
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.openObject()
    switch self {
    case .departmentRegistered(let data): data.write(to: &writer)
    case .entryRegistered(let data): data.write(to: &writer)
    case .entryRevised(let data): data.write(to: &writer)
    case .entryRetired(let data): data.write(to: &writer)
    case .updateTriggered(let data): data.write(to: &writer)
    case .triggerReviewed(let data): data.write(to: &writer)
    case .catalogFiled(let data): data.write(to: &writer)
    case .shareRequested(let data): data.write(to: &writer)
    case .shareReplied(let data): data.write(to: &writer)
    case .shareWithdrawn(let data): data.write(to: &writer)
    case .incidentDetected(let data): data.write(to: &writer)
    case .incidentRemedied(let data): data.write(to: &writer)
    case .incidentReported(let data): data.write(to: &writer)
    case .projectSubmitted(let data): data.write(to: &writer)
    case .projectReviewed(let data): data.write(to: &writer)
    case .projectStarted(let data): data.write(to: &writer)
    case .noticeIssued(let data): data.write(to: &writer)
    case .rulesAdopted(let data): data.write(to: &writer)
    case .auditAttested(let data): data.write(to: &writer)
    case .act(let act): act.write(to: &writer)
    }
    writer.closeObject()
  }

  /// Reads the data of an event of `type`, which is next.
  init(_ type: EventType, reading reader: inout CanonicalReader) throws(LedgerError) {
    try reader.openObject()
    if let form = ActForm.of(type) {
      self = .act(try Act(form, reading: &reader))
    } else {
      self = try Self.core(type, reading: &reader)
    }
    try reader.closeObject()
  }

  /// Reads the data of a type of the contract's core.
  private static func core(
    _ type: EventType, reading reader: inout CanonicalReader
  ) throws(LedgerError) -> EventData {
    switch type {
    case .departmentRegistered:
      return .departmentRegistered(try DepartmentRegistered(reading: &reader))
    case .entryRegistered: return .entryRegistered(try EntryRegistered(reading: &reader))
    case .entryRevised: return .entryRevised(try EntryRevised(reading: &reader))
    case .entryRetired: return .entryRetired(try EntryRetired(reading: &reader))
    case .updateTriggered: return .updateTriggered(try UpdateTriggered(reading: &reader))
    case .triggerReviewed: return .triggerReviewed(try TriggerReviewed(reading: &reader))
    case .catalogFiled: return .catalogFiled(try CatalogFiled(reading: &reader))
    case .shareRequested: return .shareRequested(try ShareRequested(reading: &reader))
    case .shareReplied: return .shareReplied(try ShareReplied(reading: &reader))
    case .shareWithdrawn: return .shareWithdrawn(try ShareWithdrawn(reading: &reader))
    case .incidentDetected: return .incidentDetected(try IncidentDetected(reading: &reader))
    case .incidentRemedied: return .incidentRemedied(try IncidentRemedied(reading: &reader))
    case .incidentReported: return .incidentReported(try IncidentReported(reading: &reader))
    case .projectSubmitted: return .projectSubmitted(try ProjectSubmitted(reading: &reader))
    case .projectReviewed: return .projectReviewed(try ProjectReviewed(reading: &reader))
    case .projectStarted: return .projectStarted(try ProjectStarted(reading: &reader))
    case .noticeIssued: return .noticeIssued(try NoticeIssued(reading: &reader))
    case .rulesAdopted: return .rulesAdopted(try RulesAdopted(reading: &reader))
    case .auditAttested: return .auditAttested(try AuditAttested(reading: &reader))
    default: throw .malformed(nil, found: "“\(type.rawValue)”", expected: "a type that is known")
    }
  }
}
