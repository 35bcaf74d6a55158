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
}

extension TreeHasher {
  /// The hash of a leaf with these bytes.
  @inlinable
  public static func leaf(_ bytes: [UInt8]) -> TreeHash {
    bytes.withUnsafeBytes { leaf($0) }
  }
}
