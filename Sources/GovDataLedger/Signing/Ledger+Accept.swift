import LedgerSQLite
import MerkleLog

extension Ledger {
  /// Takes in what witnesses have answered: the cosignatures of a checkpoint that the ledger holds.
  ///
  /// With a policy, the log's signature and those of the policy's witnesses are checked, and those
  /// witnesses' signatures are taken, in place of any that they gave before. Without one nothing can
  /// be checked: signatures of keys that have not signed yet are added, and none is replaced.
  ///
  /// - Parameters:
  ///   - cosigned: the checkpoint with its cosignatures.
  ///   - policy: which witnesses are known.
  /// - Returns: the checkpoint as it is stored now.
  /// - Throws: ``LedgerError`` with `unknownReference` when the ledger holds no checkpoint of this
  ///   size, `contradictory` when it holds another, `malformed` when a signature is wrong or the
  ///   policy knows none of the cosigners, `tooLarge` above 100 signatures.
  public func accept(
    _ cosigned: UnverifiedCheckpoint, policy: TransparencyPolicy? = nil
  ) async throws -> UnverifiedCheckpoint {
    let acceptance = Acceptance(cosigned: cosigned, policy: policy)
    return try await store.write { try acceptance.merge(in: $0) }
  }
}

/// The merging of cosignatures into a stored checkpoint.
private struct Acceptance: Sendable {
  let cosigned: UnverifiedCheckpoint
  let policy: TransparencyPolicy?

  func merge(in transaction: SQLiteTransaction) throws(LedgerError) -> UnverifiedCheckpoint {
    let stored = try stored(in: transaction)
    let merged = try LedgerError.translating { try stored.adding(signatures(for: stored)) }
    if merged != stored { try transaction.store(merged) }
    return merged
  }

  /// The ledger's own checkpoint, of which the given one must be a copy.
  private func stored(in transaction: SQLiteTransaction) throws(LedgerError) -> UnverifiedCheckpoint
  {
    let claim = cosigned.claim
    guard let stored = try transaction.checkpoint(ofSize: claim.size) else {
      throw LedgerError(
        .unknownReference, "the ledger has signed no checkpoint of size \(claim.size)")
    }
    guard stored.note.text == cosigned.note.text else {
      let own = stored.claim
      throw LedgerError(
        .contradictory,
        "the ledger signed \(own.origin), size \(own.size), root \(own.root.base64); found "
          + "\(claim.origin), size \(claim.size), root \(claim.root.base64): not its checkpoint")
    }
    return stored
  }

  /// The signatures to take in.
  private func signatures(for stored: UnverifiedCheckpoint) throws -> [NoteSignature] {
    let signatures = cosigned.note.signatures
    guard let policy else {
      return signatures.filter { new in
        !stored.note.signatures.contains { $0.keyID == new.keyID && $0.name == new.name }
      }
    }
    let verified = try cosigned.verified(byLogOf: policy).cosignatures
    guard !verified.isEmpty else {
      throw LedgerError(.malformed, "none of the policy's witnesses has cosigned this checkpoint")
    }
    // The first signature of each key is the one that counts.
    return verified.compactMap { known in
      signatures.first { $0.keyID == known.keyID && $0.name == known.name }
    }
  }
}
