import WorkingDays

/// A value in a column of a projection, as a database keeps it.
public enum ColumnValue: Sendable {
  /// Text: names, and moments in Beijing time, dates, codes and lists as they are written.
  case text(String)
  /// An integer; booleans are 0 and 1.
  case integer(Int64)
  /// Nothing.
  case null
}

extension ColumnValue {
  /// What the column holds as text; empty for a number or for nothing.
  public var text: String {
    if case .text(let text) = self { text } else { "" }
  }
}

extension ColumnValue: Equatable {
  /// Equal when the column holds the same, byte for byte.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
    default: false
    }
  }
}

extension ColumnValue {
  /// A moment, as columns have it: in Beijing time.
  public static func instant(_ instant: Instant) -> ColumnValue { .text(instant.description) }

  /// A date, as columns have it.
  public static func date(_ date: CivilDate) -> ColumnValue { .text(date.description) }

  /// A body's code.
  public static func code(_ code: BodyCode) -> ColumnValue { .text(code.description) }
}
