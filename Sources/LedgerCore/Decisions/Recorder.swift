import MerkleLog
import WorkingDays

/// How records are taken in.
public enum RecordingMode: String, Sendable {
  /// Acts as they happen: an act that would be a violation is refused (contract §4).
  case live
  /// Acts as they happen, also those that are violations.
  case allowingViolations
  /// History from another system: nothing that was done is refused for being unlawful, and
  /// `sourceRecordedAt` is accepted.
  case importing
}

/// What the ledger answers to a record.
public struct Receipt: Hashable, Sendable {
  /// The event's position in the log.
  public let position: Int64
  /// The hash of its leaf.
  public let leafHash: TreeHash
  /// Whether the same record was in the log already, so that nothing was added.
  public let wasAlreadyRecorded: Bool
}

/// The one way in: from a record to an event in the log, its row changes and its receipt.
public struct Recorder<Log: LogTransaction> {
  /// How far a stated time may lie past the ledger's clock: five minutes.
  static var tolerance: Int64 { 300_000 }

  private let log: Log
  private let law: BundledLaw
  private let book: RuleBook
  private let mode: RecordingMode
  private let now: Instant

  /// Records into a transaction, at a time of the ledger's clock, under a rule book.
  public init(into log: Log, law: BundledLaw, book: RuleBook, mode: RecordingMode, now: Instant) {
    self.log = log
    self.law = law
    self.book = book
    self.mode = mode
    self.now = max(now, log.lastRecordedAt ?? now)
  }

  /// Records one record, which must have come from `Record(json:)` or `validated()`.
  ///
  /// - Throws: what `Decision` and the rule book refuse; nothing is appended then.
  public func record(
    _ record: Record, expectedVersion: Int64? = nil
  ) throws(LedgerError) -> Receipt {
    if let position = try log.position(ofEvent: record.id) {
      return try repeated(record, position)
    }
    try checkTimes(record)
    var states = LogStates(log: log)
    try Decision.check(record, given: &states)
    let event = try stamp(record, expectedVersion, &states)
    try refuseViolations(event, states)
    let leaf = event.canonicalBytes
    guard leaf.count <= Event.largestSize else {
      throw LedgerError(
        .tooLarge,
        "found an event of \(leaf.count) bytes, expected at most \(Event.largestSize); shorten it")
    }
    let hash = try log.append(event, leaf: leaf)
    try project(event, &states)
    return Receipt(position: event.position, leafHash: hash, wasAlreadyRecorded: false)
  }

  /// An id that is in the log already: the same content is answered, other content refused.
  private func repeated(_ record: Record, _ position: Int64) throws(LedgerError) -> Receipt {
    let event = try log.event(at: position)
    guard event.record.canonicalBytes == record.canonicalBytes else {
      throw LedgerError(
        .contradictory,
        "found “\(record.id)” with other content than at position \(position),"
          + " expected a new id or the same content",
        path: "id")
    }
    let hash = SHA256Hasher.leaf(event.canonicalBytes)
    return Receipt(position: position, leafHash: hash, wasAlreadyRecorded: true)
  }

  private func checkTimes(_ record: Record) throws(LedgerError) {
    if mode != .importing, let source = record.sourceRecordedAt {
      throw .malformed(
        "sourceRecordedAt", found: "\(source)", expected: "no such key outside an import")
    }
    try checkNotFuture(record.occurredAt, "occurredAt")
    if let source = record.sourceRecordedAt { try checkNotFuture(source, "sourceRecordedAt") }
    if case .shareRequested(let data) = record.data {
      try checkNotFuture(data.receivedAt, "data.receivedAt")
    }
  }

  private func checkNotFuture(_ instant: Instant, _ path: String) throws(LedgerError) {
    let ahead = instant.millisecondsSinceEpoch - now.millisecondsSinceEpoch
    if ahead > Self.tolerance {
      throw LedgerError(
        .inTheFuture,
        "found \(instant), expected at most five minutes past the ledger's clock, \(now)",
        path: path)
    }
  }

  private func stamp(
    _ record: Record, _ expectedVersion: Int64?, _ states: inout LogStates<Log>
  ) throws(LedgerError) -> Event {
    let stream = record.data.stream
    let version = try states.stream(stream).map { $0.version + 1 } ?? 0
    if let expectedVersion, expectedVersion != version {
      throw LedgerError(
        .versionConflict,
        "found \(stream) at version \(version - 1), expected \(expectedVersion - 1); read it again")
    }
    return Event(record: record, position: log.size, version: version, recordedAt: now)
  }

  /// Live, an act that the audit would find against is refused, unless the caller allows it.
  private func refuseViolations(_ event: Event, _ states: LogStates<Log>) throws(LedgerError) {
    guard mode == .live, event.record.data.mayViolate else { return }
    var after = try StatesAfter(event, states)
    guard let violation = try book.violations(of: event, given: &after).first else { return }
    throw LedgerError(
      .unlawful,
      "found \(violation.message.en) (\(violation.article): \(violation.message.zh)),"
        + " expected a lawful act; to record it all the same, allow violations",
      path: "data")
  }

  private func project(_ event: Event, _ states: inout LogStates<Log>) throws(LedgerError) {
    if log.memory.calendar == nil { log.memory.calendar = try calendarOfLog() }
    if case .noticeIssued(let data) = event.record.data, let calendar = log.memory.calendar {
      log.memory.calendar = HolidayCalendar(notices: calendar.notices + [data.notice])
    }
    guard let calendar = log.memory.calendar else { return }
    let projector = Projector(book: book, calendar: calendar)
    try log.apply(try projector.changes(for: event, given: &states))
    try states.fold(event)
  }

  /// The calendar of the notices in the log before the event that is being recorded.
  private func calendarOfLog() throws(LedgerError) -> HolidayCalendar {
    var notices: [(position: Int64, notice: HolidayNotice)] = []
    for stream in try log.streams(in: .holidayNotice) {
      for event in try log.events(in: stream) {
        if case .noticeIssued(let data) = event.record.data {
          notices.append((event.position, data.notice))
        }
      }
    }
    notices.sort { $0.position < $1.position }
    return law.calendar(with: notices.map(\.notice))
  }
}

/// The states of streams as the log and the writer's memory tell them.
struct LogStates<Log: LogTransaction>: StateLookup {
  let log: Log

  func state(of stream: StreamName) throws(LedgerError) -> StreamState? {
    try self.stream(stream)?.state
  }

  func stream(_ name: StreamName) throws(LedgerError) -> RecorderMemory.Stream? {
    if let known = log.memory.streams[name] { return known }
    var stream: RecorderMemory.Stream?
    for event in try log.events(in: name) {
      stream = .init(state: .evolve(stream?.state, event), version: event.version)
    }
    if let stream { remember(name, stream) }
    return stream
  }

  /// Folds an event that was just appended.
  func fold(_ event: Event) throws(LedgerError) {
    let before = event.version == 0 ? nil : try stream(event.stream)
    // Read back from the log, the stream may hold the event already.
    if let before, before.version == event.version { return }
    remember(
      event.stream, .init(state: .evolve(before?.state, event), version: event.version))
  }

  private func remember(_ name: StreamName, _ stream: RecorderMemory.Stream) {
    if log.memory.streams.count >= RecorderMemory.largestCount {
      log.memory.streams.removeAll(keepingCapacity: true)
    }
    log.memory.streams[name] = stream
  }
}

/// The states as they would be after one more event.
private struct StatesAfter<Log: LogTransaction>: StateLookup {
  private var before: LogStates<Log>
  private let event: Event
  private let after: StreamState

  init(_ event: Event, _ before: LogStates<Log>) throws(LedgerError) {
    self.event = event
    self.before = before
    after = .evolve(try before.state(of: event.stream), event)
  }

  mutating func state(of stream: StreamName) throws(LedgerError) -> StreamState? {
    stream == event.stream ? after : try before.state(of: stream)
  }
}
