import LedgerCore
import WorkingDays

/// Folds the whole log into projection tables.
struct ProjectionFold {
  private let book: RuleBook
  private let law: BundledLaw
  private var notices: [HolidayNotice] = []
  private var calendar: HolidayCalendar
  private var states = FoldedStates()

  init(law: BundledLaw, book: RuleBook) {
    self.book = book
    self.law = law
    calendar = law.calendar(with: [])
  }

  /// Checks that an event is the next of its stream.
  mutating func advance(_ event: Event) throws(LedgerError) { try states.advance(event) }

  /// Folds an event into its stream's state and, where there are any, into rows.
  mutating func fold(_ event: Event, _ rows: BulkRows?) throws {
    if case .noticeIssued(let data) = event.record.data {
      notices.append(data.notice)
      calendar = law.calendar(with: notices)
    }
    if let rows {
      let projector = Projector(book: book, calendar: calendar)
      try rows.apply(try projector.changes(for: event, given: &states))
    }
    states.fold(event)
  }
}
