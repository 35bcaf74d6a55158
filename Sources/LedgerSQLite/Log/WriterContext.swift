import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

/// What the writer keeps in memory between transactions: the log's growing end.
///
/// All of it can be read again from the tables, and is whenever another process has written or a
/// transaction was rolled back.
struct WriterContext: Sendable {
  /// The growing end of the log. A copy of it is a snapshot to return to.
  struct End: Sendable {
    var size: Int64 = 0
    var lastRecordedAt: Instant?
    var edge = TreeEdge<SHA256Hasher>()
    /// The events after the last full bundle.
    var tail: [[UInt8]] = []
    /// How many of the tail's events are rows already.
    var stored = 0
  }

  var end: End?
  var memory = RecorderMemory()
  var streamKeys: [StreamName: Int64] = [:]
  /// The SQL of each shape of row change.
  var sql: [ObjectIdentifier: String] = [:]

  /// Forgets everything.
  mutating func forget() {
    end = nil
    memory = RecorderMemory()
    streamKeys.removeAll()
  }

  /// The end of the log, as it is remembered or else as the tables tell it.
  mutating func currentEnd(_ db: Database) throws -> End {
    let log = LogReading(db: db)
    let size = try log.size()
    if let end, end.size == size { return end }
    forget()
    let loaded = try Self.load(log, size)
    end = loaded
    return loaded
  }

  private static func load(_ log: LogReading, _ size: Int64) throws -> End {
    let tail = try log.tail(ofLogOf: size)
    let edge = try TreeEdge<SHA256Hasher>(
      size: size, fullTile: { try log.tile(level: $0, number: $1) },
      tail: tail.map { SHA256Hasher.leaf($0) })
    var lastRecordedAt: Instant?
    if size > 0 {
      let last = try log.page(from: size - 1, limit: 1).events()
      lastRecordedAt = last.first?.recordedAt
    }
    return End(
      size: size, lastRecordedAt: lastRecordedAt, edge: edge, tail: tail, stored: tail.count)
  }
}
