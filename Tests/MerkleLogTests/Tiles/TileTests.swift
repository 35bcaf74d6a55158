import MerkleLog
import Testing

@Suite("A tile")
struct TileTests {
  @Test("is its hashes one after the other")
  func bytes() throws {
    for count in [1, 2, 255, 256] {
      let hashes = leaves(count)
      let tile = try #require(Tile(level: 3, number: 1_234_067, hashes: hashes))
      #expect(tile.bytes == hashes.flatMap(\.bytes))
      #expect(tile.isFull == (count == 256))
      #expect(Tile(level: 3, number: 1_234_067, bytes: tile.bytes) == tile)
      #expect(Tile(level: 3, number: 1_234_067, bytes: AnyCollection(tile.bytes)) == tile)
      #expect(tile.root(using: SHA256Hasher.self) == Tree.root(of: hashes))
    }
  }

  @Test("has 1 to 256 whole hashes")
  func bounds() {
    for count in 0...8_300 {
      let expected = count > 0 && count <= 8_192 && count % 32 == 0
      let tile = Tile(level: 0, number: 0, bytes: repeatElement(UInt8(1), count: count))
      #expect((tile != nil) == expected)
    }
    #expect(Tile(level: 0, number: 0, hashes: []) == nil)
    #expect(Tile(level: 0, number: 0, hashes: leaves(257)) == nil)
  }

  @Test("has a level of 0 to 63 and a number that is not negative")
  func place() {
    let hashes = leaves(1)
    for level in [Int.min, -1, 64, Int.max] {
      #expect(Tile(level: level, number: 0, hashes: hashes) == nil)
    }
    for number in [Int64.min, -1] {
      #expect(Tile(level: 0, number: number, hashes: hashes) == nil)
    }
    #expect(Tile(level: 63, number: .max, hashes: hashes) != nil)
  }
}
