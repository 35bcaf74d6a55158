import LedgerArchive
import LedgerCore
import MerkleLog

/// The tiles of the log, also those that it does not store because they are not full yet.
struct LogTiles: TileSource {
  let log: LogReading

  /// The hashes of a tile.
  ///
  /// - Throws: `damaged` when the log lacks what they come from.
  func hashes(of tile: TileReference) throws -> [TreeHash]? {
    let width = Int64(SealedBundle.width)
    let full = try log.size() >> Int64(8 * (tile.level + 1))
    if tile.number < full {
      let stored = try log.tile(level: tile.level, number: tile.number)
      return Array(stored.hashes.prefix(tile.width))
    }
    guard tile.level > 0 else {
      let page = try log.page(from: tile.number * width, limit: tile.width)
      return page.ranges.map { page.hash(of: $0) }
    }
    return try (0..<Int64(tile.width)).map { offset in
      try log.tile(level: tile.level - 1, number: tile.number * width + offset)
        .root(using: SHA256Hasher.self)
    }
  }
}
