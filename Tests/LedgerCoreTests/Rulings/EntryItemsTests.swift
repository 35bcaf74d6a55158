@testable import LedgerCore
import Testing
import WorkingDays

/// An entry states seven items (art. 15): without one it is refused live, and found when history tells it.
@Suite struct EntryItemsTests {
  private static let items: [(DataKey, @Sendable (inout CatalogEntryRegistered) -> Void)] = [
    (.classification, { $0.classification = nil }), (.format, { $0.format = nil }),
    (.fields, { $0.fields = nil }), (.updateCycle, { $0.updateCycle = nil }),
    (.sharing, { $0.sharing = nil }), (.sharingMode, { $0.sharingMode = nil }),
    (.useRequirements, { $0.useRequirements = nil }),
  ]

  private func entry(without item: Int) throws -> EventData {
    guard case .catalogEntryRegistered(var entry) = Act.entry("C-1") else {
      throw LedgerError(.notFound, "no entry")
    }
    Self.items[item].1(&entry)
    return entry.eventData
  }

  @Test(arguments: 0..<7)
  func missing(item: Int) throws {
    let entry = try entry(without: item)
    let error = try refusal { try History().record(entry, at: "2025-03-03", mode: .live) }
    #expect(error.code == .unlawful && error.message.contains("第十五条"))
    let history = try History()
    try history.record(entry, at: "2025-03-03")
    #expect(
      try history.audit().violations.map(\.told) == [
        "sd329.15.items by \(BodyCode.transport) at e0"
      ])
    // Nothing from before the first day of the order is found.
    let before = try History()
    try before.record(entry, at: "2020-01-31")
    #expect(try before.audit().violations.isEmpty)
  }

  @Test func complete() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-03-03", mode: .live)
    #expect(try history.audit().violations.isEmpty)
  }

  /// What is not said to be shared in any way has no clock, bars nothing and restricts nothing; what is
  /// said later counts from then on.
  @Test func sharingNotSaid() throws {
    let history = try History()
    try history.record(try entry(without: 4), at: "2025-01-01")
    try history.record(Act.request("R-1", received: "2025-03-03"), at: "2025-03-03")
    let collected = Act.of(
      .collectionStarted,
      [
        "collection": .identifier("K"), "department": .code(.health), "entry": .identifier("C-1"),
        "purpose": .text("普查"),
      ])
    try history.record(collected, at: "2025-03-03", by: .health)
    #expect(try history.audit().obligations.map(\.id) == [])
    #expect(try history.audit().violations.map(\.rule) == ["sd329.15.items"])
    try history.record(Act.revise("C-1") { $0.sharing = .conditional }, at: "2025-03-04")
    try history.record(Act.request("R-2", received: "2025-03-05"), at: "2025-03-05")
    #expect(try history.audit().obligations.map(\.id) == ["sd329.23/R-2"])
  }
}
