import LedgerCore
import MerkleLog
import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct EventStoreTests {
  let folder: TemporaryFolder
  let recording: Recording

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 511, 512, 513, 900])
  func whatIsRecordedIsReadBack(count: Int) async throws {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    let receipts = try recording.record(Sample.records(0..<count), in: store)
    #expect(receipts.map(\.position) == Array(0..<Int64(count)))
    for limit in [1, 100, 256, 1000] where limit > 1 || count < 300 {
      let leaves = try await store.leaves(pagesOf: limit)
      #expect(leaves.map { SHA256Hasher.leaf($0) } == receipts.map(\.leafHash))
      let events = try leaves.map { try Event(leaf: $0) }
      #expect(events.map(\.record) == (try Sample.records(0..<count)))
    }
    #expect(try await store.size() == Int64(count))
  }

  @Test func aReopenedLedgerGoesOnWhereItStopped() async throws {
    let path = folder.file("ledger")
    var store = try SQLiteEventStore.create(at: path)
    var count = 0
    for step in [1, 3, 250, 2, 1, 255, 256, 40] {
      try recording.record(Sample.records(count..<(count + step)), in: store)
      count += step
      try store.close()
      store = try SQLiteEventStore(at: path)
    }
    let hashes = try await store.leaves(pagesOf: 300).map { SHA256Hasher.leaf($0) }
    #expect(hashes.count == count)
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements == [])
    #expect(report.root == MerkleTree<SHA256Hasher>.root(of: hashes).base64)
  }

  @Test func twoStoresOfOneFileTakeTurns() async throws {
    let path = folder.file("ledger")
    let stores = [try SQLiteEventStore.create(at: path), try SQLiteEventStore(at: path)]
    var count = 0
    for turn in 0..<12 {
      let step = turn % 3 == 0 ? 97 : 5
      try recording.record(Sample.records(count..<(count + step)), in: stores[turn % 2])
      count += step
      #expect(try await stores[(turn + 1) % 2].size() == Int64(count))
    }
    let report = try await stores[0].verify(law: recording.law)
    #expect(report.disagreements == [])
  }

  @Test func streamsHaveGaplessVersions() async throws {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    try recording.record(Sample.records(0..<600), in: store)
    let stream = StreamName(.shareRequest, "SR-400")
    #expect(try await store.events(in: stream).map(\.position) == [400, 401])
    #expect(try await store.events(in: StreamName(.shareRequest, "SR-999")).isEmpty)
  }

  @Test func aRefusedSavepointLeavesNoTrace() async throws {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    try recording.record(Sample.records(0..<250), in: store)
    try store.writeBlocking { transaction in
      let recorder = recording.recorder(transaction)
      // The refused batch crosses the seal of the first bundle.
      let refused = Result { () throws(LedgerError) in
        try transaction.savepoint { () throws(LedgerError) in
          for number in 250..<300 { _ = try recorder.record(Self.make(number)) }
          _ = try recorder.record(Self.secondReply())
        }
      }
      #expect(throws: LedgerError(.contradictory, "")) { try refused.get() }
      #expect(transaction.size == 250)
      for number in 250..<260 { _ = try recorder.record(Self.make(number)) }
    }
    #expect(try await store.size() == 260)
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements == [])
  }

  private static func make(_ number: Int) throws(LedgerError) -> Record {
    do { return try Sample.record(number) } catch { throw LedgerError(.malformed, "\(error)") }
  }

  private static func secondReply() throws(LedgerError) -> Record {
    var record = try make(251)
    record.id = "again"
    return record
  }

  @Test func aThrowingTransactionIsForgotten() async throws {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"))
    struct Stop: Error {}
    #expect(throws: LedgerError.self) {
      try store.writeBlocking { transaction in
        for number in 0..<300 { _ = try recording.recorder(transaction).record(Self.make(number)) }
        throw Stop()
      }
    }
    #expect(try await store.size() == 0)
    try recording.record(Sample.records(0..<300), in: store)
    let report = try await store.verify(law: recording.law)
    #expect(report.disagreements == [])
  }

  @Test func aReaderCannotWrite() async throws {
    let path = folder.file("ledger")
    try recording.record(Sample.records(0..<3), in: SQLiteEventStore.create(at: path))
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    #expect(throws: LedgerError(.readOnly, "")) {
      try recording.record(Sample.records(3..<4), in: reader)
    }
    #expect(try await reader.size() == 3)
  }

  @Test func aSecondWriterWaitsThenGetsAClearError() async throws {
    let path = folder.file("ledger")
    let store = try SQLiteEventStore.create(at: path, patience: .milliseconds(50))
    let other = try WriterLock(besideLedger: path, patience: .zero)
    try other.hold {
      _ = #expect(throws: LedgerError(.busy, "")) {
        try recording.record(Sample.records(0..<1), in: store)
      }
    }
    try recording.record(Sample.records(0..<1), in: store)
  }
}
