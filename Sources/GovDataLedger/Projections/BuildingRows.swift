// Rows of planning, building and purchasing (Order 329 arts. 8 to 13 and 19 to 21).

/// A row of `plans`.
public struct PlanRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "plans"
  /// The plan.
  public let plan: String
  /// `development`, `annual` or `special`.
  public let kind: String
  /// Its title.
  public let title: String
  /// The government that published it, the authority that set it or the department that filed it.
  public let body: String
  /// The years of a development plan.
  public let period: String?
  /// The year of an annual plan.
  public let year: Int?
  /// The authority that a special plan was filed with (备案).
  public let filedWith: String?
  /// The development plan that it rests on, where it is said.
  public let developmentPlan: String?
  /// When it was published, set or filed.
  public let madeAt: String
  /// Position of the event.
  public let position: Int64
}

/// A row of `cloud_nodes`.
public struct CloudNodeRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "cloud_nodes"
  /// The node.
  public let node: String
  /// Its name.
  public let name: String?
  /// The body that built it.
  public let builder: String?
  /// The plan for it that was last filed (建设方案).
  public let planTitle: String?
  /// The authority that filed the plan.
  public let plannedBy: String?
  /// The authority that it was filed with.
  public let planFiledWith: String?
  /// When.
  public let planFiledAt: String?
  /// When it was commissioned.
  public let commissionedAt: String?
  /// When a node from before the order was built.
  public let builtOn: String?
  /// When that was declared.
  public let declaredAt: String?
  /// The node that took it in (归并整合).
  public let mergedInto: String?
  /// The authority that merged it.
  public let mergedBy: String?
  /// When.
  public let mergedAt: String?
  /// Position of the first event about it.
  public let position: Int64
}

/// A row of `cloud_systems`.
public struct CloudSystemRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "cloud_systems"
  /// The system.
  public let system: String
  /// Its name.
  public let name: String?
  /// The department whose it is.
  public let department: String?
  /// The node.
  public let node: String?
  /// The authority that was last applied to.
  public let authority: String?
  /// When.
  public let appliedAt: String?
  /// The authority that last decided.
  public let decidedBy: String?
  /// `approved` or `rejected`.
  public let outcome: String?
  /// Reasons of that decision.
  public let reasons: String?
  /// When.
  public let decidedAt: String?
  /// When it was deployed.
  public let deployedAt: String?
  /// Position of the first event about it.
  public let position: Int64
}

/// A row of `infrastructure`.
public struct InfrastructureRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "infrastructure"
  /// The network or system.
  public let infrastructure: String
  /// `network`, `identityAuthentication`, `electronicSeal` or `otherShared`.
  public let kind: String
  /// Its name.
  public let name: String
  /// The body that built it.
  public let builder: String
  /// When it was built.
  public let recordedAt: String
  /// Position of infrastructure.recorded.
  public let position: Int64
}

/// A row of `platforms`.
public struct PlatformRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "platforms"
  /// The platform.
  public let platform: String
  /// `baseDatabase`, `themeDatabase`, `exchangePlatform` or `openDataSite`.
  public let kind: String
  /// Its name.
  public let name: String
  /// The body that built it.
  public let builder: String
  /// When it was built.
  public let recordedAt: String
  /// Position of platform.recorded.
  public let position: Int64
}

/// A row of `purchases`.
public struct PurchaseRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "purchases"
  /// The purchase.
  public let purchase: String
  /// The department that buys.
  public let department: String?
  /// What is bought.
  public let data: String?
  /// What for.
  public let purpose: String?
  /// The authority that was last applied to.
  public let authority: String?
  /// When.
  public let appliedAt: String?
  /// The authority that last decided (批准).
  public let decidedBy: String?
  /// `approved` or `rejected`.
  public let outcome: String?
  /// Reasons of that decision.
  public let reasons: String?
  /// When.
  public let decidedAt: String?
  /// Who sold it.
  public let supplier: String?
  /// When it was bought.
  public let completedAt: String?
  /// The catalogue entry that holds it.
  public let entry: String?
  /// When it entered the catalogue.
  public let cataloguedAt: String?
  /// Position of the first event about it.
  public let position: Int64
}
