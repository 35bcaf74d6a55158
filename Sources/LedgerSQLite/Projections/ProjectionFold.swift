import LedgerCore

/// Folds the whole log into projection tables.
struct ProjectionFold {
  private let law: BundledLaw
  private let rules: RulesInForce
  private var notices: [Event] = []
  private var inForce: LawInForce
  private var states = FoldedStates()

  /// - Parameter lawEvents: the law of the whole log: what is adopted applies to all that begins on
  ///   its days, also to what is in the log before it.
  init(law: BundledLaw, lawEvents: [Event]) throws(LedgerError) {
    self.law = law
    rules = try law.inForce(with: lawEvents).rules
    inForce = LawInForce(calendar: law.calendar(with: []), rules: rules)
  }

  /// Checks that an event is the next of its stream.
  mutating func advance(_ event: Event) throws(LedgerError) { try states.advance(event) }

  /// Folds an event into its stream's state and, where there are any, into rows.
  mutating func fold(_ event: Event, _ rows: BulkRows?) throws {
    if case .calendarNoticeIssued = event.record.data {
      notices.append(event)
      inForce = LawInForce(calendar: try law.inForce(with: notices).calendar, rules: rules)
    }
    if let rows {
      try rows.apply(try Projector(law: inForce).changes(for: event, given: &states))
    }
    states.fold(event)
  }
}
