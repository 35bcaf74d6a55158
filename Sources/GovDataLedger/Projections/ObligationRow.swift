/// A row of `obligations`.
public struct ObligationRow: ProjectionRow, Hashable {
  /// The table.
  public static let databaseTableName = "obligations"
  /// The obligation, such as `sd329.23/SR-1`.
  public let obligation: Identifier
  /// The rule.
  public let rule: String
  /// The article.
  public let article: String
  /// The obligated body.
  public let department: BodyCode
  /// The kind of thing that it is about.
  public let subject: ObligationRule.Subject
  /// The update trigger.
  public let triggerId: Identifier?
  /// The entry to update.
  public let entry: Identifier?
  /// The share request.
  public let request: Identifier?
  /// The incident.
  public let incident: Identifier?
  /// The verification.
  public let verification: Identifier?
  /// The application for open data.
  public let application: Identifier?
  /// The kind of authority to report to.
  public let recipientKind: ReportRecipient?
  /// The day from which is counted, as the act that opened it says.
  public let startOn: CivilDate
  /// When that act took place, from which hours are counted.
  public let openedAt: Instant
  /// Working days allowed; `nil` for any other period.
  public let workingDays: Int?
  /// The due date; `nil` where there is none or the calendar does not reach.
  public let dueOn: CivilDate?
  /// The due date by bare weekends, past the known calendar.
  public let provisionalDueOn: CivilDate?
  /// The moment at which a period of hours ends.
  public let dueAt: Instant?
  /// Whether the clock stands still.
  public let suspended: Bool
  /// Whether it is the time limit of a right, not owed unless that is used.
  public let onlyIfDone: Bool
  /// When it was first discharged.
  public let dischargedAt: Instant?
  /// Id of the event that discharged it.
  public let dischargedBy: Identifier?
  /// Position of that event.
  public let dischargePosition: Int64?
  /// When it was withdrawn or its entry retired.
  public let closedAt: Instant?
  /// Position of the event that opened it.
  public let position: Int64
}
