import MerkleLog
import Testing
import TestSupport

@Suite("A tree in tiles")
struct TiledTreeTests {
  private static let all = leaves(70_000)

  @Test("has the roots and proofs of its leaves at every size around whole tiles")
  func aroundTiles() throws {
    var edge = Edge()
    var roots = [edge.root()]
    for leaf in Self.all {
      _ = edge.append(leaf)
      roots.append(edge.root())
    }
    var random = SplitMix64(seed: 31)
    for size in [255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 69_999, 70_000] {
      var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.all))
      #expect(try tree.root() == roots[size])
      let picks = (0..<4).map { _ in Int.random(in: 0..<size, using: &random) }
      for index in [0, 254, size / 2, size - 1] + picks {
        try tree.inclusionProof(of: Int64(index))
          .verify(leaf: Self.all[index], size: Int64(size), root: roots[size])
        try tree.consistencyProof(from: Int64(index))
          .verify(oldRoot: roots[index], newSize: Int64(size), newRoot: roots[size])
      }
    }
  }

  @Test("asks for few tiles, for each once, and only for those that it has")
  func fewTiles() throws {
    let source = MemoryTiles(Self.all)
    var tree = try TiledTree(size: 70_000, source: source)
    let listed = Set(try TileList(size: 70_000))
    _ = try tree.inclusionProof(of: 40_000)
    #expect(source.asked.count <= 5, "\(source.asked.map(\.path))")
    _ = try tree.consistencyProof(from: 40_001)
    _ = try tree.inclusionProof(of: 40_000)
    #expect(source.asked.count <= 5)
    #expect(Set(source.asked).count == source.asked.count)
    #expect(listed.isSuperset(of: source.asked))
  }

  @Test("says which tile is missing or has another number of hashes")
  func badTiles() throws {
    let all = MemoryTiles(leaves(300))
    let good = Dictionary(
      uniqueKeysWithValues: try TileList(size: 300).map { ($0, all.hashes(of: $0) ?? []) })
    for broken in good.keys {
      var tree = try TiledTree(
        size: 300, source: TilesByFunction { $0 == broken ? nil : good[$0] })
      let missing = expect(.tileMissing) { try everything(of: &tree) }
      #expect(missing?.message.contains(broken.path) == true)
      for change in [-1, 1] {
        var tree = try TiledTree(
          size: 300,
          source: TilesByFunction { tile in
            let hashes = good[tile] ?? []
            guard tile == broken else { return hashes }
            return change < 0 ? hashes.dropLast() : hashes + [leaf(0)]
          })
        let wrong = expect(.tileMismatch) { try everything(of: &tree) }
        #expect(wrong?.message.contains(broken.path) == true)
      }
    }
  }

  private func everything<Source: TileSource>(
    of tree: inout TiledTree<Source, SHA256Hasher>
  ) throws {
    for index in 0..<tree.size { _ = try tree.inclusionProof(of: index) }
  }

  @Test("passes on what hinders its source")
  func sourceErrors() throws {
    struct Hindrance: Error {}
    var tree = try TiledTree(size: 3, source: TilesByFunction { _ in throw Hindrance() })
    #expect(throws: Hindrance.self) { try tree.root() }
  }

  @Test("has no leaf and no smaller tree outside of it")
  func bounds() throws {
    var tree = try TiledTree(size: 3, source: MemoryTiles(leaves(3)))
    for index in [-1, 3, .max, .min] as [Int64] {
      expect(.indexOutOfRange) { try tree.inclusionProof(of: index) }
    }
    for size in [-1, 4, .max] as [Int64] {
      expect(.sizeOutOfRange) { try tree.consistencyProof(from: size) }
    }
    expect(.sizeOutOfRange) { try TiledTree(size: -1, source: MemoryTiles([])) }
    var empty = try TiledTree(size: 0, source: MemoryTiles([]))
    #expect(try empty.root() == SHA256Hasher.emptyRoot)
  }

  @Test(
    "of the largest sizes needs few tiles",
    arguments: [1 << 62, 1 << 62 + 1, .max - 1, .max] as [Int64])
  func largest(size: Int64) throws {
    // Every leaf is the same, so that the leaves need not exist.
    var hashes = [leaf(0)]
    while hashes.count < 8 {
      hashes.append(Tree.root(of: Array(repeating: hashes[hashes.count - 1], count: 256)))
    }
    let levels = hashes
    var tree = try TiledTree(
      size: size, source: TilesByFunction { Array(repeating: levels[$0.level], count: $0.width) })
    let root = try tree.root()
    let proof = try tree.inclusionProof(of: size - 1)
    try proof.verify(leaf: leaf(0), size: size, root: root)
    #expect(proof.hashes.count <= 63)
  }
}
