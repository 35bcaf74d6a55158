import Testing

@testable import LedgerCore

/// What the writer remembers of the acts on a matter: what may be asked for again, and no more, so
/// that an act costs the same however many there were before it.
@Suite struct RememberedActsTests {
  private let request = NameHash(StreamName(.shareRequest, "SR"))

  private func use(_ number: Int, for purpose: String = "核验") -> EventData {
    .dataUsed(
      DataUsed(
        use: Identifier("U-\(number)"), department: .requester, purpose: purpose, request: "SR"))
  }

  private func asked() throws -> History {
    let history = try History()
    for data in [
      Act.register(.transport), Act.entry("C-1"), Act.request("SR", received: "2025-03-03"),
    ] {
      try history.record(data, at: "2025-03-03")
    }
    return history
  }

  /// Records live, without a savepoint that would have the writer forget everything.
  private func record(_ data: EventData, in history: History) throws(LedgerError) {
    _ = try history.recorder(.live).record(
      Record(
        id: Identifier("r\(history.log.size)"), occurredAt: "2025-03-05", actor: .transport,
        data: data))
  }

  @Test func usesAreNotKept() throws {
    let history = try asked()
    try history.record(Act.reply("SR"), at: "2025-03-04", mode: .live)
    for number in 0..<20 { try history.record(use(number), at: "2025-03-05", mode: .live) }
    #expect(history.log.memory.acts(on: request)?.count == 2)
    // Read from the log again they are the same.
    history.log.memory.forget()
    try history.record(use(20), at: "2025-03-05", mode: .live)
    #expect(history.log.memory.acts(on: request)?.count == 2)
  }

  /// Neither a refused act nor one that no rule asks for changes what the next is judged by.
  @Test func refusedActsAreNotKept() throws {
    let history = try asked()
    let early = try refusal { try record(use(1), in: history) }
    #expect(early.code == .unlawful)
    #expect(history.log.memory.acts(on: request)?.count == 1)
    try history.record(Act.reply("SR"), at: "2025-03-04", mode: .live)
    try history.record(use(2), at: "2025-03-05", mode: .live)
    let other = try refusal { try record(use(3, for: "别的"), in: history) }
    #expect(other.code == .unlawful)
    #expect(history.log.memory.acts(on: request)?.count == 2)
    try history.record(use(4), at: "2025-03-05", mode: .live)
  }

  /// Under rules that are adopted later other acts may be asked for than those that were remembered.
  @Test func otherRulesAskAgain() throws {
    let history = try asked()
    try history.record(Act.reply("SR"), at: "2025-03-04", mode: .live)
    #expect(history.log.memory.acts(on: request) != nil)
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-03-05")
    #expect(history.log.memory.acts(on: request) == nil)
  }

  /// Of a trigger that lists many entries an act about one asks for those about the others no more.
  @Test func partsAreApart() throws {
    let entries = (0..<5).map { Identifier("C-\($0)") }
    var acts = MatterActs(.updateTrigger)
    let history = try History()
    for entry in entries { try history.record(Act.entry(entry), at: "2025-01-01") }
    try history.record(
      Act.trigger("T", effective: "2025-01-02", entries: entries), at: "2025-01-02")
    for entry in entries { try history.record(Act.revise(entry, trigger: "T"), at: "2025-01-03") }
    for event in try history.log.events(ofMatter: NameHash(StreamName(.updateTrigger, "T"))) {
      acts.add(event.act, onOther: event.type == .catalogEntryRevised)
    }
    #expect(acts.count == 6)
    let whole = try #require(acts.matter())
    #expect(whole.places.count == 6)
    let last = try #require(Array(whole).last)
    let part = try #require(acts.matter(concernedBy: last.part(.updateTrigger)))
    #expect(part.map(\.type) == [.catalogUpdateTriggered, .catalogEntryRevised])
    acts.removeLast()
    #expect(acts.count == 5 && acts.matter()?.places.count == 5)
    #expect(
      try #require(acts.matter()).map(\.view.position)
        == Array(whole).dropLast().map(\.view.position))
  }

  /// A trigger that lists no entry has one obligation, which every act on it concerns.
  @Test(arguments: [["C-1", "C-2"], []] as [[Identifier]])
  func actsAboutOtherEntries(listed: [Identifier]) throws {
    let history = try History()
    for entry in ["C-1", "C-2"] as [Identifier] {
      try history.record(Act.entry(entry), at: "2025-01-01")
    }
    try history.record(
      Act.trigger("T", effective: "2025-01-02", entries: listed), at: "2025-01-02")
    try history.record(Act.revise("C-1", trigger: "T"), at: "2025-01-03")
    try history.record(Act.revise("C-2", trigger: "T"), at: "2025-01-06")
    try history.record(Act.revise("C-1", trigger: "T"), at: "2025-01-07")
    let rebuilt = try history.log.rebuilt(under: history.law)
    #expect(history.log.tables.shown("obligations") == rebuilt.shown("obligations"))
  }
}
