import MerkleLog
import Testing

@Suite("A witness's files")
struct WitnessFileTests {
  private func head(_ origin: String, _ size: Int64, root: Int = 0) throws -> UnverifiedCheckpoint {
    let key = try SignerKey(
      name: KeyName("log.example"), type: .ed25519, seed: Array(repeating: 1, count: 32))
    let checkpoint = try Checkpoint(origin: origin, size: size, root: leaf(root))
    return try UnverifiedCheckpoint(signing: checkpoint, with: [Ed25519NoteSigner(key)])
  }

  @Test("of a request has the lines of C2SP tlog-witness and is read back")
  func request() throws {
    let proof = try ConsistencyProof(oldSize: 3, hashes: leaves(2))
    let request = WitnessRequest(consistency: proof, checkpoint: try head("a", 5))
    let text = proof.text + "\n" + String(decoding: request.checkpoint.bytes, as: UTF8.self)
    #expect(request.bytes == Array(text.utf8))
    #expect(try WitnessRequest(request.bytes) == request)
    expect(.malformedProof) { try WitnessRequest(proof.text.utf8) }
    expect(.malformedNote) { try WitnessRequest((proof.text + "\n").utf8) }
    expect(.malformedCheckpoint) { try WitnessRequest((proof.text + "\n" + text).utf8) }
    let many = "old 1\n" + String(repeating: leaf(0).base64 + "\n", count: 64) + "\n" + text
    expect(.proofLengthMismatch) { try WitnessRequest(many.utf8) }
  }

  @Test("of a state for one log is just its signed checkpoint")
  func oneLog() throws {
    var state = WitnessState()
    #expect(state.bytes == [])
    #expect(try WitnessState([]) == state)
    let (first, second) = (try head("a", 5), try head("a", 6))
    state.remember(first)
    #expect(state.bytes == first.bytes)
    state.remember(second)
    #expect(state.bytes == second.bytes)
    #expect(try WitnessState(second.bytes) == state)
    #expect(state.lastSeen(origin: "a") == second)
    #expect(state.lastSeen(origin: "b") == nil)
  }

  @Test("of a state for several logs has them in the order of their origins")
  func severalLogs() throws {
    let origins = ["a", "a/b", "cafe\u{301}", "caf\u{e9}", "山东", "b c"]
    var state = WitnessState()
    for origin in origins { state.remember(try head(origin, 1)) }
    for origin in origins.reversed() { state.remember(try head(origin, 2)) }
    #expect(
      state.checkpoints.map { Array($0.claim.origin.utf8) }
        == ["a", "a/b", "b c", "cafe\u{301}", "caf\u{e9}", "山东"].map { Array($0.utf8) })
    #expect(state.checkpoints.allSatisfy { $0.claim.size == 2 })
    #expect(try WitnessState(state.bytes) == state)
    #expect(Array(state.bytes) == Array(state.checkpoints.map(\.bytes).joined(separator: [0x0a])))
  }

  @Test("of a state are refused out of order, with a log twice or with surplus lines")
  func badStates() throws {
    let (a, b) = (try head("a", 1).bytes, try head("b", 1).bytes)
    let newline: [UInt8] = [0x0a]
    #expect(try WitnessState(a + newline + b).checkpoints.count == 2)
    expect(.malformedCheckpointFile) { try WitnessState(b + newline + a) }
    expect(.malformedCheckpointFile) { try WitnessState(a + newline + a) }
    expect(.malformedCheckpointFile) { try WitnessState(a + newline) }
    for bytes in [
      a + b, newline + a, a + newline + newline + b, a + newline + b + newline + newline,
      newline, a.dropLast(), a + newline + b.dropLast(),
    ] {
      #expect(throws: MerkleLogError.self) { try WitnessState(Array(bytes)) }
    }
    expect(.tooLarge) { try WitnessState(Array(repeating: 0x0a, count: 16_000_001)) }
  }

  @Test("of evidence hold two heads of one log and are read back")
  func evidence() throws {
    let (seen, refused) = (try head("a", 5), try head("a", 5, root: 1))
    let evidence = try #require(ForkEvidence(seen: seen, refused: refused))
    #expect(evidence.bytes == seen.bytes + [0x0a] + refused.bytes)
    #expect(try ForkEvidence(evidence.bytes) == evidence)
    #expect(ForkEvidence(seen: seen, refused: seen) == nil)
    #expect(ForkEvidence(seen: seen, refused: try head("b", 5)) == nil)
    let three = evidence.bytes + [0x0a] + refused.bytes
    for bytes in [[], seen.bytes, seen.bytes + [0x0a] + seen.bytes, three] {
      expect(.malformedCheckpointFile) { try ForkEvidence(bytes) }
    }
  }

  @Test("changed at random are refused, or written back the same")
  func mutations() throws {
    var mutator = Mutator(seed: 71)
    let proof = try ConsistencyProof(oldSize: 3, hashes: leaves(2))
    let request = WitnessRequest(consistency: proof, checkpoint: try head("a", 5)).bytes
    var state = WitnessState()
    for origin in ["a", "b"] { state.remember(try head(origin, 1)) }
    var read = 0
    for _ in 0..<3_000 {
      let bytes = mutator.mutate(request)
      if let changed = try? WitnessRequest(bytes) {
        read += 1
        #expect(changed.bytes == bytes)
      }
      let file = mutator.mutate(state.bytes)
      if let changed = try? WitnessState(file) {
        read += 1
        #expect(changed.bytes == file)
      }
    }
    #expect(read > 300, "\(read)")
  }
}
