import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct RecordingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func manyCallersAreCommittedTogetherWithoutGaps() async throws {
    let records = try history(400)
    let bodies = records.filter { $0.data.type == .departmentRegistered }
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let receipts = try await withThrowingTaskGroup(of: Receipt.self) { group in
      for record in bodies { group.addTask { try await ledger.record(record) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(receipts.map(\.position).sorted() == Array(0..<Int64(bodies.count)))
    let stored = try await ledger.events(EventQuery(limit: 1000))
    #expect(Set(stored.map(\.record)) == Set(bodies))
    for receipt in receipts {
      let event = try await ledger.events(EventQuery(from: receipt.position, limit: 1))
      #expect(event.first?.position == receipt.position)
    }
  }

  @Test func aRefusalDoesNotHurtItsNeighbours() async throws {
    let records = try history(60)
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    _ = try await ledger.record(records)
    let bodies = try history(2000, seed: 8).filter { $0.data.type == .departmentRegistered }
    let outcomes = await withTaskGroup(of: (Bool, Bool).self) { group in
      for (index, record) in bodies.prefix(40).enumerated() {
        var record = record
        record.id = Identifier("new-\(index)")
        // Every other caller breaks the rule of times.
        if index % 2 == 1 { record.occurredAt = Instant.max }
        let submitted = record
        group.addTask {
          let isFine = index % 2 == 0
          return (isFine, (try? await ledger.record(submitted)) != nil)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    let known = Set(try await ledger.rows(BodyRow.self).map(\.department))
    #expect(outcomes.filter { !$0.0 && $0.1 }.isEmpty)
    #expect(!known.isEmpty)
    #expect(try await ledger.verify().disagreements == [])
  }

  @Test func aBatchIsRecordedWholeOrNotAtAll() async throws {
    var records = try history(300)
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    records[299].occurredAt = Instant.max
    let broken = records
    await #expect(throws: LedgerError(.inTheFuture, "")) { try await ledger.record(broken) }
    #expect(try await ledger.size == 0)
    let whole = try history(300)
    #expect(try await ledger.record(whole).map(\.position) == Array(0..<300))
    #expect(try await ledger.record(whole).allSatisfy(\.wasAlreadyRecorded))
    #expect(try await ledger.size == 300)
  }

  @Test func aBadLineIsNamedAndNothingIsRecorded() async throws {
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    var lines = try history(30).map { String(decoding: $0.canonicalBytes, as: UTF8.self) }
    lines.insert("", at: 3)
    lines[17] = lines[17].replacing("\"id\":", with: "\"name\":")
    let text = lines.joined(separator: "\n")
    do {
      _ = try await ledger.record(jsonLines: text)
      Issue.record("a record without an id was accepted")
    } catch let error as LedgerError {
      #expect(error.line == 18)
      #expect(error.code == .malformed)
    }
    #expect(try await ledger.size == 0)
  }

  @Test func anExpectedVersionGuardsAStream() async throws {
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let record = try history(1)[0]
    await #expect(throws: LedgerError(.versionConflict, "")) {
      try await ledger.record(record, expectedVersion: 1)
    }
    #expect(try await ledger.record(record, expectedVersion: 0).position == 0)
  }

  @Test func theTimeOfRecordingNeverDecreases() async throws {
    let path = folder.file("ledger")
    let records = try history(3)
    let later = try instant("2026-08-01T00:00:00+08:00")
    let first = try Ledger.create(at: path, recordingNotices: false, clock: .fixed(at: later))
    _ = try await first.record(records[0])
    try first.close()
    let earlier = try instant("2026-07-01T00:00:00+08:00")
    let second = try Ledger(at: path, clock: .fixed(at: earlier))
    _ = try await second.record(records[1])
    let events = try await second.events(EventQuery())
    #expect(events.map(\.recordedAt) == [later, later])
  }

  @Test(arguments: [nil, 1, 7, 256, 1000])
  func bulkRecordingCommitsWhatItSays(batchSize: Int?) async throws {
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let records = try history(600)
    var bytes: [UInt8] = []
    for record in records { bytes += record.canonicalBytes + [0x0A] }
    var commits: [CommitReport] = []
    var lines = LineReader(bytes: bytes)
    try ledger.record(&lines, batchSize: batchSize, onCommit: { commits.append($0) })
    #expect(commits.map(\.count).reduce(0, +) == 600)
    #expect(commits.dropLast().allSatisfy { $0.count == batchSize })
    #expect(try await ledger.events(EventQuery(limit: 600)).map(\.record) == records)
  }
}
