/// The last day of a period.
public enum DueDate: Hashable, Sendable {
  /// Every day of the period is known.
  case firm(CivilDate)
  /// Some day of the period is unknown and was counted as a bare Monday to Friday.
  case provisional(CivilDate)

  /// The day, whether firm or provisional.
  public var date: CivilDate {
    switch self {
    case .firm(let date), .provisional(let date): date
    }
  }
}
