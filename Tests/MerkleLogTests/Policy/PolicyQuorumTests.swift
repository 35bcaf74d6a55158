import MerkleLog
import Testing

@Suite("A policy's quorum")
struct PolicyQuorumTests {
  private let examples: PolicyExamples
  private let policy: TransparencyPolicy

  init() throws {
    examples = try PolicyExamples()
    policy = try examples.policy()
  }

  @Test("of the example in C2SP tlog-policy is reached by the right witnesses only")
  func example() throws {
    for pattern in 0..<64 {
      let cosigners = (0..<6).filter { pattern & 1 << $0 != 0 }
      let expected = cosigners.count { $0 < 3 } >= 2 && cosigners.contains { $0 >= 3 }
      let signed = try examples.checkpoint(cosignedBy: cosigners)
      if expected {
        let verified = try signed.verified(by: policy)
        #expect(verified.cosignatures.map(\.time) == cosigners.map { 1000 + Int64($0) })
      } else {
        expect(.quorumNotReached, "\(cosigners)") { try signed.verified(by: policy) }
      }
    }
  }

  @Test("does not count one witness twice")
  func repeated() throws {
    let once = try examples.checkpoint(cosignedBy: [0, 3])
    let again = try Ed25519Cosigner(examples.witnesses[0], time: 5)
    let payload = try again.payload(signing: once.note.text)
    let more = try #require(
      NoteSignature(name: again.name, keyID: again.keyID, payload: payload))
    let twice = try UnverifiedCheckpoint(
      UnverifiedNote(text: once.note.text, signatures: once.note.signatures + [more]))
    expect(.quorumNotReached) { try twice.verified(by: policy) }
  }

  @Test("does not count a witness that signed as something else")
  func otherType() throws {
    let plain = examples.witnesses[1].asKey(ofType: .ed25519)
    let signed = try examples.checkpoint(cosignedBy: [0, 3]).signed(by: Ed25519NoteSigner(plain))
    expect(.quorumNotReached) { try signed.verified(by: policy) }
  }

  @Test("is void without the log, with a wrong signature and for another origin")
  func log() throws {
    let good = try examples.checkpoint(cosignedBy: [0, 1, 3])
    _ = try good.verified(by: policy)
    let signatures = good.note.signatures
    let withoutLog = try UnverifiedCheckpoint(
      UnverifiedNote(text: good.note.text, signatures: Array(signatures.dropFirst())))
    expect(.noKnownSignature) { try withoutLog.verified(by: policy) }

    let last = signatures[3]
    let wrong = try #require(
      NoteSignature(name: last.name, keyID: last.keyID, payload: last.payload.reversed()))
    let changed = try UnverifiedCheckpoint(
      UnverifiedNote(text: good.note.text, signatures: signatures + [wrong]))
    expect(.invalidSignature) { try changed.verified(by: policy) }

    let other = try Checkpoint(origin: "other.example", size: 7, root: leaf(0))
    let foreign = try UnverifiedCheckpoint(
      signing: other, with: [Ed25519NoteSigner(examples.log)])
    expect(.originMismatch) { try foreign.verified(by: policy) }
  }

  @Test("none asks for the log alone, and any of the policy's logs will do")
  func none() throws {
    let second = try NoteExamples.key("second.example", 2)
    let policy = try TransparencyPolicy(
      "log \(examples.log.verifierKey)\nlog \(second.verifierKey)\nquorum none\n".utf8)
    #expect(policy.isQuorum([]))
    #expect(try examples.checkpoint(cosignedBy: []).verified(by: policy).cosignatures == [])
    let checkpoint = try Checkpoint(origin: "second.example", size: 1, root: leaf(1))
    let signed = try UnverifiedCheckpoint(signing: checkpoint, with: [Ed25519NoteSigner(second)])
    #expect(try signed.verified(by: policy).checkpoint == checkpoint)
    // The other log's key does not speak for this origin.
    let crossed = try UnverifiedCheckpoint(
      signing: checkpoint, with: [Ed25519NoteSigner(examples.log)])
    expect(.noKnownSignature) { try crossed.verified(by: policy) }
  }

  @Test("of a policy without logs accepts nothing")
  func noLogs() throws {
    let empty = try TransparencyPolicy("quorum none\n".utf8)
    expect(.originMismatch) { try examples.checkpoint(cosignedBy: []).verified(by: empty) }
  }

  @Test("can be one witness, and names that are none do not count")
  func single() throws {
    let key = examples.witnesses[0].verifierKey
    let text = "log \(examples.log.verifierKey)\nwitness w \(key)\ngroup g 1 w\nquorum w\n"
    let policy = try TransparencyPolicy(text.utf8)
    let names = Set(policy.witnesses.keys)
    #expect(policy.isQuorum(names) && !policy.isQuorum([]))
    _ = try examples.checkpoint(cosignedBy: [0]).verified(by: policy)
    expect(.quorumNotReached) { try examples.checkpoint(cosignedBy: [1]).verified(by: policy) }
  }

  @Test("of deep and wide groups is decided in one pass")
  func large() throws {
    let witness =
      "log \(examples.log.verifierKey)\nwitness g0 \(examples.witnesses[0].verifierKey)\n"
    let chain = (1...5000).map { "group g\($0) all g\($0 - 1)\n" }.joined()
    let policy = try TransparencyPolicy((witness + chain + "quorum g5000\n").utf8)
    #expect(policy.isQuorum(Set(policy.witnesses.keys)) && !policy.isQuorum([]))
    _ = try examples.checkpoint(cosignedBy: [0]).verified(by: policy)
  }
}
