/// A value in a column of a projection.
public enum ColumnValue: Hashable, Sendable {
  /// Text.
  case text(String)
  /// An integer; booleans are 0 and 1.
  case integer(Int64)
  /// Nothing.
  case null
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
    /// The column is empty or equals the value.
    case nullOrEqual(String)
    /// The column is empty or greater than the value.
    case nullOrGreater(String)
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
  /// A column that must not be empty.
  public let notNull: String
}

extension ColumnValue {
  init(_ text: String?) { self = text.map(ColumnValue.text) ?? .null }
  init(_ id: Identifier?) { self.init(id?.text) }
}
