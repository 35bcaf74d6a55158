import LedgerWorkload
import Testing
import TestSupport

@testable import GovDataLedger

func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

/// The first records of a generated history.
func history(_ count: Int, seed: UInt64 = 7) throws -> [Record] {
  Array(try Workload(WorkloadSettings(events: count, seed: seed, asImport: false)))
}

extension Ledger {
  /// A new ledger that holds a generated history.
  static func generated(
    _ count: Int, seed: UInt64 = 7, in folder: TemporaryFolder
  ) async throws -> Ledger {
    let ledger = try Ledger.create(
      at: folder.file("ledger-\(count)-\(seed)"), recordingNotices: false)
    _ = try await ledger.record(history(count, seed: seed))
    return ledger
  }
}
