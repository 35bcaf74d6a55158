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
    "rule_book_adoptions",
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
    switch event.stream.category {
    case .department: try BodiesProjection().changes(for: event, given: &states)
    case .catalogEntry, .catalog, .updateTrigger:
      try CatalogProjection().changes(for: event, given: &states)
    case .shareRequest: try ShareRequestsProjection().changes(for: event, given: &states)
    case .incident: try IncidentsProjection().changes(for: event, given: &states)
    case .project: try ProjectsProjection().changes(for: event, given: &states)
    case .verification, .openApplication:
      if case .act(let act) = event.record.data {
        try ActRows.changes(for: act, event, given: &states)
      } else {
        []
      }
    case .attestation: []
    case .holidayNotice, .ruleBook: try LawProjection().changes(for: event, given: &states)
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
