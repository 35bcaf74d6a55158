@testable import LedgerCore
import Testing
import WorkingDays

/// Given what the log holds, when an act is recorded live, then it is taken.
@Suite struct AcceptanceTests {
  private static let entry = Act.entry("C-1")
  private static let asked = [entry, Act.request("SR", received: "2025-03-20")]

  static let histories: [(String, [EventData])] = [
    ("nobody need be registered", asked + [Act.reply("SR")]),
    ("a withdrawal after a reply", asked + [Act.reply("SR"), Act.withdraw("SR")]),
    ("a reply after a withdrawal", asked + [Act.withdraw("SR"), Act.reply("SR")]),
    ("a refusal with reasons", asked + [Act.reply("SR", .refused, reasons: "涉及国家秘密")]),
    ("a reply about an entry retired since", asked + [Act.retire("C-1"), Act.reply("SR")]),
    (
      "a reply about data shared since",
      asked + [Act.revise("C-1") { $0.sharing = .unconditional }, Act.reply("SR")]
    ),
    ("unconditional without a basis", [Act.entry("C", sharing: .unconditional, basis: nil)]),
    (
      "a basis given before the restriction",
      [
        Act.entry("C-1", sharing: .unconditional, basis: nil),
        Act.revise("C-1") { $0.legalBasis = "行政许可法" },
        Act.revise("C-1") { $0.sharing = .notShared },
      ]
    ),
    (
      "a basis given with the restriction",
      [
        Act.entry("C-1", sharing: .unconditional, basis: nil),
        Act.revise("C-1") { ($0.sharing, $0.legalBasis) = (.conditional, "行政许可法") },
        Act.request("SR", received: "2025-03-03"),
      ]
    ),
    (
      "a revision that changes nothing but answers a trigger",
      [
        entry, Act.trigger("T", effective: "2025-01-01"),
        Act.revise("C-1", trigger: "T") { _ in },
      ]
    ),
    (
      "revision of an entry that the trigger does not list",
      [
        entry, Act.entry("C-2"), Act.trigger("T", effective: "2025-01-01"),
        Act.revise("C-2", trigger: "T"), Act.review("T", entry: "C-2"),
      ]
    ),
    (
      "a trigger for a retired entry",
      [entry, Act.retire("C-1"), Act.trigger("T", effective: "2025-01-01")]
    ),
    (
      "a trigger answered twice",
      [
        entry, Act.trigger("T", effective: "2025-01-01"), Act.review("T"), Act.review("T"),
        Act.revise("C-1", trigger: "T"), Act.retire("C-1", trigger: "T"),
      ]
    ),
    (
      "filed with the own authority",
      [
        entry, Act.register(.transport), Act.register(.provincialAuthority, as: .dataAuthority),
        Act.file(["C-1"]), Act.file(["C-1"]),
      ]
    ),
    ("filed with an unregistered authority", [entry, Act.register(.transport), Act.file(["C-1"])]),
    (
      "filed by an unregistered department",
      [
        entry, Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
        Act.file(["C-1"], with: .cityAuthority),
      ]
    ),
    (
      "an incident remedied and reported again",
      [
        Act.incident("I"), Act.remedy("I"), Act.remedy("I"), Act.report("I", to: .dataAuthority),
        Act.report("I", to: .dataAuthority), Act.report("I", to: .cyberspaceAuthority),
      ]
    ),
    ("an approved project", [Act.submit("P"), Act.judge("P"), Act.start("P"), Act.judge("P")]),
    (
      "adoptions of a book",
      [Act.adopt("order-329/1", from: "2020-02-01"), Act.adopt("order-329/1", from: "2020-02-01")]
    ),
    (
      "one name in different categories",
      [
        Act.entry("X"), Act.request("X", entry: "X", received: "2025-03-03"), Act.incident("X"),
        Act.submit("X"), Act.trigger("X", effective: "2025-01-01", entries: ["X"]),
      ]
    ),
    ("names that only normalisation equates", [Act.entry("\u{E9}"), Act.entry("e\u{301}")]),
  ]

  @Test(arguments: histories)
  func takes(_ what: String, _ acts: [EventData]) throws {
    let history = try History()
    for (index, data) in acts.enumerated() {
      let receipt = try history.record(data, at: "2025-03-03", mode: .live)
      #expect(receipt.position == Int64(index), "\(what)")
      #expect(!receipt.wasAlreadyRecorded)
    }
    #expect(history.log.size == Int64(acts.count))
    _ = try history.audit()
  }

  /// Order in the world is not order in the log: clocks differ, imports come late.
  @Test func anyOrderOfOccurrence() throws {
    let history = try History()
    let acts = Self.asked + [Act.reply("SR"), Act.withdraw("SR"), Act.retire("C-1")]
    for (index, data) in acts.enumerated() {
      let day = try #require(CivilDate(year: 2025, month: 3, day: 20 - index))
      try history.record(data, at: .start(of: day))
    }
  }
}
