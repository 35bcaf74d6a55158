@testable import LedgerCore
import Testing
import WorkingDays

/// A project is submitted, reviewed and started; some more than once, and some not at all (rulings.md, R9).
@Suite struct ProjectTests {
  private static let authority = Act.register(.provincialAuthority, as: .dataAuthority)

  private func history(_ acts: [(EventData, Instant)], kind: BodyKind = .department) throws
    -> History
  {
    let history = try History()
    for body in [Act.register(.transport, as: kind), Self.authority] {
      try history.record(body, at: "2025-01-01")
    }
    try history.record(
      Act.register(.cityAuthority, as: .dataAuthority, in: "370100"), at: "2025-01-01")
    for (data, at) in acts { try history.record(data, at: at) }
    return history
  }

  private func told(_ acts: [(EventData, Instant)], kind: BodyKind = .department) throws -> [String]
  {
    try history(acts, kind: kind).audit().violations.map(\.told)
  }

  private static func start(_ department: BodyCode? = nil) -> EventData {
    .projectStarted(ProjectStarted(project: "P", department: department))
  }

  // MARK: Never submitted

  @Test func neverSubmitted() throws {
    let history = try history([])
    let error = try refusal {
      try history.record(Self.start(), at: "2025-03-03", by: .health, mode: .live)
    }
    #expect(error.code == .unlawful && error.message.contains("第九条"))
    try history.record(Self.start(), at: "2025-03-03", by: .health)
    let found = try history.audit().violations
    #expect(found.map(\.told) == ["sd329.9.start by \(BodyCode.health) at e3"])
    #expect(found[0].evidence.map(\.position) == [3])
  }

  /// The department that the start names, whoever records it.
  @Test func neverSubmittedOf() throws {
    #expect(
      try told([(Self.start(.requester), "2025-03-03")])
        == ["sd329.9.start by \(BodyCode.requester) at e3"])
  }

  /// What a utility builds is outside.
  @Test func neverSubmittedOfAUtility() throws {
    #expect(try told([(Self.start(.transport), "2025-03-03")], kind: .utility).isEmpty)
    #expect(try told([(Self.start(), "2025-03-03")], kind: .utility).isEmpty)
    #expect(try told([(Self.start(.health), "2025-03-03")], kind: .utility).count == 1)
  }

  @Test func startedOnce() throws {
    let history = try history([(Self.start(), "2025-03-03")])
    for body in [BodyCode.transport, .health] {
      let error = try refusal { try history.record(Self.start(), at: "2025-03-04", by: body) }
      #expect(error.code == .contradictory && error.path == "data.project")
    }
  }

  // MARK: Submitted anew

  @Test(
    arguments: [(nil, false), (.approved, false), (.rejected, false), (.returned, true)]
      as [(ProjectOutcome?, Bool)], [RecordingMode.live, .importing])
  func submittedAnew(_ review: (ProjectOutcome?, Bool), mode: RecordingMode) throws {
    let history = try history([(Act.submit("P"), "2025-03-03")])
    if let outcome = review.0 {
      try history.record(Act.judge("P", outcome), at: "2025-03-04")
    }
    if review.1 {
      try history.record(Act.submit("P"), at: "2025-03-05", mode: mode)
    } else {
      let error = try refusal { try history.record(Act.submit("P"), at: "2025-03-05", mode: mode) }
      #expect(error.code == .contradictory && error.path == "data.project")
    }
  }

  /// It is the last review in the log that must have returned it.
  @Test func returnedOnce() throws {
    let history = try history([
      (Act.submit("P"), "2025-03-03"), (Act.judge("P", .returned), "2025-03-06"),
      (Act.judge("P", .approved), "2025-03-04"),
    ])
    let error = try refusal { try history.record(Act.submit("P"), at: "2025-03-07") }
    #expect(error.code == .contradictory)
    try history.record(Act.judge("P", .returned), at: "2025-03-01")
    try history.record(Act.submit("P"), at: "2025-03-07", mode: .live)
  }

  /// A start that was recorded before the submission leaves the one submission open.
  @Test func submittedAfterItsStart() throws {
    let history = try history([(Self.start(), "2025-03-03")])
    try history.record(Act.submit("P"), at: "2025-03-01")
    let error = try refusal { try history.record(Act.submit("P"), at: "2025-03-02") }
    #expect(error.code == .contradictory && error.path == "data.project")
  }

  /// The submission that was the last before the start says whose project it is, and under which law.
  @Test(
    arguments: [
      ("2025-03-05", ["sd329.9.start by \(BodyCode.transport) at e6"]), ("2025-03-07", []),
    ] as [(Instant, [String])])
  func lastSubmission(_ startedAt: Instant, _ expected: [String]) throws {
    #expect(
      try told([
        (Act.submit("P"), "2025-03-03"), (Act.judge("P", .returned), "2025-03-04"),
        (Act.submit("P", fixedAssets: true), "2025-03-06"), (Self.start(), startedAt),
      ]) == expected)
  }

  /// A project that was submitted only after its start: the first submission says what it is.
  @Test func submittedTooLate() throws {
    let late = try history([
      (Self.start(), "2025-03-01"), (Act.submit("P"), "2025-03-03"),
      (Act.judge("P", .returned), "2025-03-04"),
      (Act.submit("P", fixedAssets: true), "2025-03-05"),
    ])
    let found = try late.audit().violations
    #expect(found.map(\.told) == ["sd329.9.start by \(BodyCode.transport) at e3"])
    #expect(found[0].evidence.map(\.position) == [3, 4])
    // That it will be submitted is known even by then.
    #expect(try late.audit(asOf: "2025-03-02").violations.map(\.told) == found.map(\.told))
    #expect(
      try told([(Self.start(), "2025-03-01"), (Act.submit("P", subsidy: true), "2025-03-03")])
        .isEmpty)
  }

  /// An approval of the first round is one as long as no later review took it back.
  @Test func approvedInTheSecondRound() throws {
    let rounds: [(EventData, Instant)] = [
      (Act.submit("P"), "2025-03-03"), (Act.judge("P", .returned), "2025-03-04"),
      (Act.submit("P"), "2025-03-05"),
    ]
    #expect(
      try told(rounds + [(Self.start(), "2025-03-06")])
        == ["sd329.9.start by \(BodyCode.transport) at e6"])
    #expect(
      try told(rounds + [(Act.judge("P"), "2025-03-06"), (Self.start(), "2025-03-07")]).isEmpty)
    #expect(
      try told(
        rounds + [(Act.judge("P", by: .cityAuthority), "2025-03-06"), (Self.start(), "2025-03-07")])
        == [
          "sd329.9.authority by \(BodyCode.cityAuthority) at e6",
          "sd329.9.start by \(BodyCode.transport) at e7",
        ])
  }
}
