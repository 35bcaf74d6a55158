import LedgerArchive
import LedgerCore
import MerkleLog
import WorkingDays

/// Verifies a capsule and replays it, in one pass.
struct CapsuleAudit {
  let question: Question
  let policy: TransparencyPolicy
  let law: BundledLaw

  /// The report on the capsule's events, which were all verified.
  ///
  /// Which rule books the log adopted is known at its end: if they are others than was taken for
  /// granted, the capsule is read once more.
  func report(on input: InputFile, now: Instant) throws -> AuditReport {
    let names = question.rules?.split(separator: ",", omittingEmptySubsequences: false)
    if let names {
      let books = try names.map { try law.book(named: String($0)) }
      return try replay(input, under: RulesInForce(books.map { .init($0) }), now: now).report()
    }
    let usual = try law.rules(adopting: [])
    let first = try replay(input, under: usual, now: now)
    let rules = try first.rulesOfLog()
    if rules == usual { return try first.report() }
    return try replay(try input.again(), under: rules, now: now).report()
  }

  private func replay(
    _ input: InputFile, under rules: RulesInForce, now: Instant
  ) throws -> Replay {
    let input = Source(input)
    let capsule = try UnverifiedCapsule(reading: { try input.next($0) })
    var reader = try capsule.verified(by: policy)
    let law = try reader.law.accepted(by: law)
    let scope = AuditScope(asOf: question.asOf ?? now, knownAt: question.knownAt ?? now)
    var replay = Replay(scope: scope, law: law, rules: rules)
    while let sealed = try reader.nextSealed() {
      var events: EventPage?
      let page = try sealed.opened { leaves in
        let read = EventPage(leaves)
        if let failure = read.failure { throw failure }
        events = read
        return read.leafHashes
      }
      try reader.accept(page)
      if let events { try replay.fold(events) }
    }
    _ = try reader.finish()
    return replay
  }

  /// Keeps the place in a file while a reader asks for its bytes.
  private final class Source {
    private var file: InputFile

    init(_ file: InputFile) { self.file = file }

    func next(_ count: Int) throws -> [UInt8] { try file.next(count) }
  }
}
