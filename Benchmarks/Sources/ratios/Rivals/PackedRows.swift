import CRivalSQLite

/// Rows of a table, copied out of the database into one piece of memory.
struct PackedRows {
  /// A value of a row.
  enum Value {
    case null
    case integer(Int64)
    case text(Range<Int>)
  }

  /// How many values a row has.
  let columnCount: Int
  private(set) var values: [Value] = []
  private(set) var bytes: [UInt8] = []

  /// How many rows there are.
  var count: Int { columnCount == 0 ? 0 : values.count / columnCount }

  /// Copies all rows that a statement gives, and makes it ready for the next run.
  init(_ statement: RivalStatement) throws {
    columnCount = statement.columnCount
    defer { statement.reset() }
    while try statement.step() {
      for column in 0..<columnCount { values.append(try Self.value(statement, column, &bytes)) }
    }
  }

  private static func value(
    _ statement: RivalStatement, _ column: Int, _ bytes: inout [UInt8]
  ) throws -> Value {
    switch statement.type(column) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .integer(Int64(statement.integer(column)))
    case SQLITE_TEXT:
      let start = bytes.count
      bytes.append(contentsOf: statement.text(column))
      return .text(start..<bytes.count)
    default: throw Failure("column \(column) is neither text nor a number")
    }
  }

  /// Runs a statement once for each row, with the row's values as its parameters.
  func run(_ statement: RivalStatement) throws {
    try bytes.withUnsafeBytes { bytes in
      var column = 0
      for value in values {
        column += 1
        switch value {
        case .null: statement.bindNull(column)
        case .integer(let integer): statement.bind(column, integer)
        case .text(let range):
          statement.bind(column, text: UnsafeRawBufferPointer(rebasing: bytes[range]))
        }
        if column == columnCount {
          try statement.run()
          column = 0
        }
      }
    }
  }

  /// The text in one column of every row.
  func texts(column: Int) -> [String] {
    stride(from: column, to: values.count, by: max(1, columnCount)).compactMap { index in
      guard case .text(let range) = values[index] else { return nil }
      return String(decoding: bytes[range], as: UTF8.self)
    }
  }
}
