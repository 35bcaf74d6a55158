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

  /// Rebuilds all projections from the log beside the live ones, compares the digests, and puts the
  /// rebuilt tables in their place, all in one transaction.
  ///
  /// - Parameter progress: told the number of events folded so far, and of all.
  package func rebuild(
    law: BundledLaw, book: RuleBook, progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws(LedgerError) -> RebuildReport {
    try writeBlocking { transaction in
      let db = transaction.db
      try ProjectionTables.create(in: db, prefix: Self.shadow)
      let applier = RowApplier(db: db, prefix: Self.shadow)
      var fold = ProjectionFold(law: law, book: book)
      let log = LogReading(db: db)
      var position: Int64 = 0
      while position < transaction.size {
        let page = try log.page(from: position, limit: 4096)
        for event in try page.events() { try fold.fold(event, applier) }
        position = page.next
        progress(position, transaction.size)
      }
      let live = try ProjectionTables.digests(in: db)
      let rebuilt = try ProjectionTables.digests(in: db, prefix: Self.shadow)
      try ProjectionTables.swap(in: db, prefix: Self.shadow)
      let differing = Projector.tables.filter { live[$0] != rebuilt[$0] }
      return RebuildReport(size: transaction.size, differing: differing)
    }
  }
}
