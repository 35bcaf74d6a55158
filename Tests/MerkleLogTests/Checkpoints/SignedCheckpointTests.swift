import MerkleLog
import Testing

@Suite("A signed checkpoint")
struct SignedCheckpointTests {
  private let log: VerifierKey
  private let witness: VerifierKey
  private let signed: UnverifiedCheckpoint

  init() throws {
    log = try VerifierKey(NoteExamples.logKey)
    witness = try VerifierKey(NoteExamples.witnessKey)
    let lines = NoteExamples.logLine + NoteExamples.witnessLine
    signed = try UnverifiedCheckpoint((NoteExamples.body + "\n" + lines).utf8)
  }

  @Test("is verified with the key of its log")
  func logAlone() throws {
    let verified = try signed.verified(by: log)
    #expect(verified.checkpoint == signed.claim)
    #expect(verified.cosignatures == [])
    #expect(verified.unverified == signed)
  }

  @Test("has the cosignatures of known witnesses")
  func cosigned() throws {
    let verified = try signed.verified(by: log, cosigners: [witness])
    #expect(verified.cosignatures.map(\.name) == [witness.name])
    #expect(verified.cosignatures.map(\.time) == [NoteExamples.time])
    #expect(verified.cosignatures.map(\.keyID) == [witness.keyID])
  }

  @Test("is refused without the log's signature, whoever else has signed")
  func withoutLog() throws {
    let text = NoteExamples.body + "\n" + NoteExamples.witnessLine
    let cosigned = try UnverifiedCheckpoint(text.utf8)
    expect(.noKnownSignature) { try cosigned.verified(by: log, cosigners: [witness]) }
    expect(.noKnownSignature) { try cosigned.verified(by: log) }
    let sameName = try SignerKey(
      name: log.name, type: .ed25519, seed: Array(repeating: 3, count: 32))
    expect(.noKnownSignature) { try signed.verified(by: sameName.verifierKey) }
  }

  @Test("is refused when its origin is not the name of the log's key")
  func otherOrigin() throws {
    expect(.originMismatch) { try signed.verified(by: witness) }
    let signer = try Ed25519NoteSigner(NoteExamples.key("caf\u{e9}.example", 5))
    let checkpoint = try Checkpoint(origin: "cafe\u{301}.example", size: 1, root: leaf(0))
    let note = try UnverifiedCheckpoint(signing: checkpoint, with: [signer])
    let key = try NoteExamples.key("caf\u{e9}.example", 5).verifierKey
    expect(.originMismatch) { try note.verified(by: key) }
  }

  @Test("is refused with a wrong cosignature of a known witness")
  func wrongCosignature() throws {
    var line = Array(NoteExamples.witnessLine)
    line[70] = line[70] == "A" ? "B" : "A"
    let text = NoteExamples.body + "\n" + NoteExamples.logLine + String(line)
    let wrong = try UnverifiedCheckpoint(text.utf8)
    #expect(try wrong.verified(by: log).checkpoint == signed.claim)
    expect(.invalidSignature) { try wrong.verified(by: log, cosigners: [witness]) }
  }

  @Test("is a checkpoint by its text, not any note")
  func notCheckpoint() {
    let text = NoteExamples.text + "\n" + NoteExamples.peterLine
    expect(.malformedCheckpoint) { try UnverifiedCheckpoint(text.utf8) }
  }

  @Test("shows that a leaf is included")
  func inclusion() throws {
    let all = leaves(1000)
    var tree = try TiledTree(size: 1000, source: MemoryTiles(all))
    let key = try NoteExamples.key("log.example", 1)
    let checkpoint = try Checkpoint(origin: "log.example", size: 1000, root: try tree.root())
    let verified = try UnverifiedCheckpoint(signing: checkpoint, with: [Ed25519NoteSigner(key)])
      .verified(by: key.verifierKey)
    let proof = try tree.inclusionProof(of: 777)
    try verified.verifyInclusion(of: all[777], by: proof)
    expect(.proofRootMismatch) { try verified.verifyInclusion(of: all[776], by: proof) }
  }
}
