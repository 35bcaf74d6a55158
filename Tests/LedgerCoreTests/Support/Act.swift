import LedgerCore
import WorkingDays

/// Acts for given/when/then tables, with what does not matter filled in.
enum Act {
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
    .entryRegistered(
      EntryRegistered(
        entry: entry, department: department, name: "道路运输许可", classification: "许可",
        format: "数据库", fields: [EntryField(name: "许可证号", type: "字符型")], updateCycle: "每日",
        sharing: sharing, sharingMode: "接口", useRequirements: "仅限核验", legalBasis: basis,
        openness: .notOpen))
  }

  static func revise(
    _ entry: Identifier, trigger: Identifier? = nil,
    _ change: (inout EntryRevised.Changes) -> Void = { $0.format = "文件" }
  ) -> EventData {
    var changes = EntryRevised.Changes()
    change(&changes)
    return .entryRevised(EntryRevised(entry: entry, trigger: trigger, changes: changes))
  }

  static func retire(_ entry: Identifier, trigger: Identifier? = nil) -> EventData {
    .entryRetired(EntryRetired(entry: entry, reason: "职能划转", trigger: trigger))
  }

  static func trigger(
    _ trigger: Identifier, of department: BodyCode = .transport, effective: CivilDate,
    entries: [Identifier] = ["C-1"]
  ) -> EventData {
    .updateTriggered(
      UpdateTriggered(
        trigger: trigger, department: department, kind: .lawAmended,
        instrument: "《中华人民共和国数据安全法》", promulgatedOn: "2020-01-02",
        effectiveOn: effective, entries: entries))
  }

  static func review(_ trigger: Identifier, entry: Identifier? = nil) -> EventData {
    .triggerReviewed(TriggerReviewed(trigger: trigger, entry: entry, reason: "无需更新"))
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

  static func incident(_ incident: Identifier, of department: BodyCode = .transport) -> EventData {
    .incidentDetected(
      IncidentDetected(incident: incident, department: department, kind: .leak, summary: "泄露"))
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
    .noticeIssued(
      NoticeIssued(
        notice: HolidayNotice(name: name, issuedOn: issued, off: off, worked: worked)))
  }

  static func adopt(_ book: String, from day: CivilDate) -> EventData {
    guard let book = RuleBookName(book) else { preconditionFailure("no rule book: \(book)") }
    return .rulesAdopted(RulesAdopted(book: book, from: day))
  }
}
