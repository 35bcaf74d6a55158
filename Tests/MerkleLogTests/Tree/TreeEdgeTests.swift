import MerkleLog
import Testing
import TestSupport

@Suite("The edge of a tree")
struct TreeEdgeTests {
  @Test("has the root of the definition at every size up to 700")
  func smallSizes() {
    let leaves = leaves(700)
    var edge = Edge()
    #expect(edge.root() == Tree.root(of: []))
    for size in 1...leaves.count {
      let completed = edge.append(leaves[size - 1])
      #expect(edge.size == Int64(size))
      #expect(edge.root() == Tree.root(of: Array(leaves.prefix(size))))
      #expect(completed.isEmpty == !size.isMultiple(of: 256))
    }
  }

  @Test("has the root of the definition at random sizes up to 140,000")
  func largeSizes() {
    var random = SplitMix64(seed: 5)
    let chosen = Int.random(in: 701...65_535, using: &random)
    var log = StoredLog()
    for size in [chosen, 65_537, 140_000] {
      log.grow(to: size)
      let root = log.edge.root()
      #expect(root == Tree.root(of: log.leaves))
      #expect(root == Self.rootPairByPair(log.leaves))
    }
  }

  /// A second way to the root: pair the hashes of a level from the left; one left over goes up as
  /// it is.
  private static func rootPairByPair(_ leaves: [TreeHash]) -> TreeHash {
    var level = leaves
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map {
        $0 + 1 < level.count ? SHA256Hasher.node(level[$0], level[$0 + 1]) : level[$0]
      }
    }
    return level[0]
  }

  @Test("takes any hash suite")
  func otherSuite() {
    var edge = TreeEdge<MixingHasher>()
    let leaves = leaves(1_000)
    for (index, leaf) in leaves.enumerated() {
      _ = edge.append(leaf)
      if index.isMultiple(of: 97) {
        #expect(edge.root() == MerkleTree<MixingHasher>.root(of: Array(leaves[...index])))
      }
    }
  }

  @Test("fills the tiles of the tlog-tiles example of 70,000 leaves")
  func tilesOfTheStandard() throws {
    let log = StoredLog(size: 70_000)
    #expect(log.tiles.values.filter { $0.level == 0 }.count == 273)
    #expect(log.tiles.values.filter { $0.level == 1 }.count == 1)
    #expect(log.tiles.count == 274)
    let widths = (0...3).map { log.edge.unfinishedTile(level: $0)?.hashes.count }
    #expect(widths == [112, 17, 1, nil])
    let numbers = (0...2).map { log.edge.unfinishedTile(level: $0)?.number }
    #expect(numbers == [273, 1, 0])
    #expect(log.edge.tail == Array(log.leaves.suffix(112)))
    #expect(log.edge.unfinishedTile(level: -1) == nil)
    #expect(log.edge.unfinishedTile(level: .max) == nil)
  }

  @Test("puts into every tile the subtree roots that the standard defines")
  func tileHashes() throws {
    let log = StoredLog(size: 66_000)
    let unfinished = (0...2).compactMap { log.edge.unfinishedTile(level: $0) }
    for tile in Array(log.tiles.values) + unfinished where tile.level > 0 {
      let span = tile.level == 1 ? 256 : 65_536
      for (index, hash) in tile.hashes.enumerated() {
        let start = (Int(tile.number) * 256 + index) * span
        #expect(hash == Tree.root(of: Array(log.leaves[start..<(start + span)])))
      }
    }
    for tile in Array(log.tiles.values) + unfinished where tile.level == 0 {
      let start = Int(tile.number) * 256
      #expect(tile.hashes == Array(log.leaves[start..<(start + tile.hashes.count)]))
    }
  }

  @Test("returns filled tiles from the lowest level up")
  func order() {
    var log = StoredLog(size: 65_535)
    #expect(log.grow(to: 65_536).map(\.level) == [0, 1])
    #expect(log.edge.unfinishedTile(level: 0) == nil)
    #expect(log.edge.unfinishedTile(level: 1) == nil)
    #expect(log.edge.unfinishedTile(level: 2)?.hashes == [log.edge.root()])
  }

  @Test("is a value: a copy is a snapshot")
  func snapshot() {
    var log = StoredLog(size: 65_530)
    let before = log.edge
    let root = before.root()
    log.grow(to: 66_000)
    #expect(before.root() == root)
    #expect(before != log.edge)
    var again = before
    for leaf in log.leaves[65_530...] {
      _ = again.append(leaf)
    }
    #expect(again == log.edge)
  }
}

/// Not a hash worth the name, but quick and of another shape than SHA-256.
private enum MixingHasher: TreeHasher {
  static let emptyRoot = leaf([])

  static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    mix(bytes.enumerated().map { $1 &+ UInt8(truncatingIfNeeded: $0) })
  }

  static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    mix(left.bytes.map { $0 &* 3 &+ 1 } + right.bytes)
  }

  private static func mix(_ bytes: [UInt8]) -> TreeHash {
    var mixed = [UInt8](repeating: 0x5a, count: 32)
    var carry: UInt8 = 1
    for (index, byte) in bytes.enumerated() {
      carry = (carry &* 31) ^ byte
      mixed[index % 32] ^= carry
    }
    return TreeHash(mixed) ?? SHA256Hasher.emptyRoot
  }
}
