/// What a witness decides: whether a checkpoint continues what it has seen of a log (C2SP
/// tlog-witness, "add-checkpoint"). Pure: what was seen comes in, the verdict goes out.
///
/// The caller first verifies the checkpoint with the log's key
/// (``UnverifiedCheckpoint/verified(by:cosigners:)``), and remembers an accepted checkpoint durably
/// before it gives a cosignature away, with nothing in between that another request could come
/// into.
public enum Witness<Hasher: TreeHasher> {
  /// The verdict on a checkpoint.
  ///
  /// The head that was seen may come again, with an empty proof or none, and is then cosigned
  /// again. Of a log that was never seen every head is accepted, with an empty proof from size 0 or
  /// none.
  ///
  /// - Parameters:
  ///   - checkpoint: the checkpoint to be cosigned.
  ///   - seen: the last checkpoint of this log that was cosigned; `nil` when there is none.
  ///   - proof: the proof from the size that was seen to the checkpoint's.
  public static func verdict(
    on checkpoint: UnverifiedCheckpoint, after seen: UnverifiedCheckpoint?, proof: ConsistencyProof?
  ) -> WitnessVerdict {
    let (old, new) = (seen?.claim, checkpoint.claim)
    func refused(
      _ reason: WitnessRefusal.Reason, _ message: String, isFork: Bool = false
    ) -> WitnessVerdict {
      let evidence = isFork ? seen.flatMap { ForkEvidence(seen: $0, refused: checkpoint) } : nil
      return .refused(WitnessRefusal(reason: reason, message: message, evidence: evidence))
    }
    if let old, !old.hasOrigin(new.origin) {
      return refused(
        .otherOrigin, "expected the origin \(old.origin), found " + StrictText.excerpt(new.origin))
    }
    let (oldSize, oldRoot) = (old?.size ?? 0, old?.root ?? Hasher.emptyRoot)
    if new.size < oldSize {
      return refused(
        .smallerSize, "expected at least the size \(oldSize), found \(new.size)", isFork: true)
    }
    if new.size == oldSize, new.root != oldRoot {
      return refused(
        .otherRoot, "expected the root \(oldRoot.base64), found \(new.root.base64)", isFork: true)
    }
    guard let proof = proof ?? impliedProof(from: oldSize, to: new.size) else {
      return refused(.proofMissing, "expected a proof from the size \(oldSize), found none")
    }
    guard proof.oldSize == oldSize else {
      return refused(
        .otherOldSize, "expected a proof from the size \(oldSize), found \(proof.oldSize)")
    }
    do {
      try proof.verify(
        oldRoot: oldRoot, newSize: new.size, newRoot: new.root, using: Hasher.self)
      return .accepted
    } catch {
      return refused(.inconsistent, error.message, isFork: true)
    }
  }

  /// The proof that needs no hashes, where there is one.
  private static func impliedProof(from oldSize: Int64, to newSize: Int64) -> ConsistencyProof? {
    oldSize == 0 || oldSize == newSize ? try? ConsistencyProof(oldSize: oldSize, hashes: []) : nil
  }
}
