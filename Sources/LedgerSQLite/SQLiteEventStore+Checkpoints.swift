import GRDB
import LedgerCore
import MerkleLog

extension SQLiteEventStore {
  /// What identifies the log; `nil` when it has no name yet.
  package func origin() async throws -> KeyName? {
    try await reading { try LogCheckpoints(db: $0).origin() }
  }

  /// The stored checkpoint of the largest size.
  package func newestCheckpoint() async throws -> UnverifiedCheckpoint? {
    try await reading { try LogCheckpoints(db: $0).newest() }
  }

  /// The stored checkpoint of a size.
  package func checkpoint(ofSize size: Int64) async throws -> UnverifiedCheckpoint? {
    try await reading { try LogCheckpoints(db: $0).checkpoint(ofSize: size) }
  }

  /// The proof that the log of `size` events begins with that of `oldSize`, checked against the
  /// roots of both.
  ///
  /// - Throws: `damaged` when the stored tiles do not give the proof.
  package func consistencyProof(
    from oldSize: Int64, to head: LogHead
  ) async throws -> ConsistencyProof {
    try await reading { db in
      let log = LogReading(db: db)
      do {
        var tree = try TiledTree(
          size: head.size, source: LogTiles(log: log), hasher: SHA256Hasher.self)
        let proof = try tree.consistencyProof(from: oldSize)
        try proof.verify(
          oldRoot: log.edge(ofSize: oldSize).root(), newSize: head.size, newRoot: head.root)
        return proof
      } catch let error as MerkleLogError {
        throw LedgerError(
          .damaged, "\(error.message); check the ledger with `govledger verify`")
      }
    }
  }
}
