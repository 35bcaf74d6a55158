import Foundation
import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// Makes the tiles, the indexes and the list of the law again where they are not what the events say,
/// once the events have turned out to be those that were recorded. Belongs into a transaction, which
/// must be rolled back when it throws.
struct LogRepair {
  private let db: Database
  private let log: LogReading
  private var tree = TreeEdge<SHA256Hasher>()
  private var tileCount = 0
  private var lawPositions: [Int64] = []
  /// What was made again.
  private var repaired: Set<String> = []
  /// Where the first tile that was made again differed.
  private var firstDifference: String?

  init(_ db: Database) {
    self.db = db
    log = LogReading(db: db)
  }

  /// - Returns: the tables that were not what the events say.
  /// - Throws: `damaged` when the events do not have the stored head's root, or not that of a stored
  ///   checkpoint at its size.
  mutating func run() throws -> [String] {
    let head = try log.wholeHead().log
    var checkpoints = CheckpointVerifier(db: db, policy: nil)
    checkpoints.check(tree)
    let indexDamage = try readEvents(of: head, &checkpoints)
    checkpoints.finish(logSize: tree.size)
    guard tree.root() == head.root else {
      throw DamagedLog(log).error(expecting: head, found: tree.root(), at: firstDifference)
    }
    if let finding = checkpoints.takeFindings().first(where: { $0.kind.concernsEvents }) {
      throw LedgerError(.damaged, "\(finding.place): \(finding.message); nothing was rebuilt")
    }
    try removeOtherTiles()
    if indexDamage { try rebuildIndexes() }
    try repairLaw()
    return repaired.sorted()
  }

  /// Reads all events, makes the tiles that differ again, and says whether an index is damaged.
  private mutating func readEvents(
    of head: LogHead, _ checkpoints: inout CheckpointVerifier
  ) throws -> Bool {
    var indexes = try IndexVerifier(in: IndexRows(in: db))
    let log = log
    var pages = PagesAhead(
      size: head.size, page: { try log.page(from: $0, limit: $1) },
      read: { leaves in
        let page = EventPage(leaves)
        return (page, page.viewedEvents.map { (event: IndexedEvent($0), isLaw: $0.isLaw) })
      })
    while let (page, indexed) = try pages.next() {
      for (place, hash) in page.leafHashes.enumerated() {
        if indexed[place].isLaw { lawPositions.append(tree.size) }
        try indexes.append(indexed[place].event)
        for tile in tree.append(hash) { try repair(tile) }
        if checkpoints.isDue(at: tree.size) { checkpoints.check(tree) }
      }
      if let failure = page.failure { throw failure }
    }
    let damage = try indexes.finish()
    let count = try SQLStatement("SELECT count(*) FROM log_index", in: db).integer()
    return count != Int64(indexes.rowCount) || !damage.isEmpty
  }

  private mutating func repair(_ tile: Tile) throws {
    tileCount += 1
    let stored = try? log.tile(level: tile.level, number: tile.number)
    guard stored != tile else { return }
    if firstDifference == nil { firstDifference = DamagedLog(log).difference(in: tile) }
    repaired.insert("log_tiles")
    try db.execute(
      sql: "INSERT OR REPLACE INTO log_tiles (level, number, hashes) VALUES (?, ?, ?)",
      arguments: [tile.level, tile.number, Data(tile.bytes)])
  }

  /// Removes tiles that no event accounts for.
  private mutating func removeOtherTiles() throws {
    guard try SQLStatement("SELECT count(*) FROM log_tiles", in: db).integer() != Int64(tileCount)
    else { return }
    repaired.insert("log_tiles")
    try db.execute(sql: "DELETE FROM log_tiles WHERE level NOT BETWEEN 0 AND 6")
    for level in 0...6 {
      try db.execute(
        sql: "DELETE FROM log_tiles WHERE level = ? AND (number < 0 OR number >= ?)",
        arguments: [level, tree.size >> Int64(8 * (level + 1))])
    }
  }

  private mutating func rebuildIndexes() throws {
    repaired.insert("log_index")
    try db.execute(sql: "DELETE FROM log_index")
    let rows = try IndexRows(in: db)
    var index = try LogIndex(ofLogOf: 0)
    for first in stride(from: 0, to: tree.size, by: 1024) {
      for page in try log.pages(in: first..<min(first + 1024, tree.size)) {
        for leaf in page.storedLeaves { try index.add(IndexedEvent(leaf), to: rows) }
      }
    }
    try index.storeRecent(since: 0, to: rows)
  }

  private mutating func repairLaw() throws {
    let digest = StoredHead.digest(ofLawAt: lawPositions)
    guard try log.lawPositions() != lawPositions || log.storedHead().law != digest else { return }
    repaired.insert("log_law")
    try db.execute(sql: "DELETE FROM log_law")
    for position in lawPositions {
      try db.execute(sql: "INSERT INTO log_law (position) VALUES (?)", arguments: [position])
    }
    try db.execute(sql: "UPDATE log_head SET law = ?", arguments: [Data(digest.bytes)])
  }
}
