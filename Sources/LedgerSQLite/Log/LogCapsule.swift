import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// The log as capsules are made from it.
struct LogCapsule: CapsuleLog {
  let log: LogReading

  func hashes(of tile: TileReference) throws -> [TreeHash]? {
    try LogTiles(log: log).hashes(of: tile)
  }

  func bundle(_ reference: BundleReference) throws -> CapsuleBundle {
    let width = Int64(SealedBundle.width)
    if reference.number < (try log.size()) / width {
      return .sealed(try log.frame(ofBundle: reference.number))
    }
    let page = try log.page(from: reference.number * width, limit: reference.width)
    return .leaves(page.ranges.map { Array(page.bytes[$0]) })
  }
}

extension SQLiteEventStore {
  /// Writes a capsule of the log up to its newest checkpoint, in one snapshot. Blocks the calling
  /// thread.
  ///
  /// - Returns: what the checkpoint says; `nil` when there is no checkpoint.
  package func writeCapsule(
    law: CapsuleLaw, to sink: ([UInt8]) throws -> Void
  ) throws(LedgerError) -> Checkpoint? {
    try readingInPlace(repeatable: false) { db in
      let log = try checkedLog(db).log
      let checkpoints = LogCheckpoints(db: db)
      guard let newest = try checkpoints.newest() else { return nil }
      var earlier: [UnverifiedCheckpoint] = []
      let rows = try checkpoints.all()
      while let row = try rows.next() {
        let checkpoint = try StoredCheckpoint(row).checkpoint()
        if checkpoint.claim.size < newest.claim.size { earlier.append(checkpoint) }
      }
      let writer = try CapsuleWriter(checkpoint: newest, earlier: earlier, law: law)
      try writer.write(LogCapsule(log: log), to: sink)
      return newest.claim
    }
  }
}
