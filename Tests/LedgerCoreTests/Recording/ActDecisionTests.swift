@testable import LedgerCore
import Testing
import WorkingDays

/// What must be in the log before an act with a form, and what must not.
@Suite struct ActDecisionTests {
  /// A history in which every act with a form but one that opens has what it is about.
  private func history() throws -> History {
    let history = try History()
    for data in [
      Act.register(BodyCode(Lines.code) ?? .transport, as: .dataAuthority), Act.submit("P-1"),
      Act.entry("C-7"), Act.trigger("T-1", effective: "2025-01-01", entries: ["C-7"]),
      Act.request("SR-1", entry: "C-7", received: "2025-01-01"), Act.incident("I-1"),
    ] { try history.record(data, at: "2025-01-01") }
    for type in Self.before { try record(type, in: history) }
    return history
  }

  private static let before: [EventType] = [
    .verificationRaised, .openApplied, .planPublished, .cloudNodeCommissioned,
    .cloudLegacyNodeDeclared, .cloudUseApplied, .purchaseApplied, .trainingPlanned,
  ]

  @discardableResult
  private func record(_ type: EventType, in history: History) throws -> Receipt {
    var record = try Record(json: Lines.line(type).utf8)
    record.id = Identifier("a\(history.log.size)")
    return try history.record(record)
  }

  /// What opens is new; what follows is about something there, once or as often as one likes. What
  /// corrects is about an event (`CorrectionTests`).
  @Test(
    arguments: EventForm.all.filter { !$0.isCore && $0.category != .correction }.map(\.type))
  func places(type: EventType) throws {
    let form = type.form
    let subject = "data." + form.subjectKey.key.name
    let history = try history()
    switch form.act {
    case .opens:
      if !Self.before.contains(type) { try record(type, in: history) }
      let error = try refusal { try record(type, in: history) }
      #expect(error.code == .contradictory && error.path == subject)
    case .follows, .joins:
      try record(type, in: history)
      try record(type, in: history)
    case .followsOnce, .joinsOnce:
      if !Self.before.contains(type) { try record(type, in: history) }
      let error = try refusal { try record(type, in: history) }
      #expect(error.code == .contradictory && error.path == subject)
    }
    guard !form.act.mayOpen else { return }
    let error = try refusal { try record(type, in: History()) }
    #expect(error.code == .unknownReference && error.path == subject)
  }

  /// An entry that is named must exist.
  @Test(arguments: [EventType.catalogUpdateExtended, .verificationRaised, .openApplied])
  func entries(type: EventType) throws {
    let history = try History()
    try history.record(Act.trigger("T-1", effective: "2025-01-01", entries: []), at: "2025-01-01")
    let error = try refusal { try record(type, in: history) }
    #expect(error.code == .unknownReference && error.path == "data.entry")
    try history.record(Act.entry("C-7"), at: "2025-01-01")
    try record(type, in: history)
  }

  /// What was received cannot have been received later than now.
  @Test func receivedInTheFuture() throws {
    let history = try history()
    for data in [
      Act.correct("A-1", received: "2030-01-02"), Act.supplement("SR-1", received: "2030-01-02"),
    ] {
      let error = try refusal { try history.record(data, at: "2025-12-01") }
      #expect(error.code == .inTheFuture && error.path == "data.receivedAt")
    }
  }

  /// Data of any kind may be asked for once a rule in force says when the request is answered.
  @Test func requestsForOtherData() throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: .unconditional, basis: nil), at: "2025-01-01")
    try history.record(Act.entry("C-2", sharing: .notShared), at: "2025-01-01")
    let ask = { (id: Identifier, entry: Identifier, received: Instant) in
      _ = try history.record(
        Act.request(id, entry: entry, received: received), at: received, mode: .live)
    }
    try ask("Q", "C-1", "2025-09-26")
    #expect(try refusal { try ask("R", "C-2", "2025-09-26") }.code == .unlawful)
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-08-01")
    try ask("S", "C-1", "2025-09-26")
    try ask("T", "C-1", "2025-07-31")
    #expect(try refusal { try ask("U", "C-2", "2025-09-26") }.code == .unlawful)
    #expect(
      try history.audit().obligations.map(\.id)
        == ["sc809.21.unconditional/Q", "sc809.21.unconditional/S"])
    // Also data that is not shared, where a book says when.
    try history.record(Act.adopt(InventedBook.version(1), from: "2025-09-01"), at: "2025-09-01")
    try ask("V", "C-2", "2025-09-26")
  }
}
