/// All built-in projections: pure functions from an event, and the states before it, to row changes.
///
/// The tables, with a comment for every column, are `Schemas/projections.sql`.
public struct Projector: Sendable {
  private let obligations: ObligationsProjection

  /// Projects under the law as it is known after the event.
  public init(law: LawInForce) { obligations = ObligationsProjection(law: law) }

  /// Adds the row changes of an event, given the states before it.
  public func addChanges(
    of event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    try RowMapping.addChanges(of: event, given: &states, to: &changes)
    try obligations.addChanges(of: event, given: &states, to: &changes)
  }
}
