/// The hashes of 256 consecutive leaves that begin at a multiple of 256, with the root over them:
/// what a tree can take in at once.
///
/// Making one needs nothing of the tree, so that several can be made on several cores.
public struct LeafTile<Hasher: TreeHasher>: Sendable {
  /// The leaf hashes: always 256.
  public let hashes: [TreeHash]

  let root: TreeHash

  /// The tile of these leaf hashes, or `nil` unless there are exactly 256.
  public init?(_ hashes: [TreeHash]) {
    guard hashes.count == Tile.width else { return nil }
    self.hashes = hashes
    var level = hashes
    while level.count > 1 { level = Hasher.nodes(over: level) }
    root = level.first ?? Hasher.emptyRoot
  }
}
