/// How the data of acts with a form becomes rows: which columns of which table take which keys.
enum ActRows {
  /// Where a column's value comes from.
  enum Source: Sendable {
    /// A key of the act.
    case key(String)
    /// The same for every act of the type.
    case constant(String)
    /// When it took place.
    case time
    /// The department of the entry that it asks for.
    case department
    /// The position of the event.
    case position
  }

  /// What acts of one type do to rows.
  struct Mapping: Sendable {
    let shape: RowShape
    let sources: [Source]
    /// For an act that may be the first on something: the row that it makes then, of the thing's
    /// name and the position.
    var creation: RowShape?
  }

  /// The row changes of an act.
  static func changes(
    for act: Act, _ event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    guard let mapping = mappings[act.type] else { return [] }
    var changes: [RowChange] = []
    if let creation = mapping.creation, try states.state(of: act.stream) == nil {
      changes.append(.rows(creation, [ColumnValue(act.subject), .integer(event.position)]))
    }
    var values: [ColumnValue] = []
    for source in mapping.sources {
      switch source {
      case .key(let key): values.append(ColumnValue(act[key]))
      case .constant(let text): values.append(.text(text))
      case .time: values.append(ColumnValue(event.record.occurredAt))
      case .position: values.append(.integer(event.position))
      case .department:
        let entry = try act.identifier("entry").flatMap { (id) throws(LedgerError) in
          try states.entry(id)
        }
        values.append(entry.map { ColumnValue($0.department) } ?? .null)
      }
    }
    return changes + [.rows(mapping.shape, values)]
  }

  static func insert(
    _ type: EventType, _ table: String, _ columns: [(String, Source)]
  ) -> (EventType, Mapping) {
    let columns = columns + [("position", .position)]
    let shape = RowShape(table, .insert(columns: columns.map(\.0)))
    return (type, Mapping(shape: shape, sources: columns.map(\.1)))
  }

  static func update(
    _ type: EventType, _ table: String, _ key: (String, String), _ columns: [(String, Source)]
  ) -> (EventType, Mapping) {
    let shape = RowShape(
      table, .update(set: columns.map(\.0), matching: [.equal(key.0)]))
    return (type, Mapping(shape: shape, sources: columns.map(\.1) + [.key(key.1)]))
  }

  /// Acts that may each be the first on something: the row is made by whichever comes first.
  static func join(
    _ table: String, _ key: (String, String), _ acts: [(EventType, [(String, Source)])]
  ) -> [(EventType, Mapping)] {
    let creation = RowShape(table, .insert(columns: [key.0, "position"]))
    return acts.map { type, columns in
      var (_, mapping) = update(type, table, key, columns)
      if ActForm.of(type)?.place.mayOpen == true { mapping.creation = creation }
      return (type, mapping)
    }
  }

  private static let mappings = Dictionary(
    uniqueKeysWithValues: sharing + catalogue + verifications + openness + incidents + order329)

  private static let request = ("request", "request")
  private static let sharing = [
    update(
      .shareExtended, "share_requests", request,
      [("extended_at", .time), ("extended_days", .key("days"))]),
    update(
      .shareSupplementRequested, "share_requests", request, [("supplement_requested_at", .time)]),
    update(
      .shareSupplemented, "share_requests", request, [("supplemented_at", .key("receivedAt"))]),
    update(
      .shareProvided, "share_requests", request,
      [("provided_at", .time), ("provided_by", .key("mode"))]),
  ]

  private static let trigger = ("trigger_id", "trigger")
  private static let catalogue = [
    update(
      .updateExtended, "update_triggers", trigger,
      [("extended_at", .time), ("extended_days", .key("days"))]),
    update(
      .updateSubmitted, "update_triggers", trigger,
      [("submitted_at", .time), ("submitted_to", .key("authority"))]),
    update(.updatePublished, "update_triggers", trigger, [("published_at", .time)]),
  ]

  private static let verifications = [
    insert(
      .verificationRaised, "verifications",
      [
        ("verification", .key("verification")), ("entry", .key("entry")),
        ("department", .department), ("requester", .key("requester")),
        ("problem", .key("problem")), ("received_at", .key("receivedAt")),
      ]),
    update(
      .verificationResolved, "verifications", ("verification", "verification"),
      [
        ("outcome", .key("outcome")), ("explanation", .key("explanation")),
        ("resolved_at", .time),
      ]),
  ]

  private static let application = ("application", "application")
  private static let openness = [
    insert(
      .openApplied, "open_applications",
      [
        ("application", .key("application")), ("entry", .key("entry")),
        ("department", .department), ("applicant", .key("applicant")),
        ("purpose", .key("purpose")), ("received_at", .key("receivedAt")),
      ]),
    update(
      .openCorrectionRequested, "open_applications", application,
      [("correction_requested_at", .time)]),
    update(
      .openCorrected, "open_applications", application, [("corrected_at", .key("receivedAt"))]),
    update(
      .openConsultationBegun, "open_applications", application,
      [("consultation_begun_at", .time)]),
    update(
      .openConsultationEnded, "open_applications", application,
      [("consultation_ended_at", .time)]),
    update(
      .openExtended, "open_applications", application,
      [("extended_at", .time), ("extended_days", .key("days"))]),
    update(
      .openReplied, "open_applications", application,
      [("decision", .key("decision")), ("reasons", .key("reasons")), ("replied_at", .time)]),
    update(
      .openWithdrawn, "open_applications", application,
      [("withdrawn_at", .time), ("withdrawal_reason", .key("reason"))]),
  ]

  private static let incident = ("incident", "incident")
  private static let incidents = [
    update(
      .incidentClosed, "incidents", incident,
      [("closed_at", .time), ("conclusion", .key("conclusion"))]),
    update(
      .incidentSummarised, "incidents", incident,
      [("summarised_at", .time), ("summary_report", .key("summary"))]),
  ]
}

extension ColumnValue {
  fileprivate init(_ value: Act.Value?) {
    switch value {
    case nil: self = .null
    case .identifier(let id): self.init(id)
    case .text(let text): self = .text(text)
    case .code(let code): self = .code(code)
    case .date(let date): self = .date(date)
    case .division(let division): self = .text(division.description)
    case .instant(let instant): self = .instant(instant)
    case .integer(let integer): self = .integer(integer)
    case .texts(let texts): self.init(json: texts)
    }
  }
}
