@testable import LedgerCore
import Testing
import WorkingDays

/// Which book says when a catalogue is updated, and what is an update (rulings.md, R16).
@Suite struct UpdateTests {
  private func history(
    _ level: InstrumentLevel?, adopting: Bool = true, entries: [Identifier] = ["C-1"]
  ) throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    if adopting {
      try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-08-01")
    } else {
      try history.record(Act.entry("C-2"), at: "2025-01-01")
    }
    guard
      case .catalogUpdateTriggered(var trigger) = Act.trigger(
        "T", effective: "2025-09-26", entries: entries)
    else { return history }
    trigger.instrumentLevel = level
    try history.record(.catalogUpdateTriggered(trigger), at: "2025-09-01")
    return history
  }

  // MARK: The instrument

  /// The decree takes no local regulation: that stays with the order's fifteen days.
  @Test(
    arguments: [
      (nil, "sc809.17"), (.law, "sc809.17"), (.administrativeRegulation, "sc809.17"),
      (.stateCouncilDecision, "sc809.17"), (.localRegulation, "sd329.16"),
      (.functions, "sc809.17"),
    ] as [(InstrumentLevel?, String)])
  func level(_ level: InstrumentLevel?, rule: String) throws {
    #expect(try history(level).audit().obligations.map(\.rule) == [rule])
    #expect(try history(level, adopting: false).audit().obligations.map(\.rule) == ["sd329.16"])
    let told = try history(level).audit(asOf: "2025-09-27").obligations.map(\.told)
    #expect(
      told == ["\(rule)/T/C-1 pending due \(rule == "sd329.16" ? "2025-10-23" : "2025-10-16")"])
  }

  /// What the newest book's rules do not take stays with the next older one; on a day before the newest
  /// is in force with that as well.
  @Test(
    arguments: [
      (.conditional, "2025-09-01", ["sc809.21.conditional/R"]),
      (.unconditional, "2025-09-01", ["sc809.21.unconditional/R"]),
      (.notShared, "2025-09-01", []), (.conditional, "2025-07-31", ["sd329.23/R"]),
      (.unconditional, "2025-07-31", []),
    ] as [(SharingType, Instant, [Identifier])])
  func requests(_ sharing: SharingType, at: Instant, ids: [Identifier]) throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: sharing), at: "2025-01-01")
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-01-01")
    try history.record(Act.request("R", received: at), at: at)
    #expect(try history.audit().obligations.map(\.id) == ids)
  }

  /// Three books: the newest that takes it, whichever that is.
  @Test(
    arguments: [
      (.conditional, "inv.asked"), (.notShared, "inv.asked"),
      (.unconditional, "sc809.21.unconditional"),
    ] as [(SharingType, String)])
  func threeBooks(_ sharing: SharingType, rule: String) throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: sharing), at: "2025-01-01")
    try history.record(Act.adopt("decree-809/1", from: "2025-08-01"), at: "2025-01-01")
    try history.record(Act.adopt(InventedBook.versions[0], from: "2025-09-01"), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-09-26"), at: "2025-09-26")
    let replies = try history.audit().obligations.filter { $0.duty == "shareReply" }
    #expect(replies.map(\.rule) == [rule])
  }

  // MARK: What discharges it

  /// Under the decree the update is submitted, or found not needed; a revision alone is not enough.
  @Test(
    arguments: [
      (Act.submitUpdate("T"), true), (Act.review("T", entry: "C-1"), true),
      (Act.review("T"), true), (Act.revise("C-1", trigger: "T"), false),
    ])
  func underTheDecree(_ act: EventData, isDischarged: Bool) throws {
    let history = try history(.law)
    try history.record(act, at: "2025-10-09", mode: .live)
    #expect(
      try history.audit(asOf: "2026-03-01").obligations.filter { $0.rule == "sc809.17" }
        .map(\.verdict) == [isDischarged ? .met : .overdue])
  }

  @Test func retired() throws {
    let history = try history(.law)
    try history.record(Act.retire("C-1", trigger: "T"), at: "2025-10-09", mode: .live)
    #expect(try history.audit().obligations.map(\.verdict) == [.closed])
    // Under the order that is an update.
    let before = try self.history(.law, adopting: false)
    try before.record(Act.retire("C-1", trigger: "T"), at: "2025-10-09", mode: .live)
    #expect(try before.audit().obligations.map(\.verdict) == [.met])
  }

  // MARK: What changes nothing

  private static func revise(_ change: (inout CatalogEntryRevised) -> Void) -> EventData {
    Act.revise("C-1", trigger: "T", change)
  }

  private static let fields = [EntryField(name: "许可证号", type: "字符型")]

  @Test(
    arguments: [
      (revise { _ in }, false), (revise { $0.format = "数据库" }, false),
      (revise { ($0.format, $0.name, $0.sharing) = ("数据库", "道路运输许可", .conditional) }, false),
      (revise { ($0.department, $0.openness, $0.fields) = (.transport, .notOpen, fields) }, false),
      (revise { $0.legalBasis = "《道路运输条例》" }, false), (revise { $0.format = "文件" }, true),
      (revise { ($0.format, $0.name) = ("数据库", "新") }, true),
      (revise { $0.fields = fields + [EntryField(name: "有效期", type: "日期型")] }, true),
      (revise { $0.format = "数据库 " }, true),
    ])
  func changes(_ act: EventData, isChange: Bool) throws {
    let history = try history(nil, adopting: false)
    try history.record(act, at: "2025-10-09", mode: .live)
    let report = try history.audit()
    #expect(report.obligations.map(\.verdict) == [isChange ? .met : .overdue])
    #expect(report.violations.isEmpty && report.remarks.isEmpty)
  }

  /// Compared with what was stated last before it, by whichever act.
  @Test(
    arguments: [
      ([("文件", "2025-10-08")], "文件", false), ([("文件", "2025-10-08")], "数据库", true),
      ([("文件", "2025-10-10")], "文件", true), ([("文件", "2025-10-10")], "数据库", false),
      ([("文件", "2025-10-07"), ("数据库", "2025-10-08")], "数据库", false),
      ([("数据库", "2025-10-08"), ("文件", "2025-10-07")], "数据库", false),
    ] as [([(String, Instant)], String, Bool)])
  func statedLast(_ others: [(String, Instant)], _ format: String, isChange: Bool) throws {
    let history = try history(nil, adopting: false)
    for (format, at) in others {
      try history.record(Act.revise("C-1") { $0.format = format }, at: at)
    }
    try history.record(Self.revise { $0.format = format }, at: "2025-10-09")
    #expect(try history.audit().obligations.map(\.verdict) == [isChange ? .met : .overdue])
  }

  /// A revision that is told late decides whether a later one changed anything, also in the rows.
  @Test(arguments: [("文件", false), ("表", true)])
  func toldLate(_ format: String, isChange: Bool) throws {
    for entries in [["C-1"], []] as [[Identifier]] {
      let history = try history(nil, adopting: false, entries: entries)
      try history.record(Self.revise { $0.format = "文件" }, at: "2025-10-09")
      try history.record(Act.revise("C-1") { $0.format = format }, at: "2025-10-08")
      #expect(try history.audit().obligations.map(\.verdict) == [isChange ? .met : .overdue])
      let row = try #require(history.log.tables.shown("obligations").first)
      #expect((row["discharged_at"] != nil) == isChange)
      #expect(try history.log.tables.told == history.log.rebuilt(under: history.law).told)
    }
  }

  /// Before the registration the registration's values stand.
  @Test(arguments: [("数据库", false), ("文件", true)])
  func beforeTheRegistration(_ format: String, isChange: Bool) throws {
    let history = try History()
    try history.record(
      Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01", unchecked: "C-1")
    try history.record(Self.revise { $0.format = format }, at: "2025-10-09")
    #expect(try history.audit().obligations.map(\.verdict) == [isChange ? .met : .overdue])
  }

  /// A basis where none was stated is a change.
  @Test func firstBasis() throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: .unconditional, basis: nil), at: "2025-01-01")
    try history.record(Act.trigger("T", effective: "2025-09-26"), at: "2025-09-01")
    try history.record(Self.revise { $0.legalBasis = "《道路运输条例》" }, at: "2025-10-09")
    #expect(try history.audit().obligations.map(\.verdict) == [.met])
  }
}

extension History {
  /// Records an entry of a day after the trigger that lists it, and that trigger.
  fileprivate func record(
    _ trigger: EventData, at occurredAt: Instant, unchecked entry: Identifier
  ) throws {
    try record(Act.entry(entry), at: "2025-11-01")
    try record(trigger, at: occurredAt)
  }
}
