@testable import LedgerCore
import Testing

/// What is wrong with a line is named by key path, with what was found and what was expected.
@Suite struct RecordErrorTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let type: EventType
    let found: String
    let written: String
    let path: String?
    let says: [String]
    var testDescription: String { "\(type.rawValue): \(found) as \(written)" }

    init(
      _ type: EventType, _ found: String, _ written: String, _ path: String?, _ says: String...
    ) {
      (self.type, self.found, self.written) = (type, found, written)
      (self.path, self.says) = (path, says)
    }
  }

  static let envelope: [Case] = [
    Case(.projectStarted, #""id":"r-1","#, "", "id", "no such key", "required"),
    Case(.projectStarted, #""id":"r-1","#, #""id":7,"#, "id", "found 7", "1 to 64"),
    Case(.projectStarted, #""id":"r-1","#, #""id":null,"#, "id", "found null"),
    Case(.projectStarted, "r-1", "", "id", "1 to 64 visible"),
    Case(.projectStarted, "r-1", "a b", "id", "“a b”", "visible"),
    Case(.projectStarted, "r-1", "a\u{200B}", "id", "visible"),
    Case(.projectStarted, "r-1", String(repeating: "x", count: 65), "id", "1 to 64"),
    Case(.projectStarted, #""type":"project.started","#, "", "type", "no such key"),
    Case(
      .projectStarted, "project.started", "project.begun", "type", "project.begun",
      "schema --labels"),
    Case(.projectStarted, #""project.started""#, "3", "type", "found 3"),
    Case(.projectStarted, #""actor":"\#(Lines.code)","#, "", "actor", "no such key"),
    Case(.projectStarted, "651XL", "651XM", "actor", "651XM", "GB 32100"),
    Case(
      .projectStarted, #""occurredAt":"2025-09-26T15:20:00+08:00","#, "", "occurredAt", "no such"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:00", "occurredAt", "15:20:00”", "an offset"),
    Case(.projectStarted, "15:20:00+08:00", "15:20+08:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:60+08:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "24:00:00+08:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:00,5+08:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:00.+08:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:00+0800", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "15:20:00+08:00", "15:20:00+24:00", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "2025-09-26T", "2025-09-31T", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "2025-09-26T", "2025-09-26 ", "occurredAt", "RFC 3339"),
    Case(.projectStarted, "2025-09-26T15:20:00+08:00", "9999-12-31T23:59:59Z", "occurredAt", "RFC"),
    Case(.projectStarted, "2025-09-26T15:20:00+08:00", "0000-12-31T00:00:00Z", "occurredAt", "RFC"),
    Case(.projectStarted, #""2025-09-26T15:20:00+08:00""#, "1758871200", "occurredAt", "timestamp"),
    Case(.projectStarted, #""data":{"project":"P-1"}"#, #""data":[]"#, "data", "an object"),
    Case(.projectStarted, #","data":{"project":"P-1"}"#, "", "data", "no such key"),
    Case(.projectStarted, #""id":"#, #""Id":1,"id":"#, "Id", "unknown"),
    Case(.projectStarted, #""id":"#, #""note":"x","id":"#, "note", "unknown"),
    Case(.projectStarted, #""id":"#, #""causation":null,"id":"#, "causation", "found null"),
    Case(.projectStarted, #""id":"#, #""correlation":" ","id":"#, "correlation", "visible"),
    Case(.projectStarted, #""id":"#, #""sourceRecordedAt":"x","id":"#, "sourceRecordedAt", "RFC"),
  ]

  static let ledgerKeys: [Case] = ["position", "stream", "version", "recordedAt", "schema"].map {
    (key: String) in
    Case(.projectStarted, #""id":"#, #""\#(key)":1,"id":"#, key, "found 1", "the ledger gives it")
  }

  static let catalogue: [Case] = [
    Case(.departmentRegistered, #""370000""#, #""370001""#, "data.division", "GB/T 2260"),
    Case(.departmentRegistered, #""370000""#, "370000", "data.division", "found 370000"),
    Case(
      .departmentRegistered, #""kind":"department""#, #""kind":"ministry""#, "data.kind",
      "“ministry”", "department, dataAuthority, cyberspaceAuthority, government"),
    Case(.departmentRegistered, "某厅", " \u{3000}\u{200B}", "data.name", "not blank"),
    Case(.departmentRegistered, "某厅", #"某\u0085厅"#, "data.name", "no control"),
    Case(.departmentRegistered, #""name":"某厅","#, "", "data.name", "no such key"),
    Case(.departmentRegistered, #""name":"某厅","#, #""name":"某厅","notes":1,"#, "data.notes", "unk"),
    Case(
      .catalogEntryRegistered, #"[{"name":"号","type":"字符"},{"name":"期","type":"日期"}]"#, "[]",
      "data.fields", "empty list", "at least one"),
    Case(.catalogEntryRegistered, #""期""#, #""号""#, "data.fields", "“号” twice"),
    Case(.catalogEntryRegistered, #""日期""#, "null", "data.fields[1].type", "found null", "text"),
    Case(.catalogEntryRegistered, #","type":"日期""#, "", "data.fields[1].type", "no such key"),
    Case(
      .catalogEntryRegistered, #","type":"日期""#, #","type":"x","unit":1"#, "data.fields[1].unit",
      "unk"),
    Case(.catalogEntryRegistered, #"{"name":"期","type":"日期"}"#, "3", "data.fields[1]", "an object"),
    Case(
      .catalogEntryRegistered, "conditional", "sometimes", "data.sharing",
      "unconditional, conditional"),
    Case(.catalogEntryRegistered, "notOpen", "open", "data.openness", "onApplication"),
    Case(.catalogEntryRegistered, #""name":"许可","#, "", "data.name", "no such key"),
    Case(
      .catalogEntryRevised, #""format":"文件","trigger":"T-1""#, #""entry":"x""#, "data.entry",
      "twice"),
    Case(
      .catalogEntryRevised, #","format":"文件","trigger":"T-1""#, "", "data", "revision of nothing"),
    Case(.catalogEntryRevised, "文件", "", "data.format", "not blank"),
    Case(.catalogEntryRetired, #""reason":"划转","#, "", "data.reason", "no such key"),
    Case(.catalogUpdateTriggered, "T-1", "T/1", "data.trigger", "“T/1”", "without “/”"),
    Case(
      .catalogUpdateTriggered, #"["C-7","C-8"]"#, #"["C-7","C-7"]"#, "data.entries", "C-7 twice"),
    Case(.catalogUpdateTriggered, #"["C-7","C-8"]"#, #"["C-7",8]"#, "data.entries[1]", "found 8"),
    Case(.catalogUpdateTriggered, #"["C-7","C-8"]"#, #""C-7""#, "data.entries", "a list"),
    Case(.catalogUpdateTriggered, #","entries":["C-7","C-8"]"#, "", "data.entries", "no such key"),
    Case(
      .catalogUpdateTriggered, "2021-09-01", "2021-02-29", "data.effectiveOn", "2021-02-29",
      "exists"),
    Case(.catalogUpdateTriggered, "2021-09-01", "2021-9-1", "data.effectiveOn", "YYYY-MM-DD"),
    Case(.catalogUpdateTriggered, "2021-06-10", "0000-01-01", "data.promulgatedOn", "YYYY-MM-DD"),
    Case(
      .catalogUpdateTriggered, "lawAmended", "policyChanged", "data.kind", "lawAmended, functions"),
    Case(.catalogTriggerReviewed, "noChangeNeeded", "changed", "data.outcome", "noChangeNeeded"),
    Case(.catalogFiled, #"["C-7","C-8"]"#, "[]", "data.entries", "at least one"),
    Case(.catalogFiled, #"["C-7","C-8"]"#, #"["C-7",""]"#, "data.entries[1]", "1 to 64"),
  ]

  static let others: [Case] = [
    Case(.shareRequested, #"["号","期"]"#, "[]", "data.items", "at least one"),
    Case(.shareRequested, #"["号","期"]"#, #"["号","号"]"#, "data.items", "twice"),
    Case(.shareRequested, #"["号","期"]"#, #"["号"," "]"#, "data.items[1]", "not blank"),
    Case(.shareRequested, #"["号","期"]"#, "null", "data.items", "found null", "a list"),
    Case(
      .shareRequested, #","receivedAt":"2025-09-26T15:20:00+08:00""#, "", "data.receivedAt", "no"),
    Case(
      .shareRequested, #"At":"2025-09-26T15:20:00+08:00"}"#, #"At":"2025-09-26"}"#,
      "data.receivedAt", "“2025-09-26”", "RFC 3339"),
    Case(.shareReplied, "refused", "denied", "data.decision", "agreed, partlyAgreed, refused"),
    Case(.shareReplied, "涉密", "", "data.reasons", "not blank"),
    Case(.shareWithdrawn, #""reason":"不再需要""#, #""reason":7"#, "data.reason", "found 7", "text"),
    Case(.incidentDetected, "leak", "theft", "data.kind", "leak, damage, loss, risk"),
    Case(
      .incidentRemedied, #"{"incident":"I-1","measures":"封堵"}"#, "{}", "data.incident", "no such"),
    Case(.incidentReported, "cyberspaceAuthority", "police", "data.recipientKind", "dataAuthority"),
    Case(.projectSubmitted, "false", #""no""#, "data.fixedAssetInvestment", "no", "true or false"),
    Case(.projectSubmitted, "true", "1", "data.stateSubsidy", "found 1", "true or false"),
    Case(.projectReviewed, "approved", "passed", "data.outcome", "approved, rejected, returned"),
    Case(
      .projectStarted, #"{"project":"P-1"}"#, #"{"project":"P-1","at":1}"#, "data.at", "unknown"),
    Case(
      .calendarNoticeIssued, #"["2027-01-03"]"#, #"["2027-01-01"]"#, "data.worked", "2027-01-01",
      "off"),
    Case(
      .calendarNoticeIssued, #"["2027-01-01"]"#, #"["2027-01-01","2027-01-01"]"#, "data.off",
      "twice"),
    Case(
      .calendarNoticeIssued, #"["2027-01-01"]"#, #"["2027-02-30"]"#, "data.off[0]", "2027-02-30"),
    Case(
      .calendarNoticeIssued, #"["2027-01-01"],"worked":["2027-01-03"]"#, #"[],"worked":[]"#,
      "data.off", "no days"),
    Case(.rulesAdopted, "order-329/1", "order-329", "data.book", "order-329/1"),
    Case(.rulesAdopted, "order-329/1", "Order-329/1", "data.book", "“Order-329/1”"),
    Case(.rulesAdopted, "order-329/1", "order-329/01", "data.book", "name and version"),
  ]

  @Test(arguments: envelope + ledgerKeys + catalogue + others)
  func refuses(_ test: Case) throws {
    let line = try Lines.line(test.type, test.found, test.written)
    let error = try refusal("\(line)") { try Record(json: line.utf8) }
    #expect(error.code == .malformed)
    #expect(error.path == test.path, "\(error)")
    #expect(error.message.contains("found"), "\(error)")
    for text in test.says { #expect(error.message.contains(text), "\(error)") }
  }

  @Test(arguments: ["[]", "null", "7", #""x""#, "true", "[{}]"])
  func notARecord(_ line: String) throws {
    let error = try refusal { try Record(json: line.utf8) }
    #expect(error.code == .malformed)
    #expect(error.message.contains("one record a line"))
  }

  /// What is quoted is cut short, and never breaks the line.
  @Test func quotesSafely() throws {
    let long = String(repeating: "很", count: 5000)
    for written in [long, #"x\n\u0000\u001b[31m"#] {
      let line = try Lines.line(.projectSubmitted, "develop", written)
      let error = try refusal { try Record(json: line.utf8) }
      #expect(error.description.utf8.count < 600)
      #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 }, "\(error)")
    }
  }

  /// Typed values are held to the same rules as lines.
  @Test func validatesTypedValues() throws {
    let faults: [(EventData, String)] = [
      (Act.start(""), "data.project"), (Act.start("a b"), "data.project"),
      (Act.trigger("a/b", effective: "2025-01-01"), "data.trigger"),
      (Act.trigger("T", effective: "2025-01-01", entries: ["C", "C"]), "data.entries"),
      (Act.file([]), "data.entries"), (Act.revise("C") { _ in }, "data"),
      (Act.request("R", received: "2025-01-01", purpose: " "), "data.purpose"),
      (Act.notice("n", issued: "2025-01-01", off: []), "data.off"),
    ]
    for (data, path) in faults {
      let record = Record(id: "r", occurredAt: "2025-01-01", actor: .transport, data: data)
      let error = try refusal { try PreparedRecord(record) }
      #expect(error.path == path)
    }
  }
}
