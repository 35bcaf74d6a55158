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

  mutating func fold(_ event: Event, _ applier: RowApplier) throws {
    if case .noticeIssued(let data) = event.record.data {
      notices.append(data.notice)
      calendar = law.calendar(with: notices)
    }
    let projector = Projector(book: book, calendar: calendar)
    try applier.apply(try projector.changes(for: event, given: &states))
    states.fold(event)
  }
}
