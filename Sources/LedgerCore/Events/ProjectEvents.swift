/// What a project is for (art. 9).
public enum ProjectKind: String, Sendable, CaseIterable {
  /// Development (开发).
  case develop
  /// Maintenance (维护).
  case maintain
  /// Purchase (购买).
  case purchase
}

/// `project.submitted`: a department submits a project for review (审核, art. 9).
public struct ProjectSubmitted: Hashable, Sendable, EventPayload {
  /// The project.
  public let project: Identifier
  /// The department.
  public let department: BodyCode
  /// What it is for.
  public let kind: ProjectKind
  /// Its name.
  public let name: String
  /// Whether it involves fixed-asset investment, which puts it under investment law.
  public let fixedAssetInvestment: Bool
  /// Whether it takes a state investment subsidy, which does the same.
  public let stateSubsidy: Bool

  /// Records a submission.
  public init(
    project: Identifier, department: BodyCode, kind: ProjectKind, name: String,
    fixedAssetInvestment: Bool, stateSubsidy: Bool
  ) {
    self.project = project
    self.department = department
    self.kind = kind
    self.name = name
    self.fixedAssetInvestment = fixedAssetInvestment
    self.stateSubsidy = stateSubsidy
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    department = try reader.bodyCode("department")
    fixedAssetInvestment = try reader.bool("fixedAssetInvestment")
    kind = try reader.choice("kind")
    name = try reader.text("name")
    project = try reader.identifier("project")
    stateSubsidy = try reader.bool("stateSubsidy")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("department", department)
    writer.member("fixedAssetInvestment", fixedAssetInvestment)
    writer.member("kind", kind)
    writer.member("name", name)
    writer.member("project", project)
    writer.member("stateSubsidy", stateSubsidy)
  }

  var stream: StreamName { StreamName(.project, project) }
}

/// What a review of a project decided (art. 9).
public enum ProjectOutcome: String, Sendable, CaseIterable {
  /// Approved (审核通过).
  case approved
  /// Rejected (审核不通过).
  case rejected
  /// Returned for rework (退回修改).
  case returned
}

/// `project.reviewed`: an authority reviewed a project (审核, art. 9).
public struct ProjectReviewed: Hashable, Sendable, EventPayload {
  /// The project.
  public let project: Identifier
  /// The authority that reviewed it.
  public let authority: BodyCode
  /// What it decided.
  public let outcome: ProjectOutcome
  /// Why.
  public let reasons: String?

  /// Records a review.
  public init(
    project: Identifier, authority: BodyCode, outcome: ProjectOutcome, reasons: String? = nil
  ) {
    self.project = project
    self.authority = authority
    self.outcome = outcome
    self.reasons = reasons
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    authority = try reader.bodyCode("authority")
    outcome = try reader.choice("outcome")
    project = try reader.identifier("project")
    reasons = try reader.optionalText("reasons")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("authority", authority)
    writer.member("outcome", outcome)
    writer.member("project", project)
    writer.member("reasons", reasons)
  }

  var stream: StreamName { StreamName(.project, project) }
}

/// `project.started`: work on a project began.
public struct ProjectStarted: Hashable, Sendable, EventPayload {
  /// The project.
  public let project: Identifier

  /// Records a start.
  public init(project: Identifier) { self.project = project }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    project = try reader.identifier("project")
  }

  func write(to writer: inout CanonicalWriter) { writer.member("project", project) }

  var stream: StreamName { StreamName(.project, project) }
}
