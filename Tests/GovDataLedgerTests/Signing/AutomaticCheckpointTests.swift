import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct AutomaticCheckpointTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let records: [Record]
  let clock: SettableClock
  let reports = Reports()

  init() throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner()
    records = try history(400)
    clock = SettableClock(try instant("2026-09-01T08:00:00+08:00"))
  }

  private func plan(everyEvents count: Int64? = nil, every interval: Duration? = nil)
    -> CheckpointPlan
  {
    CheckpointPlan(
      signer: signer, memory: CheckpointMemoryFile(path: folder.file("signed")),
      everyEvents: count, every: interval, report: reports.add)
  }

  private func make(_ plan: CheckpointPlan) throws -> Ledger {
    try Ledger.create(
      at: folder.file("ledger"), recordingNotices: false, checkpoints: plan, clock: clock.clock)
  }

  @Test func byCount() async throws {
    let ledger = try make(plan(everyEvents: 10))
    for record in records[..<35] {
      _ = try await ledger.record(record)
      let size = try await ledger.size
      // When a call returns, what its commit made due is stored.
      #expect(try await ledger.newestCheckpoint()?.claim.size ?? 0 == size / 10 * 10)
    }
    #expect(reports.sizes == [10, 20, 30])
    _ = try await ledger.record(Array(records[35..<300]))
    #expect(reports.sizes == [10, 20, 30, 300])
    #expect(reports.failures == 0)
    #expect(try await ledger.verify().checkpoints == 4)
  }

  @Test func byInterval() async throws {
    let ledger = try make(plan(every: .seconds(60)))
    _ = try await ledger.record(records[0])
    clock.advance(milliseconds: 59_999)
    _ = try await ledger.record(records[1])
    #expect(reports.sizes == [])
    clock.advance(milliseconds: 1)
    _ = try await ledger.record(records[2])
    #expect(reports.sizes == [3])
    // The time counts from the first event that is not covered, not from the last checkpoint.
    clock.advance(milliseconds: 1_000_000)
    _ = try await ledger.record(records[3])
    #expect(reports.sizes == [3])
    clock.advance(milliseconds: 60_000)
    _ = try await ledger.record(records[4])
    #expect(reports.sizes == [3, 5])
  }

  @Test func theIntervalOutlivesTheProcess() async throws {
    let ledger = try make(plan(every: .seconds(60)))
    _ = try await ledger.record(records[0])
    try ledger.close()
    clock.advance(milliseconds: 60_000)
    let again = try Ledger(
      at: folder.file("ledger"), checkpoints: plan(every: .seconds(60)), clock: clock.clock)
    _ = try await again.record(records[1])
    #expect(reports.sizes == [2])
  }

  @Test func whicheverComesFirst() async throws {
    let ledger = try make(plan(everyEvents: 3, every: .seconds(60)))
    _ = try await ledger.record(Array(records[..<3]))
    _ = try await ledger.record(records[3])
    clock.advance(milliseconds: 60_000)
    _ = try await ledger.record(records[4])
    #expect(reports.sizes == [3, 5])
  }

  @Test func anExplicitCheckpointCounts() async throws {
    let ledger = try make(plan(everyEvents: 10))
    _ = try await ledger.record(Array(records[..<9]))
    try await ledger.checkpoint(
      signer: signer, memory: CheckpointMemoryFile(path: folder.file("signed")))
    _ = try await ledger.record(Array(records[9..<18]))
    #expect(reports.sizes == [])
    _ = try await ledger.record(records[18])
    #expect(reports.sizes == [19])
  }

  @Test func aFailureLosesNothingAndIsMadeUpFor() async throws {
    let ledger = try make(plan(everyEvents: 5))
    signer.fail(true)
    let receipts = try await ledger.record(Array(records[..<5]))
    #expect(receipts.map(\.position) == Array(0..<5))
    _ = try await ledger.record(records[5])
    #expect(reports.failures == 2)
    #expect(try await ledger.size == 6)
    #expect(try await ledger.newestCheckpoint() == nil)
    signer.fail(false)
    _ = try await ledger.record(records[6])
    #expect(reports.sizes == [7])
    #expect(reports.failures == 2)
  }

  @Test func nothingIsSignedForWhatIsRefused() async throws {
    let ledger = try make(plan(everyEvents: 1))
    var record = records[0]
    record.occurredAt = Instant.max
    let refused = record
    await #expect(throws: LedgerError(.inTheFuture, "")) { try await ledger.record(refused) }
    #expect(reports.sizes == [])
    #expect(signer.count == 0)
  }

  @Test(arguments: [nil, 100] as [Int?]) func inBulk(batchSize: Int?) async throws {
    let ledger = try make(plan(everyEvents: 150))
    var bytes: [UInt8] = []
    for record in records { bytes += record.canonicalBytes + [0x0A] }
    var lines = LineReader(bytes: bytes)
    try ledger.record(&lines, batchSize: batchSize)
    #expect(reports.sizes == (batchSize == nil ? [400] : [200, 400]))
  }

  @Test func manyCallersAtOnce() async throws {
    let ledger = try make(plan(everyEvents: 7))
    _ = try await ledger.record(Array(records[..<100]))
    let first = records[0]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<200 {
        group.addTask { _ = try await ledger.record(first.incident(index)) }
      }
      try await group.waitForAll()
    }
    for size in reports.sizes {
      try ledger.expectRoot(of: #require(try await ledger.checkpoint(ofSize: size)))
    }
    let size = try await ledger.size
    let signed = try await ledger.newestCheckpoint()?.claim.size ?? 0
    #expect(size == 300)
    #expect(size - signed < 7)
    #expect(reports.failures == 0)
  }
}
