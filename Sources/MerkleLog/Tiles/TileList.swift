/// All tiles that the tree of a size has, level by level from 0, in each level by number: the full
/// ones, then the partial one where there is one (C2SP tlog-tiles, "Partial Tiles").
///
/// A tree of 70,000 leaves has 273 full tiles and a partial one of width 112 at level 0, a full
/// one and a partial one of width 17 at level 1, and a partial one of width 1 at level 2. The tiles
/// are named one by one as they are asked for, so that a list takes no memory.
public struct TileList: Sequence, Sendable {
  /// How many leaves the tree has.
  public let size: Int64

  /// The list for a tree of `size` leaves.
  ///
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange` when the size is negative.
  public init(size: Int64) throws(MerkleLogError) {
    guard size >= 0 else {
      throw MerkleLogError(.sizeOutOfRange, "a tree cannot have \(size) leaves")
    }
    self.size = size
  }

  /// The bundles that hold the tree's entries: one for every tile of level 0.
  public var bundles: some Sequence<BundleReference> {
    lazy.prefix { $0.level == 0 }.compactMap {
      BundleReference(number: $0.number, width: $0.width)
    }
  }

  /// Names the tiles one after the other.
  public struct Iterator: IteratorProtocol, Sendable {
    let size: Int64
    var level = 0
    var number: Int64 = 0

    /// The next tile, or `nil` after the last one.
    public mutating func next() -> TileReference? {
      if let tile = TileReference(level: level, number: number, inTreeOfSize: size) {
        number += 1
        return tile
      }
      (level, number) = (level + 1, 0)
      guard let tile = TileReference(level: level, number: number, inTreeOfSize: size) else {
        return nil
      }
      number = 1
      return tile
    }
  }

  /// Starts again at the first tile.
  public func makeIterator() -> Iterator { Iterator(size: size) }
}
