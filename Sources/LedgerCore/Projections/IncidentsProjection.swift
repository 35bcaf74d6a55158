/// `incidents`: every incident with its remedy and the first report to each authority.
struct IncidentsProjection: Projection {
  private static let insert = RowShape(
    "incidents",
    .insert(columns: [
      "incident", "department", "kind", "summary", "grade", "operator", "detected_at", "position",
    ]))
  private static let remedy = RowShape(
    "incidents", .update(set: ["measures", "remedied_at"], matching: [.equal("incident")]))
  private static let reportToData = RowShape(
    "incidents",
    .update(
      set: ["data_authority", "data_authority_reported_at"],
      matching: [.equal("incident"), .nullOrGreater("data_authority_reported_at")]))
  private static let reportToCyberspace = RowShape(
    "incidents",
    .update(
      set: ["cyberspace_authority", "cyberspace_authority_reported_at"],
      matching: [.equal("incident"), .nullOrGreater("cyberspace_authority_reported_at")]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    let at = ColumnValue(event.record.occurredAt)
    switch event.record.data {
    case .incidentDetected(let data):
      return [
        .rows(
          Self.insert,
          [
            ColumnValue(data.incident), ColumnValue(data.department), ColumnValue(data.kind),
            .text(data.summary), ColumnValue(data.grade), ColumnValue(data.operator), at,
            .integer(event.position),
          ])
      ]
    case .incidentRemedied(let data):
      return [.rows(Self.remedy, [.text(data.measures), at, ColumnValue(data.incident)])]
    case .incidentReported(let data):
      let shape =
        data.recipientKind == .dataAuthority ? Self.reportToData : Self.reportToCyberspace
      return [
        .rows(shape, [ColumnValue(data.recipient), at, ColumnValue(data.incident), at])
      ]
    default:
      return []
    }
  }
}
