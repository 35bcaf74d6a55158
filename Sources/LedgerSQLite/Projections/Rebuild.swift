import GRDB
import LedgerCore

/// What rebuilding the projections from the log found.
public struct RebuildReport: Hashable, Sendable {
  /// The number of events that were folded.
  public let size: Int64
  /// The tables whose rows were not what the log says; empty when all were equal.
  public let differing: [String]
}

extension SQLiteEventStore {
  private static let shadow = "shadow_"

  /// Rebuilds all projections from the log beside the live ones, compares the rows, and puts the
  /// rebuilt tables in their place, all in one transaction. Projections that were behind the log are
  /// brought up to date, and not compared.
  ///
  /// - Parameters:
  ///   - mostRows: how many rows to gather in memory before they are written.
  ///   - progress: told the number of events folded so far, and of all.
  package func rebuild(
    law: BundledLaw, mostRows: Int? = nil, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(LedgerError) -> RebuildReport {
    try writeBlocking { transaction in
      let db = transaction.db
      try Self.project(
        LogReading(db: db), of: transaction.size, under: law,
        mostRows: mostRows ?? BulkRows.mostRows, progress)
      let differing =
        try transaction.projectionsAreWhole
        ? Projector.tables.filter { table in
          try !ProjectionTables.areEqual(table, in: db, Self.shadow + table, in: db)
        } : []
      try ProjectionTables.swap(in: db, prefix: Self.shadow)
      try db.execute(sql: "DELETE FROM projection_lag")
      return RebuildReport(size: transaction.size, differing: differing)
    }
  }

  /// Projects the whole log into tables beside the live ones.
  private static func project(
    _ log: LogReading, of size: Int64, under law: BundledLaw, mostRows: Int,
    _ progress: (Int64, Int64) -> Void
  ) throws {
    try ProjectionTables.create(in: log.db, prefix: shadow)
    let rows = try BulkRows(db: log.db, prefix: shadow, mostRows: mostRows)
    var fold = try ProjectionFold(law: law, lawEvents: log.lawEvents())
    var pages = EventReader(size: size) { try log.page(from: $0, limit: $1) }
    while let events = try pages.next() {
      for event in events { try fold.fold(event, rows) }
      progress(pages.position, size)
    }
    try rows.flush()
  }

  /// Projects the whole log anew, in a transaction that has written all of it.
  static func projectAnew(_ log: LogReading, under law: BundledLaw) throws {
    try project(log, of: log.size(), under: law, mostRows: BulkRows.mostRows) { _, _ in }
    try ProjectionTables.swap(in: log.db, prefix: shadow)
  }
}
