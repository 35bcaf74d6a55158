import MerkleLog
import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// Mistakes are corrected, never erased (rulings.md): the event stands in the log, and from the
/// correction's knowledge on what remains is judged as though it had never been.
@Suite struct CorrectionTests {
  /// An entry at position 0, a request for it at 1, answered in time at 2.
  private func answered() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01", id: "entry", known: "2025-01-01")
    try history.record(
      Act.request("R", received: "2025-03-03"), at: "2025-03-03", id: "asked", known: "2025-03-03")
    try history.record(
      Act.reply("R"), at: "2025-03-04", id: "replied", known: "2025-03-04")
    return history
  }

  private func correct(
    _ event: Identifier, in history: History, at occurredAt: Instant = "2025-04-01",
    by actor: BodyCode = .transport, id: Identifier? = nil, mode: RecordingMode = .importing
  ) throws {
    try history.record(
      Act.correct(event), at: occurredAt, by: actor, id: id ?? Identifier("c-\(event)"),
      known: mode == .importing ? occurredAt : nil, mode: mode)
  }

  // MARK: Effect

  @Test func aCorrectedReplyDischargesNothing() throws {
    let history = try answered()
    #expect(try history.audit().obligations.map(\.verdict) == [.met])
    try correct("replied", in: history)
    let report = try history.audit()
    #expect(report.obligations.map(\.told) == ["sd329.23/R overdue due 2025-03-17"])
    #expect(report.summary.corrected == 1)
    let corrected = try #require(report.corrected.first)
    #expect(corrected.event == "replied" && corrected.position == 2)
    #expect(corrected.correctedBy == .init(position: 3, event: "c-replied"))
    #expect(corrected.reason == "录入错误")
    #expect(try history.audit(department: .requester).corrected.isEmpty)
    #expect(try history.audit(department: .transport).corrected.count == 1)
  }

  /// Before anybody knew of the correction, or before it took place, the event still counts.
  @Test func knownAtBefore() throws {
    let history = try answered()
    try correct("replied", in: history)
    for report in [
      try history.audit(knownAt: "2025-03-31"),
      try history.audit(asOf: "2025-03-31", knownAt: .max),
    ] {
      #expect(report.obligations.map(\.verdict) == [.met] && report.corrected.isEmpty)
    }
  }

  /// What begins a matter takes all that follows from it along.
  @Test func aCorrectedRequest() throws {
    let history = try answered()
    try correct("asked", in: history)
    let report = try history.audit()
    #expect(report.obligations.isEmpty && report.foundAgainstActs.isEmpty)
    #expect(history.log.tables.shown("share_requests").isEmpty)
    #expect(history.log.tables.shown("obligations").isEmpty)
  }

  /// A revision told whose the entry was: without it, it is whose it was before.
  @Test func aCorrectedRevision() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(
      Act.revise("C-1") { $0.department = .health }, at: "2025-02-01", id: "moved")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    #expect(try history.audit().obligations.map(\.department) == [.health])
    try correct("moved", in: history)
    #expect(try history.audit().obligations.map(\.department) == [.transport])
    #expect(
      history.log.tables.shown("obligations").map { $0["department"] }
        == [BodyCode.transport.description])
    #expect(
      history.log.tables.shown("share_requests").map { $0["department"] }
        == [BodyCode.transport.description])
    try expectRebuilt(history)
  }

  @Test func aCorrectedNotice() throws {
    let history = try answered()
    let before = try history.audit(asOf: "2025-03-10").obligations.map(\.dueOn)
    try history.record(
      Act.notice("N", issued: "2025-03-05", off: ["2025-03-06"]), at: "2025-03-05", id: "notice")
    #expect(try history.audit(asOf: "2025-03-10").obligations.map(\.dueOn) != before)
    try correct("notice", in: history)
    #expect(try history.audit().obligations.map(\.dueOn) == before)
    #expect(
      try history.audit(knownAt: "2025-03-31").obligations.map(\.dueOn) != before)
    #expect(history.log.tables.shown("holiday_notices").isEmpty)
    try expectRebuilt(history)
    // Its name is free for what it says rightly.
    try history.record(
      Act.notice("N", issued: "2025-03-05", off: ["2025-03-07"]), at: "2025-03-05", id: "again")
    try expectRebuilt(history)
  }

  @Test func aCorrectedAdoption() throws {
    let history = try answered()
    try history.record(
      Act.adopt("decree-809/1", from: "2025-01-01"), at: "2025-01-01", id: "adopted",
      known: "2025-01-01")
    let scope = AuditScope(asOf: .max, knownAt: .max)
    #expect(try history.rules(scope).adoptions.count == 2)
    try correct("adopted", in: history)
    #expect(try history.rules(scope).adoptions.count == 1)
    #expect(try history.audit().obligations.map(\.rule) == ["sd329.23"])
    #expect(try history.rules(AuditScope(asOf: .max, knownAt: "2025-03-31")).adoptions.count == 2)
    var replay = Replay(law: history.law)
    try replay.fold(history.log.page(0..<Int(history.log.size)))
    #expect(try replay.rulesOfLog(scope) == history.rules(scope))
    try expectRebuilt(history)
  }

  // MARK: Chains

  @Test func aCorrectionIsCorrected() throws {
    let history = try answered()
    try correct("replied", in: history, at: "2025-04-01", id: "c1")
    try correct("c1", in: history, at: "2025-04-02", id: "c2")
    try correct("c2", in: history, at: "2025-04-03", id: "c3")
    for (known, verdict, corrected) in [
      ("2025-03-31", Verdict.met, []), ("2025-04-01", .overdue, ["replied"]),
      ("2025-04-02", .met, ["c1"]), ("2025-04-03", .overdue, ["replied", "c2"]),
    ] as [(Instant, Verdict, [Identifier])] {
      let known = try #require(known.adding(milliseconds: 1))
      let report = try history.audit(knownAt: known)
      #expect(report.obligations.map(\.verdict) == [verdict], "\(known)")
      #expect(report.corrected.map(\.event) == corrected, "\(known)")
    }
    let rows = history.log.tables.shown("corrections").sorted {
      ($0["position"] ?? "") < ($1["position"] ?? "")
    }
    #expect(rows.map { $0["event"] } == ["replied", "c2"])
    #expect(rows.map { $0["corrected_position"] } == ["2", "4"])
    try expectRebuilt(history)
  }

  /// What comes back must not contradict what was recorded since.
  @Test func aReplyCannotComeBackBesideAnother() throws {
    let history = try answered()
    try correct("replied", in: history, id: "c1")
    try history.record(Act.reply("R"), at: "2025-03-05", id: "second")
    let error = try refusal { try correct("c1", in: history, id: "c2") }
    #expect(error.code == .contradictory && error.path == "data.event")
    try correct("second", in: history, id: "c3")
    try correct("c1", in: history, id: "c2")
    #expect(try history.audit().obligations.map(\.discharge?.event) == ["replied"])
    try expectRebuilt(history)
  }

  @Test func aRegistrationCannotComeBackBesideAnother() throws {
    let history = try answered()
    try correct("entry", in: history, id: "c1")
    try history.record(Act.entry("C-1", of: .health), at: "2025-01-01", id: "anew")
    let error = try refusal { try correct("c1", in: history, id: "c2") }
    #expect(error.code == .contradictory && error.path == "data.event")
  }

  /// A correction cannot come back either, where another has taken its place.
  @Test func aCorrectionCannotComeBackBesideAnother() throws {
    let history = try answered()
    try correct("replied", in: history, id: "c1")
    try correct("c1", in: history, id: "c2")
    try correct("replied", in: history, id: "c4")
    let error = try refusal { try correct("c2", in: history, id: "c3") }
    #expect(error.code == .contradictory && error.path == "data.event")
  }

  // MARK: Refusals

  @Test(arguments: [RecordingMode.live, .importing, .allowingViolations])
  func strangersAreRefused(mode: RecordingMode) throws {
    let history = try answered()
    let error = try refusal {
      try correct("replied", in: history, by: .health, mode: mode)
    }
    #expect(error.code == .contradictory && error.path == "actor")
  }

  /// The data authority of the division corrects too, when both are registered; another does not.
  @Test func authorities() throws {
    let history = try answered()
    for (body, kind, division) in [
      (.provincialAuthority, .dataAuthority, "370000"), (.cityAuthority, .dataAuthority, "370100"),
      (.cyberspace, .cyberspaceAuthority, "370000"),
    ] as [(BodyCode, BodyKind, Division)] {
      try history.record(Act.register(body, as: kind, in: division), at: "2024-01-01", by: body)
    }
    let unregistered = try refusal {
      try correct("replied", in: history, by: .provincialAuthority)
    }
    #expect(unregistered.path == "actor")
    try history.record(Act.register(.transport), at: "2024-01-01")
    for body in [BodyCode.cityAuthority, .cyberspace] {
      #expect(try refusal { try correct("replied", in: history, by: body) }.path == "actor")
    }
    try correct("replied", in: history, by: .provincialAuthority)
    #expect(try history.audit().obligations.map(\.verdict) == [.overdue])
    try expectRebuilt(history)
  }

  @Test func whatCannotBeCorrected() throws {
    let history = try answered()
    #expect(try refusal { try correct("nothing", in: history) }.code == .unknownReference)
    try correct("replied", in: history, id: "c1")
    let twice = try refusal { try correct("replied", in: history, id: "c2") }
    #expect(twice.code == .contradictory && twice.path == "data.event")
    let report = try history.audit(asOf: "2025-05-01", knownAt: "2025-05-01")
    let trees = (FindingTree(report.obligations), FindingTree(report.violations))
    try history.record(
      .auditAttested(
        AuditAttested(
          head: report.ledger, scope: report.scope, ruleBook: report.rules.names,
          reportDigest: report.ledger.root, projectionsDigest: report.ledger.root,
          obligations: trees.0, violations: trees.1)), at: "2025-05-01", id: "attested")
    let attested = try refusal { try correct("attested", in: history) }
    #expect(attested.code == .contradictory && attested.path == "data.event")
    #expect(try refusal { try correct("c9", in: history, id: "c9") }.code == .unknownReference)
  }

  // MARK: Recording afterwards

  @Test func theRequestIsFreeForAnotherReply() throws {
    let history = try answered()
    #expect(throws: LedgerError.self) {
      try history.record(Act.reply("R"), at: "2025-03-05", mode: .live)
    }
    try correct("replied", in: history, mode: .live)
    try history.record(
      Act.reply("R", .refused, reasons: "涉密"), at: "2025-03-05", id: "second", mode: .live)
    #expect(try history.audit().obligations.map(\.discharge?.event) == ["second"])
    #expect(try history.log.event(at: 4).version == 2)
    try expectRebuilt(history)
  }

  /// The name is free, and nothing refers to it in between; what was recorded of the entry before stands.
  @Test func anEntryIsRegisteredAnew() throws {
    let history = try answered()
    try history.record(Act.revise("C-1") { $0.name = "新名" }, at: "2025-03-10")
    try history.record(Act.file(["C-1"]), at: "2025-03-11")
    try correct("entry", in: history)
    for act in [Act.request("R2", received: "2025-05-01"), Act.revise("C-1"), Act.file(["C-1"])] {
      #expect(
        try refusal { try history.record(act, at: "2025-05-01") }.code == .unknownReference)
    }
    #expect(history.log.tables.shown("catalog_entries").isEmpty)
    try expectRebuilt(history)
    try history.record(
      Act.entry("C-1", of: .health), at: "2025-01-01", by: .health, id: "anew", mode: .live)
    #expect(try history.log.event(at: history.log.size - 1).version == 2)
    #expect(try history.audit().obligations.map(\.department) == [.health])
    let row = try #require(history.log.tables.shown("catalog_entries").first)
    // What another filed is no filing of the department whose it is now.
    #expect(row["name"] == "新名" && row["filed_at"] == nil)
    try expectRebuilt(history)
    try history.record(Act.request("R2", received: "2025-05-01"), at: "2025-05-01", mode: .live)
    try expectRebuilt(history)
  }

  @Test func aProjectStartsAgain() throws {
    let history = try History()
    try history.record(Act.submit("P"), at: "2025-01-01")
    try history.record(Act.start("P"), at: "2025-01-02", id: "started")
    try correct("started", in: history)
    #expect(try history.audit().violations.isEmpty)
    try history.record(Act.start("P"), at: "2025-04-02")
    #expect(try history.audit().violations.map(\.rule) == ["sd329.9.start"])
    try expectRebuilt(history)
  }

  @Test func aRepetitionIsStillOne() throws {
    let history = try answered()
    try correct("replied", in: history)
    let size = history.log.size
    let receipt = try history.record(
      Act.reply("R"), at: "2025-03-04", id: "replied", known: "2025-03-04")
    #expect(receipt.wasAlreadyRecorded && receipt.position == 2 && history.log.size == size)
  }

  // MARK: Properties

  private func expectRebuilt(
    _ history: History, _ comment: Comment? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let rebuilt = try history.log.rebuilt(under: history.law)
    #expect(
      rebuilt.told.sorted() == history.log.tables.told.sorted(), comment,
      sourceLocation: sourceLocation)
  }

  static let seeds = 0..<24 as Range<UInt64>

  private func random(_ seed: UInt64) throws -> History {
    try RandomHistory.recorded(
      seed: seed, count: 300, goesFurther: seed.isMultiple(of: 3), corrects: true)
  }

  /// The histories hold what the properties below are about.
  @Test func randomHistoriesCorrect() throws {
    var (corrections, chained, again) = (0, 0, 0)
    for seed in Self.seeds {
      let history = try random(seed)
      let all = try history.log.correctionsRead().all
      let ids = Set(all.map(\.event))
      corrections += all.count
      chained += all.filter { ids.contains($0.corrected) }.count
      for (_, positions) in history.log.state.streams {
        let events = try positions.map { try history.log.event(at: $0) }
        again += events.dropFirst().filter { $0.type.form.act == .opens }.count
      }
    }
    #expect(corrections > 200 && chained > 20 && again > 10)
  }

  @Test(arguments: seeds)
  func rowsAreThoseOfARebuild(seed: UInt64) throws {
    try expectRebuilt(try random(seed), "seed \(seed)")
  }

  /// What the writer remembers is what it would read again.
  @Test(arguments: seeds)
  func memoryAgrees(seed: UInt64) throws {
    let history = try random(seed)
    let log = history.log
    var remembered: [NameHash: StreamState?] = [:]
    for stream in log.state.streams.keys {
      remembered[stream] = .some(try LogStates(log: log).state(of: stream))
    }
    let standing = try log.corrections().standing
    log.memory.forget()
    for stream in log.state.streams.keys {
      #expect(try remembered[stream] == LogStates(log: log).state(of: stream), "seed \(seed)")
    }
    let read = try log.corrections()
    for position in 0..<log.size {
      let id = try log.event(at: position).record.id
      #expect(standing.leavesOut(id) == read.standing.leavesOut(id), "seed \(seed)")
    }
  }

  /// What remains is judged as though the corrected events had never been: as a log of the others alone.
  @Test(arguments: seeds)
  func asThoughItHadNeverBeen(seed: UInt64) throws {
    let history = try random(seed)
    let standing = try history.log.correctionsRead().standing
    var remaining: [Event] = []
    for position in 0..<history.log.size {
      let event = try history.log.event(at: position)
      if event.type != .recordCorrected, !standing.leavesOut(event.record.id) {
        remaining.append(event)
      }
    }
    // What was recorded anew takes the place of what it replaces.
    let anew = remaining.filter { $0.type.form.act == .opens && $0.version > 0 }
    remaining.removeAll { event in anew.contains { $0.position == event.position } }
    for opening in anew {
      let place = remaining.firstIndex { $0.stream == opening.stream } ?? remaining.endIndex
      remaining.insert(opening, at: place)
    }
    var versions: [StreamName: Int64] = [:]
    let leaves = remaining.enumerated().map { position, event in
      let version = versions[event.stream, default: 0]
      versions[event.stream] = version + 1
      return Event(
        record: event.record, position: Int64(position), version: version,
        recordedAt: event.recordedAt
      ).canonicalBytes
    }
    var replay = Replay(law: history.law)
    try replay.fold(LeafPage(leaves: leaves))
    let scope = AuditScope(asOf: .max, knownAt: .max)
    let rules = try replay.rulesOfLog(scope)
    #expect(try rules.names == history.rules(scope).names)
    let expected = try replay.report(scope, rules: rules).told
    #expect(try history.audit().told.sorted() == expected.sorted(), "seed \(seed)")
  }

  /// A replay that was saved and goes on says the same as a whole one.
  @Test(arguments: [2, 6, 10] as [UInt64])
  func resumed(seed: UInt64) throws {
    let history = try random(seed)
    let size = Int(history.log.size)
    let first = history.log.page(0..<size / 2)
    var half = Replay(law: history.law)
    try half.fold(first)
    var saved: [UInt8] = []
    try half.save { saved += $0 }
    var rest = saved[...]
    var edge = TreeEdge<SHA256Hasher>()
    for range in first.ranges { _ = edge.append(first.hash(of: range)) }
    var resumed = try Replay(
      resumingFrom: { count in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }, law: history.law, edge: { _ in edge })
    try resumed.fold(history.log.page(size / 2..<size))
    var whole = Replay(law: history.law)
    try whole.fold(history.log.page(0..<size))
    for known in ["2022-06-01", .max] as [Instant] {
      let scope = AuditScope(asOf: .max, knownAt: known)
      let rules = try whole.rulesOfLog(scope)
      #expect(
        try resumed.report(scope, rules: resumed.rulesOfLog(scope)).json
          == whole.report(scope, rules: rules).json)
    }
  }

  // MARK: Certificates

  /// A finding that stands only because an event was corrected shows the event and its correction.
  @Test func certificates() throws {
    let history = try answered()
    try correct("replied", in: history)
    let scope = AuditScope(asOf: "2025-05-01", knownAt: "2030-01-01")
    let certified = try CertifiedHistory(history, scope: scope, attested: false)
    let finding = try #require(certified.findings.first)
    let certificate = try certified.certificate(of: finding)
    #expect(certificate.finding == finding)
    let shown = try certificate.evidence.events.map { try $0.event().record.id }
    #expect(shown.contains("replied") && shown.contains("c-replied"))
    _ = try certified.verified(certificate.json)
  }

  @Test func certificatesOfViolations() throws {
    let history = try History()
    try history.record(Act.submit("P"), at: "2025-01-01")
    try history.record(
      Act.judge("P"), at: "2025-01-02", by: .provincialAuthority, id: "approved")
    try history.record(Act.start("P"), at: "2025-01-03", id: "started")
    #expect(try history.audit().violations.isEmpty)
    try correct("approved", in: history, by: .provincialAuthority)
    let scope = AuditScope(asOf: "2025-05-01", knownAt: "2030-01-01")
    let certified = try CertifiedHistory(history, scope: scope, attested: false)
    let finding = try #require(certified.findings.first)
    let certificate = try certified.certificate(of: finding)
    let shown = try certificate.evidence.events.map { try $0.event().record.id }
    #expect(shown.contains("approved") && shown.contains("c-approved"))
    _ = try certified.verified(certificate.json)
  }

  /// Every finding of a random history is shown by the events that the search finds, at any time of
  /// knowledge.
  @Test(arguments: [1, 3, 5, 7] as [UInt64])
  func everyFindingIsShown(seed: UInt64) throws {
    let history = try random(seed)
    for known in ["2022-06-01", "2029-12-31"] as [Instant] {
      let scope = AuditScope(asOf: "2026-01-01", knownAt: known)
      let report = try history.audit(asOf: scope.asOf, knownAt: scope.knownAt)
      let search = EvidenceSearch(
        history.log, size: history.log.size, scope: scope, rules: report.rules)
      for finding in report.obligations.map(Finding.obligation)
        + report.foundAgainstActs.map(Finding.violation)
      {
        let events = try search.events(for: finding.id, law: history.log.lawEvents())
        let explained = try Explanation(
          of: finding.id, from: events, scope: scope, rules: report.rules, law: history.law)
        #expect(explained.finding == finding, "seed \(seed), \(finding.id)")
      }
    }
  }
}
