extension TileReference {
  /// The hashes in the bytes of this tile as they are stored and served: what a ``TileSource`` over
  /// files answers.
  ///
  /// - Throws: ``MerkleLogError`` with the code `tileMismatch` unless the bytes are exactly as many
  ///   hashes as the tile is wide.
  public func hashes(in bytes: some Collection<UInt8>) throws(MerkleLogError) -> [TreeHash] {
    let expected = width * TreeHash.byteCount
    guard bytes.count == expected, let tile = Tile(level: level, number: number, bytes: bytes)
    else {
      throw MerkleLogError(
        .tileMismatch, "\(path) has \(expected) bytes, found \(bytes.count)")
    }
    return tile.hashes
  }
}
