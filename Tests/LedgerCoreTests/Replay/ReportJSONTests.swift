@testable import LedgerCore
import Testing
import WorkingDays

/// The report as canonical JSON (contract §6): every key always there.
@Suite struct ReportJSONTests {
  @Test func golden() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-09-26"), at: "2025-09-26", id: "问")
    try history.record(Act.reply("R", .refused), at: "2025-10-17", id: "答")
    let report = try history.audit(asOf: "2025-12-31T15:59:59.999Z", knownAt: "2030-01-02")
    let body = "\(BodyCode.transport)"
    let message = try #require(report.violations.first?.message)
    let expected =
      #"{"asOf":"2025-12-31T23:59:59.999+08:00","corrected":[],"department":null,"#
      + #""knownAt":"2030-01-02T12:00:00.000+08:00","#
      + #""ledger":{"root":"\#(report.ledger.root.base64)","size":3},"obligations":["#
      + #"{"article":"第二十三条","department":"\#(body)","#
      + #""discharge":{"event":"答","on":"2025-10-17","position":2},"dueOn":"2025-10-16","#
      + #""id":"sd329.23/R","provisionalDueOn":null,"rule":"sd329.23","secondsTaken":null,"#
      + #""trigger":{"event":"问","on":"2025-09-26","position":1},"verdict":"late","#
      + #""workingDays":10,"workingDaysLate":1,"workingDaysTaken":11}],"outOfScope":[],"remarks":[],"#
      + #""ruleBook":"order-329/1","schema":"govledger.audit/1","summary":{"closed":0,"corrected":0,"done":0,"#
      + #""late":1,"met":0,"open":0,"overdue":0,"pending":0,"remarks":0,"violations":1},"violations":[{"article":"第二十三条","department":"\#(body)","#
      + #""event":"答","evidence":[{"event":"e0","position":0},{"event":"问","position":1},"#
      + #"{"event":"答","position":2}],"message":"\#(message.zh) (\#(message.en))","position":2,"#
      + #""rule":"sd329.23.reasons"}]}"# + "\n"
    #expect(try String(decoding: report.json, as: UTF8.self) == expected)
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func canonical(seed: UInt64) throws {
    let report = try RandomHistory.recorded(seed: seed).audit(asOf: "2024-01-01")
    let json = try report.json
    #expect(json.last == 0x0A)
    let value = try JSONValue(parsing: json)
    #expect(value.canonicalBytes == Array(json.dropLast()), "seed \(seed)")
    guard case .array(let obligations) = value["obligations"] else {
      Issue.record("seed \(seed): no obligations")
      return
    }
    #expect(obligations.count == report.obligations.count)
  }

  /// A long report is handed over in chunks, which put together are the report.
  @Test func chunks() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    for index in 0..<400 {
      let request = Identifier("R\(index)")
      try history.record(Act.request(request, received: "2025-09-26"), at: "2025-09-26")
      try history.record(Act.reply(request, .refused), at: "2025-10-17")
    }
    let report = try history.audit()
    var chunks: [[UInt8]] = []
    try report.writeJSON { chunks.append($0) }
    #expect(chunks.count > 2)
    let whole = chunks.flatMap { $0 }
    #expect(try whole == report.json)
    #expect(try JSONValue(parsing: whole).canonicalBytes == Array(whole.dropLast()))
  }
}
