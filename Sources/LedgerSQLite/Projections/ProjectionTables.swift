import GRDB
import LedgerCore

/// The tables of the projections, as `Schemas/projections.sql` describes them.
enum ProjectionTables {
  /// The SQL that the program carries in itself.
  static func sql() throws(LedgerError) -> String {
    guard let bytes = BundledFiles.bytes(of: "projections") else {
      throw LedgerError(.notFound, "the program was built without the projections' SQL")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func create(in db: Database) throws { try db.execute(sql: sql()) }

  /// Makes the tables under names that begin with `prefix`, with the indexes that changes need.
  static func create(in db: Database, prefix: String) throws {
    for statement in try sql().split(separator: ";\n") {
      if let start = statement.range(of: "CREATE TABLE ") {
        try db.execute(sql: "CREATE TABLE \(prefix)\(statement[start.upperBound...])")
      }
    }
    for column in ["trigger_id", "entry"] {
      try db.execute(
        sql: """
          CREATE INDEX \(prefix)by_\(column) ON \(prefix)obligations (\(column))
          WHERE \(column) IS NOT NULL
          """)
    }
  }

  /// Puts the tables that begin with `prefix` in the place of the live ones.
  static func swap(in db: Database, prefix: String) throws {
    let indexes = try String.fetchAll(
      db,
      sql: """
        SELECT name FROM sqlite_master
        WHERE type = 'index' AND sql IS NOT NULL AND substr(name, 1, ?) = ?
        """, arguments: [prefix.count, prefix])
    for index in indexes { try db.execute(sql: "DROP INDEX \(index)") }
    for table in Projector.tables {
      try db.execute(sql: "DROP TABLE IF EXISTS \(table)")
      try db.execute(sql: "ALTER TABLE \(prefix)\(table) RENAME TO \(table)")
    }
    for statement in try sql().split(separator: ";\n") {
      guard let start = statement.range(of: "CREATE INDEX ") else { continue }
      try db.execute(sql: String(statement[start.lowerBound...]))
    }
  }

  /// Whether two tables, perhaps of two databases, have the same rows.
  static func areEqual(
    _ one: String, in db: Database, _ other: String, in otherDB: Database
  ) throws -> Bool {
    guard try db.tableExists(one), try otherDB.tableExists(other) else { return false }
    let key = try otherDB.primaryKey(other).columns.joined(separator: ", ")
    return try SQLStatement.haveSameRows(
      SQLStatement("SELECT * FROM \(one) ORDER BY \(key)", in: db),
      SQLStatement("SELECT * FROM \(other) ORDER BY \(key)", in: otherDB))
  }

  /// A database of one's own that goes to a temporary file when it outgrows memory.
  static func temporaryDatabase() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA cache_size = -65536")
    }
    return try DatabaseQueue(path: "", configuration: configuration)
  }
}
