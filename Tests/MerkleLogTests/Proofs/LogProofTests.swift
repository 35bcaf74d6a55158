import MerkleLog
import Testing

@Suite("A proof file")
struct LogProofTests {
  private let all = leaves(300)
  private let proof: LogProof
  private let policy: TransparencyPolicy
  private let checkpointText: String

  init() throws {
    var tree = try TiledTree(size: 300, source: MemoryTiles(all))
    let key = try NoteExamples.key("log.example", 1)
    let checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "log.example", size: 300, root: try tree.root()),
      with: [Ed25519NoteSigner(key)])
    checkpointText = String(decoding: checkpoint.bytes, as: UTF8.self)
    proof = try LogProof(
      extra: Array("extra".utf8), inclusion: try tree.inclusionProof(of: 299),
      checkpoint: checkpoint)
    policy = try TransparencyPolicy("log \(key.verifierKey)\nquorum none\n".utf8)
  }

  @Test("has the lines of C2SP tlog-proof and is read back")
  func text() throws {
    let lines =
      ["c2sp.org/tlog-proof@v1", "extra ZXh0cmE=", "index 299"]
      + proof.inclusion.hashes.map(\.base64)
    let text = lines.map { $0 + "\n" }.joined() + "\n" + checkpointText
    #expect(String(decoding: proof.bytes, as: UTF8.self) == text)
    #expect(try LogProof(proof.bytes) == proof)
    let plain = try LogProof(inclusion: proof.inclusion, checkpoint: proof.checkpoint)
    #expect(!String(decoding: plain.bytes, as: UTF8.self).contains("extra"))
    #expect(try LogProof(plain.bytes) == plain)
  }

  @Test("shows under the verifier's policy that its leaf is included, and no other")
  func verify() throws {
    let verified = try proof.verify(leaf: all[299], policy: policy)
    #expect(verified.checkpoint.size == 300)
    expect(.proofRootMismatch) { try proof.verify(leaf: all[298], policy: policy) }
    let other = try NoteExamples.key("log.example", 2).verifierKey
    let otherPolicy = try TransparencyPolicy("log \(other)\nquorum none\n".utf8)
    expect(.noKnownSignature) { try proof.verify(leaf: all[299], policy: otherPolicy) }
    let moved = try InclusionProof(index: 300, hashes: proof.inclusion.hashes)
    let outside = try LogProof(inclusion: moved, checkpoint: proof.checkpoint)
    expect(.indexOutOfRange) { try outside.verify(leaf: all[299], policy: policy) }
  }

  @Test("of a lone leaf has no hashes")
  func loneLeaf() throws {
    let key = try NoteExamples.key("log.example", 1)
    let checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "log.example", size: 1, root: all[0]),
      with: [Ed25519NoteSigner(key)])
    let text =
      "c2sp.org/tlog-proof@v1\nindex 0\n\n" + String(decoding: checkpoint.bytes, as: UTF8.self)
    _ = try LogProof(text.utf8).verify(leaf: all[0], policy: policy)
    #expect(try LogProof(text.utf8).bytes == Array(text.utf8))
  }

  @Test(
    "is not read from any other text",
    arguments: [
      "", "V", "V\n", "V\n\nC", "v\nindex 1\n\nC", "\nV\nindex 1\n\nC", " V\nindex 1\n\nC",
      "V \nindex 1\n\nC", "V\r\nindex 1\n\nC", "V\nindex 01\n\nC", "V\nindex -1\n\nC",
      "V\nindex\n\nC",
      "V\nindex 1 \n\nC", "V\nindex 1\nC", "V\nindex 1\n\n", "V\nindex 1\n", "V\nindex 1",
      "V\nindex 1\n\n\nC", "V\nindex 1\nAAAA\n\nC", "V\nindex 1\n\nC\n",
      "V\nindex 9223372036854775808\n\nC", "V\nextra \nindex 1\n\nC", "V\nextra A\nindex 1\n\nC",
      "V\nextra AAB=\nindex 1\n\nC", "V\nextra  AAAA\nindex 1\n\nC",
      "V\nextra AAAA\n\nindex 1\n\nC",
      "V\nextra AAAA\nextra AAAA\nindex 1\n\nC", "V\nindex 1\nextra AAAA\n\nC",
      "V\nextra AAAA\n\nC",
      "V\nextra AAAA", "V\nextra\nindex 1\n\nC", "V\nindex 1\nindex 1\n\nC",
    ])
  func refused(form: String) {
    let text = form.replacing("V", with: "c2sp.org/tlog-proof@v1")
      .replacing("C", with: checkpointText)
    let error = #expect(throws: MerkleLogError.self) { try LogProof(text.utf8) }
    let codes: [MerkleLogError.Code] = [.malformedProof, .malformedNote, .malformedCheckpoint]
    #expect(error.map { codes.contains($0.code) } == true)
  }

  @Test("has at most 63 hashes and a million extra bytes")
  func limits() throws {
    let hash = leaf(0).base64 + "\n"
    func text(_ count: Int) -> String {
      "c2sp.org/tlog-proof@v1\nindex 1\n" + String(repeating: hash, count: count) + "\n"
        + checkpointText
    }
    #expect(try LogProof(text(63).utf8).inclusion.hashes.count == 63)
    for count in [64, 65, 20_000] {
      expect(.proofLengthMismatch) { try LogProof(text(count).utf8) }
    }
    expect(.tooLarge) { try LogProof(repeatElement(UInt8(ascii: "c"), count: 50_000_000)) }
    let most = Array(repeating: UInt8(1), count: LogProof.maximumExtraByteCount)
    let largest = try LogProof(
      extra: most, inclusion: proof.inclusion, checkpoint: proof.checkpoint)
    #expect(try LogProof(largest.bytes) == largest)
    expect(.tooLarge) {
      try LogProof(extra: most + [1], inclusion: proof.inclusion, checkpoint: proof.checkpoint)
    }
    expect(.malformedProof) {
      try LogProof(extra: [], inclusion: proof.inclusion, checkpoint: proof.checkpoint)
    }
  }

  @Test("changed at random is refused, or written back the same; no other leaf passes")
  func mutations() throws {
    var mutator = Mutator(seed: 51)
    var (read, verified) = (0, 0)
    for _ in 0..<10_000 {
      let bytes = mutator.mutate(proof.bytes)
      guard let changed = try? LogProof(bytes) else { continue }
      read += 1
      #expect(changed.bytes == bytes)
      // Verifying is slow in a debug build: a sample will do.
      guard read % 10 == 0, (try? changed.verify(leaf: all[299], policy: policy)) != nil else {
        continue
      }
      verified += 1
      #expect(changed.inclusion.hashes == proof.inclusion.hashes)
      #expect(changed.checkpoint.claim == proof.checkpoint.claim)
    }
    #expect(read > 500 && verified > 5 && verified < read / 10, "\(read), \(verified)")
  }
}
