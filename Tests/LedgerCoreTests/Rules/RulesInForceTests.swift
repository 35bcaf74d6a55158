@testable import LedgerCore
import Testing
import WorkingDays

/// Which rule applies on which day.
@Suite struct RulesInForceTests {
  /// A book in force from 2020-02-01, like Order 329 but for its name, its rules' names and, unless
  /// they are kept, its duties.
  private func book(_ name: String, keepingDuties: Bool = true) throws -> RuleBook {
    var changes: [(JSONPath, JSONValue?)] = [
      (JSONPath(steps: [.key("book")]), .string("\(name)/1"))
    ]
    for index in 0..<3 {
      changes.append((RuleBooks.obligation(index, "rule"), .string("\(name).\(index)")))
      let violation = JSONPath(steps: [.key("violations"), .index(index), .key("rule")])
      changes.append((violation, .string("\(name).v\(index)")))
      guard !keepingDuties else { continue }
      changes.append((RuleBooks.obligation(index, "duty"), .string("other\(index)")))
    }
    return try RuleBooks.book(changes)
  }

  /// The rules of request that apply on a day: of those that take a request for an entry that is shared in
  /// some way, those of the newest book that knows the duty.
  private func rules(_ rules: RulesInForce, on day: CivilDate) -> [String] {
    let asked = rules.places.filter {
      $0.days.contains(day) && $0.rule.trigger == .shareRequested
    }
    let applying = SharingType.allCases.flatMap { sharing in
      let taking = asked.filter { ActFacts(sharing).satisfies($0.rule.conditions) }
      return taking.filter { place in
        !taking.contains {
          $0.rule.duty == place.rule.duty && $0.days.adoption > place.days.adoption
        }
      }
    }.map(\.rule.id)
    return asked.map(\.rule.id).filter(applying.contains).reduce(into: []) { ids, id in
      if !ids.contains(id) { ids.append(id) }
    }
  }

  /// The checks that apply on a day, those of one type's acts and those of any act.
  private func checks(_ rules: RulesInForce, on day: CivilDate) -> Set<String> {
    let ofAny = rules.afterEnd.filter { rules.checks[$0].days.contains(day) }
    let ofTypes = EventType.allCases.flatMap { rules.checks(of: $0, on: day) }
    return Set((ofTypes + ofAny).map { rules.checks[$0].rule.id })
  }

  @Test func aLaterBookDisplacesADuty() throws {
    let law = try BundledLaw.load()
    let all = RulesInForce([
      .init(try law.book()), .init(try law.book(named: "decree-809/1"), from: "2026-01-01"),
    ])
    #expect(rules(all, on: "2020-01-31") == [])
    #expect(rules(all, on: "2025-12-31") == ["sd329.23"])
    #expect(
      rules(all, on: "2026-01-01") == ["sc809.21.unconditional", "sc809.21.conditional"])
    // The decree says nothing of incidents, and of checks only the one.
    #expect(checks(all, on: "2025-12-31").contains("sd329.23.reasons"))
    #expect(
      checks(all, on: "2026-01-01")
        == Set(try law.book().violations.map(\.id))
        .subtracting(["sd329.23.reasons"]).union(["sc809.21.reasons"]))
    #expect(
      all.places.contains { $0.rule.id == "sd329.31.report" && $0.days.contains("2030-01-01") })
    #expect(all.name == "order-329/1,decree-809/1")
  }

  @Test func anotherDutyDisplacesNothing() throws {
    let all = RulesInForce([
      .init(try BundledLaw.load().book()), .init(try book("a", keepingDuties: false)),
    ])
    #expect(rules(all, on: "2025-01-01") == ["sd329.23", "a.1"])
  }

  /// Of books that take effect on one day the one given last counts.
  @Test func ties() throws {
    let (first, second) = (try book("a"), try book("b"))
    for (books, expected) in [([first, second], "b.1"), ([second, first], "a.1")] {
      let all = RulesInForce(books.map { .init($0, from: "2024-01-01") })
      #expect(rules(all, on: "2024-01-01") == [expected])
    }
  }

  /// The order is that of effect, whatever was adopted first.
  @Test func orderOfEffect() throws {
    let all = RulesInForce([
      .init(try book("a"), from: "2025-01-01"), .init(try book("b"), from: "2024-01-01"),
    ])
    #expect(all.name == "b/1,a/1")
    #expect(rules(all, on: "2023-12-31") == [])
    #expect(rules(all, on: "2024-12-31") == ["b.1"])
    #expect(rules(all, on: "2025-01-01") == ["a.1"])
  }

  /// A book that is adopted again displaces what displaced it; one that is in force already is not
  /// adopted twice.
  @Test func adoptedAgain() throws {
    let (first, second) = (try book("a"), try book("b"))
    let all = RulesInForce([
      .init(first), .init(first, from: "2022-01-01"), .init(second, from: "2024-01-01"),
      .init(first, from: "2025-01-01"),
    ])
    #expect(all.adoptions.map(\.from) == ["2020-02-01", "2024-01-01", "2025-01-01"])
    #expect(all.name == "a/1,b/1")
    #expect(rules(all, on: "2022-06-01") == ["a.1"])
    #expect(rules(all, on: "2024-06-01") == ["b.1"])
    #expect(rules(all, on: "2025-06-01") == ["a.1"])
  }

  /// No adoption brings a book into force before its own first day.
  @Test func notBeforeItsOwnDay() throws {
    let decree = try BundledLaw.load().book(named: "decree-809/1")
    let all = RulesInForce([.init(decree, from: "2019-01-01")])
    #expect(all.adoptions.map(\.from) == ["2025-08-01"])
    #expect(rules(all, on: "2025-07-31") == [])
    #expect(!rules(all, on: "2025-08-01").isEmpty)
    #expect(checks(all, on: "2025-07-31").isEmpty)
  }

  @Test(arguments: ["", "a/1,", ",a/1", "a/1,a/1", "a/1, b/1", "a", "a/0"])
  func noNames(_ text: String) { #expect(RuleBookNames(text) == nil) }

  @Test func names() throws {
    let names = try #require(RuleBookNames("order-329/1,decree-809/1"))
    #expect(names.names == ["order-329/1", "decree-809/1"])
    #expect(names.description == "order-329/1,decree-809/1")
    let many = (1...33).map { "a/\($0)" }
    #expect(RuleBookNames(many.joined(separator: ",")) == nil)
    #expect(RuleBookNames(many.dropLast().joined(separator: ","))?.names.count == 32)
  }
}
