/// The usual events table: a row for each event, with a unique index on stream and version.
struct TableRival {
  private let database: RivalDatabase
  private let insert: RivalStatement

  init(at path: String) throws {
    database = try RivalDatabase(at: path)
    try database.execute(
      """
      CREATE TABLE events (
        position INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
        data BLOB NOT NULL, UNIQUE (stream, version))
      """)
    insert = try database.prepare(
      "INSERT INTO events (position, stream, version, data) VALUES (?, ?, ?, ?)")
  }

  /// Records events, so many a durable commit.
  func record(_ chunk: LeafChunk, batchSize: Int) throws {
    try chunk.bytes.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: chunk.rows.count, by: batchSize) {
        try database.execute("BEGIN IMMEDIATE")
        for row in chunk.rows[start..<min(start + batchSize, chunk.rows.count)] {
          insert.bind(1, row.position)
          insert.bind(2, text: UnsafeRawBufferPointer(rebasing: bytes[row.stream]))
          insert.bind(3, row.version)
          insert.bind(4, blob: UnsafeRawBufferPointer(rebasing: bytes[row.leaf]))
          try insert.run()
        }
        try database.execute("COMMIT")
      }
    }
  }

  /// How many events there are.
  func count() throws -> Int { try database.integer("SELECT count(*) FROM events") }
}
