@testable import LedgerCore
import Testing
import WorkingDays

/// What is recorded late of obligations that were put away long ago counts as if it had been known.
@Suite struct LateActTests {
  /// The findings of the replay, which must be those of the reference.
  private func told(_ history: History) throws -> [String] {
    let rules = try history.rules(History.whole)
    var replay = Replay(law: history.law, expecting: 20_000)
    var reference = ReferenceReplay(scope: History.whole, law: history.law, rules: rules)
    for position in 0..<Int(history.log.size) {
      let page = history.log.page(position..<position + 1)
      try replay.fold(page)
      try reference.fold(page.events(), page.ranges.map(page.hash(of:)))
    }
    let report = try replay.report(History.whole, rules: rules)
    #expect(ReferenceReport(report).difference(from: try reference.report()) == nil)
    return report.told
  }

  /// A request of 2025-09-26 under the decree: due on 10-16, and on 10-30 with ten days more.
  private func asked() throws -> History {
    let history = try History()
    for data in [
      Act.adopt("decree-809/1", from: "2025-08-01"), Act.register(.transport),
      Act.register(.provincialAuthority, as: .dataAuthority),
      Act.register(.cityAuthority, as: .dataAuthority, in: "370100"), Act.entry("C-1"),
    ] { try history.record(data, at: "2025-08-01") }
    try history.record(Act.request("R", received: "2025-09-26"), at: "2025-09-26")
    return history
  }

  /// A refusal opens nothing more: the request is done with. Then an extension is imported.
  @Test(
    arguments: [
      (BodyCode.provincialAuthority, "met due 2025-10-30 by e6 on 2025-10-20 taken 12"),
      (.cityAuthority, "late due 2025-10-16 by e6 on 2025-10-20 taken 12 late 2"),
    ])
  func consentAfterTheReply(_ authority: BodyCode, _ told: String) throws {
    let history = try asked()
    try history.record(Act.reply("R", .refused, reasons: "涉密"), at: "2025-10-20")
    try history.record(Act.entry("C-2"), at: "2025-10-21")
    try history.record(Act.extend("R", by: 10, authority), at: "2025-10-09")
    #expect(try self.told(history) == ["sc809.21.conditional/R \(told)"])
  }

  /// An act after the withdrawal moves nothing and ends nothing, whenever the withdrawal is told.
  @Test func withdrawalAfterTheReply() throws {
    let history = try asked()
    try history.record(Act.extend("R", by: 10), at: "2025-10-09")
    try history.record(Act.reply("R", .refused, reasons: "涉密"), at: "2025-10-20")
    try history.record(Act.entry("C-2"), at: "2025-10-21")
    try history.record(Act.withdraw("R"), at: "2025-10-08")
    #expect(
      try told(history) == [
        "sc809.21.conditional/R closed due 2025-10-16"
      ])
  }

  /// What else than the reply discharges is no end of the request: the reply is still to come.
  @Test func replyAfterAnotherDischarge() throws {
    let history = try History()
    try history.record(Act.adopt(InventedBook.version(1), from: "2020-06-01"), at: "2020-06-01")
    try history.record(Act.entry("C-1", sharing: .unconditional, basis: nil), at: "2021-01-01")
    try history.record(
      Act.revise("C-1") { ($0.sharing, $0.legalBasis) = (.conditional, "行政许可法") }, at: "2021-01-02")
    try history.record(Act.request("R", received: "2025-09-26"), at: "2025-09-26")
    try history.record(Act.revise("C-1") { $0.sharing = .unconditional }, at: "2025-09-26")
    try history.record(Act.on("R", .shareSupplementRequested), at: "2025-09-26 13:00")
    try history.record(Act.reply("R"), at: "2025-09-28")
    #expect(
      try told(history).map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        == ["inv.asked/R met", "inv.heard/R met", "inv.agreed/R overdue"])
  }
}
