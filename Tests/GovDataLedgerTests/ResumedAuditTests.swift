import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

/// An audit that goes on from a saved replay gives the bytes of one that replays the whole log.
@Suite struct ResumedAuditTests {
  let folder: TemporaryFolder
  let end: Instant

  init() throws {
    folder = try TemporaryFolder()
    end = try instant("2099-12-31T23:59:59+08:00")
  }

  private var state: String { folder.file("state") }

  private func audit(_ ledger: Ledger, cores: Int = 2) async throws -> AuditReport {
    try await ledger.audit(asOf: end, knownAt: end, resuming: state, cores: cores)
  }

  /// The log grows by parts of all sizes, over ends of pages and bundles.
  @Test func growingLog() async throws {
    let records = try history(4000)
    let ledger = try Ledger.create(at: folder.file("growing"), recordingNotices: false)
    var next = 0
    for count in [0, 1, 255, 1, 700, 67, 0, 1024, 1500] {
      _ = try await ledger.record(Array(records[next..<next + count]))
      next += count
      var folded: [Int64] = []
      let report = try await ledger.audit(
        asOf: end, knownAt: end, resuming: state, cores: 1 + next % 2
      ) { done, _ in folded.append(done) }
      let full = try await ledger.audit(asOf: end, knownAt: end)
      #expect(try report.json == full.json)
      // Nothing that was folded before is folded again.
      #expect(folded.isEmpty == (count == 0))
      #expect(folded.allSatisfy { $0 > next - count })
    }
  }

  @Test func savedAgainOnlyWhenTheLogGrew() async throws {
    let ledger = try await Ledger.generated(500, in: folder)
    _ = try await audit(ledger)
    let before = try Data(contentsOf: URL(filePath: state))
    let long = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: state)
    _ = try await audit(ledger)
    #expect(try Data(contentsOf: URL(filePath: state)) == before)
    let attributes = try FileManager.default.attributesOfItem(atPath: state)
    #expect(attributes[.modificationDate] as? Date == long)
  }

  @Test func anotherLedger() async throws {
    _ = try await audit(Ledger.generated(500, in: folder))
    let other = try await Ledger.generated(600, seed: 8, in: folder)
    await #expect(throws: LedgerError(.damaged, "")) { try await audit(other) }
  }

  /// An old copy of the ledger is put in its place.
  @Test func shorterLog() async throws {
    _ = try await audit(Ledger.generated(600, in: folder))
    let shorter = try await Ledger.generated(500, in: folder)
    await #expect(throws: LedgerError(.damaged, "")) { try await audit(shorter) }
  }

  /// What was saved answers any question.
  @Test func earlierTimes() async throws {
    let ledger = try await Ledger.generated(500, in: folder)
    _ = try await audit(ledger)
    let asOf = try instant("2021-01-01T00:00:00+08:00")
    let resumed = try await ledger.audit(asOf: asOf, knownAt: end, resuming: state)
    let whole = try await ledger.audit(asOf: asOf, knownAt: end)
    #expect(try resumed.json == whole.json)
  }

  @Test func notAState() async throws {
    let ledger = try await Ledger.generated(300, in: folder)
    for bytes in [Data(), Data("not a state".utf8), Data(repeating: 0, count: 100)] {
      try bytes.write(to: URL(filePath: state))
      await #expect(throws: LedgerError(.damaged, "")) { try await audit(ledger) }
      #expect(try Data(contentsOf: URL(filePath: state)) == bytes)
    }
    let nowhere = folder.file("no/such/folder")
    await #expect(throws: LedgerError(.alreadyExists, "")) {
      try await ledger.audit(resuming: nowhere)
    }
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.audit(resuming: folder.path)
    }
  }
}
