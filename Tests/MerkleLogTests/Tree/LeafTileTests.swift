import MerkleLog
import Testing
import TestSupport

@Suite("A tile of leaves")
struct LeafTileTests {
  private func tile(_ hashes: ArraySlice<TreeHash>) throws -> LeafTile<SHA256Hasher> {
    try #require(LeafTile<SHA256Hasher>(Array(hashes)))
  }

  @Test("has exactly 256 hashes")
  func width() throws {
    let leaves = leaves(300)
    for count in 0...300 {
      let tile = LeafTile<SHA256Hasher>(Array(leaves.prefix(count)))
      #expect((tile != nil) == (count == 256))
    }
    #expect(try tile(leaves.prefix(256)).hashes == Array(leaves.prefix(256)))
  }

  /// Steps that end at tiles, so that tiles can follow; seed 0 takes nothing but tiles.
  @Test(
    "appended gives the tree that its leaves give, whatever was appended how",
    arguments: 0..<4 as Range<UInt64>)
  func mixtures(seed: UInt64) throws {
    let leaves = leaves(70_000)
    var random = SplitMix64(seed: seed)
    var (one, other) = (Edge(), Edge())
    var (start, tiles) = (0, 0)
    while start < leaves.count {
      let end = min(leaves.count, (start / 256 + 1) * 256)
      let step = leaves[start..<end]
      let filled: [Tile]
      if step.count == 256, seed == 0 || random.next() % 2 == 0 {
        filled = try #require(one.append(try tile(step)))
        tiles += 1
      } else {
        filled = step.flatMap { one.append($0) }
      }
      #expect(step.flatMap { other.append($0) } == filled, "seed \(seed), \(end)")
      #expect(one == other && one.root() == other.root(), "seed \(seed), \(end)")
      start = end
    }
    #expect(one.root() == Tree.root(of: leaves))
    #expect(seed == 0 ? tiles == 273 : 50...200 ~= tiles)
    for level in 0...3 {
      #expect(one.unfinishedTile(level: level) == other.unfinishedTile(level: level))
    }
  }

  @Test("is refused, and nothing appended, unless the size is a multiple of 256")
  func alignment() throws {
    let leaves = leaves(600)
    let tile = try tile(leaves.prefix(256))
    var edge = Edge()
    for size in 0..<600 {
      var copy = edge
      let filled = copy.append(tile)
      #expect((filled != nil) == size.isMultiple(of: 256))
      #expect(filled != nil || copy == edge)
      #expect(copy.size == Int64(filled == nil ? size : size + 256))
      _ = edge.append(leaves[size])
    }
  }
}
