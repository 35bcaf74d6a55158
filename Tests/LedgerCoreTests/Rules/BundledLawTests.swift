@testable import LedgerCore
import Testing
import WorkingDays

@Suite struct BundledLawTests {
  @Test func loads() throws {
    let law = try BundledLaw.load()
    #expect(law.notices.count == 8)
    #expect(law.notices.map(\.issuedOn) == law.notices.map(\.issuedOn).sorted())
    #expect(Set(law.notices.flatMap(\.coveredYears)) == Set(2020...2026))
    #expect(
      law.books.map(\.name.description)
        == ["order-329/1", "decree-809/1", "disclosure-2019/1", "incident-2025/1"])
  }

  @Test func order329() throws {
    let book = try BundledLaw.load().book()
    #expect(book.name.description == "order-329/1")
    #expect(book.inForceFrom == "2020-02-01")
    #expect(
      book.obligations.map(\.id) == ["sd329.16", "sd329.23", "sd329.31.remedy", "sd329.31.report"])
    #expect(book.obligations.map(\.article) == ["第十六条", "第二十三条", "第三十一条", "第三十一条"])
    #expect(book.obligations.map(\.start) == [.effectiveOn, .receivedOn, .occurredOn, .occurredOn])
    #expect(book.obligations.map(\.counting?.workingDays) == [15, 10, nil, nil])
    for rule in book.obligations.compactMap(\.counting) {
      #expect(try rule == CountingRule(workingDays: rule.workingDays), "defaults of the contract")
    }
    #expect(
      book.violations.filter { $0.grade == .remark }.map(\.id) == [
        "sd329.6.second", "sd329.6.ended", "sd329.6.reserved", "sd329.8.government",
        "sd329.10.builder",
        "sd329.10.merge", "sd329.12", "sd329.13", "sd329.15.compiled", "sd329.21",
      ])
    #expect(
      book.violations.map(\.id) == [
        "sd329.6.second", "sd329.6.ended", "sd329.6.reserved", "sd329.8.government",
        "sd329.9.start",
        "sd329.9.authority", "sd329.10.county", "sd329.10.plan", "sd329.10.builder",
        "sd329.10.merge", "sd329.11", "sd329.12", "sd329.13", "sd329.15.compiled", "sd329.15.items",
        "sd329.15.filing", "sd329.17.source", "sd329.17.collection", "sd329.19", "sd329.19.entry",
        "sd329.21", "sd329.22.basis", "sd329.23.reasons", "sd329.23.agreement", "sd329.23.purpose",
        "sd329.23.ended", "sd329.23.items", "sd329.23.access", "sd329.25", "sd329.25.refused",
        "sd329.27", "sd329.28",
      ])
  }

  /// The working days of the years that working-days.md gives.
  @Test(arguments: zip(2020...2026, [249, 250, 249, 249, 251, 248, 248]))
  func workingDaysOfAYear(_ year: Int, _ expected: Int) throws {
    let calendar = try BundledLaw.load().calendar(with: [])
    let first = try #require(CivilDate(year: year, month: 1, day: 1))
    let last = try #require(CivilDate(year: year, month: 12, day: 31))
    // 1 January is a rest day, so counting after it counts the year.
    #expect(calendar.workingDays(after: first, through: last) == expected)
  }

  @Test(arguments: ["order-329/2", "order-329", "", "另一部\u{0}"])
  func unknownBook(_ name: String) throws {
    let error = try refusal { try BundledLaw.load().book(named: name) }
    #expect(error.code == .notFound)
    #expect(error.message.contains("order-329/1"))
  }

  /// A notice in the log replaces the bundled one of its name, and only that one.
  @Test func loggedNoticesReplaceBundledOnes() throws {
    let law = try BundledLaw.load()
    let bundled = try #require(law.notices.last)
    let replacement = HolidayNotice(
      name: bundled.name, issuedOn: bundled.issuedOn, off: ["2026-01-01"], worked: [])
    let calendar = law.calendar(with: [replacement])
    #expect(calendar.notices.count == law.notices.count)
    #expect(calendar.notices.last == replacement)
    #expect(calendar.day("2026-02-17").isWorking)
    #expect(!calendar.day("2025-10-01").isWorking)
  }

  /// Names are told apart by bytes, as the streams of their events are.
  @Test func noticesOfEquivalentNames() throws {
    let law = try BundledLaw.load()
    let days: [(String, CivilDate)] = [("\u{E9}", "2026-12-01"), ("e\u{301}", "2026-12-02")]
    let calendar = law.calendar(
      with: days.map { name, day in
        HolidayNotice(name: name, issuedOn: "2026-11-01", off: [day], worked: [])
      })
    #expect(!calendar.day("2026-12-01").isWorking)
    #expect(!calendar.day("2026-12-02").isWorking)
  }

  @Test func filesAreThere() {
    #expect(Set(BundledFiles.names).count == BundledFiles.names.count)
    for name in BundledFiles.names { #expect(BundledFiles.bytes(of: name)?.isEmpty == false) }
    for type in EventType.allCases { #expect(BundledFiles.bytes(of: type.rawValue) != nil) }
    #expect(BundledFiles.bytes(of: "nothing") == nil)
    #expect(Set(TableSchema.bundled.keys) == Set(Projector.tables))
  }
}
