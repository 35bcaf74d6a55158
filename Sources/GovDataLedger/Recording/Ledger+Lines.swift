import LedgerSQLite

/// What one durable commit of a bulk recording added.
public struct CommitReport: Hashable, Sendable {
  /// The positions of the events added; `nil` when there were none.
  public let positions: ClosedRange<Int64>?
  /// How many records were in the log already.
  public let alreadyRecorded: Int

  /// How many events were added.
  public var count: Int { positions.map { Int($0.upperBound - $0.lowerBound) + 1 } ?? 0 }
}

extension Ledger {
  /// Records JSON Lines in bulk, blocking the calling thread: for tools and imports.
  ///
  /// - Parameters:
  ///   - lines: the source, which is read as the recording goes; one that may keep its reader
  ///     waiting, such as a pipe, is read before others have to wait for this recording.
  ///   - mode: how the records are taken in.
  ///   - batchSize: records per durable commit; `nil` for all or nothing.
  ///   - onCommit: told after each commit, when it is on disk.
  ///   - onProgress: told the number of records read and of bytes of the source now and then.
  /// - Throws: ``LedgerError`` with the line of the fault. Nothing of the commit that failed is
  ///   recorded.
  public func record(
    _ lines: inout LineReader, mode: RecordingMode = .live, batchSize: Int? = nil,
    onCommit: (CommitReport) throws -> Void = { _ in },
    onProgress: (Int, Int64) -> Void = { _, _ in }
  ) throws {
    var count = 0
    func commit(_ next: (inout LineReader) throws -> PreparedLines?) throws {
      let (report, isCheckpointDue) = try store.writeBlocking { transaction in
        var batch = BulkBatch(ledger: self, transaction: transaction, mode: mode)
        while let prepared = try next(&lines) {
          for record in prepared.records {
            try batch.record(record)
            count += 1
            if count % 1000 == 0 { onProgress(count, lines.bytesRead) }
          }
        }
        return (batch.report, automatic?.isDue(after: transaction) ?? false)
      }
      if isCheckpointDue { automatic?.signInPlace() }
      signal.fire()
      try onCommit(report)
    }
    guard let batchSize else {
      // Read before the turn to write begins: a slow source holds nobody up.
      try lines.gather()
      return try commit { lines in
        let next = PreparedLines(try lines.next(atMost: PreparedLines.mostAhead))
        return next.records.isEmpty ? nil : next
      }
    }
    var isFirst = true
    while true {
      // Likewise.
      let batch = PreparedLines(try lines.next(atMost: batchSize))
      let isLast = batch.records.count < batchSize
      var rest: PreparedLines? = batch
      if isFirst || !batch.records.isEmpty { try commit { _ in rest.take() } }
      if isLast { return }
      isFirst = false
    }
  }
}

/// The records of one commit.
private struct BulkBatch {
  let ledger: Ledger
  let transaction: SQLiteTransaction
  let mode: RecordingMode
  private let first: Int64
  private var alreadyRecorded = 0

  init(ledger: Ledger, transaction: SQLiteTransaction, mode: RecordingMode) {
    self.ledger = ledger
    self.transaction = transaction
    self.mode = mode
    first = transaction.size
  }

  mutating func record(_ line: PreparedLines.Prepared) throws(LedgerError) {
    let record = try line.record.get()
    let recorder = Recorder(
      into: transaction, law: ledger.law, mode: mode, now: ledger.clock.now())
    do {
      if try recorder.record(record).wasAlreadyRecorded { alreadyRecorded += 1 }
    } catch {
      throw error.onLine(line.number)
    }
  }

  var report: CommitReport {
    let last = transaction.size - 1
    return CommitReport(
      positions: last >= first ? first...last : nil, alreadyRecorded: alreadyRecorded)
  }
}
