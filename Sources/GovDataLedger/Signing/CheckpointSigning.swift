import LedgerSQLite
import MerkleLog

/// How a log signs its head, in one turn at writing.
///
/// The order is what counts: the head is on disk; it extends the last one signed, by the ledger and
/// by the memory outside of it; the signature is made and remembered outside before anyone gets it;
/// then it is stored in the ledger, and only then answered. A crash between any two of these leaves
/// a head that may be signed again, and never two that contradict each other.
struct CheckpointSigning: Sendable {
  let signer: any NoteSigner
  let memory: any CheckpointMemory

  /// Signs the head, or gives the stored checkpoint when it is of that head and key already.
  ///
  /// - Parameter record: records what the head is to cover, too: nothing is recorded when the head
  ///   before it does not extend the last one signed, and nobody signs or records in between.
  func sign(
    in turn: WriterTurn, recording record: (SQLiteTransaction) throws -> Void = { _ in }
  ) throws -> UnverifiedCheckpoint {
    let origin = try turn.transact { try $0.origin() } ?? signer.name
    try check(origin)
    let signed = try LedgerError.translating {
      try memory.update(origin: origin.text) { last in
        try turn.transact { transaction in
          let head = try transaction.durableHead()
          try check(head, of: origin, extends: last, in: transaction)
          if let last { try restore(last, in: transaction) }
          try record(transaction)
        }
        return try turn.transact { transaction in
          // The stored one may have cosignatures that the memory does not know.
          let known = [try transaction.newestCheckpoint(), last].compactMap { $0 }
          return try signature(of: transaction.durableHead(), origin, known: known)
        }
      }
    }
    try turn.transact { transaction in
      _ = try self.origin(in: transaction)
      guard try transaction.checkpoint(ofSize: signed.claim.size) != signed else { return }
      try transaction.store(signed)
    }
    return signed
  }

  /// Refuses a head that does not continue the last ones signed: that of the ledger, and that of the
  /// memory.
  private func check(
    _ head: LogHead, of origin: KeyName, extends last: UnverifiedCheckpoint?,
    in transaction: SQLiteTransaction
  ) throws(LedgerError) {
    if let stored = try transaction.newestCheckpoint() {
      try check(head, of: origin, extends: stored.claim, keptIn: "the ledger", transaction)
    }
    if let last {
      try check(
        head, of: origin, extends: last.claim, keptIn: "the signer's memory", transaction)
    }
  }

  /// Checks that the head could be signed, without signing it.
  ///
  /// - Throws: as ``sign(in:recording:)``.
  func check(in transaction: SQLiteTransaction) throws(LedgerError) {
    let head = try transaction.durableHead()
    let origin = try transaction.origin() ?? signer.name
    try check(origin)
    try LedgerError.translating {
      do {
        _ = try memory.update(origin: origin.text) { last in
          try check(head, of: origin, extends: last, in: transaction)
          throw Checked()
        }
      } catch is Checked {}
    }
  }

  /// Thrown so that the memory stays as it is.
  private struct Checked: Error {}

  /// The log's name, which is the key's: a log without one takes it from the first key.
  private func origin(in transaction: SQLiteTransaction) throws(LedgerError) -> KeyName {
    guard let origin = try transaction.origin() else {
      try transaction.store(origin: signer.name)
      return signer.name
    }
    try check(origin)
    return origin
  }

  /// Refuses a key that is not named as the log.
  private func check(_ origin: KeyName) throws(LedgerError) {
    guard origin == signer.name else {
      throw LedgerError(
        .contradictory,
        "the ledger's origin is \(origin), the key's name \(signer.name); sign with a key of "
          + "\(origin)")
    }
  }

  /// The checkpoint of the head: a known one that this key has signed, or else a new signature.
  private func signature(
    of head: LogHead, _ origin: KeyName, known: [UnverifiedCheckpoint]
  ) throws -> UnverifiedCheckpoint {
    let claim = try Checkpoint(origin: origin.text, size: head.size, root: head.root)
    let same = known.filter { $0.claim == claim }
    if let signed = same.first(where: isSigned) { return signed }
    do {
      return try same.first?.signed(by: signer)
        ?? UnverifiedCheckpoint(signing: claim, with: [signer])
    } catch let error as MerkleLogError {
      throw error
    } catch {
      throw LedgerError(.inputOutput, "the signer \(signer.name) failed: \(error)")
    }
  }

  private func isSigned(_ checkpoint: UnverifiedCheckpoint) -> Bool {
    checkpoint.note.signatures.contains { $0.keyID == signer.keyID && $0.name == signer.name }
  }

  /// Stores what was remembered but, after a crash, not stored.
  private func restore(
    _ last: UnverifiedCheckpoint, in transaction: SQLiteTransaction
  ) throws(LedgerError) {
    if try transaction.checkpoint(ofSize: last.claim.size) == nil { try transaction.store(last) }
  }

  /// Refuses a head that does not continue the last one that was signed.
  private func check(
    _ head: LogHead, of origin: KeyName, extends last: Checkpoint, keptIn place: String,
    _ transaction: SQLiteTransaction
  ) throws(LedgerError) {
    guard last.hasOrigin(origin.text) else {
      throw LedgerError(
        .damaged, "\(place) has a checkpoint of \(last.origin), expected one of \(origin)")
    }
    if last.size <= head.size, try transaction.root(ofSize: last.size) == last.root { return }
    throw LedgerError(
      .forked,
      "not signed: the head (size \(head.size), root \(head.root.base64)) does not extend the last "
        + "one signed, kept in \(place) (size \(last.size), root \(last.root.base64)): an old copy "
        + "was put back or the log has forked; go on with the copy that was signed")
  }
}
