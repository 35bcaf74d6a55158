import GRDB
import LedgerCore
import WorkingDays

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

  /// The same, with views for which it is always the same day.
  static func create(in db: Database, today: CivilDate) throws {
    try db.execute(sql: sql().replacing(now, with: "'\(today)'"))
  }

  /// How the views ask for the day in Beijing.
  private static let now = "'now', '+8 hours'"

  /// Makes the tables under names that begin with `prefix`.
  static func create(in db: Database, prefix: String) throws {
    for table in try statements(creating: "TABLE") {
      try db.execute(sql: "CREATE TABLE \(prefix)\(table)")
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
    // A table that a view reads cannot be renamed.
    for view in try views() { try db.execute(sql: "DROP VIEW IF EXISTS \(view.name)") }
    for table in Projector.tables {
      try db.execute(sql: "DROP TABLE IF EXISTS \(table)")
      try db.execute(sql: "ALTER TABLE \(prefix)\(table) RENAME TO \(table)")
    }
    for index in try statements(creating: "INDEX") { try db.execute(sql: "CREATE INDEX \(index)") }
    for view in try views() { try db.execute(sql: view.sql) }
  }

  /// The views, with the statements that make them.
  static func views() throws(LedgerError) -> [(name: String, sql: String)] {
    try statements(creating: "VIEW").compactMap { view in
      view.split(separator: " ").first.map { (String($0), "CREATE VIEW \(view)") }
    }
  }

  /// What follows “CREATE TABLE” and the like in each such statement: the name, and the rest.
  private static func statements(creating kind: String) throws(LedgerError) -> [Substring] {
    let key = "CREATE \(kind) "
    return try sql().split(separator: ";\n").compactMap { statement in
      statement.range(of: key).map { statement[$0.upperBound...] }
    }
  }

  /// The views whose stored statements are not those that the program carries: what they show is not
  /// what they are said to show.
  static func changedViews(in db: Database) throws -> [String] {
    let stored = try Row.fetchAll(
      db, sql: "SELECT name, sql FROM sqlite_master WHERE type = 'view'")
    var statements: [String: String] = [:]
    for row in stored { statements[row["name"]] = row["sql"] }
    return try views().filter { statements[$0.name] != $0.sql }.map(\.name)
  }

  /// The tables among some whose rows are not those of another database, or of the tables there whose
  /// names begin with `prefix`.
  static func differing(
    among tables: [String], in db: Database, from other: Database, prefix: String = ""
  ) throws -> [String] {
    try tables.filter { try !areEqual($0, in: db, prefix + $0, in: other) }
  }

  /// Whether two tables, perhaps of two databases, have the same rows.
  private static func areEqual(
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
