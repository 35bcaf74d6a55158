@testable import LedgerCore
import Testing
import WorkingDays

/// The first end decides, and nothing counts before its duty (rulings.md, principles 3 and 4).
@Suite struct FirstEndTests {
  private func told(_ acts: [(EventData, Instant)]) throws -> [String] {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-09-26"), at: "2025-09-26")
    for (data, at) in acts { try history.record(data, at: at) }
    return try history.audit(asOf: "2025-12-01").obligations.map(\.told)
  }

  /// Withdrawn, then answered as a courtesy; in either order of recording.
  @Test func withdrawnThenAnswered() throws {
    let acts: [(EventData, Instant)] = [
      (Act.withdraw("R"), "2025-09-30"), (Act.reply("R"), "2025-10-20"),
    ]
    #expect(try told(acts) == ["sd329.23/R closed due 2025-10-16"])
    #expect(try told(acts.reversed()) == ["sd329.23/R closed due 2025-10-16"])
  }

  @Test func answeredThenWithdrawn() throws {
    #expect(
      try told([(Act.reply("R"), "2025-10-20"), (Act.withdraw("R"), "2025-10-21")])
        == ["sd329.23/R late due 2025-10-16 by e2 on 2025-10-20 taken 12 late 2"])
  }

  /// A withdrawal after the due date undoes nothing, nor does what follows it.
  @Test func withdrawnTooLate() throws {
    #expect(
      try told([(Act.withdraw("R"), "2025-10-20"), (Act.reply("R"), "2025-10-21")])
        == ["sd329.23/R overdue due 2025-10-16"])
  }

  @Test func answeredBeforeTheReceipt() throws {
    #expect(try told([(Act.reply("R"), "2024-09-26")]) == ["sd329.23/R overdue due 2025-10-16"])
    #expect(
      try told([(Act.reply("R"), "2025-09-26 11:59")]) == ["sd329.23/R overdue due 2025-10-16"])
    #expect(
      try told([(Act.reply("R"), "2025-09-26 12:00")])
        == ["sd329.23/R met due 2025-10-16 by e2 on 2025-09-26 taken 0"])
  }

  /// An update counts from the promulgation on; where none is stated, from the earlier of the trigger's
  /// own day and its effective day.
  @Test(
    arguments: [
      ("2025-08-01", "2025-07-31 23:59", false), ("2025-08-01", "2025-08-01 00:00", true),
      (nil, "2025-08-31 23:59", false), (nil, "2025-09-01 00:00", true),
    ] as [(CivilDate?, Instant, Bool)])
  func updatedBeforeThePromulgation(_ day: CivilDate?, _ at: Instant, _ counts: Bool) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    var trigger = CatalogUpdateTriggered(
      trigger: "T", department: .transport, kind: .lawAmended, instrument: "《数据安全法》",
      effectiveOn: "2025-09-26", entries: ["C-1"])
    trigger.promulgatedOn = day
    try history.record(.catalogUpdateTriggered(trigger), at: "2025-09-01")
    try history.record(Act.revise("C-1", trigger: "T"), at: at)
    #expect(try history.audit().obligations.map(\.verdict) == [counts ? .met : .overdue])
  }

  /// What is asked for is received after it is asked for, with five minutes' tolerance.
  @Test(arguments: [("2025-09-26 11:55", true), ("2025-09-26 11:54", false)] as [(Instant, Bool)])
  func receivedBefore(_ received: Instant, _ isTaken: Bool) throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    for mode in [RecordingMode.live, .importing] {
      let request = Act.request(Identifier("R-\(mode)"), received: received)
      if isTaken {
        try history.record(request, at: "2025-09-26 12:00", mode: mode)
      } else {
        let error = try refusal { try history.record(request, at: "2025-09-26 12:00", mode: mode) }
        #expect(error.code == .contradictory && error.path == "data.receivedAt")
      }
    }
  }
}
