extension TreeEdge {
  /// The largest size that an edge can be restored to.
  public static var maximumSize: Int64 { 1 << 62 }

  /// The edge of a stored log of `size` leaves.
  ///
  /// - Parameters:
  ///   - size: how many leaves the log has.
  ///   - fullTile: fetches a full tile by level and number. It is asked only for the tiles whose
  ///     roots are hashes of unfinished tiles: at most 255 a level, in ascending order. The tiles
  ///     are trusted; compare ``root()`` with a root known to be right.
  ///   - tail: the leaf hashes after the last full tile of level 0.
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange`, `tailMismatch` when the tail does
  ///   not have as many hashes as the size asks for, or `tileMismatch` when a fetched tile is not
  ///   the full tile asked for; and whatever `fullTile` throws.
  public init(
    size: Int64,
    fullTile: (_ level: Int, _ number: Int64) throws -> Tile,
    tail: [TreeHash]
  ) throws {
    guard (0...Self.maximumSize).contains(size) else {
      throw MerkleLogError(.sizeOutOfRange, "a log cannot have \(size) leaves")
    }
    let expected = size % Int64(Tile.width)
    guard tail.count == Int(expected) else {
      throw MerkleLogError(
        .tailMismatch,
        "a log of \(size) leaves has \(expected) leaf hashes after its last full tile, "
          + "found \(tail.count)")
    }
    self.init(size: size, levels: try Self.levels(size: size, fullTile: fullTile, tail: tail))
  }

  private static func levels(
    size: Int64, fullTile: (Int, Int64) throws -> Tile, tail: [TreeHash]
  ) throws -> [[TreeHash]] {
    guard size > 0 else { return [] }
    var levels = [tail]
    var hashCount = size / Int64(Tile.width)
    while hashCount > 0 {
      let unfinished = hashCount % Int64(Tile.width)
      levels.append(
        try (hashCount - unfinished..<hashCount).map { number in
          try rootOfTile(level: levels.count - 1, number: number, fullTile: fullTile)
        })
      hashCount /= Int64(Tile.width)
    }
    return levels
  }

  private static func rootOfTile(
    level: Int, number: Int64, fullTile: (Int, Int64) throws -> Tile
  ) throws -> TreeHash {
    let tile = try fullTile(level, number)
    guard tile.level == level, tile.number == number, tile.isFull else {
      throw MerkleLogError(
        .tileMismatch,
        "expected the full tile \(number) of level \(level), found tile \(tile.number) of level "
          + "\(tile.level) with \(tile.hashes.count) hashes")
    }
    return tile.root(using: Hasher.self)
  }
}
