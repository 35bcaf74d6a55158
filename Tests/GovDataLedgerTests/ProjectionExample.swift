// The README shows what stands between the two marks; a test holds it to that.
// example:begin
import GovDataLedger

/// What a platform's desk wants to see: how much each body asks for, and what is not answered yet.
struct Desk: Projection {
  let name = "desk"
  let version = 1
  let tables: [ProjectionTable] = [
    .ofEvents("asked", [.text("requester"), .integer("requests")], key: ["requester"]),
    .ofObligations("unanswered", [.text("holder"), .text("due_on", isOptional: true)]),
  ]

  func addRows(of event: Event, to rows: inout ProjectedRows) throws {
    guard case .shareRequested(let request) = event.record.data else { return }
    try rows.add(["requests": 1], to: "asked", at: ["requester": .code(request.requester)])
  }

  func addRows(of obligation: ObligationRow, to rows: inout ProjectedRows) throws {
    guard obligation.subject == .shareRequest, obligation.dischargedAt == nil else { return }
    try rows.insert(
      into: "unanswered",
      [
        "holder": .code(obligation.department),
        "due_on": obligation.dueOn.map { .date($0) } ?? .null,
      ])
  }
}

/// A row of it, as a type.
struct Unanswered: ProjectionRow {
  static let databaseTableName = "x_unanswered"
  let obligation: Identifier
  let holder: BodyCode
  let dueOn: CivilDate?
}
// example:end
