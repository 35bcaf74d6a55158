// The README shows what stands between the two marks; a test holds it to that.
// example:begin
import GovDataLedger

/// Opens the ledger of a sharing platform, records a request, and asks what is due.
func shareOnce(path: String) async throws -> [String] {
  let ledger = try Ledger.create(at: path)
  guard let authority = BodyCode("11370000MB284651XL"),
    let division = Division("370000"),
    let receivedAt = Instant(rfc3339: "2025-09-26T15:20:00+08:00")
  else { return [] }

  // Typed records, all or none, durable when the call returns.
  _ = try await ledger.record([
    Record(
      id: "body-1", occurredAt: receivedAt, actor: authority,
      data: DepartmentRegistered(
        department: authority, name: "山东省大数据局", division: division, kind: .dataAuthority)),
    Record(
      id: "entry-1", occurredAt: receivedAt, actor: authority,
      data: CatalogEntryRegistered(
        entry: "C-7", department: authority, name: "电子证照信息", classification: "证照",
        format: "JSON", fields: [EntryField(name: "证照编号", type: "字符串")], updateCycle: "每日",
        sharing: .conditional, sharingMode: "接口", useRequirements: "仅供核验",
        legalBasis: "《山东省电子政务和政务数据管理办法》第二十二条", openness: .notOpen)),
  ])

  // JSON Lines go the same way (contract §2).
  _ = try await ledger.record(
    jsonLines: """
      {"id":"sr-1-asked","type":"share.requested","occurredAt":"2025-09-26T15:20:00+08:00",\
      "actor":"11370000MB284651XL","data":{"request":"SR-1","entry":"C-7",\
      "requester":"11370000MB284651XL","purpose":"核验申请人身份","legalBasis":"依法履行职责",\
      "receivedAt":"2025-09-26T15:20:00+08:00"}}
      """)

  // Projections answer at once; an audit replays the log and proves it.
  let open = try await ledger.rows(ObligationRow.self, where: "discharged_at IS NULL")
  let report = try await ledger.audit(asOf: Instant(rfc3339: "2025-10-20T09:00:00+08:00"))
  let verdicts = report.obligations.map { "\($0.id): \($0.verdict.rawValue)" }
  return open.map { "\($0.obligation) is due on \($0.dueOn?.description ?? "no known day")" }
    + verdicts
}
// example:end
