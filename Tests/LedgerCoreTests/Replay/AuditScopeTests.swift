@testable import LedgerCore
import Testing
import WorkingDays

/// What counts in an audit: what occurred by the as-of time and was known by the known-at time.
@Suite struct AuditScopeTests {
  /// A request of 2025-09-26 and its reply on 2025-10-10, which came to be known on 2025-11-01.
  private func history(replyKnown: Instant? = "2025-11-01") throws -> History {
    let history = try History()
    history.now = "2025-12-01"
    try history.record(Act.entry("C-1"), at: "2025-01-01", known: "2025-01-01")
    try history.record(
      Act.request("SR", received: "2025-09-26"), at: "2025-09-26", known: "2025-09-26 12:01")
    try history.record(Act.reply("SR"), at: "2025-10-10", known: replyKnown)
    return history
  }

  @Test(
    arguments: [
      ("2025-10-10 11:59", Instant.max, Verdict.pending), ("2025-10-10 12:00", .max, .met),
      ("2025-10-20", .max, .met), ("2025-10-20", "2025-11-01 11:59", .overdue),
      ("2025-10-20", "2025-11-01 12:00", .met), ("2025-10-16", "2025-10-31", .pending),
      (.max, "2025-10-31", .overdue),
    ] as [(Instant, Instant, Verdict)])
  func bothTimes(_ asOf: Instant, _ knownAt: Instant, _ verdict: Verdict) throws {
    let report = try history().audit(asOf: asOf, knownAt: knownAt)
    #expect(report.obligations.map(\.verdict) == [verdict])
    #expect(report.ledger.size == 3, "the root is of the whole log, whatever counts")
  }

  @Test(
    arguments: [
      ("2025-09-26 11:59", Instant.max), (.max, "2025-09-26 12:00"),
    ] as [(Instant, Instant)])
  func beforeTheRequestCounts(_ asOf: Instant, _ knownAt: Instant) throws {
    #expect(try history().audit(asOf: asOf, knownAt: knownAt).told.isEmpty)
  }

  /// Without a source time, an event is known from when the ledger recorded it.
  @Test(
    arguments: [("2025-12-01 11:59", Verdict.overdue), ("2025-12-01 12:00", .met)]
      as [(Instant, Verdict)])
  func knownWhenRecorded(_ knownAt: Instant, _ verdict: Verdict) throws {
    let report = try history(replyKnown: nil).audit(knownAt: knownAt)
    #expect(report.obligations.map(\.verdict) == [verdict])
  }

  /// Of several discharges only those that count do.
  @Test func dischargesThatCount() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01", known: "2025-01-01")
    try history.record(
      Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01", known: "2025-09-01")
    try history.record(Act.review("T"), at: "2025-10-10", known: "2025-12-01")
    try history.record(
      Act.revise("C-1", trigger: "T"), at: "2025-11-10", known: "2025-11-10")
    let told = { (asOf: Instant, knownAt: Instant) in
      try history.audit(asOf: asOf, knownAt: knownAt).obligations.map {
        "\($0.verdict) \($0.discharge.map { "\($0.event)" } ?? "-")"
      }
    }
    #expect(try told(.max, .max) == ["met e2"])
    #expect(try told(.max, "2025-11-30") == ["late e3"])
    #expect(try told("2025-11-01", "2025-11-30") == ["overdue -"])
    #expect(try told("2025-10-23", "2025-11-30") == ["pending -"])
  }

  /// A retirement that does not count does not close, not even when the trigger came later.
  @Test func retirementsThatCount() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01", known: "2025-01-01")
    try history.record(Act.retire("C-1"), at: "2025-08-01", known: "2025-12-01")
    try history.record(
      Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01", known: "2025-09-01")
    #expect(try history.audit(knownAt: "2025-11-30").obligations.map(\.verdict) == [.overdue])
    #expect(try history.audit().obligations.map(\.verdict) == [.closed])
    #expect(try history.audit(asOf: "2025-09-30").obligations.map(\.verdict) == [.closed])
  }

  // MARK: Obligated bodies

  /// The body that has to reply is the one whose entry it was when it was asked for, whenever the log
  /// tells of it.
  @Test func departmentAtTheRequest() throws {
    let history = try History()
    try history.record(Act.entry("C-1", of: .transport), at: "2025-01-01")
    try history.record(Act.request("R1", received: "2025-03-03"), at: "2025-03-03")
    try history.record(Act.revise("C-1") { $0.department = .health }, at: "2025-01-02")
    try history.record(Act.request("R2", received: "2025-02-03"), at: "2025-02-03")
    try history.record(Act.request("R3", received: "2025-01-01 13:00"), at: "2025-01-01 13:00")
    let report = try history.audit()
    #expect(report.obligations.map(\.department) == [.health, .health, .transport])
    let rows = history.log.tables.shown("obligations")
    #expect(
      rows.map { $0["department"] }
        == [BodyCode.health, .health, .transport].map(\.description))
  }

  /// A revision that does not count at the as-of or known-at time changes nobody's duties.
  @Test(
    arguments: [
      ("2025-03-04", Instant.max), (.max, "2025-03-04"),
    ] as [(Instant, Instant)])
  func departmentByARevisionThatDoesNotCount(_ asOf: Instant, _ knownAt: Instant) throws {
    let history = try History()
    try history.record(Act.entry("C-1", of: .transport), at: "2025-01-01", known: "2025-01-01")
    try history.record(
      Act.revise("C-1") { $0.department = .health }, at: "2025-06-01", known: "2025-06-01")
    try history.record(
      Act.request("R", received: "2025-03-03"), at: "2025-03-03", known: "2025-03-03")
    let report = try history.audit(asOf: asOf, knownAt: knownAt)
    #expect(report.obligations.map(\.department) == [.transport])
  }

  @Test func departmentOfAnEntryThatDoesNotCount() throws {
    let history = try History()
    try history.record(Act.entry("C-1", of: .health), at: "2025-06-01")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    let report = try history.audit(asOf: "2025-03-04")
    #expect(report.obligations.map(\.department) == [.health])
  }

  @Test func departmentFilter() throws {
    let history = try History()
    for data in [
      Act.entry("C-1", of: .transport), Act.entry("C-2", of: .health),
      Act.request("R1", entry: "C-1", received: "2025-03-03"),
      Act.request("R2", entry: "C-2", received: "2025-03-03"),
      Act.trigger("T", of: .health, effective: "2025-03-03", entries: ["C-2"]),
      Act.incident("I", of: .health), Act.submit("P", of: .transport), Act.start("P"),
    ] { try history.record(data, at: "2025-03-03") }
    try history.record(Act.reply("R2", .refused), at: "2025-03-03", by: .health)
    let whole = try history.audit()
    #expect(whole.obligations.count == 6 && whole.violations.count == 2)
    let health = try history.audit(department: .health)
    #expect(
      health.obligations.map(\.id) == [
        "sd329.23/R2", "sd329.16/T/C-2", "sd329.31.remedy/I",
        "sd329.31.report/I/cyberspaceAuthority", "sd329.31.report/I/dataAuthority",
      ])
    #expect(health.violations.map(\.rule) == ["sd329.23.reasons"])
    #expect(health.summary[.met] == 1 && health.summary.violations == 1)
    #expect(health.ledger == whole.ledger)
    let transport = try history.audit(department: .transport)
    #expect(
      transport.told + health.told != [] && transport.obligations.map(\.id) == ["sd329.23/R1"])
    #expect(transport.violations.map(\.rule) == ["sd329.9.start"])
    #expect(try history.audit(department: .cyberspace).told.isEmpty)
  }
}
