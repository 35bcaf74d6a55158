/// `bodies`: every registered body with its level.
struct BodiesProjection: Projection {
  private static let insert = RowShape(
    "bodies",
    .insert(columns: [
      "department", "name", "division", "level", "kind", "registered_at", "position",
    ]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    guard case .departmentRegistered(let data) = event.record.data else { return [] }
    return [
      .rows(
        Self.insert,
        [
          ColumnValue(data.department), .text(data.name), .text(data.division.description),
          ColumnValue(data.division.level), ColumnValue(data.kind),
          ColumnValue(event.record.occurredAt), .integer(event.position),
        ])
    ]
  }
}
