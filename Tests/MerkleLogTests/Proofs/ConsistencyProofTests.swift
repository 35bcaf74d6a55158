import MerkleLog
import Testing

@Suite("A consistency proof")
struct ConsistencyProofTests {
  private static let all = leaves(70)
  private static let roots = (0...70).map { ReferenceTree.root(all.prefix($0)) }

  private func verify(
    _ oldSize: Int, _ hashes: [TreeHash], oldRoot: TreeHash, size: Int, root: TreeHash
  ) throws {
    try ConsistencyProof(oldSize: Int64(oldSize), hashes: hashes)
      .verify(oldRoot: oldRoot, newSize: Int64(size), newRoot: root)
  }

  @Test("between all pairs of sizes up to 70 is that of the definition and verifies")
  func exhaustive() throws {
    for size in 0...70 {
      var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.all))
      for oldSize in 0...size {
        let proof = try tree.consistencyProof(from: Int64(oldSize))
        let expected = oldSize == 0 ? [] : ReferenceTree.proof(oldSize, Self.all.prefix(size))
        #expect(proof.hashes == expected, "\(oldSize) to \(size)")
        try proof.verify(
          oldRoot: Self.roots[oldSize], newSize: Int64(size), newRoot: Self.roots[size])
      }
    }
  }

  @Test("with any one thing changed is refused, for all pairs of sizes up to 40")
  func changes() {
    for size in 0...40 {
      for oldSize in 0...size {
        let (oldRoot, root) = (Self.roots[oldSize], Self.roots[size])
        let hashes = oldSize == 0 ? [] : ReferenceTree.proof(oldSize, Self.all.prefix(size))
        let place: Comment = "\(oldSize) to \(size)"
        expect(.proofRootMismatch, place) {
          try verify(oldSize, hashes, oldRoot: oldRoot.flipped(), size: size, root: root)
        }
        if oldSize > 0 || size == 0 {
          expect(.proofRootMismatch, place) {
            try verify(oldSize, hashes, oldRoot: oldRoot, size: size, root: root.flipped())
          }
        }
        expect(.proofLengthMismatch, place) {
          try verify(oldSize, hashes + [root], oldRoot: oldRoot, size: size, root: root)
        }
        for index in hashes.indices {
          var changed = hashes
          changed[index] = changed[index].flipped(bit: 7 * index)
          expect(.proofRootMismatch, place) {
            try verify(oldSize, changed, oldRoot: oldRoot, size: size, root: root)
          }
          changed.remove(at: index)
          expect(.proofLengthMismatch, place) {
            try verify(oldSize, changed, oldRoot: oldRoot, size: size, root: root)
          }
        }
      }
    }
  }

  @Test("does not lead back, and not from another tree of the same size")
  func direction() {
    expect(.sizeOutOfRange) {
      try verify(8, [], oldRoot: Self.roots[8], size: 7, root: Self.roots[7])
    }
    expect(.proofRootMismatch) {
      try verify(7, [], oldRoot: Self.roots[8], size: 7, root: Self.roots[7])
    }
    expect(.sizeOutOfRange) { try ConsistencyProof(oldSize: -1, hashes: []) }
    expect(.proofLengthMismatch) {
      try ConsistencyProof(oldSize: 1, hashes: Array(repeating: leaf(0), count: 64))
    }
  }

  @Test("between trees of any sizes fails as an error, never as a crash")
  func extremes() throws {
    let sizes: [Int64] = [0, 1, 2, 3, 1 << 61, 1 << 62, 1 << 62 + 1, .max - 1, .max]
    for oldSize in sizes {
      for size in sizes + [-1, .min] {
        for count in [0, 1, 61, 62, 63] {
          let hashes = Array(repeating: leaf(1), count: count)
          let proof = try ConsistencyProof(oldSize: oldSize, hashes: hashes)
          let error = #expect(throws: MerkleLogError.self) {
            try proof.verify(oldRoot: leaf(0), newSize: size, newRoot: leaf(2))
          }
          #expect((error?.code == .sizeOutOfRange) == (oldSize > size))
        }
      }
    }
  }

  @Test("is written as the head of a witness's request and read back")
  func text() throws {
    for (oldSize, size) in [(0, 5), (3, 7), (6, 70), (70, 70)] {
      var tree = try TiledTree(size: Int64(size), source: MemoryTiles(Self.all))
      let proof = try tree.consistencyProof(from: Int64(oldSize))
      let lines = ["old \(oldSize)"] + proof.hashes.map(\.base64)
      #expect(proof.text == lines.map { $0 + "\n" }.joined())
      #expect(try ConsistencyProof(proof.text.utf8) == proof)
    }
  }

  @Test(
    "is not read from any other text",
    arguments: [
      "", "old 1", "old 01\n", "old -1\n", "old +1\n", "old  1\n", "old 1 \n", "Old 1\n", "1\n",
      "old 9223372036854775808\n", "old 1\r\n", "old 1\n\n", "old 1\n\n\n", "old 1\nAAAA\n",
      "old 1\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
      "old 1\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgh=\n",
      "old 1\nn4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n\n",
      "old 1\n n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=\n",
    ])
  func refuses(text: String) {
    expect(.malformedProof) { try ConsistencyProof(text.utf8) }
  }

  @Test("is not read with more than 63 hashes")
  func hashLimit() throws {
    let line = leaf(0).base64 + "\n"
    let longest = "old 9223372036854775807\n" + String(repeating: line, count: 63)
    #expect(try ConsistencyProof(longest.utf8).hashes.count == 63)
    for count in [1, 2, 100_000] {
      expect(.proofLengthMismatch) {
        try ConsistencyProof((longest + String(repeating: line, count: count)).utf8)
      }
    }
  }
}
