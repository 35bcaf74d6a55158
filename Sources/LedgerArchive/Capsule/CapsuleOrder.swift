import MerkleLog

/// The order in which a capsule holds the tiles and bundles of a log of some size.
struct CapsuleOrder {
  /// How many events the log has.
  let size: Int64

  /// How many bundles hold them.
  var bundleCount: Int64 {
    let width = Int64(Tile.width)
    return size / width + (size % width == 0 ? 0 : 1)
  }

  /// The bundle of this number.
  func bundle(_ number: Int64) -> BundleReference? {
    TileReference(level: 0, number: number, inTreeOfSize: size).flatMap {
      BundleReference(number: number, width: $0.width)
    }
  }

  /// The partial tiles, from the highest level down.
  var partialTiles: [TileReference] {
    Self.levels.reversed().compactMap { level in
      let width = Self.place(size, atLevel: level)
      return width == 0
        ? nil
        : TileReference(level: level, number: Self.tile(size, atLevel: level), width: width)
    }
  }

  /// The full tiles whose first event is the first of this bundle, from the highest level down.
  func fullTiles(before bundle: Int64) -> [TileReference] {
    let first = bundle << 8
    return Self.levels.reversed().compactMap { level in
      let below = Int64(8 * (level + 1))
      let number = first >> below
      guard number << below == first, number < size >> below else { return nil }
      return TileReference(level: level, number: number)
    }
  }

  /// The levels that a tree of fewer than 2^63 leaves can have.
  static let levels = 0..<8

  /// The tile of a level that would hold the hash after those of the first `size` leaves.
  static func tile(_ size: Int64, atLevel level: Int) -> Int64 { size >> Int64(8 * (level + 1)) }

  /// The place of that hash in its tile.
  static func place(_ size: Int64, atLevel level: Int) -> Int {
    Int((size >> Int64(8 * level)) & 0xff)
  }
}
