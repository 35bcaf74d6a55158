import GRDB
import LedgerSQLite

/// A row of a projection, as a type. The columns are those of `Schemas/projections.sql`, in camel
/// case.
///
/// Dates, moments, codes and choices have their own types, also as arguments of a query:
///
/// ```swift
/// let requests = try await ledger.read { db in
///   try ShareRequestRow.filter(Column("requester") == requester).fetchAll(db)
/// }
/// ```
public protocol ProjectionRow: FetchableRecord, TableRecord, Decodable, Sendable {}

extension ProjectionRow {
  /// `due_on` is `dueOn`.
  public static var databaseColumnDecodingStrategy: DatabaseColumnDecodingStrategy {
    .convertFromSnakeCase
  }
}

/// Names of which a column of a projection holds one.
public protocol RowChoice: RawRepresentable<String>, CaseIterable, Hashable, Sendable, Codable {}

extension Division.Level: Decodable {}
extension ObligationRule.Subject: Decodable {}

// MARK: - Values that stand in a column as their text

/// A value that stands in a column as its text.
public protocol TextColumn: DatabaseValueConvertible, Decodable, CustomStringConvertible {
  /// The value of a column's text; `nil` when it is not one.
  init?(column text: String)
}

extension TextColumn {
  /// The text.
  public var databaseValue: DatabaseValue { description.databaseValue }

  /// The value that a column holds; `nil` for anything else.
  public static func fromDatabaseValue(_ value: DatabaseValue) -> Self? {
    String.fromDatabaseValue(value).flatMap { Self(column: $0) }
  }

  /// Reads the value from its text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let value = Self(column: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "“\(text)” is no \(Self.self)")
    }
    self = value
  }
}

extension BodyCode: TextColumn {
  /// The code of a column.
  public init?(column text: String) { self.init(text) }
}

extension CivilDate: TextColumn {
  /// The date of a column.
  public init?(column text: String) { self.init(text) }
}

extension Division: TextColumn {
  /// The division of a column.
  public init?(column text: String) { self.init(text) }
}

extension Identifier: TextColumn {
  /// The identifier of a column.
  public init?(column text: String) { self.init(text) }
}

extension Instant: TextColumn {
  /// The moment of a column, which is Beijing time with milliseconds.
  public init?(column text: String) { self.init(rfc3339: text) }
}

extension RuleBookName: TextColumn {
  /// The name of a column.
  public init?(column text: String) { self.init(text) }
}
