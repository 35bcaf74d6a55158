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
  func report(on input: InputFile, now: Instant) throws -> AuditReport {
    let names = question.rules?.split(separator: ",", omittingEmptySubsequences: false)
    // A book that nobody has is said before the capsule is read.
    let books = try names?.map { try law.book(named: String($0)) }
    let replay = try replay(input)
    let scope = AuditScope(asOf: question.asOf ?? now, knownAt: question.knownAt ?? now)
    let rules =
      if let books {
        RulesInForce(books.map { RulesInForce.Adoption($0) })
      } else {
        try replay.rulesOfLog(scope)
      }
    return try replay.report(scope, rules: rules)
  }

  private func replay(_ input: InputFile) throws -> Replay {
    let input = Source(input)
    let capsule = try UnverifiedCapsule(reading: { try input.next($0) })
    var reader = try capsule.verified(by: policy)
    var replay = Replay(
      law: try reader.law.accepted(by: law), expecting: reader.checkpoint.checkpoint.size)
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
