/// The shape of a change of rows, without its values: an engine prepares each shape once.
///
/// Shapes are told apart by identity, so that finding the prepared statement costs no comparison
/// of text; make each one once, as a static value.
public final class RowShape: Sendable {
  /// What is done to the rows.
  public enum Action: Sendable {
    /// A new row: the columns in the order of their values.
    case insert(columns: [String])
    /// A new row, or where there is one with the same key, a change of its other columns; the position
    /// of a row stays.
    case put(columns: [String], key: [String])
    /// A new row, or where there is one with the same key, sums of its other columns with the values;
    /// the position of a row stays.
    case add(columns: [String], key: [String])
    /// A change of the rows that match: values of the set columns, then those of the matches.
    case update(set: [String], matching: [Match])
    /// The rows that match are removed.
    case delete(matching: [Match])
  }

  /// A condition on a column, with one value.
  public enum Match: Sendable, Hashable {
    /// The column equals the value.
    case equal(String)
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

  /// How many values a change of the shape has.
  public var valueCount: Int {
    switch action {
    case .insert(let columns), .put(let columns, _), .add(let columns, _): columns.count
    case .update(let set, let matching): set.count + matching.count
    case .delete(let matching): matching.count
    }
  }
}
