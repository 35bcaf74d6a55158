/// The proof that a tree begins with the leaves of an older tree, and so was only appended to
/// (RFC 6962 section 2.1.2, RFC 9162 section 2.1.4).
///
/// The roots and the new size are no part of it: they come from two checkpoints.
public struct ConsistencyProof: Hashable, Sendable {
  /// How many leaves the older tree has.
  public let oldSize: Int64

  /// The hashes of the nodes from which both roots follow, from below upward. None when the older
  /// tree is empty or as large as the newer one.
  public let hashes: [TreeHash]

  /// A proof of these parts, which may or may not be right.
  ///
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange` when the size is negative, or
  ///   `proofLengthMismatch` when there are more than 63 hashes.
  public init(oldSize: Int64, hashes: [TreeHash]) throws(MerkleLogError) {
    guard oldSize >= 0 else {
      throw MerkleLogError(.sizeOutOfRange, "a tree cannot have \(oldSize) leaves")
    }
    try InclusionProof.checkLimit(hashes)
    self.oldSize = oldSize
    self.hashes = hashes
  }

  /// Checks that the tree of `newSize` leaves and this root begins with the tree of ``oldSize``
  /// leaves and that root (RFC 9162 section 2.1.4.2).
  ///
  /// Takes at most 125 node hashes.
  ///
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange` when the newer tree is smaller,
  ///   `proofLengthMismatch` when the proof has not exactly the hashes that this needs, or
  ///   `proofRootMismatch` when they lead to other roots.
  public func verify<Hasher: TreeHasher>(
    oldRoot: TreeHash, newSize: Int64, newRoot: TreeHash,
    using hasher: Hasher.Type = SHA256Hasher.self
  ) throws(MerkleLogError) {
    guard oldSize <= newSize else {
      throw MerkleLogError(
        .sizeOutOfRange, "a tree of \(newSize) leaves does not begin with one of \(oldSize)")
    }
    if oldSize == 0 || oldSize == newSize {
      try checkLength(0, newSize: newSize)
      try check(oldSize == 0 ? hasher.emptyRoot : newRoot, is: oldRoot, size: oldSize)
      if newSize == 0 { try check(hasher.emptyRoot, is: newRoot, size: 0) }
      return
    }
    let roots = try self.roots(oldRoot: oldRoot, newSize: newSize, using: hasher)
    try check(roots.old, is: oldRoot, size: oldSize)
    try check(roots.new, is: newRoot, size: newSize)
  }

  /// Both roots as the hashes give them, for 0 < oldSize < newSize.
  private func roots<Hasher: TreeHasher>(
    oldRoot: TreeHash, newSize: Int64, using hasher: Hasher.Type
  ) throws(MerkleLogError) -> (old: TreeHash, new: TreeHash) {
    let path = ProofPath(index: oldSize - 1, size: newSize)
    // The way starts at the root of the largest perfect subtree that ends where the old tree ends.
    // Where that is the whole old tree, its root is known and no part of the proof.
    let height = oldSize.trailingZeroBitCount
    let startsAtOldRoot = oldSize.nonzeroBitCount == 1
    let inner = path.inner - height
    try checkLength(inner + path.border + (startsAtOldRoot ? 0 : 1), newSize: newSize)
    let start = startsAtOldRoot ? oldRoot : hashes.first ?? oldRoot
    let siblings = hashes.dropFirst(startsAtOldRoot ? 0 : 1)
    let index = (oldSize - 1) >> Int64(height)
    let (below, above) = (siblings.prefix(inner), siblings.dropFirst(inner))
    let old = hasher.climb(from: start, alongLeftOf: below, index: index)
    let new = hasher.climb(from: start, along: below, index: index)
    return (
      hasher.climb(from: old, alongRightEdge: above),
      hasher.climb(from: new, alongRightEdge: above)
    )
  }

  private func checkLength(_ expected: Int, newSize: Int64) throws(MerkleLogError) {
    guard hashes.count == expected else {
      throw MerkleLogError(
        .proofLengthMismatch,
        "the proof between trees of \(oldSize) and \(newSize) leaves has \(expected) hashes, found "
          + "\(hashes.count)")
    }
  }

  private func check(
    _ found: TreeHash, is expected: TreeHash, size: Int64
  ) throws(MerkleLogError) {
    guard found == expected else {
      throw MerkleLogError(
        .proofRootMismatch,
        "the proof leads to the root \(found.base64), expected \(expected.base64) of the tree of "
          + "\(size) leaves")
    }
  }
}
