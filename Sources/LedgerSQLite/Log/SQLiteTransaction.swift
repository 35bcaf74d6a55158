import Foundation
import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

/// The engine's write transaction: appends to bundles, tail, tiles and indexes, and changes rows.
package final class SQLiteTransaction: LogTransaction {
  let db: Database
  private let log: LogReading
  private let applier: RowApplier
  private(set) var context: WriterContext
  private var end: WriterContext.End
  private var openBundle: (number: Int64, bundle: SealedBundle.Opened)?

  /// Begins on the writer's connection, inside its transaction.
  init(_ db: Database, _ context: consuming WriterContext) throws {
    self.db = db
    log = LogReading(db: db)
    end = try context.currentEnd(db)
    applier = RowApplier(db: db, sql: context.sql)
    self.context = context
  }

  package var size: Int64 { end.size }
  package var lastRecordedAt: Instant? { end.lastRecordedAt }
  package var memory: RecorderMemory {
    _read { yield context.memory }
    _modify { yield &context.memory }
  }

  // MARK: Reading

  package func position(ofEvent id: Identifier) throws(LedgerError) -> Int64? {
    try storing { try log.position(ofEvent: id) }
  }

  package func event(at position: Int64) throws(LedgerError) -> Event {
    let tailStart = end.size - Int64(end.tail.count)
    if position >= tailStart {
      guard position < end.size else {
        throw LedgerError(.damaged, "an index names position \(position) past the log's end")
      }
      let leaf = end.tail[Int(position - tailStart)]
      return try LeafPage(first: position, bytes: leaf, ranges: [0..<leaf.count])
        .event(in: 0..<leaf.count, at: position)
    }
    let bundle = try bundle(position / Int64(SealedBundle.width))
    let range = bundle.ranges[Int(position % Int64(SealedBundle.width))]
    return try LeafPage(first: position, bytes: bundle.bytes, ranges: [range])
      .event(in: range, at: position)
  }

  private func bundle(_ number: Int64) throws(LedgerError) -> SealedBundle.Opened {
    if let openBundle, openBundle.number == number { return openBundle.bundle }
    guard number >= 0 else { throw LedgerError(.damaged, "an index names a position below 0") }
    let bundle = try storing { try log.bundle(number) }
    openBundle = (number, bundle)
    return bundle
  }

  package func events(in stream: StreamName) throws(LedgerError) -> [Event] {
    let positions = try storing { try log.positions(in: stream, versions: 0..<Int64.max) }
    var events: [Event] = []
    for position in positions { events.append(try event(at: position)) }
    return events
  }

  package func streams(in category: StreamName.Category) throws(LedgerError) -> [StreamName] {
    try storing { try log.streams(in: category) }
  }

  // MARK: Appending

  package func append(_ event: Event, leaf: [UInt8]) throws(LedgerError) -> TreeHash {
    precondition(event.position == end.size, "positions are gapless")
    let hash = SHA256Hasher.leaf(leaf)
    try storing {
      try index(event)
      end.tail.append(leaf)
      for tile in end.edge.append(hash) { try store(tile) }
      end.size += 1
      end.lastRecordedAt = event.recordedAt
      if end.tail.count == SealedBundle.width { try seal() }
    }
    return hash
  }

  private func index(_ event: Event) throws {
    try run(
      "INSERT INTO log_event_ids (id, position) VALUES (?, ?)",
      [event.record.id.text, event.position])
    try run(
      "INSERT INTO log_stream_events (stream, version, position) VALUES (?, ?, ?)",
      [try key(of: event.stream), event.version, event.position])
  }

  private func key(of stream: StreamName) throws -> Int64 {
    if let key = context.streamKeys[stream] { return key }
    if context.streamKeys.count >= 500_000 {
      context.streamKeys.removeAll(keepingCapacity: true)
    }
    let key: Int64
    if let known = try log.key(of: stream) {
      key = known
    } else {
      try run("INSERT INTO log_streams (name) VALUES (?)", [stream.description])
      key = db.lastInsertedRowID
    }
    context.streamKeys[stream] = key
    return key
  }

  private func store(_ tile: Tile) throws {
    try run(
      "INSERT INTO log_tiles (level, number, hashes) VALUES (?, ?, ?)",
      [tile.level, tile.number, Data(tile.bytes)])
  }

  /// Turns a full tail into a bundle.
  private func seal() throws {
    let number = end.size / Int64(SealedBundle.width) - 1
    let sealed = try SealedBundle.seal(try EntryBundle.encode(end.tail))
    try run("INSERT INTO log_bundles (number, data) VALUES (?, ?)", [number, Data(sealed)])
    if end.stored > 0 { try run("DELETE FROM log_tail", []) }
    end.tail.removeAll(keepingCapacity: true)
    end.stored = 0
  }

  /// Writes the tail's events that are not rows yet.
  private func storeTail() throws {
    let start = end.size - Int64(end.tail.count)
    for offset in end.stored..<end.tail.count {
      try run(
        "INSERT INTO log_tail (position, event) VALUES (?, ?)",
        [start + Int64(offset), Data(end.tail[offset])])
    }
    end.stored = end.tail.count
  }

  private func run(_ sql: String, _ arguments: StatementArguments) throws {
    let statement = try db.cachedStatement(sql: sql)
    statement.setUncheckedArguments(arguments)
    try statement.execute()
  }

  package func apply(_ changes: [RowChange]) throws(LedgerError) {
    try storing { try applier.apply(changes) }
  }

  // MARK: Atomicity

  package func savepoint<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    let before = end
    try storing { try db.execute(sql: "SAVEPOINT command") }
    do {
      let result = try body()
      try storing { try db.execute(sql: "RELEASE command") }
      return result
    } catch {
      try storing {
        try db.execute(sql: "ROLLBACK TO command")
        try db.execute(sql: "RELEASE command")
      }
      if end.size != before.size { forgetBatch() }
      end = before
      throw error
    }
  }

  /// What was remembered may come from events that are not in the log any more.
  private func forgetBatch() {
    context.memory = RecorderMemory()
    context.streamKeys.removeAll()
    openBundle = nil
  }

  /// Writes what is still only in memory, before the commit.
  func finish() throws -> WriterContext {
    try storeTail()
    context.end = end
    context.sql = applier.sql
    return context
  }
}
