import GRDB
import LedgerCore

/// The tables that hold the log. All but bundles and tail can be made again from those two.
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
    -- Streams by name.
    CREATE TABLE log_streams (stream INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE);
    -- The events of each stream.
    CREATE TABLE log_stream_events (
      stream INTEGER NOT NULL, version INTEGER NOT NULL, position INTEGER NOT NULL,
      PRIMARY KEY (stream, version)) WITHOUT ROWID;
    -- Positions by event id.
    CREATE TABLE log_event_ids (id TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL)
      WITHOUT ROWID;
    """

  static let tables = [
    "log_bundles", "log_tail", "log_tiles", "log_streams", "log_stream_events", "log_event_ids",
  ]

  /// The tables must be there.
  static func check(_ db: Database) throws {
    for table in tables where try !db.tableExists(table) {
      throw LedgerError(.damaged, "the table \(table) is missing")
    }
  }
}
