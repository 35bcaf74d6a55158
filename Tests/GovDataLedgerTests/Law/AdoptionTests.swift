import Testing
import TestSupport

@testable import GovDataLedger

/// Law that is recorded: notices that make dates firm, and books that come into force.
@Suite struct AdoptionTests {
  let folder: TemporaryFolder
  let clock: SettableClock

  init() throws {
    folder = try TemporaryFolder()
    clock = SettableClock(try instant("2026-12-21T09:00:00+08:00"))
  }

  private func make() throws -> Ledger {
    try Ledger.create(at: folder.file("ledger"), clock: clock.clock)
  }

  @Test func aLedgerBeginsWithTheBundledNotices() async throws {
    let ledger = try make()
    let events = try await ledger.events(EventQuery())
    #expect(events.count == 8)
    #expect(events.allSatisfy { $0.type == .calendarNoticeIssued })
    #expect(try await ledger.verify().disagreements.isEmpty)
    // Whoever records one of them again says nothing new, and is not refused.
    let known = try BundledLaw.load().notices[3]
    _ = try await ledger.record(
      act(
        "again", "2022-12-08T10:00:00+08:00",
        .calendarNoticeIssued(CalendarNoticeIssued(known))))
    #expect(try ledger.rebuild().differing == [])
  }

  @Test func aNoticeMakesDatesFirm() async throws {
    let ledger = try make()
    _ = try await ledger.record(entry(), mode: .importing)
    _ = try await ledger.record(request("R-1", "2026-12-20T09:00:00+08:00"))
    let before = try #require(try await ledger.audit().obligations["sd329.23/R-1"])
    #expect(try before.due == nil && before.provisionalDueOn == day("2027-01-01"))

    let notice = try HolidayNotice(
      name: "国办发明电〔2026〕9号", issuedOn: day("2026-11-20"),
      off: [day("2027-01-01"), day("2027-01-02"), day("2027-01-03")], worked: [])
    let law = try await ledger.issue([notice])
    #expect(try law.madeFirm == 1 && law.knownThrough == day("2027-12-31"))
    let after = try #require(try await ledger.audit().obligations["sd329.23/R-1"])
    #expect(after.due == "2027-01-04" && after.provisionalDueOn == nil)
    #expect(try ledger.upcoming(within: 20).map(\.dueOn) == [day("2027-01-04")])
  }

  @Test func aBookGovernsWhatIsInTheLogAlready() async throws {
    let ledger = try make()
    _ = try await ledger.record(entry(), mode: .importing)
    for (id, day) in [("R-1", "2025-07-31"), ("R-2", "2025-08-01")] {
      _ = try await ledger.record(
        request(Identifier(id), "\(day)T09:00:00+08:00"), mode: .importing)
    }
    clock.advance(milliseconds: 3_600_000)
    let book = try await ledger.ruleBook(named: "decree-809/1")
    _ = try await ledger.adopt(book, from: day("2025-08-01"), actor: lawBody)
    let report = try await ledger.audit()
    #expect(report.ruleBook.description == "order-329/1,decree-809/1")
    #expect(
      report.obligations.map(\.id.text) == ["sd329.23/R-1", "sc809.21.conditional/R-2"])
    // The projections follow in the same commit.
    #expect(
      try await ledger.rows(ObligationRow.self).map(\.obligation)
        == report.obligations.map(\.id))
    #expect(try ledger.rebuild().differing == [])
    // Before the adoption was known, nothing of it applied.
    let earlier = try await ledger.audit(knownAt: instant("2026-12-21T09:30:00+08:00"))
    #expect(earlier.ruleBook.description == "order-329/1")
    #expect(earlier.obligations.map(\.id.text) == ["sd329.23/R-1", "sd329.23/R-2"])
  }

  @Test func aBookOfOnesOwnTravelsWithTheLog() async throws {
    let path = folder.file("ledger")
    let ledger = try make()
    _ = try await ledger.record(entry(), mode: .importing)
    _ = try await ledger.record(request("R-1", "2026-12-18T09:00:00+08:00"))
    _ = try await ledger.adopt(try earlyBook(), from: day("2026-12-01"), actor: lawBody)
    try ledger.close()
    let again = try Ledger(at: path, readOnly: true, clock: clock.clock)
    #expect(try await again.ruleBook(named: "early/1") == earlyBook())
    #expect(try await again.audit().obligations.map(\.id.text) == ["early.1/R-1"])
    #expect(try await again.verify().disagreements.isEmpty)
  }

  @Test func aNameMeansOneBook() async throws {
    let ledger = try make()
    _ = try await ledger.adopt(try earlyBook(), from: day("2026-12-01"), actor: lawBody)
    var text = String(decoding: try earlyBook().document.canonicalBytes, as: UTF8.self)
    text.replace("\"workingDays\":10", with: "\"workingDays\":11")
    let other = try RuleBook(json: text.utf8)
    await #expect(throws: LedgerError.self) {
      _ = try await ledger.adopt(other, from: day("2026-12-02"), actor: lawBody)
    }
    #expect(try await ledger.size == 9)
  }
}
