/// One row of an event's bytes, one durable commit.
struct CommitRival {
  private let database: RivalDatabase
  private let begin: RivalStatement
  private let insert: RivalStatement
  private let commit: RivalStatement

  init(at path: String) throws {
    database = try RivalDatabase(at: path)
    try database.execute("CREATE TABLE events (position INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    begin = try database.prepare("BEGIN IMMEDIATE")
    insert = try database.prepare("INSERT INTO events (position, data) VALUES (?, ?)")
    commit = try database.prepare("COMMIT")
  }

  /// Commits each event by itself.
  func record(_ chunk: LeafChunk) throws {
    try chunk.bytes.withUnsafeBytes { bytes in
      for row in chunk.rows {
        try begin.run()
        insert.bind(1, row.position)
        insert.bind(2, blob: UnsafeRawBufferPointer(rebasing: bytes[row.leaf]))
        try insert.run()
        try commit.run()
      }
    }
  }

  /// How many events there are.
  func count() throws -> Int { try database.integer("SELECT count(*) FROM events") }
}
