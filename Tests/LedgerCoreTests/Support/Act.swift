import WorkingDays

@testable import LedgerCore

/// Acts for given/when/then tables, with what does not matter filled in.
enum Act {
  /// A correction of an event.
  static func correct(_ event: Identifier, because reason: String = "录入错误") -> EventData {
    .recordCorrected(RecordCorrected(event: event, reason: reason))
  }

  static func register(
    _ body: BodyCode, as kind: BodyKind = .department, in division: Division = "370000"
  ) -> EventData {
    .departmentRegistered(
      DepartmentRegistered(department: body, name: "某机构", division: division, kind: kind))
  }

  // MARK: Catalogue

  static func entry(
    _ entry: Identifier, of department: BodyCode = .transport,
    sharing: SharingType = .conditional, basis: String? = "《道路运输条例》"
  ) -> EventData {
    .catalogEntryRegistered(
      CatalogEntryRegistered(
        entry: entry, department: department, name: "道路运输许可", classification: "许可",
        format: "数据库", fields: [EntryField(name: "许可证号", type: "字符型")], updateCycle: "每日",
        sharing: sharing, sharingMode: "接口", useRequirements: "仅限核验", legalBasis: basis,
        openness: .notOpen))
  }

  static func revise(
    _ entry: Identifier, trigger: Identifier? = nil,
    _ change: (inout CatalogEntryRevised) -> Void = { $0.format = "文件" }
  ) -> EventData {
    var revision = CatalogEntryRevised(entry: entry, trigger: trigger)
    change(&revision)
    return .catalogEntryRevised(revision)
  }

  static func retire(_ entry: Identifier, trigger: Identifier? = nil) -> EventData {
    .catalogEntryRetired(CatalogEntryRetired(entry: entry, reason: "职能划转", trigger: trigger))
  }

  static func trigger(
    _ trigger: Identifier, of department: BodyCode = .transport, effective: CivilDate,
    entries: [Identifier] = ["C-1"]
  ) -> EventData {
    .catalogUpdateTriggered(
      CatalogUpdateTriggered(
        trigger: trigger, department: department, kind: .lawAmended,
        instrument: "《中华人民共和国数据安全法》", promulgatedOn: "2020-01-02",
        effectiveOn: effective, entries: entries))
  }

  static func review(_ trigger: Identifier, entry: Identifier? = nil) -> EventData {
    .catalogTriggerReviewed(CatalogTriggerReviewed(trigger: trigger, entry: entry, reason: "无需更新"))
  }

  static func file(
    _ entries: [Identifier], of department: BodyCode = .transport,
    with authority: BodyCode = .provincialAuthority
  ) -> EventData {
    .catalogFiled(CatalogFiled(department: department, authority: authority, entries: entries))
  }

  // MARK: Sharing

  static func request(
    _ request: Identifier, entry: Identifier = "C-1", received: Instant, purpose: String = "核验"
  ) -> EventData {
    .shareRequested(
      ShareRequested(
        request: request, entry: entry, requester: .requester, purpose: purpose,
        legalBasis: "《行政许可法》", receivedAt: received))
  }

  static func reply(
    _ request: Identifier, _ decision: ShareDecision = .agreed, reasons: String? = nil
  ) -> EventData {
    .shareReplied(ShareReplied(request: request, decision: decision, reasons: reasons))
  }

  static func withdraw(_ request: Identifier) -> EventData {
    .shareWithdrawn(ShareWithdrawn(request: request, reason: "已从平台获取"))
  }

  // MARK: Incidents

  static func incident(
    _ incident: Identifier, of department: BodyCode = .transport, _ grade: IncidentGrade? = nil,
    at operator: IncidentOperator? = nil
  ) -> EventData {
    .incidentDetected(
      IncidentDetected(
        incident: incident, department: department, kind: .leak, summary: "泄露", grade: grade,
        operator: `operator`))
  }

  static func regrade(_ incident: Identifier, _ grade: IncidentGrade) -> EventData {
    .incidentRegraded(IncidentRegraded(incident: incident, grade: grade, reason: "影响扩大"))
  }

  static func remedy(_ incident: Identifier) -> EventData {
    .incidentRemedied(IncidentRemedied(incident: incident, measures: "已封堵"))
  }

  static func report(_ incident: Identifier, to kind: ReportRecipient) -> EventData {
    let recipient: BodyCode = kind == .dataAuthority ? .provincialAuthority : .cyberspace
    return .incidentReported(
      IncidentReported(incident: incident, recipient: recipient, recipientKind: kind))
  }

  // MARK: Projects

  static func submit(
    _ project: Identifier, of department: BodyCode = .transport, fixedAssets: Bool = false,
    subsidy: Bool = false
  ) -> EventData {
    .projectSubmitted(
      ProjectSubmitted(
        project: project, department: department, kind: .develop, name: "平台二期",
        fixedAssetInvestment: fixedAssets, stateSubsidy: subsidy))
  }

  static func judge(
    _ project: Identifier, by authority: BodyCode = .provincialAuthority,
    _ outcome: ProjectOutcome = .approved
  ) -> EventData {
    .projectReviewed(ProjectReviewed(project: project, authority: authority, outcome: outcome))
  }

  static func start(_ project: Identifier) -> EventData {
    .projectStarted(ProjectStarted(project: project))
  }

  // MARK: Law

  static func notice(
    _ name: String, issued: CivilDate, off: [CivilDate], worked: [CivilDate] = []
  ) -> EventData {
    .calendarNoticeIssued(
      CalendarNoticeIssued(
        HolidayNotice(name: name, issuedOn: issued, off: off, worked: worked)))
  }

  static func adopt(_ book: String, from day: CivilDate) -> EventData {
    guard let book = RuleBookName(book) else { preconditionFailure("no rule book: \(book)") }
    return .rulesAdopted(RulesAdopted(book: book, from: day))
  }

  /// Adopts a book and brings it along.
  static func adopt(_ book: RuleBook, from day: CivilDate) -> EventData {
    .rulesAdopted(RulesAdopted(book: book.name, from: day, document: book.document))
  }

  // MARK: Any type

  /// The data of a type by its keys, read as a line of input is.
  static func of(_ type: EventType, _ values: [String: DataValue]) -> EventData {
    let bytes = DataValue.json(values).canonicalBytes
    var reader = CanonicalReader(bytes, in: 0..<bytes.count, times: .stored)
    do {
      return try EventData(type, reading: &reader)
    } catch {
      preconditionFailure("\(type.rawValue): \(error)")
    }
  }

  /// An act about something, with no more than it must say.
  static func on(_ id: Identifier, _ type: EventType) -> EventData {
    switch type {
    case .catalogUpdatePublished: of(type, ["trigger": .identifier(id)])
    case .shareSupplementRequested:
      of(type, ["request": .identifier(id), "missing": .texts(["缺"])])
    case .shareProvided: of(type, ["request": .identifier(id), "mode": .text("batch")])
    case .verificationResolved:
      of(type, ["verification": .identifier(id), "outcome": .text("confirmed")])
    case .openCorrectionRequested:
      of(type, ["application": .identifier(id), "missing": .texts(["缺"])])
    case .openConsultationBegun: of(type, ["application": .identifier(id), "party": .text("某")])
    case .openConsultationEnded: of(type, ["application": .identifier(id)])
    case .openReplied: of(type, ["application": .identifier(id), "decision": .text("agreed")])
    case .openLapsed: of(type, ["application": .identifier(id), "reason": .text("逾期未补正")])
    case .shareRevoked, .shareRelinquished:
      of(type, ["request": .identifier(id), "reason": .text("不再需要")])
    case .openWithdrawn: of(type, ["application": .identifier(id), "reason": .text("不需要")])
    case .incidentClosed: of(type, ["incident": .identifier(id), "conclusion": .text("已处置")])
    case .incidentSummarised:
      of(
        type,
        ["incident": .identifier(id), "recipient": .code(.cyberspace), "summary": .text("总结")])
    default: preconditionFailure("\(type) says more")
    }
  }

  static func submitUpdate(
    _ trigger: Identifier, to authority: BodyCode = .provincialAuthority
  ) -> EventData {
    of(.catalogUpdateSubmitted, ["trigger": .identifier(trigger), "authority": .code(authority)])
  }

  static func extendUpdate(
    _ trigger: Identifier, entry: Identifier? = nil, by days: Int64,
    _ authority: BodyCode = .provincialAuthority
  ) -> EventData {
    var values: [String: DataValue] = [
      "trigger": .identifier(trigger), "authority": .code(authority), "days": .integer(days),
      "reason": .text("涉及多个部门"),
    ]
    if let entry { values["entry"] = .identifier(entry) }
    return of(.catalogUpdateExtended, values)
  }

  static func extend(
    _ request: Identifier, by days: Int64, _ authority: BodyCode = .provincialAuthority
  ) -> EventData {
    of(
      .shareExtended,
      [
        "request": .identifier(request), "authority": .code(authority), "days": .integer(days),
        "reason": .text("涉及多个部门"),
      ])
  }

  static func supplement(_ request: Identifier, received: Instant) -> EventData {
    of(.shareSupplemented, ["request": .identifier(request), "receivedAt": .instant(received)])
  }

  static func raise(
    _ verification: Identifier, entry: Identifier = "C-1", received: Instant
  ) -> EventData {
    of(
      .verificationRaised,
      [
        "verification": .identifier(verification), "entry": .identifier(entry),
        "requester": .code(.requester), "problem": .text("有误"), "receivedAt": .instant(received),
      ])
  }

  static func apply(
    _ application: Identifier, entry: Identifier = "C-1", received: Instant
  ) -> EventData {
    of(
      .openApplied,
      [
        "application": .identifier(application), "entry": .identifier(entry),
        "applicant": .text("某公司"), "purpose": .text("研究"), "receivedAt": .instant(received),
      ])
  }

  static func correct(_ application: Identifier, received: Instant) -> EventData {
    of(.openCorrected, ["application": .identifier(application), "receivedAt": .instant(received)])
  }

  static func extendReply(_ application: Identifier, by days: Int64) -> EventData {
    of(
      .openExtended,
      [
        "application": .identifier(application), "consentedBy": .text("负责人"),
        "days": .integer(days), "reason": .text("涉及多个部门"),
      ])
  }
}

extension DataValue {
  /// Values by their keys as JSON.
  static func json(_ values: [String: DataValue]) -> JSONValue {
    .object(
      values.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }.map {
        .init(key: $0.key, value: $0.value.json)
      })
  }

  /// The value as JSON.
  var json: JSONValue {
    switch self {
    case .identifier(let id): .string(id.text)
    case .text(let text), .choice(let text): .string(text)
    case .code(let code): .string(code.description)
    case .date(let date): .string(date.description)
    case .division(let division): .string(division.description)
    case .instant(let instant): .string(instant.description)
    case .integer(let integer): .integer(integer)
    case .bool(let bool): .bool(bool)
    case .texts(let texts): .array(texts.map(JSONValue.string))
    case .identifiers(let ids): .array(ids.map { .string($0.text) })
    case .dates(let dates): .array(dates.map { .string($0.description) })
    case .fields(let fields): EntryField.json(fields)
    case .successors(let successors): Successor.json(successors)
    case .document(let document): document
    }
  }
}
