import LedgerCore
import WorkingDays

// Tables of cases read best with literals; a wrong one is a mistake of the test and stops it.

extension CivilDate: ExpressibleByStringLiteral {
  /// A date, as `2025-09-26`.
  public init(stringLiteral text: String) {
    guard let date = CivilDate(text) else { preconditionFailure("no date: \(text)") }
    self = date
  }
}

extension Instant: ExpressibleByStringLiteral {
  /// A moment: RFC 3339, or `2025-09-26 15:20` in Beijing, or a date for its noon in Beijing.
  public init(stringLiteral text: String) {
    let spelled =
      switch text.utf8.count {
      case 10: text + "T12:00:00+08:00"
      case 16: text.replacing(" ", with: "T") + ":00+08:00"
      default: text
      }
    guard let instant = Instant(rfc3339: spelled) else { preconditionFailure("no time: \(text)") }
    self = instant
  }
}

extension Division: ExpressibleByStringLiteral {
  /// A division's code.
  public init(stringLiteral text: String) {
    guard let division = Division(text) else { preconditionFailure("no division: \(text)") }
    self = division
  }
}

extension RuleBookName: ExpressibleByStringLiteral {
  /// A rule book's name and version.
  public init(stringLiteral text: String) {
    guard let name = RuleBookName(text) else { preconditionFailure("no rule book: \(text)") }
    self = name
  }
}
