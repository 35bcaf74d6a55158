import LedgerCore
import LedgerWorkload
import MerkleLog
import Testing
import WorkingDays

extension Workload {
  static func records(
    _ events: Int, seed: UInt64 = 1, asImport: Bool = false, unlawful: Double = 0
  ) throws -> [Record] {
    Array(
      try Workload(
        WorkloadSettings(events: events, seed: seed, asImport: asImport, unlawful: unlawful)))
  }
}

/// The FNV-1a hash of the records as JSON Lines.
func fingerprint(_ records: some Sequence<Record>) -> UInt64 {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for record in records {
    for byte in record.canonicalBytes + [UInt8(ascii: "\n")] {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }
  return hash
}

/// Sizes, seeds and modes to hold every history to.
struct HistoryCase: Sendable, CustomTestStringConvertible {
  let events: Int
  let seed: UInt64
  let asImport: Bool

  /// Small sizes with many seeds, large ones with few.
  static let all: [HistoryCase] =
    cases([0, 1, 2, 3, 5, 11, 20, 57, 100, 300], [1, 7, 329, .max]) + cases([1000], [1, 7])
    + cases([5000], [1])

  private static func cases(_ sizes: [Int], _ seeds: [UInt64]) -> [HistoryCase] {
    sizes.flatMap { events in
      seeds.flatMap { seed in
        [false, true].map { HistoryCase(events: events, seed: seed, asImport: $0) }
      }
    }
  }

  var testDescription: String {
    "\(events) events, seed \(seed), \(asImport ? "imported" : "live")"
  }

  func records() throws -> [Record] {
    try Workload.records(events, seed: seed, asImport: asImport)
  }
}

/// A log in memory: what recording needs of an engine, and no more.
final class MemoryLog: LogTransaction {
  private(set) var events: [Event] = []
  private(set) var leaves: [[UInt8]] = []
  private var viewed: [ViewedEvent] = []
  private var positions: [NameHash: Int64] = [:]
  private var streams: [NameHash: [Int]] = [:]
  private var matters: [NameHash: [Int]] = [:]
  let memory = RecorderMemory()
  let projects = true

  var size: Int64 { Int64(events.count) }
  var lastRecordedAt: Instant? { events.last?.recordedAt }

  func position(ofEvent id: NameHash) -> Int64? { positions[id] }
  func event(at position: Int64) -> Event { events[Int(position)] }
  func events(in stream: NameHash) -> [ViewedEvent] {
    (streams[stream] ?? []).map { viewed[$0] }
  }

  func events(ofMatter matter: NameHash) -> [ViewedEvent] {
    (matters[matter] ?? []).map { viewed[$0] }
  }

  func lawEvents() -> [Event] {
    events.filter { [.calendarNoticeIssued, .rulesAdopted].contains($0.type) }
  }

  func events(of type: EventType) -> [ViewedEvent] { viewed.filter { $0.type == type } }

  func append(
    _ event: ViewedEvent, id: NameHash, leaf: [UInt8]
  ) throws(LedgerError) -> TreeHash {
    positions[id] = size
    streams[event.streamHash, default: []].append(events.count)
    for matter in Set(
      [event.streamHash, event.otherMatterHash].compactMap(\.self) + event.entryHashes)
    {
      matters[matter, default: []].append(events.count)
    }
    events.append(try Event(leaf: leaf))
    viewed.append(event)
    leaves.append(leaf)
    return SHA256Hasher.leaf(leaf)
  }

  func project(_ add: (inout RowChanges) throws(LedgerError) -> Void) throws(LedgerError) {
    var changes = RowChanges()
    try add(&changes)
  }

  func projectAnew(_ what: ProjectedAnew, under law: BundledLaw) {}

  func savepoint<Result>(_ body: () throws(LedgerError) -> Result) throws(LedgerError) -> Result {
    try body()
  }

  /// The leaves as a reader of the log gets them.
  var page: LeafPage {
    var bytes: [UInt8] = []
    let ranges = leaves.map { leaf in
      bytes += leaf
      return bytes.count - leaf.count..<bytes.count
    }
    bytes += repeatElement(0, count: LeafPage.padding)
    return LeafPage(first: 0, bytes: bytes, ranges: ranges)
  }
}

extension MemoryLog {
  /// Records a history at noon on 2026-07-01; the first refusal is thrown.
  convenience init(recording records: [Record], _ mode: RecordingMode) throws {
    self.init()
    let law = try BundledLaw.load()
    let now = try #require(Instant(rfc3339: "2026-07-01T12:00:00+08:00"))
    let recorder = Recorder(into: self, law: law, mode: mode, now: now)
    for record in records { _ = try recorder.record(record) }
  }

  /// The audit of the log at the end of 2026-06-30, as known when it was recorded.
  ///
  /// - Parameter rules: the rules; the order's by default.
  func audit(under rules: RulesInForce? = nil) throws -> AuditReport {
    let law = try BundledLaw.load()
    let scope = AuditScope(
      asOf: try #require(Instant(rfc3339: "2026-06-30T23:59:59.999+08:00")),
      knownAt: try #require(Instant(rfc3339: "2026-07-01T12:00:00+08:00")))
    var replay = Replay(law: law)
    try replay.fold(page)
    return try replay.report(scope, rules: rules ?? RulesInForce(try law.book()))
  }
}
