import GRDB
import LedgerCore
import WorkingDays

/// The projections of a log as they stood at some time, in a temporary database of their own: the events
/// that count then, folded in the order of the log.
package struct PastRows {
  private let scope: AuditScope
  private let database: DatabaseQueue
  private let rows: BulkRows
  private var counted: CountedEvents
  private var rowFold: RowFold
  private var changes = RowChanges()

  /// Starts with empty tables.
  ///
  /// - Parameters:
  ///   - scope: the times; its as-of day is today for the views.
  ///   - hindsight: that of the log.
  package init(in scope: AuditScope, _ hindsight: Hindsight) throws(LedgerError) {
    self.scope = scope
    counted = CountedEvents(in: scope)
    rowFold = RowFold(hindsight, in: scope)
    let database = try storing { try ProjectionTables.temporaryDatabase() }
    rows = try storing {
      try database.inDatabase { db in
        try ProjectionTables.create(in: db, today: scope.asOf.beijingDate)
        return try BulkRows(db: db)
      }
    }
    self.database = database
  }

  /// Folds the next page of the log.
  package mutating func fold(_ page: EventPage) throws(LedgerError) {
    try storing {
      try database.inTransaction { _ in
        for event in page.viewedEvents {
          guard let event = counted.take(event) else { continue }
          changes.removeAll()
          try rowFold.add(event, to: &changes)
          try rows.apply(changes)
        }
        return .commit
      }
    }
  }

  /// Adds what the judge says of all that was folded.
  ///
  /// - Parameter replay: of the same log.
  package mutating func finish(
    _ replay: Replay, under rules: RulesInForce
  ) throws(LedgerError) -> PastDatabase {
    try storing {
      try database.inTransaction { _ in
        changes.removeAll()
        try rowFold.addRest(to: &changes)
        try rows.apply(changes)
        let gap = try Projector.obligationRows(of: replay, in: scope, under: rules) {
          try rows.apply($0)
        }
        if let gap { throw gap.error }
        try rows.flush()
        return .commit
      }
    }
    return PastDatabase(queue: database)
  }
}

/// The tables and views as they stood at some time. The file goes with the last reference.
package struct PastDatabase: Sendable {
  fileprivate let queue: DatabaseQueue

  /// Reads them.
  package func read<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    do {
      return try await queue.read(body)
    } catch {
      throw LedgerError(storing: error)
    }
  }
}
