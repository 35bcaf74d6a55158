extension MerkleTree {
  /// The proof that a leaf stands at an index among leaves that are all at hand (RFC 6962 section
  /// 2.1.1). Takes as many node hashes as there are leaves; where the leaves stand in tiles,
  /// ``TiledTree`` needs few of them.
  ///
  /// - Throws: ``MerkleLogError`` with the code `indexOutOfRange`.
  public static func inclusionProof(
    of index: Int, among leaves: [TreeHash]
  ) throws(MerkleLogError) -> InclusionProof {
    guard leaves.indices.contains(index) else {
      throw MerkleLogError(
        .indexOutOfRange, "a tree of \(leaves.count) leaves has no leaf with the index \(index)")
    }
    var hashes: [TreeHash] = []
    var subtree = leaves[...]
    while subtree.count > 1 {
      let middle = subtree.startIndex + largestPowerOfTwo(below: subtree.count)
      let (left, right) = (subtree[..<middle], subtree[middle...])
      hashes.append(root(of: index < middle ? right : left))
      subtree = index < middle ? left : right
    }
    return try InclusionProof(index: Int64(index), hashes: hashes.reversed())
  }
}
