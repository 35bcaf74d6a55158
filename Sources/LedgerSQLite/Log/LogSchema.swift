import GRDB
import LedgerCore

/// The tables that hold the log. All but bundles, tail, origin, checkpoints and capsule can be made again
/// from bundles and tail.
enum LogSchema {
  static let sql = """
    -- Sealed bundles: 256 events each, a C2SP tlog-tiles entry bundle in an LZ4 frame.
    CREATE TABLE log_bundles (number INTEGER PRIMARY KEY NOT NULL, data BLOB NOT NULL);
    -- The events after the last full bundle: canonical JSON.
    CREATE TABLE log_tail (position INTEGER PRIMARY KEY NOT NULL, event BLOB NOT NULL);
    -- Full tiles of the Merkle tree: 256 hashes of 32 bytes.
    CREATE TABLE log_tiles (
      level INTEGER NOT NULL, number INTEGER NOT NULL, hashes BLOB NOT NULL,
      PRIMARY KEY (level, number));
    -- The size of the log and its Merkle root after the last commit, and SHA-256 of the positions in
    -- log_law: one row, or none as long as there are no events.
    CREATE TABLE log_head (size INTEGER NOT NULL, root BLOB NOT NULL, law BLOB NOT NULL);
    -- What identifies the log, the first line of its checkpoints: one row, or none so far.
    CREATE TABLE log_origin (origin TEXT NOT NULL);
    -- The signed checkpoints of the log by their sizes: C2SP tlog-checkpoint notes, each with its
    -- RFC 6962 leaf hash, by which a note that has rotted is found without any key.
    CREATE TABLE log_checkpoints (
      size INTEGER PRIMARY KEY NOT NULL, note BLOB NOT NULL, hash BLOB NOT NULL);
    -- The size of the log when it came out of a capsule: one row. Such a log is only read.
    CREATE TABLE log_capsule (size INTEGER NOT NULL);
    -- Positions by event id, and by stream and other matters that an event is an act on: sorted runs
    -- of hashes, merged as they grow, and the hashes of the bundles after them; and the types of event
    -- that each bundle holds. Each row ends with the first eight bytes of SHA-256 of its key and what
    -- comes before.
    CREATE TABLE log_index (key INTEGER PRIMARY KEY NOT NULL, data BLOB NOT NULL);
    -- The positions of the law in the log: holiday notices and adoptions of rule books.
    CREATE TABLE log_law (position INTEGER PRIMARY KEY NOT NULL);
    -- The position from which on events are not in the projections; no row when all are.
    CREATE TABLE projection_lag (position INTEGER PRIMARY KEY NOT NULL);
    \(ServiceRegistry.schema)
    -- One row as long as commits may stand in the write-ahead log alone: a copy of this file without
    -- that is not the whole ledger.
    CREATE TABLE log_unfolded (unfolded INTEGER PRIMARY KEY NOT NULL);
    """

  static let tables =
    [
      "log_bundles", "log_tail", "log_tiles", "log_head", "log_origin", "log_checkpoints",
      "log_capsule", "log_index", "log_law", "log_unfolded", "projection_lag",
    ] + ServiceRegistry.tables

  /// The tables must be there.
  static func check(_ db: Database) throws {
    for table in tables where try !db.tableExists(table) {
      throw LedgerError(.damaged, "the table \(table) is missing")
    }
  }
}
