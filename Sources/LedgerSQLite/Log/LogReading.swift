import Foundation
import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// Reading the log's tables, unchecked, on any connection.
struct LogReading {
  let db: Database

  /// The number of events: full bundles and the tail.
  ///
  /// - Throws: `damaged` when the numbers cannot be those of a log.
  func size() throws -> Int64 {
    let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(number) FROM log_bundles"))
    let tail = try Int64.fetchOne(db.cachedStatement(sql: "SELECT max(position) FROM log_tail"))
    guard (-1..<IndexGeometry.maximumSize / width) ~= last ?? -1 else {
      throw LedgerError(.damaged, "log_bundles: a log has no bundle \(last ?? 0)")
    }
    let sealed = ((last ?? -1) + 1) * width
    guard let tail else { return sealed }
    guard (sealed..<sealed + width) ~= tail else {
      throw LedgerError(
        .damaged,
        "log_tail: position \(tail) is not among those after the last bundle, which ends before "
          + "position \(sealed)")
    }
    return tail + 1
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
    let tail = try pages(in: size - size % width..<size).flatMap { $0.ranges.map($0.hash(of:)) }
    return try TreeEdge(size: size, fullTile: tile, tail: tail)
  }

  /// The leaves of positions that are in the log, in pages: more than one where they are long.
  ///
  /// - Throws: `damaged` when one is missing.
  func pages(in positions: Range<Int64>) throws -> [LeafPage] {
    var pages: [LeafPage] = []
    var next = positions.lowerBound
    while next < positions.upperBound {
      let page = try page(from: next, limit: Int(positions.upperBound - next))
      guard page.next > next else { throw LedgerError.damaged(at: next, "missing from the log") }
      pages.append(page)
      next = page.next
    }
    return pages
  }

  /// Where the index has the events that are law, in order.
  func lawPositions() throws -> [Int64] {
    try Int64.fetchAll(db, sql: "SELECT position FROM log_law ORDER BY position")
  }

  /// The events that are law, in order, unchecked: for those who read all of the log and compare it
  /// besides.
  func lawEvents() throws -> [Event] {
    try lawPositions().flatMap { try page(from: $0, limit: 1).events() }
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
