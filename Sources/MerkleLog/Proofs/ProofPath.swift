/// The shape of the way from a leaf to the root: below the point where it meets the tree's right
/// edge, siblings stand on either side; from there upward, all siblings stand on the left.
struct ProofPath {
  /// How many siblings stand below the right edge, one a height.
  let inner: Int

  /// How many siblings stand on the left of the right edge: not every height has one.
  let border: Int

  /// For 0 ≤ index < size.
  init(index: Int64, size: Int64) {
    inner = Int64.bitWidth - (index ^ (size - 1)).leadingZeroBitCount
    border = (index >> Int64(inner)).nonzeroBitCount
  }
}

extension TreeHasher {
  /// The node above a node and siblings on the side that the bits of an index say, one a height.
  static func climb(
    from node: TreeHash, along siblings: ArraySlice<TreeHash>, index: Int64
  ) -> TreeHash {
    var (node, rest) = (node, index)
    for sibling in siblings {
      node = rest & 1 == 0 ? self.node(node, sibling) : self.node(sibling, node)
      rest >>= 1
    }
    return node
  }

  /// The same with the siblings on the right left out: the node as it was when the tree ended at
  /// the index.
  static func climb(
    from node: TreeHash, alongLeftOf siblings: ArraySlice<TreeHash>, index: Int64
  ) -> TreeHash {
    var (node, rest) = (node, index)
    for sibling in siblings {
      if rest & 1 == 1 { node = self.node(sibling, node) }
      rest >>= 1
    }
    return node
  }

  /// The node above a node of the right edge and siblings that all stand on the left.
  static func climb(
    from node: TreeHash, alongRightEdge siblings: ArraySlice<TreeHash>
  ) -> TreeHash {
    siblings.reduce(node) { self.node($1, $0) }
  }
}
