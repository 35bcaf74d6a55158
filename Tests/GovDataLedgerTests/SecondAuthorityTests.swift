import TestSupport
import Testing

@testable import GovDataLedger

/// A division has one data authority (art. 6). Under a book that forbids a second, one is refused by what
/// the log says, however far behind the projections are; under the order alone it is remarked on.
@Suite struct SecondAuthorityTests {
  let folder: TemporaryFolder
  let now: Instant
  let law: BundledLaw

  init() throws {
    folder = try TemporaryFolder()
    now = try #require(Instant(rfc3339: "2026-07-01T12:00:00+08:00"))
    law = try BundledLaw.load()
  }

  /// The registration of the body of a number as the authority of a division.
  private func registration(
    _ number: Int, of division: String = "370100", on day: String = "2026-06-02"
  ) throws -> Record {
    let digits = String(number)
    let body = "11370100MB" + String(repeating: "0", count: 7 - digits.count) + digits
    let code = try #require(BodyCode(withoutCheck: body))
    return Record(
      id: Identifier("registered-\(number)-\(division)"),
      occurredAt: try #require(Instant(rfc3339: "\(day)T12:00:00+08:00")), actor: code,
      data: DepartmentRegistered(
        department: code, name: "大数据局", division: try #require(Division(division)),
        kind: .dataAuthority))
  }

  private static let forbidding = """
    {"schema":"govledger.rule-book/1","book":"own/1","title":{"zh":"一级一个主管部门","en":"One authority"},
    "inForceFrom":"2020-02-01","obligations":[],"violations":[{"rule":"own.second","article":"第六条",
    "check":"secondAuthority","text":{"zh":"不得另设","en":"There shall be no other."},
    "message":{"zh":"第二个主管部门","en":"a second authority"}}]}
    """

  /// A ledger that adopts a book under which a second authority is a violation.
  private func created(_ name: String, _ projecting: ProjectionTiming) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file(name), projecting: projecting, clock: LedgerClock { [now] in now })
    let book = try RuleBook(json: Array(Self.forbidding.utf8))
    _ = try await ledger.record(
      Record(
        id: "own", occurredAt: now, actor: try registration(1).actor,
        data: RulesAdopted(book: book.name, from: book.inForceFrom, document: book.document)))
    return ledger
  }

  @Test func isRemarkedOnUnderTheOrder() async throws {
    let ledger = try Ledger.create(
      at: folder.file("order"), clock: LedgerClock { [now] in now })
    _ = try await ledger.record([registration(1), registration(2)])
    let report = try await ledger.audit()
    #expect(report.remarks.map(\.rule) == ["sd329.6.second"] && report.violations.isEmpty)
  }

  private func isUnlawful(_ record: Record, in ledger: Ledger) async throws -> Bool {
    do {
      _ = try await ledger.record(record)
      return false
    } catch let error as LedgerError {
      return error.code == .unlawful
    }
  }

  @Test(arguments: [ProjectionTiming.inline, .later])
  func isRefused(projecting: ProjectionTiming) async throws {
    let ledger = try await created("a", projecting)
    _ = try await ledger.record(registration(1))
    #expect(try await isUnlawful(registration(2), in: ledger))
    // Before the other was registered it was the first.
    _ = try await ledger.record(registration(3, on: "2026-06-01"))
  }

  @Test func isRefusedByAWriterThatComesLater() async throws {
    let earlier = try await created("b", .later)
    _ = try await earlier.record(registration(1))
    let others = try (0..<700).map { try registration(1000 + $0, of: String(370_300 + $0)) }
    _ = try await earlier.record(others)
    _ = try await earlier.record(registration(2, of: "370200"))
    try earlier.close()
    let later = try Ledger(
      at: folder.file("b"), projecting: .later, clock: LedgerClock { [now] in now })
    #expect(try await isUnlawful(registration(3), in: later))
    #expect(try await isUnlawful(registration(4, of: "370200"), in: later))
    #expect(try await isUnlawful(registration(5, of: "370301"), in: later))
    #expect(try await !isUnlawful(registration(6, of: "370299"), in: later))
  }

  /// A refusal makes the writer forget what it remembers, not what the transaction has recorded.
  @Test func isRefusedAfterARefusalInTheSameCommit() async throws {
    let ledger = try await created("c", .inline)
    let commands = try [
      [registration(1)], [registration(2, of: "370200"), registration(1, of: "370300")],
      [registration(3)],
    ]
    let codes = try await ledger.store.write { [law, now] transaction in
      commands.map { records -> LedgerError.Code? in
        do throws(LedgerError) {
          try transaction.savepoint { () throws(LedgerError) in
            let recorder = Recorder(into: transaction, law: law, mode: .live, now: now)
            for record in records { _ = try recorder.record(record) }
          }
          return nil
        } catch {
          return error.code
        }
      }
    }
    #expect(codes == [nil, .contradictory, .unlawful])
  }
}
