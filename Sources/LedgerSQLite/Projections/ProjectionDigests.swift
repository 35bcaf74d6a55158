import GRDB
import LedgerCore
import MerkleLog

/// The digest of the projections with the size of the log that they are of, in one snapshot.
package struct ProjectedHead: Sendable {
  /// The log whose events the projections hold.
  package let log: LogHead
  /// The digest of all tables (``ProjectionsDigest``).
  package let digest: TreeHash
}

extension SQLiteEventStore {
  /// The digest of the projections as they are now.
  ///
  /// - Throws: `behind` when they do not hold every event.
  package func projectedHead() async throws -> ProjectedHead {
    try await readingProjections { db in
      ProjectedHead(
        log: try LogReading(db: db).wholeHead().log, digest: try ProjectionTables.digest(in: db))
    }
  }
}

extension ProjectionTables {
  /// The digest of tables, by default of all that are the ledger's own.
  static func digest(
    of tables: [String] = Projector.tables, in db: Database
  ) throws -> TreeHash {
    var digest = ProjectionsDigest()
    for table in tables { digest.add(table, try rowDigest(of: table, in: db)) }
    return digest.value
  }

  private static func rowDigest(of table: String, in db: Database) throws -> RowDigest {
    let key = try db.primaryKey(table).columns.joined(separator: ", ")
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY \(key)")
    var digest = RowDigest(columns: try db.columns(in: table).map(\.name))
    while let row = try rows.next() {
      digest.add(row.databaseValues.lazy.map { ColumnValue($0) })
    }
    return digest
  }
}
