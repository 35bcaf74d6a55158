import GRDB
import LedgerSQLite
import Synchronization

extension Ledger {
  /// The open obligations that fall due within some working days: those due on `date` or after it,
  /// up to the last of the working days that follow it, the earliest first. Past the years that notices
  /// cover the due date is provisional (暂定): ``ObligationRow/provisionalDueOn``.
  ///
  /// A look-up through indexes: it blocks the calling thread for as long as that takes.
  ///
  /// - Parameters:
  ///   - workingDays: how many working days to look ahead; 0 for those due on `date` itself.
  ///   - date: the day from which to look; today in Beijing by default.
  /// - Throws: ``LedgerError`` with `behind` when the projections do not hold every event,
  ///   `malformed` for a number of working days that cannot be counted.
  public func upcoming(
    within workingDays: Int, from date: CivilDate? = nil
  ) throws -> [ObligationRow] {
    let from = date ?? clock.now().beijingDate
    let (law, calendars) = (law, calendars)
    return try store.readingProjectionsInPlace { db in
      let calendar = try calendars.calendar(of: db, under: law)
      let last = try Self.last(of: workingDays, after: from, in: calendar)
      return try ObligationRow.open(dueFrom: from, through: last, in: db)
    }
  }

  private static func last(
    of workingDays: Int, after date: CivilDate, in calendar: HolidayCalendar
  ) throws -> CivilDate {
    guard workingDays > 0 else { return date }
    do {
      return try calendar.dueDate(from: date, counting: CountingRule(workingDays: workingDays)).date
    } catch {
      throw LedgerError(.malformed, "cannot count \(workingDays) working days from \(date)")
    }
  }
}

/// The calendar of a log, kept as long as no law is added.
final class CalendarCache: Sendable {
  private let known = Mutex<(mark: [Int64?], calendar: HolidayCalendar)?>(nil)

  func calendar(of db: Database, under law: BundledLaw) throws -> HolidayCalendar {
    let mark = try SQLiteEventStore.markOfLaw(in: db)
    if let known = known.withLock({ $0 }), known.mark == mark { return known.calendar }
    let (events, corrections) = try SQLiteEventStore.law(in: db)
    let calendar = try law.inForce(with: events, corrections.standing).calendar
    known.withLock { $0 = (mark, calendar) }
    return calendar
  }
}

extension ObligationRow {
  private static let columns = """
    obligation, rule, article, department, subject, trigger_id, entry, request, incident, \
    verification, application, recipient_kind, start_on, opened_at, working_days, due_on, \
    provisional_due_on, due_at, suspended, only_if_done, discharged_at, discharged_by, \
    discharge_position, closed_at, position
    """

  /// The obligations that are neither discharged nor closed, by due date, through their index.
  fileprivate static func open(
    dueFrom first: CivilDate, through last: CivilDate, in db: Database
  ) throws -> [ObligationRow] {
    let statement = try SQLStatement(
      """
      SELECT * FROM (SELECT \(columns) FROM obligations
      WHERE due_on BETWEEN ?1 AND ?2 AND discharged_at IS NULL AND closed_at IS NULL
        AND only_if_done = 0
      UNION ALL
      SELECT \(columns) FROM obligations
      WHERE provisional_due_on BETWEEN ?1 AND ?2 AND discharged_at IS NULL AND closed_at IS NULL
        AND only_if_done = 0)
      ORDER BY coalesce(due_on, provisional_due_on)
      """, in: db)
    try statement.bind(first.description, at: 1)
    try statement.bind(last.description, at: 2)
    var rows: [ObligationRow] = []
    try statement.forEachRow { rows.append(try ObligationRow($0)) }
    return rows
  }

  /// - Throws: `damaged` when a column does not hold what was written.
  private init(_ row: SQLColumns) throws(LedgerError) {
    func text<Value: TextColumn>(_ column: Int) throws(LedgerError) -> Value {
      guard let value = Value(column: row.text(column)) else { throw Self.damaged }
      return value
    }
    func optional<Value: TextColumn>(_ column: Int) throws(LedgerError) -> Value? {
      guard let text = row.optionalText(column) else { return nil }
      guard let value = Value(column: text) else { throw Self.damaged }
      return value
    }
    guard let subject = ObligationRule.Subject(rawValue: row.text(4)) else { throw Self.damaged }
    obligation = try text(0)
    rule = row.text(1)
    article = row.text(2)
    department = try text(3)
    self.subject = subject
    triggerId = try optional(5)
    entry = try optional(6)
    request = try optional(7)
    incident = try optional(8)
    verification = try optional(9)
    application = try optional(10)
    recipientKind = row.optionalText(11).flatMap(ReportRecipient.init(rawValue:))
    startOn = try text(12)
    openedAt = try text(13)
    workingDays = row.optionalInteger(14).map(Int.init)
    dueOn = try optional(15)
    provisionalDueOn = try optional(16)
    dueAt = try optional(17)
    suspended = row.integer(18) != 0
    onlyIfDone = row.integer(19) != 0
    dischargedAt = try optional(20)
    dischargedBy = try optional(21)
    dischargePosition = row.optionalInteger(22)
    closedAt = try optional(23)
    position = row.integer(24)
  }

  private static var damaged: LedgerError {
    LedgerError(
      .damaged, "the projection of obligations is not what was written; see `govledger verify`")
  }
}
