/// The tables of types, as their schemas say: pure functions from an event, and the entries before it,
/// to row changes.
///
/// The tables, with a comment for every column, are `Schemas/projections.sql`.
public enum Projector {
  /// Adds the row changes of an event, but for those of obligations.
  package static func addChanges(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    try RowMapping.addChanges(of: event, given: &states, to: &changes)
  }

  /// Calls `body` with the rows of the obligations of a log as they stood at the times asked about, by
  /// default as they are, some at a time.
  ///
  /// - Returns: the first event that is not the next of its stream.
  /// - Throws: as a report of the replay does; what `body` throws.
  package static func obligationRows(
    of replay: Replay, in scope: AuditScope = .everything, under rules: RulesInForce,
    _ body: (RowChanges) throws -> Void
  ) throws -> VersionGap? {
    try ObligationsProjection.rows(of: replay, in: scope, under: rules, body)
  }

  /// Calls `body` with the changes of rows of obligations that notices have brought since the log had
  /// a size, a part at a time.
  package static func obligationChanges(
    of replay: Replay, since size: Int64, under rules: RulesInForce,
    _ body: (RowChanges) throws -> Void
  ) throws {
    try ObligationsProjection.changes(of: replay, since: size, under: rules, body)
  }
}
