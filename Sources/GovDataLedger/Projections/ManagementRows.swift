// Rows of how data is managed and used (Order 329 arts. 15 to 18 and 23 to 28).

/// A row of `master_catalog_compilations`.
public struct MasterCatalogCompilationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "master_catalog_compilations"
  /// The compilation.
  public let compilation: String
  /// The division.
  public let division: String
  /// The authority that compiled it.
  public let authority: String
  /// How many entries it says that it holds.
  public let entries: Int
  /// When.
  public let compiledAt: String
  /// Position of catalog.master-compiled.
  public let position: Int64
}

/// A row of `data_sources`.
public struct DataSourceRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "data_sources"
  /// Position of source.assigned.
  public let position: Int64
  /// The data item.
  public let item: String
  /// The department that is its source.
  public let department: String
  /// The entry that holds it.
  public let entry: String
  /// The department whose source it replaces.
  public let supersedes: String?
  /// When.
  public let assignedAt: String
}

/// A row of `collections`.
public struct CollectionRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "collections"
  /// The collection.
  public let collection: String
  /// The department that collects.
  public let department: String
  /// The entry that holds such data.
  public let entry: String
  /// What for.
  public let purpose: String
  /// The law that makes an exception.
  public let exceptionBasis: String?
  /// When it began.
  public let startedAt: String
  /// Position of collection.started.
  public let position: Int64
}

/// A row of `quality_assessments`.
public struct QualityAssessmentRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "quality_assessments"
  /// Position of quality.assessed.
  public let position: Int64
  /// The entry.
  public let entry: String
  /// The body that assessed it.
  public let assessor: String
  /// 完整性.
  public let completeness: Int
  /// 准确性.
  public let accuracy: Int
  /// 时效性.
  public let timeliness: Int
  /// 可用性.
  public let usability: Int
  /// When.
  public let assessedAt: String
}

/// A row of `data_accesses`.
public struct DataAccessRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "data_accesses"
  /// The count.
  public let access: String
  /// The entry.
  public let entry: String
  /// The body that takes it.
  public let requester: String
  /// The day.
  public let accessedOn: String
  /// How many calls.
  public let calls: Int64
  /// Position of data.accessed.
  public let position: Int64
}

/// A row of `data_uses`.
public struct DataUseRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "data_uses"
  /// The use.
  public let useId: String
  /// The request.
  public let request: String
  /// The department that uses it.
  public let department: String
  /// What for.
  public let purpose: String
  /// When.
  public let usedAt: String
  /// Position of data.used.
  public let position: Int64
}

/// A row of `open_publications`.
public struct OpenPublicationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "open_publications"
  /// Position of open.published.
  public let position: Int64
  /// The entry.
  public let entry: String
  /// `unconditional` or `onApplication`.
  public let mode: String
  /// Where.
  public let site: String
  /// When.
  public let publishedAt: String
}

/// A row of `paper_demands`.
public struct PaperDemandRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "paper_demands"
  /// The demand.
  public let demand: String
  /// The department that demands it.
  public let department: String
  /// The entry that holds the material.
  public let entry: String
  /// The matter of government service (政务服务事项).
  public let matter: String
  /// The law that makes an exception.
  public let exceptionBasis: String?
  /// When.
  public let demandedAt: String
  /// Position of paper.demanded.
  public let position: Int64
}
