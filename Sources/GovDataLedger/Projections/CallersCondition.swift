import GRDB

/// A condition in SQL that a caller wrote, with values for its question marks.
struct CallersCondition: Sendable {
  let sql: String
  let arguments: [ColumnValue]

  private static let longestArgument = 1 << 24

  /// The rows of a projection for which the condition holds, in the order of the log.
  ///
  /// - Throws: `malformed` when the condition is not one, when it and the arguments do not match, or
  ///   when it fails on a row; a `DatabaseError` when the file is at fault.
  func rows<Row: ProjectionRow>(_ type: Row.Type, in db: Database) throws -> [Row] {
    let table = Row.databaseTableName
    // What SQLite cannot take as a value ends the process.
    guard arguments.allSatisfy({ $0.text.utf8.count <= Self.longestArgument }) else {
      throw LedgerError(
        .malformed, "found an argument of more than \(Self.longestArgument) bytes, expected less")
    }
    do {
      // Whatever closes the brackets of the query below to slip something in cannot stand here.
      _ = try db.makeStatement(sql: "SELECT CASE WHEN \(sql)\n THEN 1 END FROM \(table)")
      let query = try db.makeStatement(
        sql: "SELECT * FROM \(table) WHERE (\(sql)\n) ORDER BY position")
      try query.setArguments(StatementArguments(arguments))
      return try Row.fetchAll(query)
    } catch let error as DatabaseError where Self.isCallersFault(error.resultCode) {
      throw LedgerError(
        .malformed,
        "the condition “\(sql)” cannot be used: \(error.message ?? "\(error.resultCode)")")
    }
  }

  private static func isCallersFault(_ code: ResultCode) -> Bool {
    switch code {
    case .SQLITE_ERROR, .SQLITE_MISUSE, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_TOOBIG,
      .SQLITE_READONLY, .SQLITE_AUTH:
      true
    default: false
    }
  }
}
