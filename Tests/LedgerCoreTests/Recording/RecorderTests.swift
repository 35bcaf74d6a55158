@testable import LedgerCore
import MerkleLog
import Testing
import WorkingDays

/// What the recorder adds to a record, and what it asks of it.
@Suite struct RecorderTests {
  @Test func receiptsAndPlaces() throws {
    let history = try History()
    let acts = [Act.entry("A"), Act.entry("B"), Act.revise("A"), Act.revise("B"), Act.retire("A")]
    for data in acts { try history.record(data, at: "2025-03-03") }
    for (position, version) in [0, 0, 1, 1, 2].enumerated() {
      let event = try history.log.event(at: Int64(position))
      #expect(event.position == Int64(position))
      #expect(event.version == Int64(version))
      #expect(event.recordedAt == history.now)
    }
    let receipt = try history.record(Act.revise("B"), at: "2025-03-03")
    #expect(receipt.leafHash == SHA256Hasher.leaf(history.log.state.leaves[5]))
    #expect(history.log.state.tree.root() == (try history.audit().ledger.root))
  }

  // MARK: Idempotency

  private static let first = Record(
    id: "r", occurredAt: "2025-03-03", actor: .transport, data: Act.entry("C-1"),
    correlation: "c", causation: "p", sourceRecordedAt: "2025-03-04")

  @Test(arguments: [RecordingMode.live, .allowingViolations, .importing])
  func sameAgain(mode: RecordingMode) throws {
    let history = try History()
    let receipt = try history.record(Self.first)
    try history.record(Act.retire("C-1"), at: "2025-03-05")
    let before = history.trace
    let again = try history.record(Self.first, mode: mode)
    #expect(again.position == receipt.position && again.leafHash == receipt.leafHash)
    #expect(again.wasAlreadyRecorded && !receipt.wasAlreadyRecorded)
    #expect(history.trace == before)
  }

  /// The same content in another spelling is the same content.
  @Test func sameInAnotherSpelling() throws {
    let history = try History()
    try history.record(try Record(json: Lines.line(.catalogEntryRegistered).utf8))
    let line = try Lines.line(.catalogEntryRegistered, "15:20:00+08:00", "07:20:00.0001Z")
    #expect(try history.record(try Record(json: line.utf8)).wasAlreadyRecorded)
  }

  static let others: [(String, @Sendable (inout Record) -> Void)] = [
    ("occurredAt", { $0.occurredAt = "2025-03-03T12:00:00.001+08:00" }),
    ("actor", { $0.actor = .health }), ("correlation", { $0.correlation = nil }),
    ("causation", { $0.causation = "q" }), ("sourceRecordedAt", { $0.sourceRecordedAt = nil }),
    ("data", { $0.data = Act.entry("C-1", of: .health) }),
    ("type", { $0.data = Act.retire("C-1") }),
  ]

  @Test(arguments: others.indices)
  func otherContent(_ index: Int) throws {
    let (what, change) = Self.others[index]
    let history = try History()
    try history.record(Self.first)
    var other = Self.first
    change(&other)
    let error = try refusal("\(what)") { try history.record(other) }
    #expect(error.code == .contradictory && error.path == "id", "\(what): \(error)")
    #expect(history.log.size == 1)
  }

  @Test func normalisedTextIsOtherContent() throws {
    let history = try History()
    try history.record(Act.submit("P"), at: "2025-03-03")
    let one = ProjectReviewed(
      project: "P", authority: .health, outcome: .approved, reasons: "\u{E9}")
    let other = ProjectReviewed(
      project: "P", authority: .health, outcome: .approved, reasons: "e\u{301}")
    try history.record(.projectReviewed(one), at: "2025-03-03", id: "x")
    #expect(throws: LedgerError(.contradictory, "")) {
      try history.record(.projectReviewed(other), at: "2025-03-03", id: "x")
    }
    try history.record(.projectReviewed(other), at: "2025-03-03", id: "y")
  }

  /// Ids are told apart by bytes too.
  @Test func idsByBytes() throws {
    let history = try History()
    try history.record(Act.entry("A"), at: "2025-03-03", id: "\u{E9}")
    try history.record(Act.entry("B"), at: "2025-03-03", id: "e\u{301}")
    #expect(history.log.size == 2)
  }

  // MARK: Expected versions

  @Test(arguments: [(0, false), (1, false), (2, true), (3, false)] as [(Int64, Bool)])
  func expectedVersion(_ expected: Int64, _ isTaken: Bool) throws {
    let history = try History()
    try history.record(Act.entry("A"), at: "2025-03-03")
    try history.record(Act.entry("B"), at: "2025-03-03")
    try history.record(Act.revise("A"), at: "2025-03-03")
    if isTaken {
      try history.record(Act.revise("A"), at: "2025-03-03", expectedVersion: expected)
    } else {
      #expect(throws: LedgerError(.versionConflict, "")) {
        try history.record(Act.revise("A"), at: "2025-03-03", expectedVersion: expected)
      }
      #expect(history.log.size == 3)
    }
  }

  @Test func expectedVersionOfANewStream() throws {
    let history = try History()
    #expect(throws: LedgerError(.versionConflict, "")) {
      try history.record(Act.entry("A"), at: "2025-03-03", expectedVersion: 1)
    }
    try history.record(Act.entry("A"), at: "2025-03-03", expectedVersion: 0)
  }

  // MARK: Time

  @Test func recordedAtNeverDecreases() throws {
    let history = try History()
    let clock: [Instant] = [
      "2025-03-03 12:00", "2025-03-03 11:00", "2025-03-03 12:00", "2020-01-01", "2025-03-03 12:01",
      "2025-03-03 12:00",
    ]
    for (index, now) in clock.enumerated() {
      history.now = now
      try history.record(Act.entry(Identifier("C\(index)")), at: "2020-01-01")
    }
    let stamped = try (0..<6).map { try history.log.event(at: $0).recordedAt }
    let noon: Instant = "2025-03-03 12:00"
    #expect(stamped == [noon, noon, noon, noon, "2025-03-03 12:01", "2025-03-03 12:01"])
  }

  static let times: [(String, @Sendable (Instant) -> Record)] = [
    (
      "occurredAt",
      {
        Record(id: "r", occurredAt: $0, actor: .transport, data: Act.entry("C-2"))
      }
    ),
    (
      "sourceRecordedAt",
      {
        Record(
          id: "r", occurredAt: "2025-01-01", actor: .transport, data: Act.entry("C-2"),
          sourceRecordedAt: $0)
      }
    ),
    (
      "data.receivedAt",
      {
        Record(
          id: "r", occurredAt: "2025-01-01", actor: .transport,
          data: Act.request("SR", received: $0))
      }
    ),
  ]

  @Test(arguments: times.indices)
  func fiveMinutes(_ index: Int) throws {
    let (path, record) = Self.times[index]
    let history = try History()
    history.now = "2025-03-03 12:00"
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    let error = try refusal {
      try history.record(record("2025-03-03T12:05:00.001+08:00"))
    }
    #expect(error.code == .inTheFuture && error.path == path, "\(error)")
    #expect(history.log.size == 1)
    try history.record(record("2025-03-03T12:05:00.000+08:00"))
  }

  /// The clock that counts is the ledger's, which never goes back.
  @Test func fiveMinutesPastALedgerAhead() throws {
    let history = try History()
    history.now = "2025-03-03 12:00"
    try history.record(Act.entry("A"), at: "2025-03-03")
    history.now = "2025-03-03 11:00"
    try history.record(Act.entry("B"), at: "2025-03-03 12:05")
  }

  @Test(arguments: [RecordingMode.live, .allowingViolations])
  func sourceTimesAreForImports(_ mode: RecordingMode) throws {
    let history = try History()
    let error = try refusal { try history.record(Self.first, mode: mode) }
    #expect(error.code == .malformed && error.path == "sourceRecordedAt")
    try history.record(Self.first, mode: .importing)
    #expect(try history.log.event(at: 0).knownAt == "2025-03-04")
  }

  // MARK: Size

  @Test func largestEvent() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-03-03")
    let request = { (filling: Int) in
      Act.request("SR", received: "2025-03-03", purpose: String(repeating: "x", count: filling))
    }
    let record = Record(id: "r", occurredAt: "2025-03-03", actor: .transport, data: request(1))
    let least = Event(record: record, position: 1, version: 0, recordedAt: history.now)
    let filling = Event.largestSize - least.canonicalBytes.count + 1
    let error = try refusal {
      try history.record(request(filling + 1), at: "2025-03-03", id: "r")
    }
    #expect(error.code == .tooLarge)
    #expect(error.message.contains("65536") && error.message.contains("65535"))
    #expect(history.log.size == 1)
    try history.record(request(filling), at: "2025-03-03", id: "r")
    #expect(history.log.state.leaves[1].count == 65_535)
    #expect(try history.log.event(at: 1).record.id == "r")
  }
}
