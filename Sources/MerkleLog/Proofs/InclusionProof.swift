/// The proof that a leaf stands at an index of a tree: the siblings on the way from the leaf to the
/// root (RFC 6962 section 2.1.1, RFC 9162 section 2.1.3).
///
/// The tree's size and root are no part of it: they come from a checkpoint that is verified by
/// itself.
public struct InclusionProof: Hashable, Sendable {
  /// The most hashes that a proof can have, of inclusion or of consistency (C2SP tlog-witness).
  public static let maximumHashCount = 63

  /// The index of the leaf, from 0.
  public let index: Int64

  /// The siblings, from the leaf's own upward.
  public let hashes: [TreeHash]

  /// A proof of these parts, which may or may not be right.
  ///
  /// - Throws: ``MerkleLogError`` with the code `indexOutOfRange` when the index is negative, or
  ///   `proofLengthMismatch` when there are more than 63 hashes.
  public init(index: Int64, hashes: [TreeHash]) throws(MerkleLogError) {
    guard index >= 0 else {
      throw MerkleLogError(.indexOutOfRange, "a leaf cannot have the index \(index)")
    }
    try Self.checkLimit(hashes)
    self.index = index
    self.hashes = hashes
  }

  /// Checks that the leaf with this hash stands at the index in the tree of this size and root
  /// (RFC 9162 section 2.1.3.2).
  ///
  /// Takes at most 63 node hashes.
  ///
  /// - Throws: ``MerkleLogError`` with the code `indexOutOfRange` when the tree has no such leaf,
  ///   `proofLengthMismatch` when the proof has not exactly the hashes that this needs, or
  ///   `proofRootMismatch` when they lead to another root.
  public func verify<Hasher: TreeHasher>(
    leaf: TreeHash, size: Int64, root: TreeHash, using hasher: Hasher.Type = SHA256Hasher.self
  ) throws(MerkleLogError) {
    let found = try self.root(leaf: leaf, size: size, using: hasher)
    guard found == root else {
      throw MerkleLogError(
        .proofRootMismatch,
        "the proof of leaf \(index) leads to the root \(found.base64), expected \(root.base64) of "
          + "the tree of \(size) leaves")
    }
  }

  /// The root to which the proof leads from this leaf hash.
  func root<Hasher: TreeHasher>(
    leaf: TreeHash, size: Int64, using hasher: Hasher.Type
  ) throws(MerkleLogError) -> TreeHash {
    guard index < size else {
      throw MerkleLogError(
        .indexOutOfRange, "a tree of \(size) leaves has no leaf with the index \(index)")
    }
    let path = ProofPath(index: index, size: size)
    guard hashes.count == path.inner + path.border else {
      throw MerkleLogError(
        .proofLengthMismatch,
        "the proof of leaf \(index) in a tree of \(size) leaves has \(path.inner + path.border) "
          + "hashes, found \(hashes.count)")
    }
    let inner = hasher.climb(from: leaf, along: hashes.prefix(path.inner), index: index)
    return hasher.climb(from: inner, alongRightEdge: hashes.dropFirst(path.inner))
  }

  static func checkLimit(_ hashes: [TreeHash]) throws(MerkleLogError) {
    guard hashes.count <= maximumHashCount else {
      throw MerkleLogError(
        .proofLengthMismatch,
        "a proof has at most \(maximumHashCount) hashes, found \(hashes.count)")
    }
  }
}
