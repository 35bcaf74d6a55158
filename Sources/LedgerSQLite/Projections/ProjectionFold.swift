import LedgerCore
import WorkingDays

/// Folds the whole log into projection tables.
struct ProjectionFold {
  private let law: BundledLaw
  private let rules: RulesInForce
  private var notices: [HolidayNotice] = []
  private var projector: Projector
  private var states = FoldedStates()
  private var changes = RowChanges()

  /// - Parameter lawEvents: the law of the whole log: what is adopted applies to all that begins on
  ///   its days, also to what is in the log before it.
  init(law: BundledLaw, lawEvents: [Event]) throws(LedgerError) {
    self.law = law
    rules = try law.inForce(with: lawEvents).rules
    projector = Projector(law: LawInForce(calendar: law.calendar(with: []), rules: rules))
  }

  /// Checks that an event is the next of its stream.
  mutating func advance(_ event: ViewedEvent) throws(LedgerError) { try states.advance(event) }

  /// Folds an event into its stream's state and, where there are any, into rows.
  mutating func fold(_ event: ViewedEvent, _ rows: BulkRows?) throws {
    if case .calendarNoticeIssued(let data) = event.whole {
      notices.append(data.holidayNotice)
      projector = Projector(law: LawInForce(calendar: law.calendar(with: notices), rules: rules))
    }
    if let rows {
      changes.removeAll()
      try projector.addChanges(of: event, given: &states, to: &changes)
      try rows.apply(changes)
    }
    states.fold(event)
  }
}
