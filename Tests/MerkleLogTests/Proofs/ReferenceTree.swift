import MerkleLog

/// Roots and proofs by the recursive definitions of RFC 6962 section 2.1, word for word: what the
/// library's are compared with.
enum ReferenceTree {
  static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    if leaves.isEmpty { return SHA256Hasher.emptyRoot }
    if leaves.count == 1 { return leaves[leaves.startIndex] }
    let (left, right) = split(leaves)
    return SHA256Hasher.node(root(left), root(right))
  }

  /// PATH(m, D[n]).
  static func path(_ index: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
    if leaves.count == 1 { return [] }
    let (left, right) = split(leaves)
    return index < left.count
      ? path(index, left) + [root(right)]
      : path(index - left.count, right) + [root(left)]
  }

  /// PROOF(m, D[n]).
  static func proof(_ size: Int, _ leaves: ArraySlice<TreeHash>) -> [TreeHash] {
    subproof(size, leaves, isWhole: true)
  }

  private static func subproof(
    _ size: Int, _ leaves: ArraySlice<TreeHash>, isWhole: Bool
  ) -> [TreeHash] {
    if size == leaves.count { return isWhole ? [] : [root(leaves)] }
    let (left, right) = split(leaves)
    return size <= left.count
      ? subproof(size, left, isWhole: isWhole) + [root(right)]
      : subproof(size - left.count, right, isWhole: false) + [root(left)]
  }

  private static func split(
    _ leaves: ArraySlice<TreeHash>
  ) -> (ArraySlice<TreeHash>, ArraySlice<TreeHash>) {
    var width = 1
    while width * 2 < leaves.count { width *= 2 }
    return (leaves.prefix(width), leaves.dropFirst(width))
  }
}
