import GovDataLedger
import LedgerArchive
import LedgerWorkload

/// A record of the library, as the generator makes it and `record` takes it.
typealias LedgerRecord = Record
/// A day of the library's calendar.
typealias Day = CivilDate

/// The library under measurement: the one file that names its API.
///
/// Everything else here asks for jobs in its own words, so that a change of the API is made in one
/// place.
struct Subject: Sendable {
  /// When the built-in projections follow the log.
  typealias Projecting = ProjectionTiming

  /// What an audit found, as far as two audits can be compared.
  struct Audit: Equatable {
    let size: Int
    let root: String
    let findings: Int
    let violations: Int
  }

  /// The cache that the library gives its writer, in KiB; rivals get the same.
  static let cacheKibibytes = 65_536
  /// The pages of write-ahead log at which the library's writer checkpoints; rivals get the same.
  static let checkpointPages = 10_000
  /// The queries that tell the bytes of sealed bundles and of tiles in a ledger's file.
  static let archiveBytesQueries = [
    "SELECT coalesce(sum(length(data)), 0) FROM log_bundles",
    "SELECT coalesce(sum(length(hashes)), 0) FROM log_tiles",
  ]
  /// The end of every generated history: audits are as of this moment.
  private static let historyEnd = "2026-06-30T23:59:59.999+08:00"

  private let ledger: Ledger

  // MARK: Opening

  /// Makes an empty ledger.
  static func create(at path: String, projecting: Projecting) throws -> Subject {
    Subject(
      ledger: try Ledger.create(
        at: path, recordingNotices: false, projecting: projecting, clock: try clock()))
  }

  /// Opens a ledger that was made here.
  static func open(_ path: String) throws -> Subject {
    Subject(ledger: try Ledger(at: path, clock: try clock()))
  }

  /// Closes the ledger.
  func close() throws { try ledger.close() }

  /// A clock that begins where every generated history ends and runs as real time does, so that the
  /// machine's own date does not matter and no two commits bear the same time.
  private static func clock() throws -> LedgerClock {
    let start = try moment(historyEnd).millisecondsSinceEpoch + 1
    let opened = ContinuousClock.now
    return LedgerClock {
      let elapsed = (ContinuousClock.now - opened) / .milliseconds(1)
      return Instant(millisecondsSinceEpoch: start + Int64(elapsed)) ?? .max
    }
  }

  // MARK: Histories

  /// A generated history as another system's, one record at a time.
  static func history(events: Int, seed: UInt64) throws -> Workload {
    try Workload(WorkloadSettings(events: events, seed: seed, asImport: true))
  }

  /// The smallest history with `count` share requests: all that they are about, to be recorded
  /// first, and the requests, which do not depend on one another.
  static func requests(
    _ count: Int, seed: UInt64
  ) throws -> (before: [LedgerRecord], requests: [LedgerRecord]) {
    var before: [LedgerRecord] = []
    var requests: [LedgerRecord] = []
    var shareable: Set<Identifier> = []
    for record in try history(events: 8 * count + 2_000, seed: seed) where requests.count < count {
      switch record.data {
      case .departmentRegistered: before.append(record)
      case .catalogEntryRegistered(let entry):
        before.append(record)
        if entry.sharing == .conditional { shareable.insert(entry.entry) }
      case .shareRequested(let request):
        // Without its revisions, an entry must be shareable as it was registered.
        if shareable.contains(request.entry) { requests.append(record) }
      default: break
      }
    }
    try check(requests.count == count, "found \(requests.count) requests, expected \(count)")
    return (before, requests)
  }

  /// A record as a line of input, without its line end.
  static func line(of record: LedgerRecord) -> [UInt8] { record.canonicalBytes }

  // MARK: Recording

  /// Records one act and returns when it is on disk.
  func record(_ record: LedgerRecord) async throws {
    let receipt = try await ledger.record(record, mode: .importing)
    try check(!receipt.wasAlreadyRecorded, "“\(record.id)” was recorded already")
  }

  /// Records many acts in one durable commit.
  func record(_ records: [LedgerRecord]) async throws {
    let receipts = try await ledger.record(records, mode: .importing)
    try check(
      receipts.count == records.count && !receipts.contains { $0.wasAlreadyRecorded },
      "\(receipts.count) of \(records.count) records were recorded")
  }

  /// Imports JSON Lines, so many a commit, and tells how many events were added.
  func record(lines: [UInt8], batchSize: Int) throws -> Int {
    var reader = LineReader(bytes: lines)
    var count = 0
    try ledger.record(
      &reader, mode: .importing, batchSize: batchSize, onCommit: { count += $0.count })
    return count
  }

  // MARK: Reading

  /// The number of events.
  var size: Int {
    get async throws { Int(try await ledger.size) }
  }

  /// The canonical bytes of `count` events from a position on, as they are stored.
  func leaves(from position: Int, count: Int) async throws -> LeafChunk {
    var chunk = LeafChunk()
    while chunk.rows.count < count {
      let next = Int64(position + chunk.rows.count)
      let page = try await ledger.leaves(from: next, limit: count - chunk.rows.count)
      try check(!page.ranges.isEmpty, "the log ends at \(next)")
      for range in page.ranges {
        try chunk.append(position: position + chunk.rows.count, leaf: page.bytes[range])
      }
    }
    return chunk
  }

  /// The day, in Beijing, of the last act.
  func lastDay() async throws -> Day {
    let last = try await ledger.events(EventQuery(order: .backward, limit: 1)).first
    return try found(last, "the ledger is empty").record.occurredAt.beijingDate
  }

  /// The last of a number of working days after a day.
  static func end(of workingDays: Int, after day: Day) throws -> Day {
    let calendar = try BundledLaw.load().calendar(with: [])
    let due = try calendar.dueDate(from: day, counting: CountingRule(workingDays: workingDays))
    switch due {
    case .firm(let date), .provisional(let date): return date
    }
  }

  /// The obligations due within a number of working days from a day on, by name.
  func upcoming(within workingDays: Int, from day: Day) throws -> [String] {
    try ledger.upcoming(within: workingDays, from: day).map(\.obligation.text)
  }

  // MARK: Checking

  /// Replays the whole log.
  func audit(cores: Int) async throws -> Audit {
    Self.summary(of: try await report(cores: cores))
  }

  /// Replays the whole log and hands over the report's bytes.
  func audit(cores: Int, writingTo sink: ([UInt8]) throws -> Void) async throws -> Audit {
    let report = try await report(cores: cores)
    try report.writeJSON(to: sink)
    return Self.summary(of: report)
  }

  private func report(cores: Int) async throws -> AuditReport {
    let end = try Self.moment(Self.historyEnd)
    return try await ledger.audit(asOf: end, cores: cores)
  }

  private static func summary(of report: AuditReport) -> Audit {
    Audit(
      size: Int(report.ledger.size), root: report.ledger.root.base64,
      findings: report.obligations.count, violations: report.violations.count)
  }

  /// Rebuilds the projections and tells how many events were folded.
  func rebuild() throws -> Int {
    let report = try ledger.rebuild()
    try check(report.differing.isEmpty, "rebuilt tables differ: \(report.differing)")
    return Int(report.size)
  }

  /// Re-derives all that is stored and tells how many events there are.
  func verify() async throws -> Int {
    let report = try await ledger.verify()
    try check(report.disagreements.isEmpty, "the ledger does not agree with its events")
    return Int(report.size)
  }

  /// The SQL of the projections' tables and indexes.
  static func projectionsSQL() throws -> String {
    let bytes = try found(BundledFiles.bytes(of: "projections"), "no SQL of the projections")
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Bundles

  /// How many events a sealed bundle has.
  static let bundleWidth = SealedBundle.width

  /// Encodes and compresses a bundle of events.
  static func seal(_ leaves: [[UInt8]]) throws -> [UInt8] {
    try SealedBundle.seal(try EntryBundle.encode(leaves))
  }

  /// Decompresses a bundle and tells the bytes of its events.
  static func open(_ sealed: [UInt8]) throws -> Int {
    try SealedBundle.open(sealed).ranges.reduce(0) { $0 + $1.count }
  }

  private static func moment(_ text: String) throws -> Instant {
    try found(Instant(rfc3339: text), "not a time: \(text)")
  }
}
