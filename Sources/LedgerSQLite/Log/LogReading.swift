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
        try assembly.add(bundle(assembly.next / width), skipping: Int(assembly.next % width))
      } else {
        try addTail(to: &assembly)
        break
      }
    }
    return assembly.page
  }

  private var width: Int64 { Int64(SealedBundle.width) }

  /// A sealed bundle, opened.
  func bundle(_ number: Int64) throws -> SealedBundle.Opened {
    let statement = try db.cachedStatement(sql: "SELECT data FROM log_bundles WHERE number = ?")
    let opened = try Row.fetchOne(statement, arguments: [number]).map { row in
      try row.withUnsafeData(atIndex: 0) { data in
        try (data ?? Data()).withUnsafeBytes { bytes in
          do throws(ArchiveError) {
            return try SealedBundle.open(bytes)
          } catch {
            throw LedgerError(.damaged, "bundle \(number): \(error.message)")
          }
        }
      }
    }
    guard let opened else { throw LedgerError(.damaged, "bundle \(number) is missing") }
    return opened
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

  /// The events of the tail, in order.
  func tail(ofLogOf size: Int64) throws -> [[UInt8]] {
    let page = try page(from: size - size % width, limit: SealedBundle.width)
    return page.ranges.map { Array(page.bytes[$0]) }
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

  func position(ofEvent id: Identifier) throws -> Int64? {
    let statement = try db.cachedStatement(sql: "SELECT position FROM log_event_ids WHERE id = ?")
    return try Int64.fetchOne(statement, arguments: [id.text])
  }

  func key(of stream: StreamName) throws -> Int64? {
    let statement = try db.cachedStatement(sql: "SELECT stream FROM log_streams WHERE name = ?")
    return try Int64.fetchOne(statement, arguments: [stream.description])
  }

  func positions(in stream: StreamName, versions: Range<Int64>) throws -> [Int64] {
    guard let key = try key(of: stream) else { return [] }
    let statement = try db.cachedStatement(
      sql: """
        SELECT position FROM log_stream_events
        WHERE stream = ? AND version >= ? AND version < ? ORDER BY version
        """)
    return try Int64.fetchAll(
      statement, arguments: [key, versions.lowerBound, versions.upperBound])
  }

  func count(of stream: StreamName) throws -> Int64 {
    guard let key = try key(of: stream) else { return 0 }
    let statement = try db.cachedStatement(
      sql: "SELECT max(version) + 1 FROM log_stream_events WHERE stream = ?")
    return try Int64.fetchOne(statement, arguments: [key]) ?? 0
  }

  func streams(in category: StreamName.Category) throws -> [StreamName] {
    let statement = try db.cachedStatement(
      sql: "SELECT name FROM log_streams WHERE name >= ? AND name < ?")
    // “0” follows “/” in byte order.
    return try String.fetchAll(
      statement, arguments: [category.rawValue + "/", category.rawValue + "0"]
    ).compactMap { StreamName($0) }
  }
}
