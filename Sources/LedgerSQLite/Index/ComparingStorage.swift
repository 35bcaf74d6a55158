/// Takes the rows that an index writes and compares them with those of another storage.
///
/// Rows of the last level are final: they are compared at once and not kept. Others are kept until
/// they are merged; those that remain are compared at the end. With the standard geometry that is
/// less than 11 MB, however large the log.
final class ComparingStorage<Stored: IndexStorage>: IndexStorage {
  private let stored: Stored
  private let lastLevel: Int
  private var rows: [RowKey: [UInt8]] = [:]

  /// The first difference in the order of keys among the rows compared so far.
  private(set) var firstDifference: IndexDamage?

  init(with stored: Stored, geometry: IndexGeometry) {
    self.stored = stored
    lastLevel = geometry.levels - 1
  }

  /// How many bytes are kept.
  var keptByteCount: Int { rows.values.reduce(0) { $0 + $1.count } }

  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try rows[key]?.withUnsafeBytes(body)
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws {
    if key.level == lastLevel {
      try compare(key, bytes)
    } else {
      rows[key] = bytes
    }
  }

  func remove(_ key: RowKey) {
    rows[key] = nil
  }

  /// Compares the rows that are still kept.
  func compareKeptRows() throws {
    for (key, bytes) in rows {
      try compare(key, bytes)
    }
  }

  private func compare(_ key: RowKey, _ bytes: [UInt8]) throws {
    guard let reason = try reasonOfDifference(key, bytes) else { return }
    if let firstDifference, firstDifference.key <= key { return }
    firstDifference = IndexDamage(key, reason)
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
