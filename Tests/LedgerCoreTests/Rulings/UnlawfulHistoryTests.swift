@testable import LedgerCore
import Testing
import WorkingDays

/// History is never refused for being unlawful: refused live, recorded and found when imported (rulings.md,
/// principle 5).
@Suite struct UnlawfulHistoryTests {
  private func found(_ acts: [EventData]) throws -> [Violation] {
    let history = try History()
    for data in acts { try history.record(data, at: "2025-03-03") }
    return try history.audit().violations
  }

  /// A text that names no law is no basis.
  @Test(
    arguments: [
      (nil, false), ("无", false), ("暂无", false), ("——", false), ("条例", false), ("许可法", false),
      ("《许可法》。", false), ("行政许可法", true), ("《道路运输条例》", true), ("Art.", false), ("Law 9", true),
    ] as [(String?, Bool)])
  func basis(_ text: String?, _ isOne: Bool) throws {
    let entry = Act.entry("C-1", basis: text)
    #expect(try found([entry]).map(\.rule) == (isOne ? [] : ["sd329.22.basis"]))
    let live = try History()
    if isOne {
      try live.record(entry, at: "2025-03-03", mode: .live)
    } else {
      let error = try refusal { try live.record(entry, at: "2025-03-03", mode: .live) }
      #expect(error.code == .unlawful && error.path == "data.legalBasis")
      try live.record(entry, at: "2025-03-03", mode: .allowingViolations)
    }
  }

  @Test func revisedWithoutABasis() throws {
    let open = Act.entry("C-1", sharing: .unconditional, basis: nil)
    let restrict = Act.revise("C-1") { $0.sharing = .notShared }
    let found = try found([open, restrict])
    #expect(found.map(\.told) == ["sd329.22.basis by \(BodyCode.transport) at e1"])
    #expect(found[0].evidence.map(\.position) == [0, 1])
    let based = Act.revise("C-1") { $0.legalBasis = "行政许可法" }
    #expect(try self.found([open, based, restrict]).isEmpty)
    // Nothing from before the first day of the order is found.
    let before = try History()
    for data in [open, restrict] { try before.record(data, at: "2020-01-31") }
    #expect(try before.audit().violations.isEmpty)
  }

  @Test func filedWithAnother() throws {
    let bodies = [
      Act.register(.transport), Act.register(.cityAuthority, as: .dataAuthority, in: "370100"),
      Act.register(.provincialAuthority, as: .dataAuthority), Act.entry("C-1"),
    ]
    let found = try found(bodies + [Act.file(["C-1"], with: .cityAuthority)])
    #expect(found.map(\.told) == ["sd329.15.filing by \(BodyCode.transport) at e4"])
    #expect(found[0].evidence.map(\.position) == [0, 1, 4])
    #expect(try self.found(bodies + [Act.file(["C-1"])]).isEmpty)
  }

  /// What is not shared is not asked for; history that asked for it has no clock for it. What is shared
  /// with all may be asked for, without a clock.
  @Test(arguments: [SharingType.notShared, .unconditional, .conditional])
  func requests(sharing: SharingType) throws {
    let history = try History()
    try history.record(Act.entry("C-1", sharing: sharing), at: "2025-01-01")
    let request = Act.request("R", received: "2025-03-03")
    if sharing == .notShared {
      let error = try refusal { try history.record(request, at: "2025-03-03", mode: .live) }
      #expect(error.code == .unlawful && error.path == "data.entry")
    }
    try history.record(
      request, at: "2025-03-03", mode: sharing == .notShared ? .importing : .live)
    #expect(
      try history.audit().obligations.map(\.id) == (sharing == .conditional ? ["sd329.23/R"] : []))
  }

  /// Use of open data is the applicant's; the department is not charged with it.
  @Test func usedByAnApplicant() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    try history.record(Act.apply("A", received: "2025-03-03"), at: "2025-03-03")
    let refused = Act.of(
      .openReplied, ["application": .identifier("A"), "decision": .choice("refused")])
    try history.record(refused, at: "2025-03-04")
    let used = Act.of(
      .openUseReported, ["application": .identifier("A"), "purpose": .text("出售")])
    try history.record(used, at: "2025-03-05", by: .health)
    let found = try history.audit().violations
    #expect(found.map(\.rule) == ["sd329.25.refused", "sd329.28"])
    #expect(found.allSatisfy { $0.applicant == "某公司" && $0.department == .transport })
    #expect(found.map { $0.evidence.map(\.position) } == [[0, 1, 2, 3], [0, 1, 3]])
  }
}
