import GRDB

/// The rows of the log's indexes in the database.
struct IndexRows: IndexStorage {
  private let select: SQLStatement
  private let insert: SQLStatement
  private let delete: SQLStatement

  init(in db: Database) throws {
    select = try SQLStatement("SELECT data FROM log_index WHERE key = ?", in: db)
    insert = try SQLStatement("INSERT OR REPLACE INTO log_index (key, data) VALUES (?, ?)", in: db)
    delete = try SQLStatement("DELETE FROM log_index WHERE key = ?", in: db)
  }

  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try select.bind(key.rawValue, at: 1)
    return try select.blob(body)
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws {
    try insert.bind(key.rawValue, at: 1)
    try bytes.withUnsafeBytes { bytes in
      try insert.bindBlob(bytes, at: 2)
      try insert.run()
    }
  }

  func remove(_ key: RowKey) throws {
    try delete.bind(key.rawValue, at: 1)
    try delete.run()
  }
}
