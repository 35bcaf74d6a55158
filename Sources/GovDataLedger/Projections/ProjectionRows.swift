import GRDB
import LedgerSQLite

/// A row of a projection, as a type. The columns are those of `Schemas/projections.sql`, in camel
/// case.
public protocol ProjectionRow: FetchableRecord, TableRecord, Decodable, Sendable {}

extension ProjectionRow {
  /// `due_on` is `dueOn`.
  public static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy {
    .convertFromSnakeCase
  }
}

/// A row of `bodies`.
public struct BodyRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "bodies"
  /// The body's code.
  public let department: String
  /// Full name.
  public let name: String
  /// The division whose body it is.
  public let division: String
  /// `province`, `city` or `county`.
  public let level: String
  /// What it is.
  public let kind: String
  /// When it was registered.
  public let registeredAt: String
  /// Position of the event.
  public let position: Int64
}

/// A row of `catalog_entries`.
public struct CatalogEntryRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "catalog_entries"
  /// The entry.
  public let entry: String
  /// The department whose data it describes.
  public let department: String
  /// Name of the entry.
  public let name: String
  /// 分类.
  public let classification: String
  /// 格式.
  public let format: String
  /// 属性: a JSON list of name and type.
  public let fields: String
  /// 更新时限.
  public let updateCycle: String
  /// 共享类型.
  public let sharing: String
  /// 共享方式.
  public let sharingMode: String
  /// 使用要求.
  public let useRequirements: String
  /// The basis in law of a restriction.
  public let legalBasis: String?
  /// Openness to the public.
  public let openness: String
  /// Where the data comes from, where it is said.
  public let origin: String?
  /// When it was registered.
  public let registeredAt: String
  /// When the last recorded revision was made.
  public let revisedAt: String?
  /// When it was retired.
  public let retiredAt: String?
  /// Why it was retired.
  public let retirementReason: String?
  /// When it was last filed.
  public let filedAt: String?
  /// The authority that it was filed with.
  public let filedWith: String?
  /// Position of the event that registered it.
  public let position: Int64
}

/// A row of `share_requests`.
public struct ShareRequestRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "share_requests"
  /// The request.
  public let request: String
  /// The entry asked for.
  public let entry: String
  /// The department that has to reply.
  public let department: String?
  /// The body that asks.
  public let requester: String
  /// What the data is for.
  public let purpose: String
  /// The duty in law that it serves.
  public let legalBasis: String
  /// The items asked for: a JSON list.
  public let items: String?
  /// When it was made.
  public let requestedAt: String
  /// When the platform received it.
  public let receivedAt: String
  /// `agreed` or `refused`; `nil` until replied.
  public let decision: String?
  /// Terms of use.
  public let terms: String?
  /// Reasons of a refusal.
  public let reasons: String?
  /// When it was replied to.
  public let repliedAt: String?
  /// When it was withdrawn.
  public let withdrawnAt: String?
  /// Why it was withdrawn.
  public let withdrawalReason: String?
  /// When the period for the reply was last extended.
  public let extendedAt: String?
  /// By how many days then.
  public let extendedDays: Int?
  /// When missing material was last asked for.
  public let supplementRequestedAt: String?
  /// When it was last received.
  public let supplementedAt: String?
  /// When the data was last provided.
  public let providedAt: String?
  /// `interface`, `batch` or `file`.
  public let providedBy: String?
  /// Position of the event that made it.
  public let position: Int64
}

/// A row of `open_applications`.
public struct OpenApplicationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "open_applications"
  /// The application.
  public let application: String
  /// The entry applied for.
  public let entry: String
  /// The department that has to reply.
  public let department: String?
  /// Who applies.
  public let applicant: String
  /// What the data is for.
  public let purpose: String
  /// When it was received.
  public let receivedAt: String
  /// When a correction was last asked for.
  public let correctionRequestedAt: String?
  /// When it was last received.
  public let correctedAt: String?
  /// When third parties were last asked.
  public let consultationBegunAt: String?
  /// When that last ended.
  public let consultationEndedAt: String?
  /// When the period for the reply was last extended.
  public let extendedAt: String?
  /// By how many days then.
  public let extendedDays: Int?
  /// `agreed`, `partlyAgreed` or `refused`; `nil` until replied.
  public let decision: String?
  /// Reasons of a refusal.
  public let reasons: String?
  /// When it was replied to.
  public let repliedAt: String?
  /// When it was withdrawn.
  public let withdrawnAt: String?
  /// Why it was withdrawn.
  public let withdrawalReason: String?
  /// What the data was last reported to be used for.
  public let usePurpose: String?
  /// When that was reported.
  public let useReportedAt: String?
  /// Position of the event that made it.
  public let position: Int64
}

/// A row of `verifications`.
public struct VerificationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "verifications"
  /// The verification.
  public let verification: String
  /// The entry whose data it is about.
  public let entry: String
  /// The department whose data it is.
  public let department: String?
  /// The body that asks.
  public let requester: String
  /// What is wrong.
  public let problem: String
  /// When it was received.
  public let receivedAt: String
  /// `corrected` or `confirmed`; `nil` until resolved.
  public let outcome: String?
  /// What was found.
  public let explanation: String?
  /// When it was resolved.
  public let resolvedAt: String?
  /// Position of the event that raised it.
  public let position: Int64
}

/// A row of `obligations`.
public struct ObligationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "obligations"
  /// The obligation, such as `sd329.23/SR-1`.
  public let obligation: String
  /// The rule.
  public let rule: String
  /// The article.
  public let article: String
  /// The obligated body.
  public let department: String
  /// What it is about: `updateTrigger`, `shareRequest`, `incident`, `verification` or
  /// `openApplication`.
  public let subject: String
  /// The update trigger.
  public let triggerId: String?
  /// The entry to update.
  public let entry: String?
  /// The share request.
  public let request: String?
  /// The incident.
  public let incident: String?
  /// The verification.
  public let verification: String?
  /// The application for open data.
  public let application: String?
  /// The kind of authority to report to.
  public let recipientKind: String?
  /// The day from which is counted, as the act that opened it says.
  public let startOn: String
  /// When that act took place, from which hours are counted.
  public let openedAt: String
  /// Working days allowed; `nil` for any other period.
  public let workingDays: Int?
  /// The due date; `nil` where there is none or the calendar does not reach.
  public let dueOn: String?
  /// The due date by bare weekends, past the known calendar.
  public let provisionalDueOn: String?
  /// The moment at which a period of hours ends.
  public let dueAt: String?
  /// Whether the clock stands still.
  public let suspended: Bool
  /// The acts that may have moved the clock: a JSON list.
  public let clockActs: String?
  /// Whether it is the time limit of a right, not owed unless that is used.
  public let onlyIfDone: Bool
  /// When it was first discharged.
  public let dischargedAt: String?
  /// Id of the event that discharged it.
  public let dischargedBy: String?
  /// Position of that event.
  public let dischargePosition: Int64?
  /// When it was withdrawn or its entry retired.
  public let closedAt: String?
  /// Position of the event that opened it.
  public let position: Int64
}

/// A row of `incidents`.
public struct IncidentRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "incidents"
  /// The incident.
  public let incident: String
  /// The department whose data it is.
  public let department: String
  /// `leak`, `damage`, `loss` or `risk`.
  public let kind: String
  /// What is known of it.
  public let summary: String
  /// `extraordinary`, `major`, `larger` or `ordinary`, where it was graded.
  public let grade: String?
  /// `criticalInfrastructure`, `centralOrgan` or `other`, where it is said.
  public let `operator`: String?
  /// When it was detected.
  public let detectedAt: String
  /// Remedial measures last recorded.
  public let measures: String?
  /// When they were taken.
  public let remediedAt: String?
  /// The data authority that it was first reported to.
  public let dataAuthority: String?
  /// When.
  public let dataAuthorityReportedAt: String?
  /// The cyberspace authority that it was first reported to.
  public let cyberspaceAuthority: String?
  /// When.
  public let cyberspaceAuthorityReportedAt: String?
  /// When its handling ended.
  public let closedAt: String?
  /// How it ended.
  public let conclusion: String?
  /// When the summary report was last made.
  public let summarisedAt: String?
  /// What it says.
  public let summaryReport: String?
  /// Position of the event that detected it.
  public let position: Int64
}

/// A row of `projects`.
public struct ProjectRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "projects"
  /// The project.
  public let project: String
  /// The department.
  public let department: String
  /// `develop`, `maintain` or `purchase`.
  public let kind: String
  /// Name of the project.
  public let name: String
  /// Whether it involves fixed-asset investment.
  public let fixedAssetInvestment: Bool
  /// Whether it takes a state investment subsidy.
  public let stateSubsidy: Bool
  /// When it was submitted.
  public let submittedAt: String
  /// The authority of the review last recorded.
  public let authority: String?
  /// `approved`, `rejected` or `returned`.
  public let outcome: String?
  /// Reasons of that review.
  public let reasons: String?
  /// When that review was made.
  public let reviewedAt: String?
  /// When work began.
  public let startedAt: String?
  /// When it was completed.
  public let completedAt: String?
  /// Position of the event that submitted it.
  public let position: Int64
}
