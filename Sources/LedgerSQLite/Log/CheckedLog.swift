import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// The log in one snapshot, every leaf of which is compared with the stored head, through the tiles of
/// the tree, before anybody sees it.
///
/// ``LogReading`` reads the same bytes unchecked: for those who read all of the log and compare its
/// root themselves.
final class CheckedLog {
  let log: LogReading
  let tree: CheckedTree
  private var tiles = CheckedTiles()
  private var lastPage: LeafPage?
  /// The indexes, once something was searched.
  private var searched: (index: LogIndex, rows: IndexRows)?

  /// - Parameter known: a tree of the same log that was checked before.
  /// - Throws: `damaged` when the log does not have the head's root, or not that of its newest
  ///   checkpoint.
  convenience init(_ db: Database, knowing known: CheckedTree? = nil) throws {
    let log = LogReading(db: db)
    self.init(log, try CheckedTree(of: log, knowing: known))
  }

  /// A log whose tree is known.
  init(_ log: LogReading, _ tree: CheckedTree) {
    self.log = log
    self.tree = tree
  }

  /// The number of events.
  var size: Int64 { tree.head.log.size }

  /// The leaves from a position on, at most `limit`.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not those of the log's tree.
  func page(from position: Int64, limit: Int) throws -> LeafPage {
    let page = try log.page(from: position, limit: limit)
    try check(page)
    return page
  }

  /// The leaves of positions that are in the log, in pages: more than one where they are long.
  ///
  /// - Throws: `damaged` when one is missing, or its bytes are not those of the log's tree.
  func pages(in positions: Range<Int64>) throws -> [LeafPage] {
    let pages = try log.pages(in: positions)
    for page in pages { try check(page) }
    return pages
  }

  /// Compares the events that no run of the indexes holds yet with the tree.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not those of the log's tree.
  func checkRecent() throws {
    let first = IndexGeometry.standard.storedSize(ofLogOf: size)
    for page in try log.pages(in: first..<size) { try check(page) }
  }

  private func check(_ page: LeafPage) throws {
    for (offset, range) in page.ranges.enumerated() {
      try check(page.hash(of: range), at: page.first + Int64(offset))
    }
  }

  private func check(_ hash: TreeHash, at position: Int64) throws {
    try tiles.check(hash, at: position, of: log, under: tree.edge)
  }

  /// The event at a position.
  ///
  /// - Throws: `damaged` when there is none, or it is not that of the log's tree.
  func event(at position: Int64) throws -> Event { try leaf(at: position).event() }

  /// The leaf at a position.
  ///
  /// - Throws: `damaged` when there is none, or it is not that of the log's tree.
  func leaf(at position: Int64) throws -> StoredLeaf {
    guard (0..<size).contains(position) else {
      throw LedgerError(.damaged, "an index names position \(position), which is not in the log")
    }
    let page = try uncheckedPage(with: position)
    guard page.first <= position, position < page.next else {
      throw LedgerError.damaged(at: position, "missing from the log")
    }
    let range = page.ranges[Int(position - page.first)]
    try check(page.hash(of: range), at: position)
    return StoredLeaf(at: position, in: page, range)
  }

  /// A page that has a position in it: most of its bundle, which the next to be asked for may share.
  private func uncheckedPage(with position: Int64) throws -> LeafPage {
    if let lastPage, lastPage.first <= position, position < lastPage.next { return lastPage }
    let first = position - position % Int64(SealedBundle.width)
    var page = try log.page(from: first, limit: SealedBundle.width)
    // A tail of long events fills several pages.
    if page.next <= position { page = try log.page(from: position, limit: 1) }
    lastPage = page
    return page
  }

  /// The indexes of the log: what is stored of them, and the events after that from their leaves.
  ///
  /// - Parameter committed: the size of the log at the last commit, if it is another: rows for recent
  ///   events are stored up to it.
  func index(committed: Int64? = nil) throws -> LogIndex {
    let rows = try IndexRows(in: log.db)
    var index = try LogIndex(ofLogOf: size, committed: committed ?? size, in: rows)
    for page in try pages(in: index.size..<size) {
      for leaf in page.storedLeaves { try index.add(IndexedEvent(leaf), to: rows) }
    }
    return index
  }

  /// Searches the indexes, which are opened once.
  private func searching<Result>(
    _ body: (inout LogIndex, IndexRows) throws -> Result
  ) throws -> Result {
    var (index, rows) = try searched ?? (index(), IndexRows(in: log.db))
    defer { searched = (index, rows) }
    return try body(&index, rows)
  }

  /// The event of an id; `nil` when the log has none.
  func event(of id: Identifier) throws -> Event? {
    let position = try searching { index, rows in
      try index.position(of: NameHash(id), in: rows) { try leaf(at: $0) }
    }
    return try position.map { try event(at: $0) }
  }

  /// The events of several streams, stream by stream.
  func events(in streams: [StreamName]) throws -> [Event] {
    try searching { index, rows in
      try streams.flatMap { stream in
        try index.leaves(of: NameHash(stream), in: rows) { try leaf(at: $0) }
          .map { try $0.event() }
      }
    }
  }

  /// The events that concern a matter, by their own stream or besides it, in order.
  func events(ofMatter matter: StreamName) throws -> [Event] {
    try searching { index, rows in
      try index.events(ofMatter: NameHash(matter), in: rows) { try leaf(at: $0) }
        .map { try leaf(at: $0.position).event() }
    }
  }

  /// The events of a type among some positions, in order or the newest first, at most `limit`. Only
  /// bundles that hold such events are read.
  func events(
    of type: EventType, in positions: Range<Int64>, newestFirst: Bool, limit: Int
  ) throws -> [Event] {
    let positions = positions.clamped(to: 0..<size)
    guard let last = positions.last else { return [] }
    let (index, rows) = (try index(), try IndexRows(in: log.db))
    var search = TypeIndex.Search(for: type.number, backward: newestFirst)
    let width = Int64(SealedBundle.width)
    var next = (newestFirst ? last : positions.lowerBound) / width
    var events: [Event] = []
    while events.count < limit, let bundle = try index.bundle(from: next, &search, in: rows),
      bundle * width <= last, (bundle + 1) * width > positions.lowerBound
    {
      let part = positions.clamped(to: bundle * width..<(bundle + 1) * width)
      let leaves = try pages(in: part).flatMap(\.storedLeaves)
      let found = try leaves.filter { try $0.isOf(type) }
      for leaf in newestFirst ? found.reversed() : found where events.count < limit {
        events.append(try leaf.event())
      }
      next = newestFirst ? bundle - 1 : bundle + 1
    }
    return events
  }

  /// The corrections among the log's first events.
  func corrections(ofFirst size: Int64 = .max) throws -> Corrections {
    Corrections(try events(of: .recordCorrected, ofFirst: size))
  }

  /// The same, of a log on a connection.
  static func corrections(ofFirst size: Int64, in db: Database) throws -> Corrections {
    size > 0 ? try CheckedLog(db).corrections(ofFirst: size) : Corrections()
  }

  /// What among the log's first events bears on all of it.
  func hindsight(ofFirst size: Int64 = .max) throws -> Hindsight {
    Hindsight(
      try Hindsight.types.flatMap { try events(of: $0, ofFirst: size) }
        .sorted { $0.position < $1.position })
  }

  /// The same, of a log on a connection.
  static func hindsight(ofFirst size: Int64, in db: Database) throws -> Hindsight {
    size > 0 ? try CheckedLog(db).hindsight(ofFirst: size) : .none
  }

  private func events(of type: EventType, ofFirst size: Int64) throws -> [Event] {
    try events(of: type, in: 0..<min(size, self.size), newestFirst: false, limit: .max)
  }

  /// The positions of the events that are law, in order.
  ///
  /// - Throws: `damaged` when their index is not the one that the last commit left.
  func lawPositions() throws -> [Int64] {
    let positions = try log.lawPositions()
    try tree.head.check(lawAt: positions)
    return positions
  }

  /// The events that are law, in order: holiday notices and adoptions of rule books.
  func lawEvents() throws -> [Event] { try lawPositions().map { try event(at: $0) } }
}
