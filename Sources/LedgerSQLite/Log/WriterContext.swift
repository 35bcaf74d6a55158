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
  var end: LogEnd?
  var index: LogIndex?
  /// The tiles that were read and compared.
  var tiles = CheckedTiles()
  /// The bundles that were written or read last.
  var bundles = OpenBundles()
  let memory = RecorderMemory()
  /// What SQLite counts up when another connection has committed.
  private var commitsOfOthers: Int64?

  /// Forgets everything.
  mutating func forget() {
    end = nil
    index = nil
    tiles = CheckedTiles()
    bundles = OpenBundles()
    memory.forget()
  }

  /// Takes the end of the log out, as it is remembered or else as the tables tell it: then it is
  /// compared with the stored head and the newest checkpoint, and all that can be read is on disk
  /// before anything is answered from it.
  ///
  /// - Throws: `damaged` when the log is not what its last commit left.
  mutating func takeEnd(_ db: Database) throws -> (LogEnd, LogIndex) {
    let log = LogReading(db: db)
    let commits = try SQLStatement("PRAGMA data_version", in: db).integer()
    if let end = end.take(), let index = index.take(), commits == commitsOfOthers,
      try log.wholeHead().log == LogHead(size: end.size, root: end.edge.root())
    {
      return (end, index)
    }
    forget()
    let checked = try CheckedLog(db)
    let end = try LogEnd(of: checked)
    let index = try checked.index()
    // Nothing is added to a log whose recent events are not those that were recorded.
    if commitsOfOthers == nil { try checked.checkRecent() }
    try WriteAheadLog.sync(db)
    commitsOfOthers = commits
    return (end, index)
  }
}

/// The growing end of the log.
struct LogEnd: Sendable {
  private(set) var size: Int64
  private(set) var lastRecordedAt: Instant?
  private(set) var edge: TreeEdge<SHA256Hasher>
  /// The events after the last full bundle.
  private(set) var tail = EntryBundleWriter()
  /// Where the tail's events stand in its bytes.
  private(set) var ranges: [Range<Int>] = []
  /// How many of the tail's events are rows already.
  var stored: Int

  /// The end of a log as the tables tell it.
  init(of checked: CheckedLog) throws {
    size = checked.size
    edge = checked.tree.edge
    stored = Int(size % Int64(SealedBundle.width))
    lastRecordedAt = size > 0 ? try checked.event(at: size - 1).recordedAt : nil
    for page in try checked.log.pages(in: size - Int64(stored)..<size) {
      for range in page.ranges {
        try page.bytes.withUnsafeBytes { bytes in
          try add(UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
      }
    }
  }

  private mutating func add(_ leaf: UnsafeRawBufferPointer) throws(ArchiveError) {
    try tail.append(leaf)
    ranges.append(tail.bytes.count - leaf.count..<tail.bytes.count)
  }

  /// The position of the tail's first event.
  var tailStart: Int64 { size - Int64(ranges.count) }

  /// The tail as a page.
  func tailPage() -> LeafPage {
    LeafPage(first: tailStart, bytes: tail.bytes, ranges: ranges)
  }

  /// Appends an event's leaf, and gives the tiles that it fills.
  mutating func append(_ leaf: [UInt8], hash: TreeHash, recordedAt: Instant) throws -> [Tile] {
    try leaf.withUnsafeBytes { try add($0) }
    size += 1
    lastRecordedAt = recordedAt
    return edge.append(hash)
  }

  /// Takes out the bundle of a full tail.
  mutating func takeBundle() -> [UInt8] {
    defer {
      tail.removeAll()
      ranges.removeAll(keepingCapacity: true)
      stored = 0
    }
    return tail.bytes
  }

  /// What it takes to return to the present end, as long as no bundle is sealed.
  struct Mark {
    let size: Int64
    fileprivate let lastRecordedAt: Instant?
    let edge: TreeEdge<SHA256Hasher>
    /// How many events the tail had.
    let count: Int
    fileprivate let byteCount: Int
  }

  var mark: Mark {
    Mark(
      size: size, lastRecordedAt: lastRecordedAt, edge: edge, count: ranges.count,
      byteCount: tail.bytes.count)
  }

  /// Returns to a mark; `false` when that is not possible any more.
  mutating func rollBack(to mark: Mark) -> Bool {
    guard tailStart == mark.size - Int64(mark.count) else { return false }
    size = mark.size
    lastRecordedAt = mark.lastRecordedAt
    edge = mark.edge
    tail.removeLast(ranges.count - mark.count, byteCount: mark.byteCount)
    ranges.removeLast(ranges.count - mark.count)
    return true
  }
}
