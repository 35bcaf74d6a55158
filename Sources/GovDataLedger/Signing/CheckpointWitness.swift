import MerkleLog

/// A witness: cosigns a log's checkpoint after checking that it continues what the witness has seen
/// (C2SP tlog-witness, tlog-cosignature).
public struct CheckpointWitness: Sendable {
  /// Where the log's key comes from, with which a checkpoint's own signature is checked.
  public enum Trust: Sendable {
    /// The logs of a policy. Its quorum does not matter here.
    case policy(TransparencyPolicy)
    /// One log's key.
    case log(VerifierKey)
    /// Nobody has given a key: only consistency with what was seen is checked. Whoever can hand
    /// over a checkpoint can then lead the witness astray.
    case nobody
  }

  /// What the witness answers.
  public enum Answer: Sendable {
    /// The checkpoint with the witness's cosignature.
    case cosigned(UnverifiedCheckpoint)
    /// It is not cosigned, and what was seen stays.
    case refused(WitnessRefusal)
  }

  private struct Refused: Error { let refusal: WitnessRefusal }

  private let key: SignerKey
  private let memory: any CheckpointMemory
  private let trust: Trust
  private let clock: LedgerClock

  /// A witness.
  ///
  /// - Parameters:
  ///   - key: the witness's key, of type ``SignatureType/cosignature``.
  ///   - memory: the last checkpoint of each log that was cosigned.
  ///   - trust: where the logs' keys come from.
  ///   - clock: where the time of a cosignature comes from.
  /// - Throws: ``LedgerError`` with `malformed` when the key is of another type.
  public init(
    key: SignerKey, memory: any CheckpointMemory, trust: Trust, clock: LedgerClock = .system
  ) throws(LedgerError) {
    guard key.type == .cosignature else {
      throw LedgerError(
        .malformed,
        "\(key.name) is a log's key (type \(key.type.rawValue)), a witness needs one of type 4; "
          + "make one with `govledger keygen --cosigner`")
    }
    self.key = key
    self.memory = memory
    self.trust = trust
    self.clock = clock
  }

  /// Checks a checkpoint, remembers it durably, and only then cosigns it.
  ///
  /// - Parameters:
  ///   - checkpoint: what the log has signed.
  ///   - proof: the proof from the size that was seen last; not needed for the same head again, and
  ///     for a log that was never seen.
  /// - Throws: ``LedgerError`` with `malformed` when the log's signature is wrong or missing, and
  ///   whatever hinders the memory.
  public func cosign(
    _ checkpoint: UnverifiedCheckpoint, proof: ConsistencyProof?
  ) throws(LedgerError) -> Answer {
    try LedgerError.translating {
      try trust.verify(checkpoint)
      do {
        _ = try memory.update(origin: checkpoint.claim.origin) { seen in
          try remembered(checkpoint, after: seen, proof: proof)
        }
      } catch let refused as Refused {
        return .refused(refused.refusal)
      }
      let seconds = clock.now().millisecondsSinceEpoch / 1000
      return .cosigned(try checkpoint.signed(by: Ed25519Cosigner(key, time: seconds)))
    }
  }

  private func remembered(
    _ checkpoint: UnverifiedCheckpoint, after seen: UnverifiedCheckpoint?, proof: ConsistencyProof?
  ) throws -> UnverifiedCheckpoint {
    switch Witness<SHA256Hasher>.verdict(on: checkpoint, after: seen, proof: proof) {
    case .refused(let refusal): throw Refused(refusal: refusal)
    case .accepted:
      // The same head again brings nothing that is worth more than what was seen.
      guard let seen, seen.claim == checkpoint.claim else { return checkpoint }
      return seen
    }
  }
}

extension CheckpointWitness.Trust {
  /// Checks the log's own signature, as far as a key is known.
  fileprivate func verify(_ checkpoint: UnverifiedCheckpoint) throws {
    switch self {
    case .policy(let policy): _ = try checkpoint.verified(byLogOf: policy)
    case .log(let key): _ = try checkpoint.verified(by: key)
    case .nobody: break
    }
  }

  /// Whether a checkpoint is what its log signed, as far as its key is known.
  public func believes(_ checkpoint: UnverifiedCheckpoint) -> Bool {
    (try? verify(checkpoint)) != nil
  }
}
