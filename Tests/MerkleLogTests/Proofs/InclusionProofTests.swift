import MerkleLog
import Testing

@Suite("An inclusion proof")
struct InclusionProofTests {
  private static let sizes = 1...70
  private static let all = leaves(70)

  @Test("of every leaf of every tree of up to 70 leaves is that of the definition and verifies")
  func exhaustive() throws {
    for size in Self.sizes {
      let leaves = Self.all.prefix(size)
      let root = ReferenceTree.root(leaves)
      var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.all))
      #expect(try tree.root() == root)
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: Int64(index))
        #expect(proof.hashes == ReferenceTree.path(index, leaves), "\(index) of \(size)")
        try proof.verify(leaf: leaves[index], size: Int64(size), root: root)
      }
    }
  }

  @Test("with any one thing changed is refused", arguments: [1, 2, 3, 7, 8, 21, 64, 70])
  func changes(size: Int) throws {
    let leaves = Self.all.prefix(size)
    let root = ReferenceTree.root(leaves)
    func verify(_ index: Int, _ hashes: [TreeHash], leaf: TreeHash, root: TreeHash) throws {
      try InclusionProof(index: Int64(index), hashes: hashes)
        .verify(leaf: leaf, size: Int64(size), root: root)
    }
    for index in 0..<size {
      let hashes = ReferenceTree.path(index, leaves)
      let leaf = leaves[index]
      try verify(index, hashes, leaf: leaf, root: root)
      expect(.proofRootMismatch) {
        try verify(index, hashes, leaf: leaf.flipped(bit: index), root: root)
      }
      expect(.proofRootMismatch) {
        try verify(index, hashes, leaf: leaf, root: root.flipped(bit: 255))
      }
      expect(.proofLengthMismatch) { try verify(index, hashes + [root], leaf: leaf, root: root) }
      for place in hashes.indices {
        var changed = hashes
        changed[place] = changed[place].flipped(bit: place)
        expect(.proofRootMismatch) { try verify(index, changed, leaf: leaf, root: root) }
        var shorter = hashes
        shorter.remove(at: place)
        expect(.proofLengthMismatch) { try verify(index, shorter, leaf: leaf, root: root) }
      }
      for other in 0..<size where other != index {
        #expect(throws: MerkleLogError.self, "\(index) as \(other)") {
          try verify(other, hashes, leaf: leaf, root: root)
        }
      }
    }
  }

  @Test("has at most 63 hashes and an index that is not negative")
  func bounds() throws {
    let hash = leaf(0)
    #expect(try InclusionProof(index: 0, hashes: Array(repeating: hash, count: 63)).index == 0)
    expect(.proofLengthMismatch) {
      try InclusionProof(index: 0, hashes: Array(repeating: hash, count: 64))
    }
    expect(.indexOutOfRange) { try InclusionProof(index: -1, hashes: []) }
  }

  @Test(
    "in a tree of any size fails as an error, never as a crash",
    arguments: [0, 1, 2, 1 << 62, 1 << 62 + 1, .max - 1, .max, -1, .min] as [Int64])
  func extremes(size: Int64) throws {
    for index in [0, 1, 1 << 61, 1 << 62, .max - 1, .max] as [Int64] {
      for count in [0, 1, 61, 62, 63] {
        let hashes = Array(repeating: leaf(1), count: count)
        let proof = try InclusionProof(index: index, hashes: hashes)
        let isLoneLeaf = size == 1 && index == 0 && count == 0
        if isLoneLeaf { continue }
        let error = #expect(throws: MerkleLogError.self) {
          try proof.verify(leaf: leaf(0), size: size, root: leaf(0))
        }
        #expect((error?.code == .indexOutOfRange) == (index >= size))
      }
    }
  }

  @Test("of the last leaf of the largest tree has one hash for each bit of its index")
  func largest() throws {
    // 2^63 − 1 leaves: the last index has 62 bits set and its lowest clear.
    let hashes = leaves(62)
    let proof = try InclusionProof(index: .max - 1, hashes: hashes)
    let root = hashes.reduce(leaf(99)) { SHA256Hasher.node($1, $0) }
    try proof.verify(leaf: leaf(99), size: .max, root: root)
  }
}
