import WorkingDays

/// `obligations`: every obligation with its due date, what discharged it and what closed it.
///
/// The due dates are those of the calendar as the log knows it now: a new notice moves them.
struct ObligationsProjection: Projection {
  let book: RuleBook
  let calendar: HolidayCalendar

  private static let open = RowShape(
    "obligations",
    .insert(columns: [
      "obligation", "rule", "article", "department", "trigger_id", "entry", "request", "incident",
      "recipient_kind", "start_on", "working_days", "due_on", "provisional_due_on", "position",
    ]))
  private static let recount = RowShape(
    "obligations",
    .update(set: ["due_on", "provisional_due_on"], matching: [.equal("obligation")]))

  private static let discharged = ["discharged_at", "discharged_by", "discharge_position"]
  private static let closed = ["closed_at"]

  private typealias Shapes = (discharge: RowShape, close: RowShape)

  private static func shapes(_ matching: [RowShape.Match]) -> Shapes {
    (
      RowShape(
        "obligations",
        .update(set: discharged, matching: matching + [.nullOrGreater("discharged_at")])),
      RowShape(
        "obligations", .update(set: closed, matching: matching + [.nullOrGreater("closed_at")]))
    )
  }
  private static let ofTrigger = shapes([.equal("trigger_id")])
  private static let ofEntry = shapes([.equal("entry")])
  private static let named = shapes([.equal("obligation")])

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    if case .noticeIssued = event.record.data { return [recountAll()] }
    var changes: [RowChange] = []
    for effect in try book.effects(of: event, given: &states) {
      switch effect {
      case .opened(let opened):
        changes.append(row(opened, event))
      case .discharged(let selector):
        let at = ColumnValue(event.record.occurredAt)
        let by: [ColumnValue] = [at, ColumnValue(event.record.id), .integer(event.position)]
        for (shapes, value) in matching(selector) {
          changes.append(.rows(shapes.discharge, by + [value, at]))
        }
      case .closed(let selector, let moment):
        let at = ColumnValue(moment.occurredAt)
        for (shapes, value) in matching(selector) {
          changes.append(.rows(shapes.close, [at, value, at]))
        }
      }
    }
    return changes
  }

  private func row(_ opened: OpenedObligation, _ event: Event) -> RowChange {
    var trigger: Identifier?
    var entry: Identifier?
    var request: Identifier?
    var incident: Identifier?
    var recipient: ReportRecipient?
    switch opened.subject {
    case .trigger(let id, let of): (trigger, entry) = (id, of)
    case .request(let id): request = id
    case .incident(let id, let kind): (incident, recipient) = (id, kind)
    }
    let workingDays = opened.rule.counting?.workingDays
    return .rows(
      Self.open,
      [
        ColumnValue(opened.id), .text(opened.rule.id), .text(opened.rule.article),
        ColumnValue(opened.department), ColumnValue(trigger), ColumnValue(entry),
        ColumnValue(request), ColumnValue(incident), ColumnValue(recipient),
        ColumnValue(opened.start), workingDays.map { .integer(Int64($0)) } ?? .null,
      ] + due(opened.start, opened.rule.counting) + [.integer(event.position)])
  }

  /// The firm and the provisional due date; at most one of them is there.
  private func due(_ start: CivilDate, _ counting: CountingRule?) -> [ColumnValue] {
    guard let counting, let due = try? calendar.dueDate(from: start, counting: counting) else {
      return [.null, .null]
    }
    switch due {
    case .firm(let date): return [ColumnValue(date), .null]
    case .provisional(let date): return [.null, ColumnValue(date)]
    }
  }

  /// Every due date, counted anew: a notice has moved days.
  private func recountAll() -> RowChange {
    let query = RowQuery(
      table: "obligations",
      columns: ["obligation", "rule", "start_on", "due_on", "provisional_due_on"],
      notNull: "working_days")
    return .each(query) { values throws(LedgerError) in
      let rule = values[1].text
      guard let start = CivilDate(values[2].text) else {
        throw LedgerError(.damaged, "the projection of obligations is not what was written")
      }
      let counting = book.obligations.first { $0.id == rule }?.counting
      let due = due(start, counting)
      return due == Array(values[3...]) ? nil : .rows(Self.recount, due + [values[0]])
    }
  }

  /// The rows that a selector means: by their names where these follow from it, which needs no
  /// index.
  private func matching(_ selector: ObligationSelector) -> [(shapes: Shapes, value: ColumnValue)] {
    switch selector {
    case .trigger(let trigger, nil): [(Self.ofTrigger, ColumnValue(trigger))]
    case .trigger(let trigger, .some(let entry)):
      names(.updateTrigger, ["\(trigger)", "\(trigger)/\(entry)"])
    case .entry(let entry): [(Self.ofEntry, ColumnValue(entry))]
    case .request(let request): names(.shareRequest, ["\(request)"])
    case .incident(let incident, let recipient):
      names(.incidentReport, ["\(incident)/\(recipient.rawValue)"])
    }
  }

  private func names(
    _ subject: ObligationRule.Subject, _ ends: [String]
  ) -> [(shapes: Shapes, value: ColumnValue)] {
    book.obligations.filter { $0.subject == subject }.flatMap { rule in
      ends.map { (Self.named, .text("\(rule.id)/\($0)")) }
    }
  }
}
