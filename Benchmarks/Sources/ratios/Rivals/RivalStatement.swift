import CRivalSQLite

/// A prepared statement of SQLite's C API.
final class RivalStatement {
  private let handle: OpaquePointer
  private let database: RivalDatabase

  init(_ handle: OpaquePointer, of database: RivalDatabase) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// How many columns the rows have.
  var columnCount: Int { Int(sqlite3_column_count(handle)) }

  /// Takes the next row; false after the last.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw Failure(database.problem)
    }
  }

  /// Runs a statement that gives no rows, and makes it ready for the next run.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    if code != SQLITE_DONE { throw Failure(database.problem) }
  }

  /// Makes the statement ready for the next run.
  func reset() { sqlite3_reset(handle) }

  // MARK: Parameters, from 1

  /// Binds a number.
  func bind(_ index: Int, _ value: Int64) { sqlite3_bind_int64(handle, Int32(index), value) }

  /// Binds null.
  func bindNull(_ index: Int) { sqlite3_bind_null(handle, Int32(index)) }

  /// Binds text, which must stay where it is until the statement has run.
  func bind(_ index: Int, text: UnsafeRawBufferPointer) {
    let start = text.assumingMemoryBound(to: CChar.self).baseAddress
    sqlite3_bind_text(handle, Int32(index), start, Int32(text.count), nil)
  }

  /// Binds bytes, which must stay where they are until the statement has run.
  func bind(_ index: Int, blob: UnsafeRawBufferPointer) {
    sqlite3_bind_blob(handle, Int32(index), blob.baseAddress, Int32(blob.count), nil)
  }

  // MARK: Columns, from 0

  /// Whether a column's value is null, a number or text.
  func type(_ column: Int) -> Int32 { sqlite3_column_type(handle, Int32(column)) }

  /// A column's number.
  func integer(_ column: Int) -> Int { Int(sqlite3_column_int64(handle, Int32(column))) }

  /// A column's text, valid until the next step.
  func text(_ column: Int) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_text(handle, Int32(column))
    return UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(handle, Int32(column))))
  }

  /// A column's text as a string.
  func string(_ column: Int) -> String { String(decoding: text(column), as: UTF8.self) }
}
