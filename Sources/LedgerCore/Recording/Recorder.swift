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

  init(position: Int64, leafHash: TreeHash, wasAlreadyRecorded: Bool) {
    self.position = position
    self.leafHash = leafHash
    self.wasAlreadyRecorded = wasAlreadyRecorded
  }

  /// Answers a record whose event is in the log already.
  package init(alreadyRecorded event: Event) {
    self.init(
      position: event.position, leafHash: SHA256Hasher.leaf(event.canonicalBytes),
      wasAlreadyRecorded: true)
  }
}

/// The one way in: from a record to an event in the log, its row changes and its receipt.
public struct Recorder {
  /// How far a stated time may lie past the ledger's clock: five minutes.
  public static let tolerance: Int64 = 300_000

  private let log: any LogTransaction
  private let law: BundledLaw
  private let mode: RecordingMode
  private let now: Instant

  /// Records into a transaction, at a time of the ledger's clock, under the law that is bundled and
  /// that of the log.
  public init(into log: any LogTransaction, law: BundledLaw, mode: RecordingMode, now: Instant) {
    self.log = log
    self.law = law
    self.mode = mode
    self.now = max(now, log.lastRecordedAt ?? now)
  }

  /// Records a typed record, which is held to the same rules as a line of input.
  ///
  /// - Throws: `malformed` for a value that no line of input could have; else as for a prepared one.
  public func record(
    _ record: Record, expectedVersion: Int64? = nil
  ) throws(LedgerError) -> Receipt {
    try self.record(PreparedRecord(record), expectedVersion: expectedVersion)
  }

  /// Records one record.
  ///
  /// - Throws: what `Decision` and the rule book refuse; nothing is appended then.
  public func record(
    _ prepared: PreparedRecord, expectedVersion: Int64? = nil
  ) throws(LedgerError) -> Receipt {
    if let position = try log.position(ofEvent: prepared.id) {
      return try repeated(prepared, position)
    }
    try checkTimes(prepared.event)
    try checkAttestation(prepared.event)
    var states = try LogStates(log: log, own: prepared.event.streamHash)
    let event = try stamp(prepared.event, expectedVersion, states)
    try prepared.write(
      position: event.position, version: event.version, recordedAt: event.recordedAt,
      to: &log.memory.leaf)
    let inForce = try lawInForce()
    try Decision.check(
      event, given: &states, law: law, rules: inForce.rules, isLive: mode == .live)
    let correction = try RecordedCorrection(event, &states, log, law, inForce.rules)
    var judge = LiveJudge(event, states, log)
    try refuseViolations(event, inForce.rules, &judge)
    let hash = try log.append(event, id: prepared.id, leaf: log.memory.leaf)
    correction?.tell(log.memory)
    try project(event, &states, &judge, correction)
    judge.remember(isAppended: true)
    states.fold(event)
    return Receipt(position: event.position, leafHash: hash, wasAlreadyRecorded: false)
  }

  /// An id that is in the log already: the same content is answered, other content refused.
  private func repeated(
    _ prepared: PreparedRecord, _ position: Int64
  ) throws(LedgerError) -> Receipt {
    let event = try log.event(at: position)
    guard prepared.isRecord(of: event) else {
      throw LedgerError(
        .contradictory,
        "found “\(event.record.id)” with other content than at position \(position),"
          + " expected a new id or the same content",
        path: "id")
    }
    return Receipt(alreadyRecorded: event)
  }

  private func checkTimes(_ event: ViewedEvent) throws(LedgerError) {
    let source = event.view.sourceRecordedAt
    if mode != .importing, let source {
      throw .malformed(
        "sourceRecordedAt", found: "\(source)", expected: "no such key outside an import")
    }
    try checkNotFuture(event.occurredAt, "occurredAt")
    if let source { try checkNotFuture(source, "sourceRecordedAt") }
    if let instant = event.instant(.receivedAt) { try checkNotFuture(instant, "data.receivedAt") }
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

  /// Only what is in the log can have been audited.
  private func checkAttestation(_ event: ViewedEvent) throws(LedgerError) {
    guard case .auditAttested(let data) = event.whole, data.head.size > log.size else { return }
    throw LedgerError(
      .contradictory, "found \(data.head.size), expected at most the log's \(log.size) events",
      path: "data.size")
  }

  private func stamp(
    _ event: ViewedEvent, _ expectedVersion: Int64?, _ states: LogStates
  ) throws(LedgerError) -> ViewedEvent {
    let version = states.own.map { $0.version + 1 } ?? 0
    if let expectedVersion, expectedVersion != version {
      throw LedgerError(
        .versionConflict,
        "found \(event.stream) at version \(version - 1), expected \(expectedVersion - 1);"
          + " read it again")
    }
    return event.stamped(position: log.size, version: version, recordedAt: now)
  }

  /// Live, an act that the audit would find against is refused, unless the caller allows it.
  private func refuseViolations(
    _ event: ViewedEvent, _ rules: RulesInForce, _ judge: inout LiveJudge
  ) throws(LedgerError) {
    guard mode == .live, rules.mayViolate(event.type),
      let violation = try judge.violations(under: rules).first(where: { $0.grade == .violation })
    else { return }
    judge.remember(isAppended: false)
    throw LedgerError(
      .unlawful,
      "found \(violation.message.en) (\(violation.article): \(violation.message.zh)),"
        + " expected a lawful act; to record it all the same, allow violations",
      path: "data")
  }

  private func project(
    _ event: ViewedEvent, _ states: inout LogStates, _ judge: inout LiveJudge,
    _ correction: RecordedCorrection?
  ) throws(LedgerError) {
    let before = log.memory.law
    if event.type.tellsOfSuccession { log.memory.forgetSuccessions() }
    if event.isLaw { log.memory.forgetLaw(withActs: event.type == .rulesAdopted) }
    guard log.projects else { return }
    if event.type.tellsOfSuccession || correction?.concernsAllRows ?? false {
      return try log.projectAnew(.all, under: self.law)
    }
    let law = try lawInForce()
    if let before, before !== law, before.rules != law.rules {
      return try log.projectAnew(.all, under: self.law)
    }
    try log.project { (changes) throws(LedgerError) in
      if let correction {
        try RemadeRows(log, correction.after).add(correction, event, to: &changes)
        try correction.addObligations(in: log, under: law, to: &changes)
      } else if states.own?.hasCorrected == true {
        try RemadeRows(log, states.corrections).add(event, given: &states, to: &changes)
        try judge.addChanges(under: law, to: &changes)
      } else {
        try Projector.addChanges(of: event, given: &states, to: &changes)
        try judge.addChanges(under: law, to: &changes)
      }
    }
    if event.isLaw { try log.projectAnew(.obligations, under: self.law) }
  }

  /// The law with that of the log, the event that was just appended included.
  private func lawInForce() throws(LedgerError) -> LawInForce {
    if let known = log.memory.law { return known }
    let inForce = try law.inForce(with: log.lawEvents(), log.corrections().standing)
    log.memory.law = inForce
    return inForce
  }
}

/// The states of streams as the log and the writer's memory tell them.
struct LogStates: StateLookup {
  private let log: any LogTransaction
  private let ownName: NameHash?
  /// How many events there are before it.
  private let size: Int64
  /// When the last event before was recorded.
  private let before: Instant?
  /// The stream of the event that is being recorded, before it.
  let own: RecorderMemory.Stream?
  /// The corrections that stand before it.
  let corrections: StandingCorrections

  init(log: any LogTransaction, own name: NameHash) throws(LedgerError) {
    self.log = log
    ownName = name
    size = log.size
    before = log.lastRecordedAt
    corrections = try log.corrections().standing
    own = try Self.stream(name, log, corrections)
  }

  /// The states of all that is in the log.
  init(log: any LogTransaction) throws(LedgerError) {
    self.log = log
    (ownName, own) = (nil, nil)
    size = log.size
    before = log.lastRecordedAt
    corrections = try log.corrections().standing
  }

  func state(of stream: NameHash) throws(LedgerError) -> StreamState? {
    stream == ownName ? own?.state : try Self.stream(stream, log, corrections)?.state
  }

  /// The state of the stream of the event that is being recorded, after it.
  func state(after event: ViewedEvent) throws(LedgerError) -> StreamState? {
    guard let own, own.hasCorrected else { return .evolve(own?.state, event) }
    let before = try log.events(in: event.streamHash).filter { $0.position < event.position }
    return StreamFold.state(of: before + [event], corrections)
  }

  func position(ofEvent id: NameHash) throws(LedgerError) -> Int64? {
    try log.position(ofEvent: id)
  }

  func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent] {
    try log.events(in: stream).filter { $0.position < size && !corrections.leavesOut($0) }
  }

  func authorities() throws(LedgerError) -> Authorities {
    if let known = log.memory.authorities { return known }
    var authorities = Authorities()
    for event in try log.events(of: .departmentRegistered) where !corrections.leavesOut(event) {
      authorities.tell(event.act)
    }
    log.memory.authorities = authorities
    return authorities
  }

  func heirs() throws(LedgerError) -> Heirs {
    if let known = log.memory.heirs { return known }
    let heirs = try log.successions().heirs(in: .everything, corrections)
    log.memory.heirs = heirs
    return heirs
  }

  /// Who answers for whom when one more succession is told.
  func heirs(with told: Succession) throws(LedgerError) -> Heirs {
    var all = try log.successions()
    all.add(told)
    return all.heirs(in: .everything, corrections)
  }

  private static func stream(
    _ name: NameHash, _ log: any LogTransaction, _ corrections: StandingCorrections
  ) throws(LedgerError) -> RecorderMemory.Stream? {
    if let known = log.memory.stream(name) { return known }
    let events = try log.events(in: name)
    guard let last = events.last else { return nil }
    let stream = RecorderMemory.Stream(
      state: StreamFold.state(of: events, corrections), version: last.version,
      hasCorrected: events.contains(where: corrections.leavesOut))
    log.memory.remember(name, stream)
    return stream
  }

  /// A moment after which nothing took place that is in the log before the event.
  private var latest: Instant? {
    if let known = log.memory.latest { return known }
    // What was recorded took place at most so much later.
    return before?.adding(milliseconds: Recorder.tolerance)
  }

  /// Folds the event that was just appended.
  func fold(_ event: ViewedEvent) {
    log.memory.authorities?.tell(event.act)
    log.memory.latest = max(latest ?? event.view.occurredAt, event.view.occurredAt)
    // Where an act was corrected, another may take its place before those that followed it.
    if own?.hasCorrected == true { return log.memory.forget(event.streamHash) }
    log.memory.remember(
      event.streamHash, .init(state: .evolve(own?.state, event), version: event.version))
  }
}

/// The states as they would be after one more event.
struct StatesAfter: StateLookup {
  private var before: LogStates
  private let event: ViewedEvent
  private let stream: NameHash
  private let after: StreamState?

  init(_ event: ViewedEvent, _ before: LogStates) throws(LedgerError) {
    self.before = before
    self.event = event
    stream = event.streamHash
    after = try before.state(after: event)
  }

  mutating func state(of stream: NameHash) throws(LedgerError) -> StreamState? {
    stream == self.stream ? after : try before.state(of: stream)
  }

  mutating func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent] {
    let events = try before.events(in: stream)
    return stream == self.stream ? events + [event] : events
  }

  mutating func authorities() throws(LedgerError) -> Authorities {
    var authorities = try before.authorities()
    authorities.tell(event.act)
    return authorities
  }

  func heirs() throws(LedgerError) -> Heirs {
    guard let told = Succession(event) else { return try before.heirs() }
    return try before.heirs(with: told)
  }

  func position(ofEvent id: NameHash) throws(LedgerError) -> Int64? {
    try before.position(ofEvent: id)
  }
}

extension LogTransaction {
  /// The corrections of the log.
  func corrections() throws(LedgerError) -> LogCorrections {
    if let known = memory.corrections { return known }
    let all = Corrections(try events(of: .recordCorrected).compactMap { Correction($0) })
    let corrections = LogCorrections(all)
    memory.corrections = corrections
    return corrections
  }

  /// The successions that the log tells of.
  func successions() throws(LedgerError) -> Successions {
    if let known = memory.successions { return known }
    var all: [Succession] = []
    for type in EventType.allCases where type.tellsOfSuccession {
      all += try events(of: type).compactMap { Succession($0) }
    }
    let successions = Successions(all.sorted { $0.position < $1.position })
    memory.successions = successions
    return successions
  }

  /// The event of an id; `nil` when the log has none.
  func event(of id: Identifier) throws(LedgerError) -> ViewedEvent? {
    guard let position = try position(ofEvent: NameHash(id)) else { return nil }
    return ViewedEvent(try event(at: position))
  }
}
