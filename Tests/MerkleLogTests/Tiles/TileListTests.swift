import MerkleLog
import Testing

@Suite("The tiles of a tree")
struct TileListTests {
  private func paths(_ size: Int64) throws -> [String] { try TileList(size: size).map(\.path) }

  @Test("of 70,000 leaves are those of the example in C2SP tlog-tiles")
  func example() throws {
    let tiles = Array(try TileList(size: 70_000))
    #expect(tiles.count { $0.level == 0 && $0.width == 256 } == 273)
    #expect(
      tiles.dropFirst(273).map(\.path) == [
        "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1",
      ])
    let full: [String] = (1000..<1273).map { "tile/0/\("\($0)".dropFirst())" }
    #expect(tiles.prefix(273).map(\.path) == full)
  }

  @Test("of a few sizes are as expected")
  func sizes() throws {
    #expect(try paths(0) == [])
    #expect(try paths(1) == ["tile/0/000.p/1"])
    #expect(try paths(255) == ["tile/0/000.p/255"])
    #expect(try paths(256) == ["tile/0/000", "tile/1/000.p/1"])
    #expect(try paths(257) == ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"])
    expect(.sizeOutOfRange) { try TileList(size: -1) }
  }

  @Test("are those that a growing log fills and leaves unfinished", arguments: [1000, 66_000])
  func grown(size: Int) throws {
    var log = StoredLog()
    let full = log.grow(to: size)
    let partial = (0...3).compactMap { log.edge.unfinishedTile(level: $0) }
      .filter { !$0.hashes.isEmpty }
    let expected = (full + partial).map { tile in
      TileReference(level: tile.level, number: tile.number, width: tile.hashes.count)
    }
    #expect(Set(try TileList(size: Int64(size)).map(Optional.some)) == Set(expected))
    #expect(try paths(Int64(size)).count == expected.count)
  }

  @Test("of level 0 have their bundles of entries")
  func bundles() throws {
    #expect(
      try TileList(size: 600).bundles.map(\.path)
        == ["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"])
    #expect(try TileList(size: 0).bundles.map(\.path) == [])
  }

  @Test("of the largest tree can be named without being held")
  func largest() throws {
    let list = try TileList(size: .max)
    #expect(list.prefix(3).map(\.path) == ["tile/0/000", "tile/0/001", "tile/0/002"])
    let last = TileReference(level: 0, number: Int64.max / 256, inTreeOfSize: .max)
    #expect(last?.width == 255)
    #expect(TileReference(level: 0, number: .max / 256 + 1, inTreeOfSize: .max) == nil)
    #expect(TileReference(level: 7, number: 0, inTreeOfSize: .max)?.width == 127)
    #expect(TileReference(level: 8, number: 0, inTreeOfSize: .max) == nil)
  }
}
