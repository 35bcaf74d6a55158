import MerkleLog
import Testing
import TestSupport

@Suite("The Merkle Tree Hash of RFC 6962")
struct MerkleTreeTests {
  /// The eight leaves of verifiable-log.md, and the root over the first one, two, … of them.
  static let vectorLeaves: [[UInt8]] = [
    [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
    Array(0x50...0x57), Array(0x60...0x6f),
  ]
  static let vectorRoots = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]

  @Test("has the published roots of one to eight leaves", arguments: 1...8)
  func vectors(count: Int) {
    let hashes = Self.vectorLeaves.prefix(count).map { SHA256Hasher.leaf($0) }
    #expect(Tree.root(of: hashes).hex == Self.vectorRoots[count - 1])
    var edge = Edge()
    for hash in hashes {
      #expect(edge.append(hash).isEmpty)
    }
    #expect(edge.root().hex == Self.vectorRoots[count - 1])
  }

  @Test("of no leaves is the hash of nothing")
  func empty() {
    let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(SHA256Hasher.emptyRoot.hex == expected)
    #expect(Tree.root(of: []).hex == expected)
    #expect(Edge().root().hex == expected)
  }

  @Test("hashes a leaf the same from an array and from memory")
  func leafForms() {
    var random = SplitMix64(seed: 4)
    for count in [0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 400, 65_535] {
      let bytes = random.bytes(count: count)
      #expect(SHA256Hasher.leaf(bytes) == bytes.withUnsafeBytes { SHA256Hasher.leaf($0) })
    }
  }

  @Test("keeps leaves and nodes apart")
  func prefixes() {
    let (left, right) = (leaf(1), leaf(2))
    #expect(SHA256Hasher.node(left, right) != SHA256Hasher.leaf(left.bytes + right.bytes))
    #expect(SHA256Hasher.node(left, right) != SHA256Hasher.node(right, left))
  }
}
