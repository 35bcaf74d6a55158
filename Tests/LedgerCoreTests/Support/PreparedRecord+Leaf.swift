import WorkingDays

@testable import LedgerCore

extension PreparedRecord {
  /// Prepares one line of input.
  init(json line: [UInt8]) throws(LedgerError) { self = try Self.prepare([line])[0].get() }

  /// The event's bytes in a place of the log.
  func leaf(
    position: Int64, version: Int64, recordedAt: Instant
  ) throws(LedgerError) -> [UInt8] {
    var bytes: [UInt8] = []
    try write(position: position, version: version, recordedAt: recordedAt, to: &bytes)
    return bytes
  }

  /// The record, read back from the event's bytes.
  var record: Record {
    get throws(LedgerError) {
      try Event(leaf: leaf(position: 0, version: 0, recordedAt: "2025-01-01")).record
    }
  }
}
