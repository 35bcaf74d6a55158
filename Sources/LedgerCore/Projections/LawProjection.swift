/// `holiday_notices` and `rule_book_adoptions`: the law that the log itself holds.
struct LawProjection: Projection {
  private static let notice = RowShape(
    "holiday_notices",
    .insert(columns: ["notice", "issued_on", "days_off", "days_worked", "position"]))
  private static let again = RowShape(
    "holiday_notices",
    .update(
      set: ["issued_on", "days_off", "days_worked", "position"], matching: [.equal("notice")]))
  private static let adoption = RowShape(
    "rule_book_adoptions", .insert(columns: ["position", "book", "adopted_from"]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    switch event.record.data {
    case .noticeIssued(let data):
      let notice = data.notice
      let name = ColumnValue.text(notice.name)
      let values: [ColumnValue] = [
        ColumnValue(notice.issuedOn), ColumnValue(json: notice.off.map(\.description)),
        ColumnValue(json: notice.worked.map(\.description)), .integer(event.position),
      ]
      let isNew = try states.state(of: event.stream) == nil
      return [isNew ? .rows(Self.notice, [name] + values) : .rows(Self.again, values + [name])]
    case .rulesAdopted(let data):
      let values: [ColumnValue] = [.integer(event.position), .text(data.book.description)]
      return [.rows(Self.adoption, values + [ColumnValue(data.from)])]
    default:
      return []
    }
  }
}
