import Foundation
import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

extension SQLiteEventStore {
  /// Re-derives everything from the raw bytes of bundles and tail: every event, leaf hash, tile,
  /// index row and projection row, and compares it with what is stored; and the tree's roots with
  /// those of all stored checkpoints.
  ///
  /// - Parameters:
  ///   - policy: by which the checkpoints' signatures are checked; without it they are not, as the
  ///     ledger itself knows no key.
  ///   - progress: told the number of events read so far, and of all.
  package func verify(
    law: BundledLaw, policy: TransparencyPolicy? = nil,
    progress: @escaping @Sendable (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> VerificationReport {
    try await reading { [services] db in
      var verifier = try Verifier(db: db, law: law, policy: policy, services)
      return try verifier.run(progress)
    }
  }
}

/// One verification, in one snapshot of the database.
private struct Verifier {
  private let db: Database
  private let log: LogReading
  private let rebuilt: DatabaseQueue
  private let law: BundledLaw
  /// The position from which on events are not in the projections.
  private let lag: Int64?

  private var tree = TreeEdge<SHA256Hasher>()
  private var lastRecordedAt: Instant?
  private var indexes: IndexVerifier<IndexRows>
  private var lawPositions: [Int64] = []
  private var checkpoints: CheckpointVerifier
  private var services: ServiceVerifier
  private var found: [Disagreement] = []
  private var tiles = 0
  private var kindsSeen: Set<String> = []
  /// Whether the index told all corrections, without which rows cannot be made.
  private var knewHindsight = true

  init(
    db: Database, law: BundledLaw, policy: TransparencyPolicy?, _ services: [ServiceProjection]
  ) throws {
    self.db = db
    self.law = law
    log = LogReading(db: db)
    rebuilt = try ProjectionTables.temporaryDatabase()
    indexes = try IndexVerifier(in: IndexRows(in: db))
    lag = try log.projectionLag()
    checkpoints = CheckpointVerifier(db: db, policy: policy)
    self.services = try ServiceVerifier(
      db, size: (try? log.size()) ?? 0, isWhole: lag == nil, services)
  }

  mutating func run(_ progress: (Int64, Int64) -> Void) throws -> VerificationReport {
    try checkDatabase()
    let isWhole = try readLog(progress)
    checkpoints.finish(logSize: (try? log.size()) ?? tree.size)
    for finding in checkpoints.takeFindings() { note(finding.kind, finding.place, finding.message) }
    try checkTail()
    if isWhole {
      try checkHead()
      try checkIndexes()
      try checkCounts()
      // Beside altered events, tables that follow from them say nothing.
      if eventsAgree { try compareProjections() }
    }
    return VerificationReport(
      size: tree.size, root: isWhole ? tree.root().base64 : nil,
      disagreements: found.map { $0.advising(eventsAgree) },
      checkpoints: checkpoints.count, signedSize: checkpoints.signedSize,
      projections: services.report())
  }

  /// Whether nothing was found against the events themselves: then all else can be made again from
  /// them.
  private var eventsAgree: Bool { !found.contains(where: \.kind.concernsEvents) }

  /// Notes the first disagreement of each kind; of projections, of each table.
  private mutating func note(_ kind: Disagreement.Kind, _ place: String, _ message: String) {
    let key = kind == .projection || kind == .database ? "\(kind) \(place)" : kind.rawValue
    guard kindsSeen.insert(key).inserted else { return }
    found.append(Disagreement(kind: kind, place: place, message: message))
  }

  private mutating func checkDatabase() throws {
    do {
      let rows = try String.fetchAll(db, sql: "PRAGMA integrity_check(1)")
      for message in rows where message != "ok" { note(.database, "integrity", message) }
    } catch {
      note(.database, "integrity", LedgerError(storing: error).message)
    }
  }

  // MARK: The log

  /// Reads every event from its bytes. Without the events before it nothing can be said of an
  /// event, so the first that cannot be read ends the reading.
  private mutating func readLog(_ progress: (Int64, Int64) -> Void) throws -> Bool {
    do {
      try rebuilt.inTransaction { target in
        try ProjectionTables.create(in: target, prefix: "")
        try services.create(in: target)
        let rows = try BulkRows(db: target)
        try readEvents(rows, progress)
        try rows.flush()
        try services.finish()
        return .commit
      }
      return true
    } catch {
      let bundle = tree.size / Int64(SealedBundle.width)
      let place = "position \(tree.size) (bundle \(bundle))"
      let message = LedgerError(storing: error).message
      note(message.hasPrefix("bundle") ? .bundle : .event, place, message)
      return false
    }
  }

  private mutating func readEvents(
    _ rows: BulkRows, _ progress: (Int64, Int64) -> Void
  ) throws {
    let size = try log.size()
    var projections = ProjectionFold(law: law, size: size, hindsight(ofFirst: lag ?? size))
    checkpoints.check(tree)
    while tree.size < size {
      let leaves = try log.page(from: tree.size, limit: SealedBundle.width)
      let page = EventPage(leaves)
      for (event, hash) in zip(page.viewedEvents, page.leafHashes) { try check(event, hash) }
      if let failure = page.failure { throw failure }
      try services.fold(page.viewedEvents, leaves)
      try projections.fold(projections.read(page), rows, upTo: lag ?? .max)
      progress(tree.size, size)
    }
    try projections.finishRows(rows)
    knewHindsight = projections.knewHindsight(ofFirst: lag ?? size)
    // Where the index of the law is wrong, that is noted by itself.
    let standing = projections.corrections.standing
    let rules = try law.inForce(with: (try? log.lawEvents()) ?? [], standing).rules
    let gap = try projections.addObligations(under: rules, to: lag == nil ? rows : nil)
    if let gap { note(.event, "position \(gap.position)", gap.error.message) }
    // Projections that are behind hold the obligations of their own events.
    guard let lag else { return }
    _ = try ProjectionFold(of: log, size: lag, law: law).addObligations(under: rules, to: rows)
  }

  private mutating func check(_ event: ViewedEvent, _ hash: TreeHash) throws {
    if let lastRecordedAt, event.recordedAt < lastRecordedAt {
      throw LedgerError(.damaged, "position \(event.position): recorded before its predecessor")
    }
    lastRecordedAt = event.recordedAt
    if case .auditAttested(let data) = event.whole { try check(data.head, in: event) }
    for tile in tree.append(hash) { try check(tile) }
    if checkpoints.isDue(at: tree.size) { checkpoints.check(tree) }
    try indexes.append(IndexedEvent(event))
    if event.isLaw { lawPositions.append(event.position) }
  }

  /// Compares what an attestation says of the log with the events before it.
  private mutating func check(_ attested: LogHead, in event: ViewedEvent) throws {
    let found =
      if attested.size == tree.size {
        tree.root()
      } else if attested.size < tree.size {
        try? log.edge(ofSize: attested.size).root()
      } else {
        TreeHash?.none
      }
    guard found != attested.root else { return }
    note(
      .attestation, "position \(event.position) (\(event.id))",
      "it attests the root \(attested.root.base64) of \(attested.size) events, found "
        + (found?.base64 ?? "no such log before it"))
  }

  private mutating func check(_ tile: Tile) throws {
    tiles += 1
    let stored = try? log.tile(level: tile.level, number: tile.number)
    if stored != tile {
      let first = Int64(tile.number) * Int64(SealedBundle.width)
      note(
        .tile, "\(tile.level)/\(tile.number) (from position \(first))",
        "stored hashes are missing or not those of the events")
    }
  }

  /// Compares the log's end with what the last commit noted.
  private mutating func checkHead() throws {
    let expected = LogHead(size: tree.size, root: tree.root())
    do throws(LedgerError) {
      let head = try storing { try log.storedHead() }
      if head.law != StoredHead.digest(ofLawAt: lawPositions) {
        note(.stream, "log_head", "its digest of the law is not that of the law in the log")
      }
      guard head.log != expected else { return }
      note(
        .event, "log_head",
        "the last commit left \(head.log.size) events with the root \(head.log.root.base64), found "
          + "\(tree.size) with the root \(expected.root.base64)")
    } catch {
      note(.event, "log_head", error.message)
    }
  }

  /// Says what is missing at the end of the log: events that a checkpoint covers, which others may
  /// hold the log to, or only events that were committed.
  private mutating func checkTail() throws {
    guard let size = try? log.size() else { return }
    let committed = (try? log.storedHead())?.log.size ?? 0
    let place = "position \(size) (bundle \(size / Int64(SealedBundle.width)))"
    if let signed = checkpoints.signedSize, signed > size {
      note(
        .tail, place,
        "signed events are missing: a checkpoint covers \(signed) events, the log has \(size)")
    } else if committed > size {
      note(
        .tail, place,
        "unsigned events are missing: the last commit left \(committed) events, the log has "
          + "\(size), and no checkpoint covers more")
    }
  }

  /// Compares the indexes with those of the events that were read.
  private mutating func checkIndexes() throws {
    for damage in try indexes.finish() {
      switch damage.key.kind {
      case LogIndex.ofIdentifiers:
        note(.identifier, "log_index", "the index of event ids: \(damage)")
      case LogIndex.ofStreams: note(.stream, "log_index", "the index of streams: \(damage)")
      case LogIndex.ofTypes: note(.type, "log_index", "the index of types: \(damage)")
      default: note(.identifier, "log_index", "what indexes know of recent events: \(damage)")
      }
    }
    if try log.lawPositions() != lawPositions {
      note(.stream, "log_law", "its positions are not those of the law in the log")
    }
  }

  // MARK: Leftovers

  /// Rows beyond those that the events account for.
  private mutating func checkCounts() throws {
    let events = Int(tree.size)
    try expect(indexes.rowCount, "log_index", .identifier)
    try expect(tiles, "log_tiles", .tile)
    try expect(events / SealedBundle.width, "log_bundles", .bundle)
    try expect(events % SealedBundle.width, "log_tail", .event)
  }

  /// What bears on all of the log: where it cannot be read with checks, as its pages say it, up to the
  /// first that cannot be read.
  private func hindsight(ofFirst size: Int64) -> Hindsight {
    if let known = try? CheckedLog.hindsight(ofFirst: size, in: db) { return known }
    var hindsight = Hindsight.none
    var position: Int64 = 0
    while position < size,
      let leaves = try? log.page(from: position, limit: SealedBundle.width), !leaves.ranges.isEmpty
    {
      for event in EventPage(unhashed: leaves).viewedEvents where event.position < size {
        hindsight.tell(event)
      }
      position += Int64(leaves.ranges.count)
    }
    return hindsight
  }

  private mutating func expect(
    _ expected: Int, _ table: String, _ kind: Disagreement.Kind
  ) throws {
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0
    if count != expected {
      note(kind, table, "found \(count) rows, expected \(expected)")
    }
  }

  private mutating func compareProjections() throws {
    // Then the index of types is damaged, and noted.
    guard knewHindsight else { return }
    for view in try ProjectionTables.changedViews(in: db) {
      note(.projection, view, "the view is not as the program makes it")
    }
    try rebuilt.read { rebuilt in
      for table in try ProjectionTables.differing(among: Projector.tables, in: db, from: rebuilt) {
        note(.projection, table, "its rows are not what the log says")
      }
      var differing: [(String, String)] = []
      try services.compare(with: rebuilt) { differing.append(($0, $1)) }
      for (table, message) in differing { note(.projection, table, message) }
    }
  }
}
