import LedgerCore
import MerkleLog

extension SQLiteTransaction {
  /// What identifies the log; `nil` when it has no name yet.
  package func origin() throws(LedgerError) -> KeyName? {
    try storing { try LogCheckpoints(db: db).origin() }
  }

  /// Gives a log without a name its name, which never changes from then on.
  package func store(origin: KeyName) throws(LedgerError) {
    try checkNotFromCapsule()
    try storing { try LogCheckpoints(db: db).store(origin: origin) }
  }

  /// The stored checkpoint of the largest size.
  package func newestCheckpoint() throws(LedgerError) -> UnverifiedCheckpoint? {
    try storing { try LogCheckpoints(db: db).newest() }
  }

  /// The stored checkpoint of a size.
  package func checkpoint(ofSize size: Int64) throws(LedgerError) -> UnverifiedCheckpoint? {
    try storing { try LogCheckpoints(db: db).checkpoint(ofSize: size) }
  }

  /// Stores a checkpoint in place of that of its size, if there is one.
  package func store(_ checkpoint: UnverifiedCheckpoint) throws(LedgerError) {
    try checkNotFromCapsule()
    try storing { try LogCheckpoints(db: db).store(checkpoint) }
  }

  /// The size and root of the log as it is on disk.
  ///
  /// - Throws: `damaged` when the log's tiles and tail do not give the root that its last commit
  ///   noted, `inputOutput` when the disk refuses.
  package func durableHead() throws(LedgerError) -> LogHead {
    precondition(isUnchanged, "what this transaction appends is not on disk yet")
    let head = head
    let noted = try storing { try LogReading(db: db).storedHead().log }
    guard noted == head else {
      throw LedgerError(
        .damaged,
        "the log's root is \(head.root.base64), its last commit left \(noted.root.base64); "
          + "check it with `govledger verify`")
    }
    try WriteAheadLog.sync(db)
    return head
  }

  /// The root of the log when it had `size` events.
  ///
  /// - Throws: `damaged` when it has fewer, or lacks a tile.
  package func root(ofSize size: Int64) throws(LedgerError) -> TreeHash {
    try storing { try LogReading(db: db).edge(ofSize: size).root() }
  }
}
