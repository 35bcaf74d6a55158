/// How a Merkle tree hashes its leaves and nodes.
///
/// The tree takes its hash as a parameter, so that a log of another suite (SM3, for example) is a
/// different type and never mixes with this one. A suite must keep leaves and nodes apart, as
/// RFC 6962 section 2.1 does with a prefix byte, or one could pass for the other.
public protocol TreeHasher: Sendable {
  /// The root of the tree without leaves.
  static var emptyRoot: TreeHash { get }

  /// The hash of a leaf with these bytes.
  static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash

  /// The hash of the node over two subtrees.
  static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash

  /// The hashes of the leaves that stand in `ranges` of `bytes`, appended to `hashes`. One after
  /// the other, unless a suite has a faster way.
  static func appendLeaves(
    in ranges: [Range<Int>], of bytes: UnsafeRawBufferPointer, to hashes: inout [TreeHash])

  /// The nodes over each two neighbours of an even number of hashes. One after the other, unless a
  /// suite has a faster way.
  static func nodes(over hashes: [TreeHash]) -> [TreeHash]
}

extension TreeHasher {
  /// The hash of a leaf with these bytes.
  @inlinable
  public static func leaf(_ bytes: [UInt8]) -> TreeHash {
    bytes.withUnsafeBytes { leaf($0) }
  }

  /// The hashes of the leaves that stand in `ranges` of `bytes`, appended to `hashes`.
  public static func appendLeaves(
    in ranges: [Range<Int>], of bytes: UnsafeRawBufferPointer, to hashes: inout [TreeHash]
  ) {
    for range in ranges { hashes.append(leaf(UnsafeRawBufferPointer(rebasing: bytes[range]))) }
  }

  /// The nodes over each two neighbours of an even number of hashes.
  public static func nodes(over hashes: [TreeHash]) -> [TreeHash] {
    (0..<hashes.count / 2).map { node(hashes[2 * $0], hashes[2 * $0 + 1]) }
  }
}
