import MerkleLog
import Testing

@Suite("The bytes of a tile")
struct TileBytesTests {
  @Test("are read only as wide as the tile is", arguments: [1, 255, 256])
  func bytes(width: Int) throws {
    let reference = try #require(TileReference(level: 0, number: 3, width: width))
    let hashes = leaves(width)
    let bytes = hashes.flatMap(\.bytes)
    #expect(try reference.hashes(in: bytes) == hashes)
    for other in [[], Array(bytes.dropLast()), Array(bytes.dropLast(32)), bytes + bytes.prefix(32)]
    {
      expect(.tileMismatch) { try reference.hashes(in: other) }
    }
  }
}
