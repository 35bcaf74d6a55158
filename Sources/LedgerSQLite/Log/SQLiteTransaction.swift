import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

/// The engine's write transaction: appends to bundles, tail, tiles and indexes, and changes rows.
///
/// It gathers in memory what it can and writes it at the end, so that a commit of few events
/// touches the database a few times and a refusal costs nothing.
package final class SQLiteTransaction: LogTransaction {
  let db: Database
  package let memory: RecorderMemory
  package let projects: Bool
  private let log: LogReading
  private let rows: IndexRows
  private let applier: RowApplier
  private let sealer: BundleSealer
  private var end: LogEnd
  private var index: LogIndex
  private var tiles: CheckedTiles
  private let sizeBefore: Int64
  /// The changes of rows that are not written yet.
  private var changes = RowChanges()
  private var bundles: OpenBundles
  private var savepoint: Savepoint?
  /// Applies many changes, table by table in the order of keys.
  private var bulkRows: BulkRows?
  /// The position from which on events are not in the projections.
  private var lag: Int64?
  /// Whether the log came out of a capsule, and so is only read.
  private let isFromCapsule: Bool
  /// Whether law was recorded in this transaction.
  private var hasNewLaw = false
  /// The projections of services.
  private var services: ServiceProjecting
  /// The law under which the projections are made anew before the commit, if they are.
  private var projectingAnew: (what: ProjectedAnew, law: BundledLaw)?

  /// What to return to when the body that is running throws.
  private struct Savepoint {
    let mark: LogEnd.Mark
    let changes: RowChanges.Mark
    let projectingAnew: (what: ProjectedAnew, law: BundledLaw)?
    /// Whether the database has the savepoint too. It gets one when something is written; as long
    /// as all is in memory it needs none.
    var hasBegun = false
  }

  /// Begins on the writer's connection, inside its transaction.
  ///
  /// Projections that are behind stay so, whatever `projects` says, until they are rebuilt.
  ///
  /// - Parameter services: the projections of the service that records.
  init(
    _ db: Database, _ context: inout WriterContext, projects: Bool,
    services: [ServiceProjection] = []
  ) throws {
    self.db = db
    self.services = try ServiceProjecting(db, knowing: services)
    memory = context.memory
    log = LogReading(db: db)
    lag = try log.projectionLag()
    isFromCapsule = try log.isFromCapsule()
    self.projects = projects && lag == nil
    rows = try IndexRows(in: db)
    (end, index) = try context.takeEnd(db)
    tiles = context.tiles
    bundles = context.bundles
    sizeBefore = end.size
    applier = RowApplier(db: db)
    let insert = try SQLStatement("INSERT INTO log_bundles (number, data) VALUES (?, ?)", in: db)
    sealer = BundleSealer { number, sealed in
      try insert.bind(number, at: 1)
      try sealed.withUnsafeBytes { sealed in
        try insert.bindBlob(sealed, at: 2)
        try insert.run()
      }
    }
  }

  package var size: Int64 { end.size }
  package var lastRecordedAt: Instant? { end.lastRecordedAt }

  /// The size and root of the log, with what was appended in this transaction.
  var head: LogHead { LogHead(size: end.size, root: end.edge.root()) }

  /// Whether nothing has been appended in this transaction.
  var isUnchanged: Bool { end.size == sizeBefore }

  /// - Throws: `readOnly` when the log came out of a capsule.
  func checkNotFromCapsule() throws(LedgerError) {
    if isFromCapsule {
      throw LedgerError(
        .readOnly, "the ledger came out of a capsule and is only read; record in the original")
    }
  }

  // MARK: Reading

  package func position(ofEvent id: NameHash) throws(LedgerError) -> Int64? {
    try storing { try index.position(of: id, in: rows) { try self.leaf(at: $0) } }
  }

  package func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent] {
    try storing {
      try index.leaves(of: stream, in: rows) { try self.leaf(at: $0) }
        .map { try $0.viewedEvent() }
    }
  }

  package func events(ofMatter matter: NameHash) throws(LedgerError) -> [ViewedEvent] {
    try storing { try index.events(ofMatter: matter, in: rows) { try self.leaf(at: $0) } }
  }

  package func event(at position: Int64) throws(LedgerError) -> Event {
    try storing { try leaf(at: position).event() }
  }

  package func lawEvents() throws(LedgerError) -> [Event] {
    try storing {
      let positions = try log.lawPositions()
      if !hasNewLaw { try log.storedHead().check(lawAt: positions) }
      return try positions.map { try leaf(at: $0).event() }
    }
  }

  package func events(of type: EventType) throws(LedgerError) -> [ViewedEvent] {
    try storing {
      var search = TypeIndex.Search(for: type.number, backward: false)
      let width = Int64(SealedBundle.width)
      var events: [ViewedEvent] = []
      var next: Int64 = 0
      while let bundle = try index.bundle(from: next, &search, in: rows) {
        for position in bundle * width..<min((bundle + 1) * width, end.size) {
          let leaf = try leaf(at: position)
          if try leaf.isOf(type) { events.append(try leaf.viewedEvent()) }
        }
        next = bundle + 1
      }
      return events
    }
  }

  private func leaf(at position: Int64) throws -> StoredLeaf {
    guard (0..<end.size).contains(position) else {
      throw LedgerError(.damaged, "an index names position \(position), outside the log")
    }
    if position >= end.tailStart {
      let page = end.tailPage()
      return StoredLeaf(at: position, in: page, page.ranges[Int(position - end.tailStart)])
    }
    let (number, place) = position.quotientAndRemainder(dividingBy: Int64(SealedBundle.width))
    let bundle = try bundle(number)
    let range = bundle.ranges[Int(place)]
    let page = LeafPage(first: position, bytes: bundle.bytes, ranges: [range])
    try tiles.check(page.hash(of: range), at: position, of: log, under: end.edge)
    return StoredLeaf(at: position, in: page, range)
  }

  private func bundle(_ number: Int64) throws -> SealedBundle.Opened {
    if let bundle = bundles[number] { return bundle }
    let bundle: SealedBundle.Opened
    if let bytes = sealer.bundle(number) {
      bundle = (bytes, try EntryBundle.ranges(in: bytes, count: SealedBundle.width))
    } else {
      bundle = try log.bundle(number)
    }
    bundles.keep(bundle, number)
    return bundle
  }

  // MARK: Appending

  package func append(
    _ event: ViewedEvent, id: NameHash, leaf: [UInt8]
  ) throws(LedgerError) -> TreeHash {
    try checkNotFromCapsule()
    precondition(event.position == end.size, "positions are gapless")
    let hash = SHA256Hasher.leaf(leaf)
    try storing {
      if index.willStoreRun { try willWrite() }
      if !projects, lag == nil { try beginLag(at: event.position) }
      try index.add(IndexedEvent(event, id: id), to: rows)
      for tile in try end.append(leaf, hash: hash, recordedAt: event.recordedAt) {
        try store(tile)
      }
      if event.isLaw { try store(lawAt: event.position) }
      if end.tail.isFull { try seal() }
    }
    return hash
  }

  private func store(_ tile: Tile) throws {
    try willWrite()
    let insert = try SQLStatement(
      "INSERT INTO log_tiles (level, number, hashes) VALUES (?, ?, ?)", in: db)
    try insert.bind(Int64(tile.level), at: 1)
    try insert.bind(tile.number, at: 2)
    try tile.hashes.withUnsafeBytes { hashes in
      try insert.bindBlob(hashes, at: 3)
      try insert.run()
    }
  }

  /// Notes that the projections end before a position.
  private func beginLag(at position: Int64) throws {
    try willWrite()
    let insert = try SQLStatement("INSERT INTO projection_lag (position) VALUES (?)", in: db)
    try insert.bind(position, at: 1)
    try insert.run()
    lag = position
  }

  private func store(lawAt position: Int64) throws {
    try willWrite()
    let insert = try SQLStatement("INSERT INTO log_law (position) VALUES (?)", in: db)
    try insert.bind(position, at: 1)
    try insert.run()
    hasNewLaw = true
  }

  /// Turns a full tail into a bundle.
  private func seal() throws {
    try willWrite()
    if end.stored > 0 { try SQLStatement("DELETE FROM log_tail", in: db).run() }
    let (number, ranges) = (end.size / Int64(SealedBundle.width) - 1, end.ranges)
    let bundle = end.takeBundle()
    bundles.keep((bundle, ranges), number)
    try sealer.add(bundle, number: number)
  }

  /// Writes the first of the tail's events, as far as they are not rows yet.
  private func storeTail(_ count: Int) throws {
    guard end.stored < count else { return }
    let insert = try SQLStatement("INSERT INTO log_tail (position, event) VALUES (?, ?)", in: db)
    try end.tail.bytes.withUnsafeBytes { bytes in
      for offset in end.stored..<count {
        try insert.bind(end.tailStart + Int64(offset), at: 1)
        try insert.bindBlob(UnsafeRawBufferPointer(rebasing: bytes[end.ranges[offset]]), at: 2)
        try insert.run()
      }
    }
    end.stored = count
  }

  /// Notes the log's new size and root, and where its law is.
  private func storeHead() throws {
    let root = end.edge.root()
    let law = hasNewLaw ? StoredHead.digest(ofLawAt: try log.lawPositions()) : nil
    let sql =
      switch (sizeBefore, law) {
      case (0, _): "INSERT INTO log_head (size, root, law) VALUES (?, ?, ?)"
      case (_, nil): "UPDATE log_head SET size = ?, root = ?"
      case (_, _?): "UPDATE log_head SET size = ?, root = ?, law = ?"
      }
    let statement = try SQLStatement(sql, in: db)
    try statement.bind(end.size, at: 1)
    try root.withUnsafeBytes { root in
      try statement.bindBlob(root, at: 2)
      let law = sizeBefore == 0 ? law ?? StoredHead.ofEmptyLog.law : law
      guard let law else { return try statement.run() }
      try law.withUnsafeBytes { law in
        try statement.bindBlob(law, at: 3)
        try statement.run()
      }
    }
  }

  // MARK: Projections

  package func projectAnew(
    _ what: ProjectedAnew, under law: BundledLaw
  ) throws(LedgerError) {
    projectingAnew = (max(what, projectingAnew?.what ?? what), law)
    if what == .all { changes.removeAll() }
  }

  package func project(
    _ add: (inout RowChanges) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    // What is gathered would be thrown away.
    if projectingAnew?.what == .all { return }
    try add(&changes)
    guard changes.count >= RowApplier.mostChanges else { return }
    try storing {
      try willWrite()
      try applyChanges()
    }
  }

  /// So few changes are applied one by one.
  private static let fewChanges = 256

  /// Applies the changes that were gathered.
  private func applyChanges() throws {
    services.note(changes)
    if changes.count < Self.fewChanges {
      try applier.apply(changes)
    } else {
      let rows = try bulkRows ?? BulkRows(db: db)
      // One that fails midway keeps rows that nobody may write any more.
      bulkRows = nil
      try rows.apply(changes)
      try rows.flush()
      bulkRows = rows
    }
    changes.removeAll()
  }

  /// Goes on a step with what a projection of the service has to catch up with, or builds.
  ///
  /// - Parameter limit: how many events, or obligations, at most.
  /// - Throws: `contradictory` when the file has other tables under the same version, or another
  ///   projection has a table of the same name.
  package func catchUp(_ projection: ServiceProjection, limit: Int) throws -> CatchingUp {
    try services.catchUp(
      projection, to: (lag ?? end.size, lag == nil), limit: limit, leaf: { try leaf(at: $0) })
  }

  /// Begins to build a projection of the service again beside what is read.
  package func buildAgain(_ projection: ServiceProjection) throws {
    for entry in services.entries(of: projection.name) where !entry.isLive {
      try services.remove(entry)
    }
    _ = try services.begin(projection)
  }

  /// Removes the tables of a service's projection.
  ///
  /// - Returns: whether there were any.
  package func removeProjection(named name: String) throws -> Bool { try services.remove(name) }

  // MARK: Atomicity

  package func savepoint<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result {
    savepoint = Savepoint(
      mark: end.mark, changes: changes.mark, projectingAnew: projectingAnew)
    do {
      let result = try body()
      if savepoint?.hasBegun == true { try storing { try db.execute(sql: "RELEASE command") } }
      savepoint = nil
      return result
    } catch {
      if let savepoint { try rollBack(to: savepoint) }
      savepoint = nil
      throw error
    }
  }

  /// Must be called before anything is written. What was gathered before the savepoint is written
  /// before it, so that only what came after it is undone.
  private func willWrite() throws {
    guard let savepoint, !savepoint.hasBegun else { return }
    let since = changes.removeAll(since: savepoint.changes)
    try applyChanges()
    changes = since
    try sealer.finish()
    try storeTail(savepoint.mark.count)
    try db.execute(sql: "SAVEPOINT command")
    self.savepoint = Savepoint(
      mark: savepoint.mark, changes: RowChanges().mark, projectingAnew: savepoint.projectingAnew,
      hasBegun: true)
  }

  private func rollBack(to savepoint: Savepoint) throws(LedgerError) {
    if savepoint.hasBegun {
      sealer.forget()
      try storing {
        try db.execute(sql: "ROLLBACK TO command")
        try db.execute(sql: "RELEASE command")
      }
    }
    guard end.size != savepoint.mark.size else { return }
    memory.forget()
    projectingAnew = savepoint.projectingAnew
    bundles = OpenBundles()
    tiles = CheckedTiles()
    try storing { lag = try log.projectionLag() }
    if changes.count > savepoint.changes.count { changes.removeAll(after: savepoint.changes) }
    let size = savepoint.mark.size
    try storing {
      // What was written since is undone; where memory cannot follow, all is read again.
      let checked = CheckedLog(log, CheckedTree(knownToHave: savepoint.mark.edge))
      if !end.rollBack(to: savepoint.mark) { end = try LogEnd(of: checked) }
      if !index.truncate(to: size) { index = try checked.index(committed: sizeBefore) }
    }
  }

  /// Writes what is still only in memory, before the commit.
  func finish(_ context: inout WriterContext) throws {
    try applyChanges()
    try sealer.finish()
    try storeTail(end.ranges.count)
    if end.size != sizeBefore {
      try index.storeRecent(since: sizeBefore, to: rows)
      try storeHead()
    }
    if let (what, law) = projectingAnew {
      try SQLiteEventStore.projectAnew(what, in: self, since: sizeBefore, under: law)
    }
    try services.finish(
      sizeBefore..<end.size, isWhole: lag == nil, isAnew: projectingAnew != nil,
      leaf: { try leaf(at: $0) })
    context.end = end
    context.index = index
    context.tiles = tiles
    context.bundles = bundles
  }
}
