import WorkingDays

/// One projection: a pure function from an event, and the states before it, to row changes.
///
/// The tables, with a comment for every column, are `Schemas/projections.sql`.
protocol Projection: Sendable {
  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange]
}

/// All built-in projections.
public struct Projector: Sendable {
  private let obligations: ObligationsProjection

  /// The tables, in the order in which a digest takes them.
  public static let tables = [
    "bodies", "catalog_entries", "update_triggers", "share_requests", "open_applications",
    "verifications", "obligations", "incidents", "projects", "holiday_notices",
    "rule_book_adoptions", "plans", "cloud_nodes", "cloud_systems", "infrastructure", "platforms",
    "master_catalog_compilations", "data_sources", "collections", "quality_assessments",
    "purchases", "data_accesses", "data_uses", "open_publications", "paper_demands",
    "security_measures", "officers", "trainings", "evaluations", "referrals",
  ]

  /// The views of the tables: what articles.md asks to be shown.
  public static let views = [
    "master_catalog", "department_sharing", "unfiled_entries", "unmerged_nodes",
    "uncatalogued_purchases", "bodies_without_officer", "security_status", "open_incidents",
    "uses_and_purposes", "latest_quality",
  ]

  /// Projects under the law as it is known after the event.
  public init(law: LawInForce) { obligations = ObligationsProjection(law: law) }

  /// The row changes of an event, given the states before it.
  public func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    try ownChanges(for: event, given: &states)
      + obligations.changes(for: event, given: &states)
  }

  /// The changes of the projection that is about the event's own stream.
  private func ownChanges(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    if case .act(let act) = event.record.data {
      return try ActRows.changes(for: act, event, given: &states)
    }
    switch event.stream.category {
    case .department: return try BodiesProjection().changes(for: event, given: &states)
    case .catalogEntry, .catalog, .updateTrigger:
      return try CatalogProjection().changes(for: event, given: &states)
    case .shareRequest: return try ShareRequestsProjection().changes(for: event, given: &states)
    case .incident: return try IncidentsProjection().changes(for: event, given: &states)
    case .project: return try ProjectsProjection().changes(for: event, given: &states)
    case .holidayNotice, .ruleBook: return try LawProjection().changes(for: event, given: &states)
    default: return []
    }
  }
}

extension ColumnValue {
  init(_ instant: Instant?) { self = instant.map(ColumnValue.instant) ?? .null }
  init(_ date: CivilDate?) { self = date.map(ColumnValue.date) ?? .null }
  init(_ code: BodyCode) { self = .code(code) }
  init(_ value: some RawRepresentable<String>) { self = .text(value.rawValue) }
  init(_ value: (some RawRepresentable<String>)?) { self.init(value?.rawValue) }
  init(_ bool: Bool) { self = .integer(bool ? 1 : 0) }

  /// A list as canonical JSON.
  init(json strings: [String]) {
    let value = JSONValue.array(strings.map(JSONValue.string))
    self = .text(String(decoding: value.canonicalBytes, as: UTF8.self))
  }
}
