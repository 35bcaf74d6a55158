import WorkingDays

/// A value in a column of a projection.
public enum ColumnValue: Sendable {
  /// Text.
  case text(String)
  /// A moment, as text in Beijing time.
  case instant(Instant)
  /// A date, as text.
  case date(CivilDate)
  /// A body's code, as text.
  case code(BodyCode)
  /// An integer; booleans are 0 and 1.
  case integer(Int64)
  /// Nothing.
  case null
}

extension ColumnValue {
  /// Appends what the column holds when it holds text; nothing for a number or for nothing.
  public func appendText(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): bytes.append(contentsOf: text.utf8)
    case .instant(let instant): instant.appendUTF8(to: &bytes)
    case .date(let date): date.appendUTF8(to: &bytes)
    case .code(let code): code.appendUTF8(to: &bytes)
    case .integer, .null: break
    }
  }

  /// How many bytes `appendText` appends.
  public var textCount: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .instant: 29
    case .date: 10
    case .code: 18
    case .integer, .null: 0
    }
  }

  /// What the column holds as text; empty for a number or for nothing.
  public var text: String {
    if case .text(let text) = self { return text }
    var bytes: [UInt8] = []
    appendText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ColumnValue: Hashable {
  /// Equal when the column holds the same, byte for byte: a date equals its text.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.integer(let left), .integer(let right)): left == right
    case (.null, _), (_, .null), (.integer, _), (_, .integer): false
    default: Identifier(left.text) == Identifier(right.text)
    }
  }

  /// Feeds what the column holds to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .integer(let integer): hasher.combine(integer)
    default: hasher.combine(Identifier(text))
    }
  }
}

/// The shape of a change of rows, without its values: an engine prepares each shape once.
///
/// Shapes are told apart by identity, so that finding the prepared statement costs no comparison
/// of text; make each one once, as a static value.
public final class RowShape: Sendable {
  /// What is done to the rows.
  public enum Action: Sendable {
    /// A new row: the columns in the order of their values.
    case insert(columns: [String])
    /// A change of the rows that match: values of the set columns, then those of the matches.
    case update(set: [String], matching: [Match])
  }

  /// A condition on a column, with one value.
  public enum Match: Sendable, Hashable {
    /// The column equals the value.
    case equal(String)
    /// The column is empty or greater than the value.
    case nullOrGreater(String)
    /// The column is not greater than the value.
    case atMost(String)
  }

  /// The table.
  public let table: String
  /// What is done.
  public let action: Action

  /// Describes a change.
  public init(_ table: String, _ action: Action) {
    self.table = table
    self.action = action
  }
}

/// A change of the rows of a projection, which any engine can apply.
public enum RowChange: Sendable {
  /// A shape with its values.
  case rows(RowShape, [ColumnValue])
  /// New values for the rows that a query finds: the engine reads the query's columns of each, and
  /// applies what `change` makes of them.
  case each(RowQuery, change: @Sendable ([ColumnValue]) throws(LedgerError) -> RowChange?)
}

/// A query for the rows of a table.
public struct RowQuery: Sendable {
  /// The table.
  public let table: String
  /// The columns wanted, in order.
  public let columns: [String]
  /// Which rows are wanted.
  public let condition: Condition

  /// Which rows are wanted.
  public enum Condition: Sendable {
    /// Those in which a column is not empty.
    case notNull(String)
    /// Those in which a column has a value.
    case equal(String, ColumnValue)
  }
}

extension ColumnValue {
  init(_ text: String?) { self = text.map(ColumnValue.text) ?? .null }
  init(_ id: Identifier?) { self.init(id?.text) }
}
