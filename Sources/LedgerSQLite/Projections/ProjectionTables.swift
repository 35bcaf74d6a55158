import GRDB
import LedgerCore
import MerkleLog

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

  /// Makes the tables and their indexes under names that begin with `prefix`.
  static func create(in db: Database, prefix: String) throws {
    var sql = try sql()
    for table in Projector.tables {
      sql = sql.replacing("CREATE TABLE \(table) ", with: "CREATE TABLE \(prefix)\(table) ")
      sql = sql.replacing("CREATE INDEX \(table)_", with: "CREATE INDEX \(prefix)\(table)_")
      sql = sql.replacing(" ON \(table) ", with: " ON \(prefix)\(table) ")
    }
    try db.execute(sql: sql)
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

  /// The digest of each table: the Merkle root over its rows, in key order, as canonical JSON.
  static func digests(in db: Database, prefix: String = "") throws -> [String: TreeHash] {
    var digests: [String: TreeHash] = [:]
    for table in Projector.tables {
      guard try db.tableExists(prefix + table) else { continue }
      digests[table] = try digest(of: prefix + table, in: db)
    }
    return digests
  }

  private static func digest(of table: String, in db: Database) throws -> TreeHash {
    let columns = try db.columns(in: table).map(\.name)
    let key = try db.primaryKey(table).columns.joined(separator: ", ")
    var digest = RowDigest(columns: columns)
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY \(key)")
    while let row = try rows.next() { digest.add(row.databaseValues.lazy.map(value)) }
    return digest.root
  }

  /// Text and integers are what a projection holds; anything else was not written by one.
  private static func value(_ value: DatabaseValue) -> ColumnValue {
    switch value.storage {
    case .double(let double): .text("real \(double)")
    case .blob(let data): .text("blob \(Array(data))")
    default: ColumnValue(value)
    }
  }
}
