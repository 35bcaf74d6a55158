import LedgerArchive
import MerkleLog
import Testing

@Suite("A capsule's policy")
struct CapsulePolicyTests {
  private let log = ExampleLog(count: 300)

  /// The refusal under a policy, and how many bytes were taken by then.
  private func refusal(_ bytes: [UInt8], _ policy: String) throws -> CapsuleError? {
    let capsule = try UnverifiedCapsule(reading: CapsuleExamples.source(bytes))
    do {
      _ = try capsule.verified(by: TransparencyPolicy(policy.utf8))
      return nil
    } catch let error as CapsuleError {
      return error
    }
  }

  @Test("must know the log")
  func logs() throws {
    let bytes = try CapsuleExamples.write(log, earlier: [5])
    let key = try ExampleLog.key().verifierKey
    let other = try ExampleLog.key("other.example", 2).verifierKey
    let forged = try ExampleLog.key(ExampleLog.origin, 3).verifierKey
    #expect(try refusal(bytes, "log \(key)\nquorum none\n") == nil)
    #expect(try refusal(bytes, "log \(other)\nlog \(key)\nquorum none\n") == nil)
    #expect(try refusal(bytes, "log \(forged)\nlog \(key)\nquorum none\n") == nil)
    for policy in ["log \(other)\nquorum none\n", "log \(forged)\nquorum none\n"] {
      let error = try refusal(bytes, policy)
      #expect(error?.code == .checkpoint && error?.member == "checkpoint")
    }
  }

  @Test("asks for its quorum at the last checkpoint only")
  func quorum() throws {
    let witness = try ExampleLog.key("w.example", 9, .cosignature)
    let policy = """
      log \(try ExampleLog.key().verifierKey)
      witness w \(witness.verifierKey)
      quorum w

      """
    let alone = try CapsuleExamples.write(log, earlier: [5])
    #expect(try refusal(alone, policy)?.code == .checkpoint)
    let witnessed = try CapsuleExamples.write(log, earlier: [5], witnesses: [witness])
    #expect(try refusal(witnessed, policy) == nil)
  }

  @Test("is asked of the earlier checkpoints' signatures too")
  func earlier() throws {
    var archive = Archive(try CapsuleExamples.write(log, earlier: [5]))
    let signers: [any NoteSigner] = [
      try Ed25519NoteSigner(ExampleLog.key(ExampleLog.origin, 3))
    ]
    let forged = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: ExampleLog.origin, size: 5, root: log.root(5)), with: signers)
    let stranger = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "other.example", size: 5, root: log.root(5)),
      with: [Ed25519NoteSigner(ExampleLog.key())])
    for checkpoint in [forged, stranger, try log.checkpoint(6)] {
      archive.members[2].content = checkpoint.bytes
      let error = try CapsuleExamples.refusal(of: archive.bytes)
      #expect(error?.member == "checkpoints/5")
      #expect(error?.code == (checkpoint.claim.size == 6 ? .member : .checkpoint))
    }
    archive.members[2].content = Array("none".utf8)
    #expect(try CapsuleExamples.refusal(of: archive.bytes)?.code == .checkpoint)
  }

  @Test("is asked before anything after the checkpoint is believed")
  func first() throws {
    var archive = Archive(try CapsuleExamples.write(log))
    archive.members[2].content = []
    archive.members[3].content = []
    let other = try ExampleLog.key("other.example", 2).verifierKey
    #expect(try refusal(archive.bytes, "log \(other)\nquorum none\n")?.code == .checkpoint)
    #expect(try CapsuleExamples.refusal(of: archive.bytes)?.code == .size)
  }
}
