/// Why a witness does not cosign.
public struct WitnessRefusal: Hashable, Sendable, CustomStringConvertible {
  /// The kind of a refusal.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The checkpoint is of another log than what was seen.
    case otherOrigin
    /// The checkpoint is smaller than what was seen: an old copy, or a fork.
    case smallerSize
    /// The checkpoint has the size of what was seen, and another root: a fork.
    case otherRoot
    /// The checkpoint is larger than what was seen, and there is no proof.
    case proofMissing
    /// The proof is not from the size that was seen; the log has to make another.
    case otherOldSize
    /// The proof does not lead from what was seen to the checkpoint: a wrong proof, or a fork.
    case inconsistent
  }

  /// The kind of the refusal.
  public let reason: Reason

  /// What was expected and what was found.
  public let message: String

  /// Both heads, where the refusal may mean that the log has forked.
  public let evidence: ForkEvidence?

  /// The reason and the message.
  public var description: String { "\(reason): \(message)" }
}
