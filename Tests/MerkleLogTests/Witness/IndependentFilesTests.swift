import MerkleLog
import Testing

/// Whole files, with tree, proof, signatures and cosignatures, that `Tests/Conformance/transparency.py`
/// makes as well. Its tests expect the same digests.
@Suite("Files that an independent implementation makes too")
struct IndependentFilesTests {
  private let tree: TiledTree<MemoryTiles, SHA256Hasher>
  private let checkpoint: UnverifiedCheckpoint

  init() throws {
    var tree = try TiledTree(size: 300, source: MemoryTiles(leaves(300)))
    let examples = try PolicyExamples()
    let head = try Checkpoint(origin: "log.example", size: 300, root: try tree.root())
    checkpoint = try UnverifiedCheckpoint(signing: head, with: [Ed25519NoteSigner(examples.log)])
      .signed(by: Ed25519Cosigner(examples.witnesses[0], time: 1000))
      .signed(by: Ed25519Cosigner(examples.witnesses[1], time: 1001))
    self.tree = tree
  }

  @Test("are the same proof file, byte for byte")
  func proof() throws {
    var tree = tree
    let proof = try LogProof(
      extra: Array("extra".utf8), inclusion: try tree.inclusionProof(of: 123),
      checkpoint: checkpoint)
    #expect(
      SHA256Hasher.leaf(proof.bytes).hex
        == "88a17652de2194af9bdf7636a1aad447b95be143602daf719a06c8cfa359dca2")
  }

  @Test("are the same request to a witness, byte for byte")
  func request() throws {
    var tree = tree
    let request = WitnessRequest(
      consistency: try tree.consistencyProof(from: 77), checkpoint: checkpoint)
    #expect(
      SHA256Hasher.leaf(request.bytes).hex
        == "13362004abc09c8807c50ea03f46f9097fb7c1d86762dd7be171c0f567dd278d")
  }
}
