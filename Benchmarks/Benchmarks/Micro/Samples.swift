import GovDataLedger
import LedgerWorkload

/// Events to measure with: those of one generated history, in order.
struct Samples {
  /// The events.
  let events: [Event]
  /// Their canonical bytes.
  let leaves: [[UInt8]]

  /// Generates so many events.
  init(_ count: Int) throws {
    let start = try Self.found(Instant(rfc3339: "2026-07-01T00:00:00+08:00"))
    var versions: [StreamName: Int64] = [:]
    var events: [Event] = []
    for record in try Workload(WorkloadSettings(events: count, seed: 329, asImport: true)) {
      let version = versions[record.data.stream, default: 0]
      versions[record.data.stream] = version + 1
      let position = Int64(events.count)
      let recordedAt = try Self.found(start.adding(milliseconds: position))
      events.append(
        Event(record: record, position: position, version: version, recordedAt: recordedAt))
    }
    self.events = events
    leaves = events.map(\.canonicalBytes)
  }

  private struct Missing: Error {}

  private static func found<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Missing() }
    return value
  }
}
