/// `projects`: every project with its last review and its start.
struct ProjectsProjection: Projection {
  private static let insert = RowShape(
    "projects",
    .insert(columns: [
      "project", "department", "kind", "name", "fixed_asset_investment", "state_subsidy",
      "submitted_at", "position",
    ]))
  private static let review = RowShape(
    "projects",
    .update(
      set: ["authority", "outcome", "reasons", "reviewed_at"], matching: [.equal("project")]))
  private static let start = RowShape(
    "projects", .update(set: ["started_at"], matching: [.equal("project")]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    let at = ColumnValue(event.record.occurredAt)
    switch event.record.data {
    case .projectSubmitted(let data):
      return [
        .rows(
          Self.insert,
          [
            ColumnValue(data.project), ColumnValue(data.department), ColumnValue(data.kind),
            .text(data.name), ColumnValue(data.fixedAssetInvestment),
            ColumnValue(data.stateSubsidy), at, .integer(event.position),
          ])
      ]
    case .projectReviewed(let data):
      let values = [
        ColumnValue(data.authority), ColumnValue(data.outcome), ColumnValue(data.reasons), at,
      ]
      return [.rows(Self.review, values + [ColumnValue(data.project)])]
    case .projectStarted(let data):
      return [.rows(Self.start, [at, ColumnValue(data.project)])]
    default:
      return []
    }
  }
}
