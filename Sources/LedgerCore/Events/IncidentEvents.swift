/// What happened to the data (art. 31).
public enum IncidentKind: String, Sendable, CaseIterable {
  /// A leak (泄露).
  case leak
  /// Damage (毁损).
  case damage
  /// A loss (丢失).
  case loss
  /// A security risk (数据安全风险).
  case risk
}

/// How grave an incident is (国家网络安全事件分级).
public enum IncidentGrade: String, Sendable, CaseIterable {
  /// 特别重大.
  case extraordinary
  /// 重大.
  case major
  /// 较大.
  case larger
  /// 一般.
  case ordinary
}

/// Whose network an incident struck.
public enum IncidentOperator: String, Sendable, CaseIterable {
  /// Critical information infrastructure (关键信息基础设施).
  case criticalInfrastructure
  /// An organ of the central party or state (中央和国家机关).
  case centralOrgan
  /// Any other.
  case other
}

/// `incident.detected`: a department's data leaked, was damaged or lost, or is at risk (art. 31).
public struct IncidentDetected: Hashable, Sendable, EventPayload {
  /// The incident.
  public let incident: Identifier
  /// The department whose data it is.
  public let department: BodyCode
  /// What happened.
  public let kind: IncidentKind
  /// What is known of it.
  public let summary: String
  /// How grave it is, where it was graded.
  public let grade: IncidentGrade?
  /// Whose network it struck; any other's, where it is not said.
  public let `operator`: IncidentOperator?

  /// Records an incident.
  public init(
    incident: Identifier, department: BodyCode, kind: IncidentKind, summary: String,
    grade: IncidentGrade? = nil, operator: IncidentOperator? = nil
  ) {
    self.incident = incident
    self.department = department
    self.kind = kind
    self.summary = summary
    self.grade = grade
    self.operator = `operator`
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    department = try reader.bodyCode("department")
    grade = try reader.optionalChoice("grade")
    incident = try reader.identifier("incident")
    kind = try reader.choice("kind")
    `operator` = try reader.optionalChoice("operator")
    summary = try reader.text("summary")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("department", department)
    writer.member("grade", grade)
    writer.member("incident", incident)
    writer.member("kind", kind)
    writer.member("operator", `operator`)
    writer.member("summary", summary)
  }

  var stream: StreamName { StreamName(.incident, incident) }
}

/// `incident.remedied`: remedial measures (补救措施) were taken (art. 31).
public struct IncidentRemedied: Hashable, Sendable, EventPayload {
  /// The incident.
  public let incident: Identifier
  /// What was done.
  public let measures: String

  /// Records measures.
  public init(incident: Identifier, measures: String) {
    self.incident = incident
    self.measures = measures
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    incident = try reader.identifier("incident")
    measures = try reader.text("measures")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("incident", incident)
    writer.member("measures", measures)
  }

  var stream: StreamName { StreamName(.incident, incident) }
}

/// The two kinds of authority that an incident must be reported to (art. 31).
public enum ReportRecipient: String, Sendable, CaseIterable {
  /// The same-level authority in charge of big data work (大数据工作主管部门).
  case dataAuthority
  /// The cyberspace authority (网信部门).
  case cyberspaceAuthority
}

/// `incident.reported`: an incident was reported (报告) to an authority (art. 31).
public struct IncidentReported: Hashable, Sendable, EventPayload {
  /// The incident.
  public let incident: Identifier
  /// The body that received the report.
  public let recipient: BodyCode
  /// Which of the two authorities it is.
  public let recipientKind: ReportRecipient

  /// Records a report.
  public init(incident: Identifier, recipient: BodyCode, recipientKind: ReportRecipient) {
    self.incident = incident
    self.recipient = recipient
    self.recipientKind = recipientKind
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    incident = try reader.identifier("incident")
    recipient = try reader.bodyCode("recipient")
    recipientKind = try reader.choice("recipientKind")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("incident", incident)
    writer.member("recipient", recipient)
    writer.member("recipientKind", recipientKind)
  }

  var stream: StreamName { StreamName(.incident, incident) }
}
