/// `share_requests`: every request with its reply or withdrawal.
struct ShareRequestsProjection: Projection {
  private static let insert = RowShape(
    "share_requests",
    .insert(columns: [
      "request", "entry", "department", "requester", "purpose", "legal_basis", "items",
      "requested_at", "received_at", "position",
    ]))
  private static let reply = RowShape(
    "share_requests",
    .update(set: ["decision", "terms", "reasons", "replied_at"], matching: [.equal("request")]))
  private static let withdraw = RowShape(
    "share_requests",
    .update(set: ["withdrawn_at", "withdrawal_reason"], matching: [.equal("request")]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    let at = ColumnValue(event.record.occurredAt)
    switch event.record.data {
    case .shareRequested(let data):
      let department = try states.entry(data.entry).map { ColumnValue($0.department) } ?? .null
      return [
        .rows(
          Self.insert,
          [
            ColumnValue(data.request), ColumnValue(data.entry), department,
            ColumnValue(data.requester), .text(data.purpose), .text(data.legalBasis),
            data.items.map { ColumnValue(json: $0) } ?? .null, at, ColumnValue(data.receivedAt),
            .integer(event.position),
          ])
      ]
    case .shareReplied(let data):
      let values = [ColumnValue(data.decision), ColumnValue(data.terms), ColumnValue(data.reasons)]
      return [.rows(Self.reply, values + [at, ColumnValue(data.request)])]
    case .shareWithdrawn(let data):
      return [.rows(Self.withdraw, [at, .text(data.reason), ColumnValue(data.request)])]
    default:
      return []
    }
  }
}
