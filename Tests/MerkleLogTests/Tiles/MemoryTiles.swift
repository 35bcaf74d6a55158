import MerkleLog

/// The tiles of a log of these leaf hashes, made by hashing all leaves below each.
final class MemoryTiles: TileSource {
  private let leaves: [TreeHash]
  private(set) var asked: [TileReference] = []

  init(_ leaves: [TreeHash]) {
    self.leaves = leaves
  }

  func hashes(of tile: TileReference) -> [TreeHash]? {
    asked.append(tile)
    let span = 1 << (8 * tile.level)
    let first = Int(tile.number) * Tile.width
    return (first..<first + tile.width).map { place in
      Tree.root(of: Array(leaves[place * span..<(place + 1) * span]))
    }
  }
}

/// Tiles that a function gives.
struct TilesByFunction: TileSource {
  let answer: @Sendable (TileReference) throws -> [TreeHash]?

  func hashes(of tile: TileReference) throws -> [TreeHash]? { try answer(tile) }
}
