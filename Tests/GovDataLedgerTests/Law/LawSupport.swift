import Testing

@testable import GovDataLedger

let lawBody: BodyCode = {
  guard let code = BodyCode("11370000MB284651XL") else { preconditionFailure("no such body") }
  return code
}()

/// A date that exists.
func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

extension ObligationFinding {
  /// The due date as text.
  var due: String? { dueOn?.description }
}

/// A record of a body of the province.
func act(_ id: String, _ time: String, _ data: EventData) throws -> Record {
  Record(id: Identifier(id), occurredAt: try instant(time), actor: lawBody, data: data)
}

/// A conditionally shared entry, recorded in 2019.
func entry(_ id: Identifier = "C-1") throws -> Record {
  try act(
    "entry-\(id)", "2019-06-03T09:00:00+08:00",
    .catalogEntryRegistered(
      CatalogEntryRegistered(
        entry: id, department: lawBody, name: "企业登记信息", classification: "基础", format: "数据库",
        fields: [EntryField(name: "代码", type: "C18")], updateCycle: "每日", sharing: .conditional,
        sharingMode: "接口", useRequirements: "按需", legalBasis: "《条例》第十条",
        openness: .onApplication)))
}

/// A request that is received when it is made.
func request(_ id: Identifier, _ time: String) throws -> Record {
  try act(
    "asked-\(id)", time,
    .shareRequested(
      ShareRequested(
        request: id, entry: "C-1", requester: lawBody, purpose: "核验", legalBasis: "依法履职",
        receivedAt: try instant(time))))
}

/// A book of ten working days for share requests, in force since 2019.
func earlyBook() throws -> RuleBook {
  let rule = """
    {"rule":"early.1","article":"第一条","duty":"shareReply","trigger":"share.requested",\
    "start":"receivedOn","period":{"workingDays":10},"countsStartDay":false,\
    "startOnRestDay":"countsFromNextWorkingDay","periodEnd":"midnight",\
    "calendar":"finallyInForce","dischargedBy":["share.replied"],"closedBy":["share.withdrawn"],\
    "text":{"zh":"十个工作日内答复。","en":"It shall reply within ten working days."}}
    """
  return try RuleBook(
    json: """
      {"schema":"govledger.rule-book/1","book":"early/1","inForceFrom":"2019-01-01",\
      "title":{"zh":"试验办法","en":"Measures for a test"},"obligations":[\(rule)],"violations":[]}
      """.utf8)
}

extension ObligationFindings {
  subscript(id: Identifier) -> ObligationFinding? { first { $0.id == id } }
}
