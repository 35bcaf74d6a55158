@testable import LedgerCore
import Testing
import WorkingDays

/// The order binds the bodies of the province (art. 2), and no townships (art. 39): others owe nothing under
/// it, and the report says so.
@Suite struct OutOfScopeTests {
  private func history(
    _ kind: BodyKind, _ division: Division, isRegisteredFirst: Bool = true
  ) throws -> History {
    let history = try History()
    let body = Act.register(.transport, as: kind, in: division)
    if isRegisteredFirst { try history.record(body, at: "2025-01-01") }
    try history.record(Act.entry("C-1", basis: nil), at: "2025-01-01")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    try history.record(Act.incident("I"), at: "2025-03-03")
    if !isRegisteredFirst { try history.record(body, at: "2025-04-01") }
    return history
  }

  @Test(
    arguments: [
      (.department, "320100"), (.department, "110000"), (.township, "370102"),
    ] as [(BodyKind, Division)], [true, false])
  func outside(_ body: (BodyKind, Division), isRegisteredFirst: Bool) throws {
    let history = try history(body.0, body.1, isRegisteredFirst: isRegisteredFirst)
    let report = try history.audit()
    #expect(report.told == [])
    #expect(report.outOfScope.map(\.article) == ["第二十三条", "第三十一条"])
    #expect(report.outOfScope.allSatisfy { $0.department == .transport })
    #expect(history.log.tables.shown("obligations").isEmpty)
    #expect(try history.audit(department: .health).outOfScope.isEmpty)
  }

  @Test(arguments: [(.department, "370102"), (.utility, "370000")] as [(BodyKind, Division)])
  func within(_ kind: BodyKind, _ division: Division) throws {
    let report = try history(kind, division).audit()
    #expect(report.obligations.count == 4 && report.outOfScope.isEmpty)
    #expect(report.violations.map(\.rule) == ["sd329.22.basis"])
  }

  /// A body that nobody registered is taken for bound.
  @Test func unknown() throws {
    let history = try History()
    try history.record(Act.incident("I"), at: "2025-03-03")
    #expect(try history.audit().obligations.count == 3)
  }

  /// An entry registered for a trigger is an update of the catalogue (art. 16).
  @Test func registeredForATrigger() throws {
    let history = try History()
    try history.record(Act.trigger("T", effective: "2025-09-26", entries: []), at: "2025-09-01")
    guard case .catalogEntryRegistered(var entry) = Act.entry("C-9") else { return }
    entry.trigger = "T"
    try history.record(.catalogEntryRegistered(entry), at: "2025-10-09", mode: .live)
    #expect(
      try history.audit().told == ["sd329.16/T met due 2025-10-23 by e1 on 2025-10-09 taken 4"])
  }
}
