@testable import LedgerSQLite

/// Rows in a dictionary. It can be told to fail, and its rows can be damaged.
final class MemoryStorage: IndexStorage {
  struct Failure: Error {}

  var rows: [RowKey: [UInt8]] = [:]

  /// How many more writes and removals succeed; `nil` for all.
  var changesUntilFailure: Int?

  private(set) var openRows = 0

  var sortedKeys: [RowKey] { rows.keys.sorted() }

  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    guard let row = rows[key] else { return nil }
    openRows += 1
    defer { openRows -= 1 }
    // One byte further on, so that no row is aligned.
    return try ([0] + row).withUnsafeBytes {
      try body(UnsafeRawBufferPointer(rebasing: $0.dropFirst()))
    }
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws {
    try change()
    rows[key] = bytes
  }

  func remove(_ key: RowKey) throws {
    try change()
    rows[key] = nil
  }

  private func change() throws {
    guard openRows == 0 else { throw Failure() }
    guard let left = changesUntilFailure else { return }
    guard left > 0 else { throw Failure() }
    changesUntilFailure = left - 1
  }
}
