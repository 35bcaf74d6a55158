import LedgerArchive
import LedgerSQLite

extension Ledger {
  /// Writes a capsule: one file with everything that an auditor needs to verify and replay the log,
  /// up to its newest checkpoint, elsewhere. Blocks the calling thread.
  ///
  /// - Parameter path: the file, which is written whole or not at all.
  /// - Returns: what the checkpoint says.
  /// - Throws: ``LedgerError`` with `notFound` when there is no checkpoint, `damaged` when the log
  ///   is not what its checkpoints say, `alreadyExists` or `inputOutput` when the file cannot be
  ///   written.
  @discardableResult
  public func exportCapsule(to path: String) throws -> Checkpoint {
    let law = try LedgerError.readingCapsule(path) { try CapsuleLaw.bundled() }
    var checkpoint: Checkpoint?
    try WholeFile.write(to: path) { write in
      checkpoint = try LedgerError.readingCapsule(path) {
        try store.writeCapsule(law: law, to: write)
      }
      if checkpoint == nil { throw Self.noCheckpoint }
    }
    guard let checkpoint else { throw Self.noCheckpoint }
    return checkpoint
  }

  /// Verifies a capsule and makes a ledger of it that is only read. Blocks the calling thread.
  ///
  /// - Parameters:
  ///   - capsule: the capsule's file.
  ///   - path: where to make the ledger, which appears whole or not at all.
  ///   - policy: the keys of the log and its witnesses.
  ///   - progress: told the number of events taken so far, and of all.
  /// - Returns: what the checkpoint over all events says.
  /// - Throws: ``LedgerError`` with `damaged` and the first reason for refusing the capsule,
  ///   `notFound` when there is no such file, `alreadyExists` where there is a ledger already.
  @discardableResult
  public static func importCapsule(
    _ capsule: String, to path: String, policy: TransparencyPolicy,
    progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws -> Checkpoint {
    let file = try InputFile(capsule)
    let draft = try LedgerDraft(for: path)
    defer { draft.remove() }
    let ledger = try Ledger.create(
      at: draft.path, recordingNotices: false, projecting: .later)
    let verified = try ledger.store.writeBlocking { transaction in
      try LedgerError.readingCapsule(capsule) {
        try transaction.appendCapsule(
          reading: { try file.read($0) }, policy: policy,
          law: ledger.law, progress: progress)
      }
    }
    _ = try ledger.rebuild()
    try ledger.close()
    try draft.settle()
    return verified.checkpoint.checkpoint
  }
}

extension LedgerError {
  /// Says as a ledger's error what is wrong with a capsule.
  fileprivate static func readingCapsule<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as CapsuleError {
      throw LedgerError(.damaged, "\(path): \(error)")
    } catch let error as MerkleLogError {
      throw LedgerError(.damaged, "\(path): \(error.message)")
    }
  }
}
