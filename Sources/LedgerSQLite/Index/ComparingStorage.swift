/// Takes the rows that indexes write and compares them with those of another storage.
///
/// Rows that stay as they are are compared at once and not kept. Others are kept until they are merged;
/// those that remain are compared at the end. With the standard geometry that is less than 11 MB for
/// each index, however large the log.
final class ComparingStorage<Stored: IndexStorage>: IndexStorage {
  private let stored: Stored
  private var rows: [RowKey: [UInt8]] = [:]
  private var settledCount = 0

  /// The first difference of each kind of index, in the order of keys, among the rows compared so far.
  private(set) var differences: [UInt8: IndexDamage] = [:]

  init(with stored: Stored) { self.stored = stored }

  /// How many rows there are now, compared or not.
  var rowCount: Int { settledCount + rows.count }

  /// How many bytes are kept.
  var keptByteCount: Int { rows.values.reduce(0) { $0 + $1.count } }

  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try rows[key]?.withUnsafeBytes(body)
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws { rows[key] = bytes }

  func remove(_ key: RowKey) {
    rows[key] = nil
  }

  func settle(_ key: RowKey) throws {
    guard let bytes = rows.removeValue(forKey: key) else { return }
    settledCount += 1
    try compare(key, bytes)
  }

  /// Compares the rows that are still kept.
  func compareKeptRows() throws {
    for (key, bytes) in rows {
      try compare(key, bytes)
    }
  }

  private func compare(_ key: RowKey, _ bytes: [UInt8]) throws {
    guard let reason = try reasonOfDifference(key, bytes) else { return }
    if let first = differences[key.kind], first.key <= key { return }
    differences[key.kind] = IndexDamage(key, reason)
  }

  private func reasonOfDifference(_ key: RowKey, _ bytes: [UInt8]) throws -> IndexDamage.Reason? {
    do {
      let isEqual = try stored.read(key) { $0.elementsEqual(bytes) }
      return isEqual.map { $0 ? nil : .difference } ?? .missing
    } catch let damage as IndexDamage {
      return damage.reason
    }
  }
}
