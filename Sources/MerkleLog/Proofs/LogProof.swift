/// A proof that travels as one file and is checked offline: that a leaf stands in a log up to a
/// signed checkpoint (C2SP tlog-proof).
///
/// It does not hold the leaf. Nothing in it is to be believed before ``verify(leaf:policy:using:)``,
/// and ``extra`` not even then: no signature covers it.
public struct LogProof: Hashable, Sendable {
  /// Bytes for the application, covered by no signature; `nil` when there are none.
  public let extra: [UInt8]?

  /// Where the leaf stands, and the way to the root.
  public let inclusion: InclusionProof

  /// The checkpoint up to which the leaf is included.
  public let checkpoint: UnverifiedCheckpoint

  /// A proof of these parts, which may or may not be right.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedProof` when `extra` is empty rather than
  ///   `nil`, or `tooLarge` when it has more than ``maximumExtraByteCount`` bytes.
  public init(
    extra: [UInt8]? = nil, inclusion: InclusionProof, checkpoint: UnverifiedCheckpoint
  ) throws(MerkleLogError) {
    if let extra {
      guard !extra.isEmpty else {
        throw MerkleLogError(.malformedProof, "expected extra bytes or no extra line, found none")
      }
      guard extra.count <= Self.maximumExtraByteCount else {
        throw MerkleLogError(
          .tooLarge,
          "a proof has at most \(Self.maximumExtraByteCount) extra bytes, found \(extra.count)")
      }
    }
    self.extra = extra
    self.inclusion = inclusion
    self.checkpoint = checkpoint
  }

  /// Checks the checkpoint against the verifier's own policy, and that the leaf with this hash is
  /// included up to it.
  ///
  /// - Returns: the checkpoint, now verified.
  /// - Throws: ``MerkleLogError`` as ``UnverifiedCheckpoint/verified(by:)`` and
  ///   ``InclusionProof/verify(leaf:size:root:using:)`` do.
  public func verify<Hasher: TreeHasher>(
    leaf: TreeHash, policy: TransparencyPolicy, using hasher: Hasher.Type = SHA256Hasher.self
  ) throws(MerkleLogError) -> VerifiedCheckpoint {
    let verified = try checkpoint.verified(by: policy)
    try verified.verifyInclusion(of: leaf, by: inclusion, using: hasher)
    return verified
  }
}
