import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

/// A city's ledger and the province that witnesses it.
@Suite struct WitnessTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let ledger: Ledger
  let records: [Record]
  let policy: TransparencyPolicy
  let time: Instant

  init() async throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner()
    records = try history(400)
    ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    _ = try await ledger.record(Array(records[..<300]))
    time = try instant("2026-09-01T08:00:00+08:00")
    policy = try TransparencyPolicy(
      """
      log \(Keys.log().verifierKey)
      witness province \(Keys.witness().verifierKey)
      quorum province

      """.utf8)
  }

  private var memory: CheckpointMemoryFile { CheckpointMemoryFile(path: folder.file("signed")) }
  private var state: CheckpointMemoryFile { CheckpointMemoryFile(path: folder.file("state")) }

  private func sign(_ count: Int = 0) async throws -> UnverifiedCheckpoint {
    _ = try await ledger.record(Array(records[300..<300 + count]))
    return try await ledger.checkpoint(signer: signer, memory: memory)
  }

  private func witness(_ trust: CheckpointWitness.Trust? = nil) throws -> CheckpointWitness {
    try CheckpointWitness(
      key: Keys.witness(), memory: state, trust: trust ?? .policy(policy), clock: .fixed(at: time))
  }

  private func cosigned(_ answer: CheckpointWitness.Answer) throws -> UnverifiedCheckpoint {
    guard case .cosigned(let checkpoint) = answer else {
      Issue.record("refused: \(answer)")
      throw Unwell()
    }
    return checkpoint
  }

  @Test func aCityIsWitnessedFromEndToEnd() async throws {
    let first = try await sign()
    let answer = try cosigned(witness().cosign(first, proof: nil))
    let verified = try answer.verified(by: policy)
    #expect(verified.cosignatures.map(\.time) == [time.millisecondsSinceEpoch / 1000])
    #expect(try await ledger.accept(answer, policy: policy) == answer)
    #expect(try await ledger.verify(policy: policy).disagreements == [])
    // What is signed again is what the witness has cosigned.
    #expect(try await sign() == answer)

    let second = try await sign(70)
    let proof = try await ledger.consistencyProof(from: 300)
    let next = try cosigned(witness().cosign(second, proof: proof))
    #expect(try await ledger.accept(next) == next)
    #expect(try await ledger.verify(policy: policy).disagreements == [])
    #expect(signer.count == 2)
  }

  @Test func aLargerHeadNeedsAProof() async throws {
    _ = try witness().cosign(try await sign(), proof: nil)
    let second = try await sign(70)
    let wrong = try await ledger.consistencyProof(from: 299)
    for (proof, reason) in [(nil, WitnessRefusal.Reason.proofMissing), (wrong, .otherOldSize)] {
      guard case .refused(let refusal) = try witness().cosign(second, proof: proof) else {
        Issue.record("cosigned without the right proof")
        continue
      }
      #expect(refusal.reason == reason)
      #expect(refusal.evidence == nil)
    }
  }

  @Test func aForkIsRefusedWithEvidence() async throws {
    let first = try await sign()
    _ = try witness().cosign(first, proof: nil)
    let before = try Data(contentsOf: URL(filePath: state.path))
    let forked = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 300, root: SHA256Hasher.leaf([1])),
      with: [signer])
    guard case .refused(let refusal) = try witness().cosign(forked, proof: nil) else {
      Issue.record("a fork was cosigned")
      return
    }
    let evidence = try #require(refusal.evidence)
    #expect(evidence.isConclusive)
    #expect(try ForkEvidence(evidence.bytes) == evidence)
    try evidence.verify(log: Keys.log().verifierKey)
    #expect(try Data(contentsOf: URL(filePath: state.path)) == before)
  }

  @Test func aStrangersCheckpointIsNotCosigned() async throws {
    let stranger = try CountingSigner(Keys.log(5))
    let checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 9, root: SHA256Hasher.leaf([1])),
      with: [stranger])
    let trusts: [CheckpointWitness.Trust] = [
      .policy(policy), .log(try Keys.log().verifierKey),
      .log(try Keys.log(name: "town.example").verifierKey),
    ]
    for trust in trusts {
      #expect(throws: LedgerError(.malformed, "")) {
        try witness(trust).cosign(checkpoint, proof: nil)
      }
      #expect(!FileManager.default.fileExists(atPath: state.path))
    }
    // Nobody has given a key: the first head of a log is believed.
    _ = try cosigned(witness(.nobody).cosign(checkpoint, proof: nil))
  }

  @Test func aLogsKeyIsNoWitness() throws {
    #expect(throws: LedgerError(.malformed, "")) {
      try CheckpointWitness(key: Keys.log(), memory: state, trust: .nobody)
    }
  }

  // MARK: Accepting

  @Test func onlyTheLedgersOwnCheckpointIsAccepted() async throws {
    let first = try await sign()
    let other = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 300, root: SHA256Hasher.leaf([1])),
      with: [signer])
    let unknown = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 299, root: first.claim.root),
      with: [signer])
    await #expect(throws: LedgerError(.contradictory, "")) { try await ledger.accept(other) }
    await #expect(throws: LedgerError(.unknownReference, "")) { try await ledger.accept(unknown) }
    await #expect(throws: LedgerError(.malformed, "")) {
      try await ledger.accept(first, policy: policy)
    }
    #expect(try await ledger.newestCheckpoint() == first)
  }

  @Test func aWrongCosignatureIsNotTaken() async throws {
    let first = try await sign()
    let answer = try cosigned(witness().cosign(first, proof: nil))
    let good = try #require(answer.note.signatures.last)
    var payload = good.payload
    payload[70] ^= 1
    let bad = try #require(
      NoteSignature(name: good.name, keyID: good.keyID, payload: payload))
    let forged = try first.adding([bad])
    await #expect(throws: LedgerError(.malformed, "")) {
      try await ledger.accept(forged, policy: policy)
    }
    #expect(try await ledger.newestCheckpoint() == first)
    // Without a policy nothing is checked, and so nothing that is there is replaced.
    _ = try await ledger.accept(answer)
    #expect(try await ledger.accept(forged) == answer)
    let logForged = try UnverifiedCheckpoint(
      UnverifiedNote(
        text: first.note.text,
        signatures: [
          #require(
            NoteSignature(name: signer.name, keyID: signer.keyID, payload: [1, 2, 3]))
        ]))
    #expect(try await ledger.accept(logForged) == answer)
  }

  @Test func witnessesOfOthersAreLeftOutUnderAPolicy() async throws {
    let first = try await sign()
    let stranger = try Ed25519Cosigner(Keys.witness(7, name: "stranger.example"), time: 1)
    let answer = try cosigned(witness().cosign(first, proof: nil))
    let merged = try await ledger.accept(answer.signed(by: stranger), policy: policy)
    #expect(merged == answer)
    let all = try await ledger.accept(answer.signed(by: stranger))
    #expect(all.note.signatures.count == 3)
  }
}
