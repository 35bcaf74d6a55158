/// A table of a service's own projection.
///
/// In the ledger's file its name begins with `x_`, so that it is never one of the ledger's own. Every
/// table has a column `position` besides those declared: the position of the event that made the row.
public struct ProjectionTable: Sendable, Hashable {
  /// What its rows are made from.
  public enum Source: String, Sendable {
    /// Events, in the order of the log.
    case events
    /// Obligations, as the judge finds them: at most one row each, in a table with a column
    /// `obligation` that is its key.
    case obligations
  }

  /// A column.
  public struct Column: Sendable, Hashable {
    /// What a column holds.
    public enum Kind: String, Sendable {
      /// Text: names, and moments in Beijing time, dates and codes as they are written.
      case text
      /// An integer; where nothing else is given, 0.
      case integer
    }

    /// The name.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Whether it may be empty.
    public let isOptional: Bool

    /// A column of text.
    public static func text(_ name: String, isOptional: Bool = false) -> Column {
      Column(name: name, kind: .text, isOptional: isOptional)
    }

    /// A column of integers.
    public static func integer(_ name: String, isOptional: Bool = false) -> Column {
      Column(name: name, kind: .integer, isOptional: isOptional)
    }
  }

  /// The name, without the `x_` that it has in SQL.
  public let name: String
  /// What its rows are made from.
  public let source: Source
  /// The columns declared.
  public let columns: [Column]
  /// The columns that tell its rows apart.
  public let key: [String]
  /// The columns of each index.
  public let indexes: [[String]]

  /// A table of rows that events make.
  ///
  /// - Parameters:
  ///   - name: a lower-case letter, and up to 47 more, digits and underscores.
  ///   - columns: the columns, whose names are of the same form.
  ///   - key: the columns that tell rows apart, none of which may be empty.
  ///   - indexes: the columns of each further index.
  public static func ofEvents(
    _ name: String, _ columns: [Column], key: [String], indexes: [[String]] = []
  ) -> ProjectionTable {
    ProjectionTable(name: name, source: .events, columns: columns, key: key, indexes: indexes)
  }

  /// A table of rows that obligations make, at most one each.
  public static func ofObligations(
    _ name: String, _ columns: [Column], indexes: [[String]] = []
  ) -> ProjectionTable {
    ProjectionTable(
      name: name, source: .obligations, columns: [.text(obligation)] + columns, key: [obligation],
      indexes: indexes)
  }

  /// The name in SQL.
  public var sqlName: String { Self.prefix + name }

  /// What the names of services' tables begin with in SQL.
  public static let prefix = "x_"

  /// The column that names the obligation of a row.
  package static let obligation = "obligation"
  /// The column of the position of the event that made the row.
  package static let position = "position"

  package func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

extension ProjectionTable {
  /// Checks that the table can be made.
  ///
  /// - Throws: `malformed`, saying what is wrong with it.
  package func check() throws(LedgerError) {
    try Self.check(name: name, "a table")
    var names: Set<String> = []
    for column in columns {
      try Self.check(name: column.name, "a column of \(name)")
      guard names.insert(column.name).inserted, column.name != Self.position else {
        throw malformed("has the column “\(column.name)” twice")
      }
    }
    guard !key.isEmpty, Set(key).count == key.count,
      key.allSatisfy({ column($0)?.isOptional == false })
    else { throw malformed("needs a key of its own columns that are never empty") }
    for index in indexes {
      guard !index.isEmpty, Set(index).count == index.count,
        index.allSatisfy({ column($0) != nil || $0 == Self.position })
      else { throw malformed("has an index of other columns than its own") }
    }
  }

  private func malformed(_ what: String) -> LedgerError {
    LedgerError(.malformed, "the table “\(JSONValue.cut(name))” of a projection \(what)")
  }

  /// Names stand in SQL as they are.
  package static func check(name: String, _ what: String) throws(LedgerError) {
    let isName =
      name.utf8.count <= 48 && name.utf8.first.map { (0x61...0x7A).contains($0) } == true
      && name.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
      }
    guard isName else {
      throw LedgerError(
        .malformed,
        "\(what): found the name “\(JSONValue.cut(name))”, expected a lower-case letter and up to 47 "
          + "more, digits and underscores")
    }
  }
}
