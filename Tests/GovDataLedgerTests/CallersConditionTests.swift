import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

/// A caller's own SQL.
@Suite struct CallersConditionTests {
  let folder: TemporaryFolder
  let ledger: Ledger

  init() async throws {
    folder = try TemporaryFolder()
    ledger = try await Ledger.generated(120, in: folder)
  }

  private func refusal(_ condition: String, _ arguments: [ColumnValue] = []) async -> LedgerError? {
    do {
      _ = try await ledger.rows(BodyRow.self, where: condition, arguments: arguments)
      return nil
    } catch {
      return error as? LedgerError
    }
  }

  @Test func aConditionChoosesRows() async throws {
    let all = try await ledger.rows(BodyRow.self)
    #expect(!all.isEmpty && all.map(\.position) == all.map(\.position).sorted())
    let one = try #require(all.last)
    for (condition, arguments) in [
      ("department = ?", [ColumnValue.code(one.department)]),
      ("position = ?1", [.integer(one.position)]),
      ("department = :code -- and no more", [.code(one.department)]),
    ] {
      let found = try await ledger.rows(BodyRow.self, where: condition, arguments: arguments)
      #expect(found == [one], "\(condition)")
    }
    #expect(try await ledger.rows(BodyRow.self, where: "name IS ?", arguments: [.null]).isEmpty)
  }

  private static let wrong = [
    "department = ", "nosuch = 1", "1; DELETE FROM bodies", "1; SELECT 1", "1) --", "1 /*", ")", "",
    "abs(-9223372036854775808)", "nosuch(1)", "1) UNION SELECT 1 FROM bodies WHERE (1",
    "1) UNION SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM bodies WHERE (1",
    "load_extension('x')", "zeroblob(2000000000) > 1", "(1, 2)", "count(*) > 1", "1\u{0}",
    "1 ORDER BY 1", "x'", "\"", "randomblob(-1) MATCH 1",
  ]

  @Test func aWrongConditionIsSaidToBeOne() async throws {
    for condition in Self.wrong {
      let error = await refusal(condition)
      #expect(error?.code == .malformed, "\(condition): \(String(describing: error))")
      #expect(error?.message.contains("“\(condition)”") == true)
    }
  }

  @Test func anArgumentIsNotOfAnySize() async throws {
    let text = String(repeating: "x", count: 1 << 24)
    #expect(await refusal("name = ?", [.text(text)]) == nil)
    #expect(await refusal("name = ?", [.text(text + "x")])?.code == .malformed)
  }

  /// However many question marks there are, and arguments: an answer, or `malformed`.
  @Test func anyNumberOfArguments() async throws {
    for seed in UInt64(0)..<300 {
      var random = SplitMix64(seed: seed)
      let terms = [
        "position > ?", "name = ?", "1", "level IS NOT ?", "?3", ":a = ?2", "nosuch", "abs(?)", "(",
        ")", ";",
      ]
      let chosen = (0...random.below(4)).map { _ in terms[random.below(terms.count)] }
      let condition = chosen.joined(separator: random.below(2) == 0 ? " AND " : " OR ")
      let pool: [ColumnValue] = [.text("x\u{0}y"), .integer(.min), .null, .integer(3)]
      let values = (0..<random.below(6)).map { _ in pool[random.below(pool.count)] }
      let error = await refusal(condition, values)
      #expect(error == nil || error?.code == .malformed, "\(condition) \(values)")
      guard Set(chosen).isSubset(of: terms.prefix(4)) else { continue }
      let marks = condition.count { $0 == "?" }
      #expect((error == nil) == (marks == values.count), "\(condition) \(values)")
    }
  }
}
