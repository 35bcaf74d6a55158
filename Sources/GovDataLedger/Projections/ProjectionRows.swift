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
  /// Position of the event that made it.
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
  /// The update trigger.
  public let triggerId: String?
  /// The entry to update.
  public let entry: String?
  /// The share request.
  public let request: String?
  /// The incident.
  public let incident: String?
  /// The kind of authority to report to.
  public let recipientKind: String?
  /// The day from which is counted.
  public let startOn: String
  /// Working days allowed.
  public let workingDays: Int?
  /// The due date; `nil` where there is none or the calendar does not reach.
  public let dueOn: String?
  /// The due date by bare weekends, past the known calendar.
  public let provisionalDueOn: String?
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
  /// Position of the event that submitted it.
  public let position: Int64
}
