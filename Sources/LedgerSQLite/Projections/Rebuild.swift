import GRDB
import LedgerCore

/// What rebuilding from the log found.
public struct RebuildReport: Hashable, Sendable {
  /// The number of events that were read.
  public let size: Int64
  /// The tables whose rows were not what the events say, and are now; empty when all were equal.
  public let differing: [String]

  /// What a rebuild found.
  package init(size: Int64, differing: [String]) {
    self.size = size
    self.differing = differing
  }
}

extension SQLiteEventStore {
  private static let shadow = "shadow_"

  /// Makes again all that follows from the events, in one transaction: the tiles of the tree, the
  /// indexes, and the projections, which are rebuilt beside the live ones and put in their place.
  /// Projections that were behind the log are brought up to date, and not compared.
  ///
  /// The events must have the root of the stored head, and those of all stored checkpoints: nothing is
  /// ever made to agree with altered events.
  ///
  /// - Parameters:
  ///   - mostRows: how many rows to gather in memory before they are written.
  ///   - progress: told the number of events folded so far, and of all.
  /// - Throws: `damaged`, with nothing changed, when the events are not those that were recorded.
  package func rebuild(
    law: BundledLaw, mostRows: Int? = nil, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(LedgerError) -> RebuildReport {
    let report = try holdingWriter { db in
      try committing(db) {
        let log = LogReading(db: db)
        var repair = LogRepair(db)
        let repaired = try repair.run()
        let isWhole = try log.projectionLag() == nil
        let size = try log.size()
        try Self.project(
          log, of: size, under: law, mostRows: mostRows ?? BulkRows.mostRows, progress)
        let differing =
          isWhole
          ? try ProjectionTables.differing(
            among: Projector.tables, in: db, from: db, prefix: Self.shadow) : []
        try ProjectionTables.swap(in: db, prefix: Self.shadow)
        try db.execute(sql: "DELETE FROM projection_lag")
        // What follows from obligations that were the same need not be read again.
        if !isWhole || differing.contains("obligations") { try ServiceRegistry(db: db).noteAll() }
        return RebuildReport(size: size, differing: repaired + differing)
      }
    }
    forget()
    return report
  }

  /// Projects the whole log into tables beside the live ones.
  private static func project(
    _ log: LogReading, of size: Int64, under law: BundledLaw, mostRows: Int,
    _ progress: (Int64, Int64) -> Void
  ) throws {
    try ProjectionTables.create(in: log.db, prefix: shadow)
    let rows = try BulkRows(db: log.db, prefix: shadow, mostRows: mostRows)
    let fold = try ProjectionFold(of: log, size: size, law: law, rows, progress)
    try fold.addObligations(under: log, to: rows)
    try rows.flush()
  }

  /// Makes projections anew, in a transaction that has written all of the log.
  ///
  /// - Parameter before: the size of the log before the transaction.
  static func projectAnew(
    _ what: ProjectedAnew, in transaction: SQLiteTransaction, since before: Int64,
    under law: BundledLaw
  ) throws {
    let log = LogReading(db: transaction.db)
    let size = try log.size()
    switch what {
    case .all:
      try project(log, of: size, under: law, mostRows: BulkRows.mostRows) { _, _ in }
      try ProjectionTables.swap(in: log.db, prefix: shadow)
    case .obligations:
      guard
        let moved = try MovedDueDates(
          since: before, transaction.lawEvents(),
          CheckedLog.corrections(ofFirst: size, in: log.db).standing, under: law)
      else { return }
      let rows = try BulkRows(db: log.db)
      if let matters = try matters(touchedBy: moved, atMost: Int(size / passOverMatter), log.db) {
        for matter in matters {
          try rows.apply(
            moved.changes(ofMatter: matter.name, subject: matter.subject, in: transaction))
        }
      } else {
        let fold = try ProjectionFold(of: log, size: size, law: law)
        try fold.moveObligations(since: before, under: log, in: rows)
      }
      try rows.flush()
    }
  }

  /// How many events a pass over the log reads in about the time that it takes to find and judge one
  /// matter by the index.
  private static let passOverMatter: Int64 = 128

  /// A matter as the rows of its obligations name it.
  private struct Matter: Hashable {
    let subject: String
    let name: String
  }

  /// The matters with obligations whose due dates may have moved, in the order of the log; `nil` when
  /// there are more than so many.
  private static func matters(
    touchedBy moved: MovedDueDates, atMost most: Int, _ db: Database
  ) throws -> [Matter]? {
    let rules = moved.rules
    let statement = try SQLStatement(
      """
      SELECT subject, coalesce(trigger_id, request, incident, verification, application)
      FROM obligations
      WHERE start_on <= ?1 AND coalesce(due_on, provisional_due_on, ?1) >= ?2
        AND rule IN (\(rules.indices.map { "?\($0 + 3)" }.joined(separator: ", ")))
      ORDER BY position LIMIT ?\(rules.count + 3)
      """, in: db)
    try statement.bind(moved.days.upperBound.description, at: 1)
    try statement.bind(moved.days.lowerBound.description, at: 2)
    for (place, rule) in rules.enumerated() { try statement.bind(rule, at: place + 3) }
    try statement.bind(Int64(most + 1), at: rules.count + 3)
    var matters: [Matter] = []
    var known: Set<Matter> = []
    var rows = 0
    try statement.forEachRow { row in
      rows += 1
      let matter = Matter(subject: row.text(0), name: row.text(1))
      if known.insert(matter).inserted { matters.append(matter) }
    }
    return rows > most ? nil : matters
  }
}
