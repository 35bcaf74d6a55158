import Foundation
import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

/// Reading the log's tables, on any connection.
struct LogReading {
  let db: Database

  /// The number of events: full bundles and the tail.
  func size() throws -> Int64 {
    let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(number) FROM log_bundles"))
    let tail = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(position) FROM log_tail"))
    if let tail { return tail + 1 }
    return last.map { ($0 + 1) * Int64(SealedBundle.width) } ?? 0
  }

  /// The leaves from a position on, at most `limit`.
  func page(from position: Int64, limit: Int) throws -> LeafPage {
    let size = try size()
    var assembly = PageAssembly(first: max(0, position), limit: limit)
    while assembly.next < size, !assembly.isFull {
      if assembly.next / width < size / width {
        try addBundle(assembly.next / width, to: &assembly)
      } else {
        try addTail(to: &assembly)
        break
      }
    }
    return assembly.page()
  }

  private var width: Int64 { Int64(SealedBundle.width) }

  private func addBundle(_ number: Int64, to assembly: inout PageAssembly) throws {
    let skipped = Int(assembly.next % width)
    try withSealedBundle(number) { sealed throws(ArchiveError) in
      try assembly.add(sealed, skipping: skipped)
    }
  }

  /// A sealed bundle, opened.
  func bundle(_ number: Int64) throws -> SealedBundle.Opened {
    try withSealedBundle(number) { sealed throws(ArchiveError) in try SealedBundle.open(sealed) }
  }

  /// The stored bytes of a sealed bundle: an LZ4 frame.
  func frame(ofBundle number: Int64) throws -> [UInt8] {
    try withSealedBundle(number) { sealed throws(ArchiveError) in Array(sealed) }
  }

  /// Calls `body` with the stored bytes of a sealed bundle.
  private func withSealedBundle<Result>(
    _ number: Int64, _ body: (UnsafeRawBufferPointer) throws(ArchiveError) -> Result
  ) throws -> Result {
    let statement = try db.cachedStatement(sql: "SELECT data FROM log_bundles WHERE number = ?")
    let result = try Row.fetchOne(statement, arguments: [number]).map { row in
      try row.withUnsafeData(atIndex: 0) { data in
        try (data ?? Data()).withUnsafeBytes { bytes in
          do throws(ArchiveError) {
            return try body(bytes)
          } catch {
            throw LedgerError(.damaged, "bundle \(number): \(error.message)")
          }
        }
      }
    }
    guard let result else { throw LedgerError(.damaged, "bundle \(number) is missing") }
    return result
  }

  private func addTail(to assembly: inout PageAssembly) throws {
    let statement = try db.cachedStatement(
      sql: "SELECT position, event FROM log_tail WHERE position >= ? ORDER BY position")
    let rows = try Row.fetchCursor(statement, arguments: [assembly.next])
    while !assembly.isFull, let row = try rows.next() {
      let position: Int64 = try row.decode(atIndex: 0)
      guard position == assembly.next else {
        throw LedgerError(.damaged, "position \(assembly.next) is missing from the tail")
      }
      try row.withUnsafeData(atIndex: 1) { assembly.add($0 ?? Data()) }
    }
  }

  /// A full tile of the tree.
  func tile(level: Int, number: Int64) throws -> Tile {
    let statement = try db.cachedStatement(
      sql: "SELECT hashes FROM log_tiles WHERE level = ? AND number = ?")
    guard let hashes = try Data.fetchOne(statement, arguments: [level, number]),
      let tile = Tile(level: level, number: number, bytes: Array(hashes))
    else { throw LedgerError(.damaged, "tile \(level)/\(number) is missing or not 256 hashes") }
    return tile
  }

  /// The growing edge of the tree as it was when the log had `size` events.
  ///
  /// - Throws: `damaged` when the log has fewer, or lacks a tile.
  func edge(ofSize size: Int64) throws -> TreeEdge<SHA256Hasher> {
    let known = try self.size()
    guard size <= known else {
      throw LedgerError(.damaged, "the log has \(known) events, fewer than \(size)")
    }
    let rest = Int(size % width)
    let page = try page(from: size - Int64(rest), limit: rest)
    let tail = page.ranges.prefix(rest).map(page.hash(of:))
    return try TreeEdge(size: size, fullTile: tile, tail: tail)
  }

  /// The event at a position.
  func event(at position: Int64) throws -> Event {
    guard let event = try page(from: position, limit: 1).events().first else {
      throw LedgerError(.damaged, "an index names position \(position), which is not in the log")
    }
    return event
  }

  /// The indexes of the log, with the events that are not in stored runs read from the log.
  func index(ofLogOf size: Int64) throws -> LogIndex {
    var index = try LogIndex(ofLogOf: size)
    let rows = try IndexRows(in: db)
    while index.size < size {
      let page = try page(from: index.size, limit: Int(size - index.size))
      let events = EventPage(unhashed: page)
      for place in 0..<events.count {
        try index.add(events.identifier(at: place), events.stream(at: place), to: rows)
      }
      if let failure = events.failure { throw failure }
    }
    return index
  }

  /// The events of a stream, in order.
  func events(in stream: StreamName) throws -> [Event] {
    var index = try index(ofLogOf: size())
    return try index.events(of: stream, in: IndexRows(in: db)) { try event(at: $0) }
  }

  /// Where the index has the events that are law, in order.
  func lawPositions() throws -> [Int64] {
    try Int64.fetchAll(db, sql: "SELECT position FROM log_law ORDER BY position")
  }

  /// The events that are law, in order: holiday notices and adoptions of rule books.
  func lawEvents() throws -> [Event] { try lawPositions().map { try event(at: $0) } }

  /// The size and root of the log as the last commit noted them; `nil` when nothing was recorded.
  func head() throws -> LogHead? {
    let rows = try Row.fetchAll(db, sql: "SELECT size, root FROM log_head")
    guard rows.count <= 1 else { throw LedgerError(.damaged, "the log has several heads") }
    guard let row = rows.first else { return nil }
    guard let size = Int64.fromDatabaseValue(row[0]),
      let root = Data.fromDatabaseValue(row[1]).flatMap({ TreeHash($0) })
    else { throw LedgerError(.damaged, "the head of the log is not a size and a hash") }
    return LogHead(size: size, root: root)
  }

  /// Whether the log came out of a capsule, and so is only read.
  func isFromCapsule() throws -> Bool {
    try SQLStatement("SELECT count(*) FROM log_capsule", in: db).integer() != 0
  }

  /// The position from which on events are not in the projections; `nil` when all are.
  func projectionLag() throws -> Int64? {
    try SQLStatement("SELECT min(position) FROM projection_lag", in: db).integer()
  }
}
