/// The Merkle tree by its definition, for few hashes at a time. A log that grows uses
/// ``TreeEdge``.
public enum MerkleTree<Hasher: TreeHasher> {
  /// The Merkle Tree Hash over leaf hashes (RFC 6962 section 2.1): the tree splits at the largest
  /// power of two below the number of leaves.
  ///
  /// Takes one node hash for every leaf but the first.
  public static func root(of leaves: [TreeHash]) -> TreeHash {
    root(of: leaves[...])
  }

  static func root(of leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard let first = leaves.first else { return Hasher.emptyRoot }
    guard leaves.count > 1 else { return first }
    let split = leaves.startIndex + largestPowerOfTwo(below: leaves.count)
    return Hasher.node(root(of: leaves[..<split]), root(of: leaves[split...]))
  }

  /// For a count above one.
  static func largestPowerOfTwo(below count: Int) -> Int {
    1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }
}
