import MerkleLog
import Testing

/// The proofs over the eight leaves of the Certificate Transparency project's tests, and those that
/// RFC 6962 section 2.1.3 names.
@Suite("Published proofs")
struct PublishedProofTests {
  private static let hashes = MerkleTreeTests.vectorLeaves.map { SHA256Hasher.leaf($0) }

  static let inclusionVectors: [(index: Int64, size: Int, hashes: [String])] = [
    (0, 1, []),
    (
      0, 8,
      [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ]
    ),
    (
      5, 8,
      [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
      1, 5,
      [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
  ]

  static let consistencyVectors: [(oldSize: Int64, size: Int, hashes: [String])] = [
    (1, 1, []),
    (1, 8, inclusionVectors[1].hashes),
    (
      6, 8,
      [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      ]
    ),
    (
      2, 5,
      [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ]
    ),
  ]

  private func root(_ size: Int) throws -> TreeHash {
    try #require(TreeHash(hex: MerkleTreeTests.vectorRoots[size - 1]))
  }

  @Test("of inclusion are made and verified", arguments: inclusionVectors)
  func inclusion(index: Int64, size: Int, hashes: [String]) throws {
    var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.hashes))
    let proof = try tree.inclusionProof(of: index)
    #expect(proof.hashes.map(\.hex) == hashes)
    try proof.verify(leaf: Self.hashes[Int(index)], size: Int64(size), root: try root(size))
  }

  @Test("of consistency are made and verified", arguments: consistencyVectors)
  func consistency(oldSize: Int64, size: Int, hashes: [String]) throws {
    var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.hashes))
    let proof = try tree.consistencyProof(from: oldSize)
    #expect(proof.hashes.map(\.hex) == hashes)
    try proof.verify(
      oldRoot: try root(Int(oldSize)), newSize: Int64(size), newRoot: try root(size))
  }

  @Test("of RFC 6962 section 2.1.3 have the nodes that it names")
  func rfcExamples() throws {
    let (a, b, c, d) = (leaf(0), leaf(1), leaf(2), leaf(3))
    let (e, f, j) = (leaf(4), leaf(5), leaf(6))
    let (g, h) = (SHA256Hasher.node(a, b), SHA256Hasher.node(c, d))
    let (i, k) = (SHA256Hasher.node(e, f), SHA256Hasher.node(g, h))
    let l = SHA256Hasher.node(i, j)
    var tree = try TiledTree(size: 7, source: MemoryTiles(leaves(7)))
    #expect(try tree.inclusionProof(of: 0).hashes == [b, h, l])
    #expect(try tree.inclusionProof(of: 3).hashes == [c, g, l])
    #expect(try tree.inclusionProof(of: 4).hashes == [f, j, k])
    #expect(try tree.inclusionProof(of: 6).hashes == [i, k])
    #expect(try tree.consistencyProof(from: 3).hashes == [c, d, g, l])
    #expect(try tree.consistencyProof(from: 4).hashes == [l])
    #expect(try tree.consistencyProof(from: 6).hashes == [i, j, k])
  }
}
