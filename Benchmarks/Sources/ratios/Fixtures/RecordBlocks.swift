/// A generated history in blocks of records that are ready to be recorded, in bulk commits.
///
/// Only a block is in memory at a time, however long the history.
struct RecordBlocks {
  private var history: any IteratorProtocol<LedgerRecord>
  private let blockSize: Int

  init(events: Int, blockSize: Int) throws {
    history = try Subject.history(events: events, seed: Plan.seed)
    self.blockSize = blockSize
  }

  /// The next block, as batches of `Plan.batchSize` records; `nil` after the last.
  mutating func next() -> [[LedgerRecord]]? {
    var batches: [[LedgerRecord]] = []
    var batch: [LedgerRecord] = []
    var left = blockSize
    while left > 0, let record = history.next() {
      batch.append(record)
      left -= 1
      if batch.count == Plan.batchSize {
        batches.append(batch)
        batch.removeAll()
      }
    }
    if !batch.isEmpty { batches.append(batch) }
    return batches.isEmpty ? nil : batches
  }
}
