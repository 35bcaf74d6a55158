import WorkingDays

/// The calendar by which an audit counts working days.
public enum CalendarChoice: Sendable {
  /// The one in force, as it was known.
  case inForce
  /// For each clock the one that was known when it started.
  case knownAtTheStart
  /// The one in force, with further notices, which replace those of their names: what would have
  /// been.
  case with([HolidayNotice])

  /// The notices beyond those in force.
  var notices: [HolidayNotice] {
    if case .with(let notices) = self { notices } else { [] }
  }

  var isAtStart: Bool { if case .knownAtTheStart = self { true } else { false } }
}
