import WorkingDays

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

/// `incidents`: every incident with its remedy and the first report to each authority.
struct IncidentsProjection: Projection {
  private static let insert = RowShape(
    "incidents",
    .insert(columns: ["incident", "department", "kind", "summary", "detected_at", "position"]))
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
            .text(data.summary), at, .integer(event.position),
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

/// `holiday_notices` and `rule_book_adoptions`: the law that the log itself holds.
struct LawProjection: Projection {
  private static let notice = RowShape(
    "holiday_notices",
    .insert(columns: ["notice", "issued_on", "days_off", "days_worked", "position"]))
  private static let adoption = RowShape(
    "rule_book_adoptions", .insert(columns: ["position", "book", "adopted_from"]))

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    switch event.record.data {
    case .noticeIssued(let data):
      let notice = data.notice
      return [
        .rows(
          Self.notice,
          [
            .text(notice.name), ColumnValue(notice.issuedOn),
            ColumnValue(json: notice.off.map(\.description)),
            ColumnValue(json: notice.worked.map(\.description)), .integer(event.position),
          ])
      ]
    case .rulesAdopted(let data):
      let values: [ColumnValue] = [.integer(event.position), .text(data.book.description)]
      return [.rows(Self.adoption, values + [ColumnValue(data.from)])]
    default:
      return []
    }
  }
}
