/// The growing right edge of a tree: all that is needed to append leaves and to know the root at
/// any time, without the leaves that went before.
///
/// It holds the unfinished tile of every level (at most 255 hashes each) and the roots of the
/// perfect subtrees that make up the tree (at most one a bit of the size). It is a value: a copy
/// is a snapshot to roll back to.
///
/// ## Topics
/// - ``append(_:)``
/// - ``root()``
/// - ``init(size:fullTile:tail:)``
/// - ``unfinishedTile(level:)``
public struct TreeEdge<Hasher: TreeHasher>: Sendable, Equatable {
  /// How many leaves the tree has.
  public private(set) var size: Int64

  /// The hashes of the unfinished tile of each level, from level 0.
  private var levels: [[TreeHash]]

  /// The roots of the perfect subtrees that cover the leaves from the left, the largest first: one
  /// for every bit that is set in `size`.
  private var peaks: [TreeHash]

  /// The edge of the tree without leaves.
  public init() {
    self.init(size: 0, levels: [])
  }

  init(size: Int64, levels: [[TreeHash]]) {
    self.size = size
    self.levels = levels
    self.peaks = Self.peaks(of: levels)
  }

  /// Appends the hash of one leaf and returns the tiles that it filled, from level 0 upward.
  ///
  /// Only every 256th leaf fills a tile; all others return an empty array, which allocates
  /// nothing. On average a leaf costs one node hash.
  public mutating func append(_ leaf: TreeHash) -> [Tile] {
    var completed: [Tile] = []
    record(leaf, atLevel: 0, completed: &completed)
    add(leaf, height: 0, completed: &completed)
    return completed
  }

  /// Appends 256 leaves at once and returns the tiles that they filled, or `nil`, and appends
  /// nothing, unless the size is a multiple of 256.
  public mutating func append(_ tile: LeafTile<Hasher>) -> [Tile]? {
    guard size.isMultiple(of: Int64(Tile.width)) else { return nil }
    var completed = [
      Tile(checkedLevel: 0, number: size / Int64(Tile.width), hashes: tile.hashes)
    ]
    if levels.isEmpty { levels.append(Self.emptyLevel()) }
    record(tile.root, atLevel: 1, completed: &completed)
    add(tile.root, height: Tile.width.trailingZeroBitCount, completed: &completed)
    return completed
  }

  /// Adds the root of a perfect subtree of 2^height leaves, at whose own level it stands already.
  private mutating func add(_ root: TreeHash, height: Int, completed: inout [Tile]) {
    var node = root
    var level = height
    while (size >> level) & 1 == 1, let left = peaks.popLast() {
      node = Hasher.node(left, node)
      level += 1
      if level.isMultiple(of: 8) {
        record(node, atLevel: level / 8, completed: &completed)
      }
    }
    peaks.append(node)
    size += 1 << height
  }

  /// The Merkle Tree Hash over all leaves so far (RFC 6962 section 2.1).
  ///
  /// Takes at most 62 node hashes and allocates nothing.
  public func root() -> TreeHash {
    guard var root = peaks.last else { return Hasher.emptyRoot }
    for peak in peaks.dropLast().reversed() {
      root = Hasher.node(peak, root)
    }
    return root
  }

  /// The partial tile at the end of a level, or `nil` where the level has none (C2SP tlog-tiles,
  /// "Partial Tiles": a partial tile is never empty).
  public func unfinishedTile(level: Int) -> Tile? {
    guard levels.indices.contains(level) else { return nil }
    return Tile(level: level, number: size >> (8 * (level + 1)), hashes: levels[level])
  }

  /// The leaf hashes after the last full tile of level 0: at most 255.
  public var tail: [TreeHash] { levels.first ?? [] }

  /// Adds a hash to a level's unfinished tile. `size` still counts the leaves before this one.
  private mutating func record(_ hash: TreeHash, atLevel level: Int, completed: inout [Tile]) {
    if level == levels.count {
      levels.append(Self.emptyLevel())
    }
    levels[level].append(hash)
    guard levels[level].count == Tile.width else { return }
    let number = size >> (8 * (level + 1))
    completed.append(Tile(checkedLevel: level, number: number, hashes: levels[level]))
    levels[level] = Self.emptyLevel()
  }

  private static func emptyLevel() -> [TreeHash] {
    var hashes: [TreeHash] = []
    hashes.reserveCapacity(Tile.width)
    return hashes
  }

  private static func peaks(of levels: [[TreeHash]]) -> [TreeHash] {
    var peaks: [TreeHash] = []
    peaks.reserveCapacity(Int64.bitWidth)
    for hashes in levels.reversed() {
      var rest = hashes[...]
      for bit in (0..<8).reversed() where hashes.count & (1 << bit) != 0 {
        peaks.append(MerkleTree<Hasher>.root(of: rest.prefix(1 << bit)))
        rest = rest.dropFirst(1 << bit)
      }
    }
    return peaks
  }
}
