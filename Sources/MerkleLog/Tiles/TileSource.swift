/// Where the tiles of a log come from: a ledger's file, a capsule, a directory, a server.
///
/// ``TiledTree`` asks it for what a proof needs.
public protocol TileSource {
  /// The hashes of a tile, from the oldest: exactly `tile.width` of them. Where the log has grown
  /// since and its tile has more, these are the first ones.
  ///
  /// - Returns: the hashes, or `nil` when the source does not have the tile.
  /// - Throws: whatever hinders the source from answering.
  func hashes(of tile: TileReference) throws -> [TreeHash]?
}
