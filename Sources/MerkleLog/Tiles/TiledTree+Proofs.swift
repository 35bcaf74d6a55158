extension TiledTree {
  /// The proof that the leaf with this index is in the tree (RFC 6962 section 2.1.1, PATH).
  ///
  /// - Throws: ``MerkleLogError`` with the code `indexOutOfRange`, and as ``root()`` does.
  public mutating func inclusionProof(of index: Int64) throws -> InclusionProof {
    guard (0..<size).contains(index) else {
      throw MerkleLogError(
        .indexOutOfRange, "a tree of \(size) leaves has no leaf with the index \(index)")
    }
    var hashes: [TreeHash] = []
    var subtree = 0..<size
    while subtree.count > 1 {
      let (near, far) = Self.halves(of: subtree, around: index)
      hashes.append(try root(of: far))
      subtree = near
    }
    return try InclusionProof(index: index, hashes: hashes.reversed())
  }

  /// The proof that the tree begins with the leaves of the tree of `oldSize` leaves (RFC 6962
  /// section 2.1.2, PROOF). It has no hashes when the old size is 0 or the tree's own size.
  ///
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange` when the old size is negative or
  ///   larger than the tree's, and as ``root()`` does.
  public mutating func consistencyProof(from oldSize: Int64) throws -> ConsistencyProof {
    guard (0...size).contains(oldSize) else {
      throw MerkleLogError(
        .sizeOutOfRange, "a tree of \(size) leaves does not begin with one of \(oldSize)")
    }
    guard oldSize > 0 else { return try ConsistencyProof(oldSize: 0, hashes: []) }
    var hashes: [TreeHash] = []
    var subtree = 0..<size
    while subtree.upperBound != oldSize {
      let (near, far) = Self.halves(of: subtree, around: oldSize - 1)
      hashes.append(try root(of: far))
      subtree = near
    }
    // A subtree at the very left is the old tree itself, whose root the verifier has.
    if subtree.lowerBound > 0 { hashes.append(try root(of: subtree)) }
    return try ConsistencyProof(oldSize: oldSize, hashes: hashes.reversed())
  }

  /// The two subtrees of a subtree, that which holds a leaf first.
  private static func halves(
    of subtree: Range<Int64>, around index: Int64
  ) -> (near: Range<Int64>, far: Range<Int64>) {
    let middle = subtree.lowerBound + largestPowerOfTwo(below: Int64(subtree.count))
    let (left, right) = (subtree.lowerBound..<middle, middle..<subtree.upperBound)
    return index < middle ? (left, right) : (right, left)
  }
}
