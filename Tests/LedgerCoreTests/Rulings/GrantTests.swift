@testable import LedgerCore
import Testing
import WorkingDays

/// Shared data is used as it was granted, for as long as it is (rulings.md, R23, R17, R27).
@Suite struct GrantTests {
  // MARK: Acts

  private static func reply(
    _ decision: ShareDecision, items: [String]? = nil, until day: CivilDate? = nil
  ) -> EventData {
    .shareReplied(
      ShareReplied(
        request: "R", decision: decision, items: items,
        reasons: decision == .refused ? "涉密" : nil, validUntil: day))
  }

  private static func use(
    _ id: Identifier = "U", by user: BodyCode = .requester, for purpose: String? = nil,
    items: [String]? = nil
  ) -> EventData {
    .dataUsed(
      DataUsed(use: id, department: user, items: items, purpose: purpose, request: "R"))
  }

  private static func use(entry: Identifier, by user: BodyCode) -> EventData {
    .dataUsed(DataUsed(use: "U", department: user, entry: entry))
  }

  private static let revoked = Act.on("R", .shareRevoked)
  private static let relinquished = Act.on("R", .shareRelinquished)

  private static func access(on day: CivilDate) -> EventData {
    Act.of(
      .dataAccessed,
      [
        "access": .identifier("X"), "calls": .integer(1), "entry": .identifier("C-1"),
        "on": .date(day), "requester": .code(.requester),
      ])
  }

  private static let collected = Act.of(
    .collectionStarted,
    [
      "collection": .identifier("K"), "department": .code(.requester),
      "entry": .identifier("C-1"), "purpose": .text("核验"),
    ])
  private static let demanded = Act.of(
    .paperDemanded,
    [
      "demand": .identifier("W"), "department": .code(.requester), "entry": .identifier("C-1"),
      "matter": .text("某事项"),
    ])

  /// An entry of three items, and a request for some of them, or for all.
  private func asked(
    items: [String]? = nil, sharing: SharingType = .conditional
  ) throws -> History {
    let history = try History()
    guard case .catalogEntryRegistered(var entry) = Act.entry("C-1", sharing: sharing) else {
      return history
    }
    entry.fields = ["甲", "乙", "丙"].map { EntryField(name: $0, type: "字符型") }
    try history.record(.catalogEntryRegistered(entry), at: "2025-01-01")
    guard case .shareRequested(var request) = Act.request("R", received: "2025-03-03") else {
      return history
    }
    request.items = items
    try history.record(.shareRequested(request), at: "2025-03-03")
    return history
  }

  private func replied(
    _ decision: ShareDecision = .agreed, asked items: [String]? = nil, granted: [String]? = nil,
    until day: CivilDate? = nil
  ) throws -> History {
    let history = try asked(items: items)
    try history.record(
      Self.reply(decision, items: granted, until: day), at: "2025-03-04", mode: .live)
    return history
  }

  /// Expects that an act is found under a rule, on this evidence, and refused live; or neither.
  private func expect(
    _ data: EventData, at occurredAt: Instant, in history: History, _ rule: String?,
    by actor: BodyCode? = nil, evidence: [Int64]? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try history.audit().violations.count
    let position = history.log.size
    if rule == nil {
      try history.record(data, at: occurredAt, by: actor, mode: .live)
    } else {
      let error = try refusal(sourceLocation: sourceLocation) {
        try history.record(data, at: occurredAt, by: actor, mode: .live)
      }
      #expect(
        error.code == .unlawful && error.message.contains("第"), "\(error)",
        sourceLocation: sourceLocation)
      try history.record(data, at: occurredAt, by: actor)
    }
    let found = try history.audit().violations
    #expect(found.count == before + (rule == nil ? 0 : 1), sourceLocation: sourceLocation)
    let own = found.filter { $0.position == position }
    #expect(own.map(\.rule) == (rule.map { [$0] } ?? []), sourceLocation: sourceLocation)
    if let evidence {
      #expect(own.first?.evidence.map(\.position) == evidence, sourceLocation: sourceLocation)
    }
  }

  // MARK: What is contradictory

  @Test(
    arguments: [
      (reply(.partlyAgreed), "data.items"), (reply(.agreed, items: ["甲"]), "data.items"),
      (reply(.refused, items: ["甲"]), "data.items"),
      (reply(.refused, until: "2026-03-04"), "data.validUntil"),
      (reply(.agreed, until: "2025-03-03"), "data.validUntil"),
      (reply(.partlyAgreed, items: ["丙"]), "data.items"),
      (reply(.partlyAgreed, items: ["甲", "丁"]), "data.items"),
    ], [RecordingMode.live, .importing])
  func contradictoryReply(_ reply: (EventData, String), mode: RecordingMode) throws {
    let history = try asked(items: ["甲", "乙"])
    let error = try refusal { try history.record(reply.0, at: "2025-03-04", mode: mode) }
    #expect(error.code == .contradictory && error.path?.hasPrefix(reply.1) == true, "\(error)")
  }

  @Test(
    arguments: [
      reply(.partlyAgreed, items: ["乙"]), reply(.agreed, until: "2025-03-04"),
      reply(.partlyAgreed, items: ["甲", "乙"], until: "2025-03-05"), reply(.agreed),
    ])
  func consistentReply(_ reply: EventData) throws {
    try asked(items: ["甲", "乙"]).record(reply, at: "2025-03-04", mode: .live)
  }

  /// Where a request lists no items, what is granted of it may be any.
  @Test func partOfARequestForAll() throws {
    try asked().record(Self.reply(.partlyAgreed, items: ["丁"]), at: "2025-03-04", mode: .live)
  }

  @Test(arguments: [RecordingMode.live, .importing])
  func requestedItems(mode: RecordingMode) throws {
    let history = try asked()
    guard case .shareRequested(var request) = Act.request("S", received: "2025-03-03") else {
      return
    }
    request.items = ["甲", "丁"]
    let unknown = EventData.shareRequested(request)
    let error = try refusal { try history.record(unknown, at: "2025-03-03", mode: mode) }
    #expect(error.code == .contradictory && error.path?.hasPrefix("data.items") == true)
    // A field of any revision is one, whenever it was one.
    let fields = [EntryField(name: "丁", type: "字符型")]
    try history.record(Act.revise("C-1") { $0.fields = fields }, at: "2026-03-03")
    try history.record(unknown, at: "2025-03-03", mode: mode)
  }

  @Test(arguments: [RecordingMode.live, .importing])
  func usedUnderOneThing(mode: RecordingMode) throws {
    let history = try replied()
    let both = DataUsed(use: "U", department: .requester, entry: "C-1", request: "R")
    for use in [both, DataUsed(use: "U", department: .requester)] {
      let error = try refusal {
        try history.record(.dataUsed(use), at: "2025-03-05", mode: mode)
      }
      #expect(error.code == .contradictory && error.path == "data.request")
    }
    let unknown = Self.use(entry: "C-9", by: .requester)
    let error = try refusal { try history.record(unknown, at: "2025-03-05", mode: mode) }
    #expect(error.code == .unknownReference && error.path == "data.entry")
  }

  // MARK: The end of a grant

  @Test func partlyAgreed() throws {
    let history = try replied(.partlyAgreed, granted: ["甲"])
    try expect(Self.use(), at: "2025-03-05", in: history, nil)
    #expect(try history.audit().obligations.map(\.verdict) == [.met])
  }

  @Test func usedAfterItWasRevoked() throws {
    let history = try replied()
    try history.record(Self.revoked, at: "2025-06-03", mode: .live)
    try expect(Self.use("U-1"), at: "2025-06-02", in: history, nil)
    // At the same time, but recorded later.
    try expect(
      Self.use("U-2"), at: "2025-06-03", in: history, "sd329.23.ended", evidence: [0, 1, 2, 3, 5])
  }

  @Test func usedAfterItWasGivenUp() throws {
    let history = try replied()
    try history.record(Self.relinquished, at: "2025-06-03", mode: .live)
    try expect(
      Self.use(), at: "2025-06-04", in: history, "sd329.23.ended", evidence: [0, 1, 2, 3, 4])
  }

  @Test func usedAfterItsLastDay() throws {
    let history = try replied(until: "2025-06-03")
    try expect(Self.use("U-1"), at: "2025-06-03 23:59", in: history, nil)
    try expect(
      Self.use("U-2"), at: "2025-06-04 00:00", in: history, "sd329.23.ended",
      evidence: [0, 1, 2, 4])
  }

  /// Of two ends the first tells.
  @Test(
    arguments: [("2025-06-03", [0, 1, 2, 3, 4]), ("2025-06-04", [0, 1, 2, 4])]
      as [(Instant, [Int64])])
  func endedTwice(_ revokedAt: Instant, _ evidence: [Int64]) throws {
    let history = try replied(until: "2025-06-03")
    try history.record(Self.revoked, at: revokedAt)
    try expect(Self.use(), at: "2025-06-05", in: history, "sd329.23.ended", evidence: evidence)
  }

  /// What ends nothing: a revocation before the reply, or by another than the holder.
  @Test func notRevoked() throws {
    let history = try replied()
    try history.record(Self.revoked, at: "2025-03-03 13:00")
    try history.record(Self.revoked, at: "2025-06-03", by: .health)
    try history.record(Self.relinquished, at: "2025-06-03", by: .health)
    let before = try history.audit().violations.map(\.event)
    #expect(before == ["e4", "e5"])
    try expect(Self.use(), at: "2025-06-04", in: history, nil)
  }

  /// The requester uses it; what another uses is found as that alone.
  @Test func usedByAnother() throws {
    let history = try replied(until: "2025-06-03")
    try expect(
      Self.use(by: .health, items: ["丁"]), at: "2025-06-05", in: history, "sd329.23.agreement")
  }

  /// A withdrawal before the reply leaves nothing that could end.
  @Test func usedAfterAWithdrawal() throws {
    let history = try replied(until: "2025-06-03")
    try history.record(Act.withdraw("R"), at: "2025-03-03 13:00")
    try expect(
      Self.use(), at: "2025-06-05", in: history, "sd329.23.agreement", evidence: [0, 1, 2, 3, 4])
  }

  @Test func provided() throws {
    let history = try asked()
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-03-03")
    guard case .shareRequested(var request) = Act.request("R", received: "2025-09-01") else {
      return
    }
    for (name, decision) in [
      ("R-1", .agreed), ("R-2", .partlyAgreed), ("R-3", .refused), ("R-4", .agreed),
      ("R-5", .agreed),
    ] as [(Identifier, ShareDecision)] {
      request.request = name
      try history.record(.shareRequested(request), at: "2025-09-01")
      let items = decision == .partlyAgreed ? ["甲"] : nil
      try history.record(
        .shareReplied(ShareReplied(request: name, decision: decision, items: items, reasons: "由")),
        at: "2025-09-02")
    }
    try history.record(Act.on("R-4", .shareRevoked), at: "2025-09-03", mode: .live)
    try history.record(Act.on("R-5", .shareRelinquished), at: "2025-09-03", mode: .live)
    let provisions = try history.audit(asOf: "2026-03-01").obligations
      .filter { $0.rule == "sc809.22" }
    #expect(
      provisions.map { "\($0.id) \($0.verdict)" } == [
        "sc809.22/R-1 overdue", "sc809.22/R-2 overdue", "sc809.22/R-4 closed",
        "sc809.22/R-5 closed",
      ])
  }

  // MARK: Whose act the end is

  @Test func revokedByAnother() throws {
    let history = try replied()
    try history.record(Act.revise("C-1") { $0.department = .health }, at: "2025-04-01")
    try expect(
      Self.revoked, at: "2025-06-03", in: history, "sd329.23.competence", by: .cityAuthority,
      evidence: [0, 1, 3, 4])
    let found = try #require(try history.audit().violations.first)
    #expect(found.department == .cityAuthority)
    #expect(found.expected == [BodyCode.transport, .health].sorted())
    // It does not keep the holder from it, be it that of the request or that of the day.
    for body in [BodyCode.transport, .health] {
      try history.record(Self.revoked, at: "2025-06-04", by: body, mode: .live)
    }
    let error = try refusal {
      try history.record(Self.revoked, at: "2025-06-05", by: .health)
    }
    #expect(error.code == .contradictory && error.path == "data.request")
  }

  @Test func relinquishedByAnother() throws {
    let history = try replied()
    try expect(
      Self.relinquished, at: "2025-06-03", in: history, "sd329.23.competence", by: .transport,
      evidence: [0, 1, 3])
    #expect(try history.audit().violations.map(\.expected) == [[.requester]])
  }

  /// Where nothing is owed, under the first rule about requests.
  @Test(arguments: [SharingType.unconditional, .conditional])
  func foundUnder(sharing: SharingType) throws {
    let history = try asked(sharing: sharing)
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-03-03")
    guard case .shareRequested(var request) = Act.request("S", received: "2025-09-01") else {
      return
    }
    request.request = "S"
    try history.record(.shareRequested(request), at: "2025-09-01")
    for name in ["R", "S"] as [Identifier] {
      try history.record(Act.on(name, .shareRevoked), at: "2025-09-02", by: .health)
    }
    let rule = "sc809.21.\(sharing).competence"
    #expect(try history.audit().violations.map(\.rule) == ["sd329.23.competence", rule])
  }

  /// Under a book that does not bind the holder nothing is found.
  @Test func revokedOfATownship() throws {
    let history = try asked()
    try history.record(
      Act.register(.transport, as: .township, in: "370102"), at: "2025-01-01")
    try history.record(Self.revoked, at: "2025-06-03", by: .health, mode: .live)
    #expect(try history.audit().violations.isEmpty)
  }

  @Test func beforeTheOrder() throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: .unconditional), at: "2019-01-01")
    try history.record(Act.request("R", received: "2019-03-03"), at: "2019-03-03")
    try history.record(Self.revoked, at: "2020-01-31", by: .health, mode: .live)
    #expect(try history.audit().violations.isEmpty)
    try history.record(Self.revoked, at: "2020-02-01", by: .cityAuthority)
    #expect(try history.audit().violations.map(\.rule) == ["sd329.23.competence"])
  }

  // MARK: Items

  @Test(
    arguments: [
      (.partlyAgreed, nil, ["甲"], ["甲"], false), (.partlyAgreed, nil, ["甲"], ["甲", "乙"], true),
      (.agreed, ["甲"], nil, ["甲"], false), (.agreed, ["甲"], nil, ["乙"], true),
      (.partlyAgreed, ["甲", "乙"], ["乙"], ["甲"], true), (.agreed, nil, nil, ["丁"], false),
      (.agreed, ["甲"], nil, ["甲 "], true), (.agreed, ["甲"], nil, nil, false),
    ] as [(ShareDecision, [String]?, [String]?, [String]?, Bool)])
  func items(
    _ decision: ShareDecision, asked: [String]?, granted: [String]?, used: [String]?, isFound: Bool
  ) throws {
    let history = try replied(decision, asked: asked, granted: granted)
    try expect(
      Self.use(items: used), at: "2025-03-05", in: history, isFound ? "sd329.23.items" : nil,
      evidence: isFound ? [0, 1, 2, 3] : nil)
  }

  // MARK: Purposes

  @Test(
    arguments: [
      (nil, false), ("核验", false), (" 核·验。", false), ("「核\u{200B}验」", false), ("统计", true),
      ("核验+", true), ("核验核验", true),
    ] as [(String?, Bool)])
  func purpose(_ purpose: String?, isAnother: Bool) throws {
    try expect(
      Self.use(for: purpose), at: "2025-03-05", in: try replied(),
      isAnother ? "sd329.23.purpose" : nil, evidence: isAnother ? [0, 1, 2, 3] : nil)
  }

  /// The width of letters tells nothing, nor in an application for open data; their case does.
  @Test(arguments: [
    ("Ｒ&D 1", false), ("R&D①", false), ("r&d1", true), ("RD1", false), ("R+D1", true),
  ])
  func words(_ purpose: String, isAnother: Bool) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    guard case .openApplied(var application) = Act.apply("A", received: "2025-03-03") else {
      return
    }
    application.purpose = "R&D1"
    try history.record(.openApplied(application), at: "2025-03-03")
    try expect(
      .openUseReported(OpenUseReported(application: "A", purpose: purpose)), at: "2025-03-04",
      in: history, isAnother ? "sd329.28" : nil)
  }

  // MARK: Without a request

  @Test(
    arguments: [
      (.unconditional, .health, false), (.conditional, .health, true), (.notShared, .health, true),
      (.conditional, .transport, false),
    ] as [(SharingType, BodyCode, Bool)])
  func usedEntry(_ sharing: SharingType, by user: BodyCode, isFound: Bool) throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: sharing), at: "2025-01-01")
    try expect(
      Self.use(entry: "C-1", by: user), at: "2025-03-05", in: history,
      isFound ? "sd329.23.agreement" : nil, evidence: isFound ? [0, 1] : nil)
  }

  /// As it is when it is used.
  @Test(
    arguments: [
      ("2024-12-31", nil), ("2025-01-02", [0, 3]), ("2025-02-02", nil),
      ("2025-03-02", [0, 1, 2, 3]),
    ] as [(Instant, [Int64]?)])
  func usedEntryThen(_ usedAt: Instant, evidence: [Int64]?) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(
      Act.revise("C-1") { ($0.sharing, $0.department) = (.unconditional, .transport) },
      at: "2025-02-01")
    try history.record(Act.revise("C-1") { $0.sharing = .conditional }, at: "2025-03-01")
    try history.record(Self.use(entry: "C-1", by: .health), at: usedAt)
    let found = try history.audit().violations
    #expect(found.map(\.rule) == (evidence == nil ? [] : ["sd329.23.agreement"]))
    #expect(found.first?.department ?? .health == .health)
    #expect(found.first?.evidence.map(\.position) == evidence)
  }

  // MARK: Access

  /// An access tells of a day, not of a time: it is found where it was barred at both ends of the day.
  @Test(
    arguments: [
      ("2025-01-31", true), ("2025-02-01", false), ("2025-02-02", false), ("2025-03-01", false),
      ("2025-03-02", true), ("2024-12-31", false), ("2025-01-01", true),
    ] as [(CivilDate, Bool)])
  func accessedOn(_ day: CivilDate, isFound: Bool) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.revise("C-1") { $0.sharing = .unconditional }, at: "2025-02-01")
    try history.record(Act.revise("C-1") { $0.sharing = .conditional }, at: "2025-03-01")
    try expect(
      Self.access(on: day), at: "2025-06-01", in: history, isFound ? "sd329.23.access" : nil)
  }

  @Test func accessedOnTheDayOfItsRetirement() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.retire("C-1"), at: "2025-03-01 23:59")
    try expect(Self.access(on: "2025-03-01"), at: "2025-03-01 12:00", in: history, nil)
  }

  @Test(
    arguments: [
      ("2025-03-03", true), ("2025-03-04", false), ("2025-06-03", false), ("2025-06-04", true),
    ] as [(CivilDate, Bool)], [nil, revoked, relinquished] as [EventData?])
  func accessedUnderAGrant(_ day: (CivilDate, Bool), end: EventData?) throws {
    let history = try replied(until: end == nil ? "2025-06-03" : nil)
    if let end { try history.record(end, at: "2025-06-03") }
    try expect(
      Self.access(on: day.0), at: "2025-07-01", in: history, day.1 ? "sd329.23.access" : nil)
  }

  /// A grant to another, or for another entry, is none.
  @Test func accessedUnderAnothersGrant() throws {
    let history = try replied()
    guard case .dataAccessed(var access) = Self.access(on: "2025-03-05") else { return }
    access.requester = .health
    try expect(
      .dataAccessed(access), at: "2025-03-05", in: history, "sd329.23.access", evidence: [0, 3])
    try history.record(Act.entry("C-2"), at: "2025-01-01")
    (access.access, access.entry, access.requester) = ("Y", "C-2", .requester)
    try expect(.dataAccessed(access), at: "2025-03-05", in: history, "sd329.23.access")
  }

  // MARK: What cannot be had

  enum Step: CaseIterable {
    case nothing, asked, withdrawn, agreed, partlyAgreed, refused, revoked, relinquished
    case revokedByAnother, repliedByAnother, repliedLater, askedAgain
  }

  private func history(_ step: Step) throws -> History {
    if step == .nothing {
      let history = try History()
      try history.record(Act.entry("C-1"), at: "2025-01-01")
      return history
    }
    let history = try asked()
    switch step {
    case .nothing, .asked: break
    case .withdrawn: try history.record(Act.withdraw("R"), at: "2025-03-04")
    case .repliedByAnother: try history.record(Self.reply(.agreed), at: "2025-03-04", by: .health)
    case .repliedLater: try history.record(Self.reply(.agreed), at: "2025-08-04")
    case .partlyAgreed:
      try history.record(Self.reply(.partlyAgreed, items: ["甲"]), at: "2025-03-04")
    case .refused: try history.record(Self.reply(.refused), at: "2025-03-04")
    default: try history.record(Self.reply(.agreed), at: "2025-03-04")
    }
    switch step {
    case .revoked: try history.record(Self.revoked, at: "2025-03-05")
    case .relinquished: try history.record(Self.relinquished, at: "2025-03-05")
    case .revokedByAnother: try history.record(Self.revoked, at: "2025-03-05", by: .health)
    case .askedAgain: try history.record(Act.request("S", received: "2025-04-01"), at: "2025-04-01")
    default: break
    }
    return history
  }

  @Test(arguments: Step.allCases, [collected, demanded])
  func barred(step: Step, act: EventData) throws {
    let isLifted =
      switch step {
      case .asked, .partlyAgreed, .refused, .revoked, .repliedByAnother, .repliedLater, .askedAgain:
        true
      case .nothing, .withdrawn, .agreed, .relinquished, .revokedByAnother: false
      }
    let rule = act.type == .collectionStarted ? "sd329.17.collection" : "sd329.27"
    try expect(act, at: "2025-06-01", in: try history(step), isLifted ? nil : rule)
  }

  /// What is shared with all can be had by all.
  @Test(arguments: [collected, demanded])
  func barredAlways(act: EventData) throws {
    let history = try asked(sharing: .unconditional)
    try history.record(Self.reply(.refused), at: "2025-03-04")
    let rule = act.type == .collectionStarted ? "sd329.17.collection" : "sd329.27"
    try expect(act, at: "2025-06-01", in: history, rule)
  }

  /// A request by another lifts nothing.
  @Test func askedByAnother() throws {
    guard case .collectionStarted(var collection) = Self.collected else { return }
    collection.department = .health
    try expect(
      .collectionStarted(collection), at: "2025-06-01", in: try asked(), "sd329.17.collection")
  }
}
