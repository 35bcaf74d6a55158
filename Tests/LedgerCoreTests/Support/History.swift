@testable import LedgerCore
import WorkingDays

/// A ledger in memory, with a clock that the test sets.
final class History {
  static let bundledLaw = Result<BundledLaw, LedgerError>(catching: BundledLaw.load)

  /// Everything counts, and about everybody.
  static let whole = AuditScope(asOf: .max, knownAt: .max)

  let log = InMemoryLog()
  let law: BundledLaw
  var now: Instant = "2030-01-01"

  /// - Parameter book: stands in the place of the bundled one of its name.
  init(law: BundledLaw? = nil, book: RuleBook? = nil) throws {
    let law = try law ?? Self.bundledLaw.get()
    let others = law.books.filter { $0.name != book?.name }
    self.law = BundledLaw(notices: law.notices, books: [book].compactMap(\.self) + others)
  }

  /// Records an act whose id, unless given, is `e` and its position.
  ///
  /// - Parameter actor: whose act it is; of a requester's that of the requester, of any other the
  ///   transport department by default.
  @discardableResult
  func record(
    _ data: EventData, at occurredAt: Instant, by actor: BodyCode? = nil, id: Identifier? = nil,
    known: Instant? = nil, mode: RecordingMode = .importing, expectedVersion: Int64? = nil
  ) throws(LedgerError) -> Receipt {
    let record = Record(
      id: id ?? Identifier("e\(log.size)"), occurredAt: occurredAt,
      actor: actor ?? (data.type.form.doer == .requester ? .requester : .transport), data: data,
      sourceRecordedAt: known)
    return try self.record(record, mode: mode, expectedVersion: expectedVersion)
  }

  @discardableResult
  func record(
    _ record: Record, mode: RecordingMode = .importing, expectedVersion: Int64? = nil
  ) throws(LedgerError) -> Receipt {
    let recorder = recorder(mode)
    return try log.savepoint { () throws(LedgerError) in
      try recorder.record(record, expectedVersion: expectedVersion)
    }
  }

  func recorder(_ mode: RecordingMode = .importing) -> Recorder {
    Recorder(into: log, law: law, mode: mode, now: now)
  }

  /// The rules of the default book and of those that the log adopted by these times.
  func rules(_ scope: AuditScope) throws(LedgerError) -> RulesInForce {
    let corrections = try log.correctionsRead().standing(in: scope)
    return try law.rules(
      adopting: log.lawEvents().compactMap { LoggedAdoption($0, in: scope, corrections) })
  }

  /// Replays the log, in pages of these sizes; then in one. By the rules in force, unless others are
  /// asked for.
  func audit(
    asOf: Instant = .max, knownAt: Instant = .max, rules: RulesInForce? = nil,
    department: BodyCode? = nil, lateEvidence: Int = AuditScope.usualDelay, pages: [Int] = [],
    padding: Int = LeafPage.padding
  ) throws(LedgerError) -> AuditReport {
    let scope = AuditScope(
      asOf: asOf, knownAt: knownAt, department: department, lateEvidenceAfter: lateEvidence)
    let rules = if let rules { rules } else { try self.rules(scope) }
    var replay = Replay(law: law)
    for range in ranges(of: pages) { try replay.fold(log.page(range, padding: padding)) }
    return try replay.report(scope, rules: rules)
  }

  /// The positions of the log in parts of these sizes, and what is left.
  func ranges(of sizes: [Int]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    for size in sizes + [Int(log.size)] {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<min(start + size, Int(log.size)))
    }
    return ranges
  }

  /// The state that a refusal must leave as it was.
  var trace: [String] {
    log.state.leaves.map { String(decoding: $0, as: UTF8.self) } + log.tables.told
      + ["\(log.state.tree.root())", "\(log.state.positions.count)", "\(log.state.streams.count)"]
  }
}
