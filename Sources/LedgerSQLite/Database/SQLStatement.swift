import Foundation
import GRDB
import GRDBSQLite
import LedgerCore

/// A statement of GRDB's cache, run through SQLite's own interface: binding a row costs no boxed
/// values and no list of arguments.
package struct SQLStatement {
  private let statement: Statement
  private let connection: OpaquePointer?

  /// Prepares the SQL, or finds it prepared.
  package init(_ sql: String, in db: Database) throws {
    statement = try db.cachedStatement(sql: sql)
    connection = db.sqliteConnection
  }

  private var handle: OpaquePointer { statement.sqliteStatement }

  /// Binds an integer; parameters count from 1.
  func bind(_ value: Int64, at index: Int) throws {
    try check(sqlite3_bind_int64(handle, Int32(index), value))
  }

  /// Binds NULL.
  func bindNull(at index: Int) throws { try check(sqlite3_bind_null(handle, Int32(index))) }

  /// Binds text whose bytes stay in place until the statement has run.
  package func bindText(_ bytes: UnsafeRawBufferPointer, at index: Int) throws {
    // A null pointer would bind NULL.
    let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
    try check(
      sqlite3_bind_text64(
        handle, Int32(index), start?.assumingMemoryBound(to: CChar.self),
        sqlite3_uint64(bytes.count), nil, UInt8(SQLITE_UTF8)))
  }

  /// Binds a copy of text.
  package func bind(_ text: String, at index: Int) throws {
    let copies = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    try check(sqlite3_bind_text(handle, Int32(index), text, Int32(text.utf8.count), copies))
  }

  /// Binds a blob whose bytes stay in place until the statement has run.
  func bindBlob(_ bytes: UnsafeRawBufferPointer, at index: Int) throws {
    if bytes.isEmpty { return try check(sqlite3_bind_zeroblob(handle, Int32(index), 0)) }
    try check(
      sqlite3_bind_blob64(handle, Int32(index), bytes.baseAddress, UInt64(bytes.count), nil))
  }

  /// Runs the statement to its end.
  func run() throws {
    defer { sqlite3_reset(handle) }
    _ = try step()
  }

  /// Runs the statement and calls `body` with the blob in the first column of its row, if it has
  /// one. Nothing else may run on the statement meanwhile.
  func blob<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
    defer { sqlite3_reset(handle) }
    guard try step() else { return nil }
    return try body(bytes(0))
  }

  /// Runs the statement and gives the integer in the first column of its row, if it has one.
  func integer() throws -> Int64? {
    defer { sqlite3_reset(handle) }
    guard try step() else { return nil }
    guard sqlite3_column_type(handle, 0) != SQLITE_NULL else { return nil }
    return sqlite3_column_int64(handle, 0)
  }

  /// Runs the statement and calls `body` for every row, with access to its columns.
  package func forEachRow(_ body: (SQLColumns) throws -> Void) throws {
    defer { sqlite3_reset(handle) }
    while try step() { try body(SQLColumns(handle: handle)) }
  }

  /// Whether two statements give the same rows in the same order, byte for byte.
  static func haveSameRows(_ one: SQLStatement, _ other: SQLStatement) throws -> Bool {
    defer {
      sqlite3_reset(one.handle)
      sqlite3_reset(other.handle)
    }
    let count = sqlite3_column_count(one.handle)
    guard count == sqlite3_column_count(other.handle) else { return false }
    while true {
      let (first, second) = (try one.step(), try other.step())
      guard first == second else { return false }
      guard first else { return true }
      for column in 0..<count where !one.hasSame(column, as: other) { return false }
    }
  }

  /// Moves to the next row; `false` at the end.
  private func step() throws -> Bool {
    let code = sqlite3_step(handle)
    guard code == SQLITE_ROW || code == SQLITE_DONE else { throw failure(code) }
    return code == SQLITE_ROW
  }

  private func hasSame(_ column: Int32, as other: SQLStatement) -> Bool {
    let type = sqlite3_column_type(handle, column)
    guard type == sqlite3_column_type(other.handle, column) else { return false }
    switch type {
    case SQLITE_NULL: return true
    case SQLITE_INTEGER:
      return sqlite3_column_int64(handle, column) == sqlite3_column_int64(other.handle, column)
    default:
      let (own, others) = (bytes(column), other.bytes(column))
      guard own.count == others.count, let start = own.baseAddress,
        let otherStart = others.baseAddress
      else { return own.count == others.count }
      return memcmp(start, otherStart, own.count) == 0
    }
  }

  private func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    let count = Int(sqlite3_column_bytes(handle, column))
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw failure(code) }
  }

  private func failure(_ code: Int32) -> any Error {
    DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: connection.map { String(cString: sqlite3_errmsg($0)) })
  }
}

/// The columns of the row at which a statement stands. They count from 0.
package struct SQLColumns {
  fileprivate let handle: OpaquePointer

  /// A column's text; empty for NULL.
  package func text(_ column: Int) -> String { optionalText(column) ?? "" }

  /// A column's text.
  package func optionalText(_ column: Int) -> String? {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// What a column holds: text and integers as they are; anything else was not written by a
  /// projection, and is null.
  func value(_ column: Int) -> ColumnValue {
    switch sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_TEXT: .text(text(column))
    default: .null
    }
  }

  /// A column's integer; 0 for NULL.
  package func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  /// A column's integer.
  package func optionalInteger(_ column: Int) -> Int64? {
    sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL ? nil : integer(column)
  }
}
