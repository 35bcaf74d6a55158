import LedgerArchive
import LedgerCore
import MerkleLog

extension SQLiteTransaction {
  /// Appends the events of a capsule to an empty log, with its checkpoints, and sees to it that
  /// nothing else will ever be recorded in it.
  ///
  /// - Parameter source: gives the capsule's next bytes, at most as many as it is asked for.
  /// - Throws: `damaged` with the first reason why the capsule is refused; nothing is kept then.
  package func appendCapsule(
    reading source: @escaping (Int) throws -> [UInt8], policy: TransparencyPolicy,
    law: BundledLaw, progress: (Int64, Int64) -> Void
  ) throws -> VerifiedCapsule {
    let capsule = try UnverifiedCapsule(reading: source)
    try store(origin: KeyName(capsule.checkpoint.claim.origin))
    var reader = try capsule.verified(by: policy) { try store($0.unverified) }
    _ = try reader.law.accepted(by: law)
    while let page = try reader.next() {
      guard page.first == size else {
        throw LedgerError(.damaged, "the capsule's next event is \(page.first), expected \(size)")
      }
      let events = EventPage(unhashed: page)
      for (event, range) in zip(events.viewedEvents, page.ranges) {
        _ = try append(event, id: event.idHash, leaf: Array(page.bytes[range]))
      }
      if let failure = events.failure { throw failure }
      progress(size, reader.summary.size)
    }
    let verified = try reader.finish()
    try store(verified.checkpoint.unverified)
    try db.execute(sql: "INSERT INTO log_capsule (size) VALUES (?)", arguments: [size])
    return verified
  }
}
