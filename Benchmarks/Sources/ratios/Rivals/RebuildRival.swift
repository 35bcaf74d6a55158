/// The final rows of all projections, inserted into empty tables of the same schema: one
/// transaction, primary-key order, indexes made after the rows.
struct RebuildRival {
  private struct Table {
    let name: String
    let rows: PackedRows
  }

  private let tables: [Table]
  private let createTables: [String]
  private let createIndexes: [String]

  /// How many rows there are in all tables.
  let rowCount: Int

  /// Reads the rows of a ledger's projections into memory.
  init(rowsOf ledger: String) throws {
    let schema = try RivalDatabase(at: ":memory:")
    try schema.execute(try Subject.projectionsSQL())
    createTables = try Self.sql("table", schema)
    createIndexes = try Self.sql("index", schema)
    let source = try RivalDatabase(at: ledger)
    tables = try Self.names(schema).map { name in
      let key = try schema.prepare(
        "SELECT group_concat(name, ', ') FROM "
          + "(SELECT name FROM pragma_table_info('\(name)') WHERE pk > 0 ORDER BY pk)")
      try check(try key.step(), "\(name) has no primary key")
      let rows = try source.prepare("SELECT * FROM \(name) ORDER BY \(key.string(0))")
      return Table(name: name, rows: try PackedRows(rows))
    }
    rowCount = tables.reduce(0) { $0 + $1.rows.count }
  }

  /// Inserts all rows into a new database, durably.
  func insert(into path: String) throws {
    let database = try RivalDatabase(at: path)
    try database.execute("BEGIN IMMEDIATE")
    for sql in createTables { try database.execute(sql) }
    for table in tables where table.rows.count > 0 {
      let marks = Array(repeating: "?", count: table.rows.columnCount).joined(separator: ", ")
      try table.rows.run(try database.prepare("INSERT INTO \(table.name) VALUES (\(marks))"))
    }
    for sql in createIndexes { try database.execute(sql) }
    try database.execute("COMMIT")
  }

  /// How many rows a database has that was made by `insert`.
  func count(in path: String) throws -> Int {
    let database = try RivalDatabase(at: path)
    return try tables.reduce(0) { try $0 + database.integer("SELECT count(*) FROM \($1.name)") }
  }

  private static func sql(_ type: String, _ schema: RivalDatabase) throws -> [String] {
    try PackedRows(
      schema.prepare("SELECT sql FROM sqlite_master WHERE type = '\(type)' AND sql IS NOT NULL")
    ).texts(column: 0)
  }

  private static func names(_ schema: RivalDatabase) throws -> [String] {
    try PackedRows(schema.prepare("SELECT name FROM sqlite_master WHERE type = 'table'"))
      .texts(column: 0)
  }
}
