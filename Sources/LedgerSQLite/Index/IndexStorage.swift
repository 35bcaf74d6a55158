/// Where the rows of an index are kept: a map from keys to bytes.
///
/// An index never holds a row open while it reads or writes another.
package protocol IndexStorage {
  /// Calls `body` with the bytes of a row and returns its result, or returns `nil` where there is
  /// no such row. The bytes need not be aligned and are valid only during the call.
  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result?

  /// Stores a row, in place of any that has the same key.
  func write(_ key: RowKey, _ bytes: [UInt8]) throws

  /// Removes a row.
  func remove(_ key: RowKey) throws

  /// Takes note that a row stays as it is, and that whoever wrote it does not read it to write others.
  func settle(_ key: RowKey) throws
}

extension IndexStorage {
  /// Takes no note of it.
  package func settle(_ key: RowKey) {}
}
