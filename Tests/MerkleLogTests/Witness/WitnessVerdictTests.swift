import MerkleLog
import Testing

@Suite("A witness's verdict")
struct WitnessVerdictTests {
  private let log: SignerKey
  private let all = leaves(80)
  private let other: [TreeHash]

  init() throws {
    log = try NoteExamples.key("log.example", 1)
    // A fork: the same up to the leaf 40, another from there on.
    other = all.enumerated().map { $0 < 40 ? $1 : $1.flipped() }
  }

  private func head(
    _ size: Int, of leaves: [TreeHash]? = nil, origin: String = "log.example"
  ) throws -> UnverifiedCheckpoint {
    let root = ReferenceTree.root((leaves ?? all).prefix(size))
    let checkpoint = try Checkpoint(origin: origin, size: Int64(size), root: root)
    return try UnverifiedCheckpoint(signing: checkpoint, with: [Ed25519NoteSigner(log)])
  }

  private func proof(
    _ oldSize: Int, _ size: Int, of leaves: [TreeHash]? = nil
  ) throws -> ConsistencyProof {
    var tree = try TiledTree(size: Int64(size), source: MemoryTiles(leaves ?? all))
    return try tree.consistencyProof(from: Int64(oldSize))
  }

  private func verdict(
    _ new: UnverifiedCheckpoint, after seen: UnverifiedCheckpoint?, _ proof: ConsistencyProof?
  ) -> WitnessVerdict {
    Witness<SHA256Hasher>.verdict(on: new, after: seen, proof: proof)
  }

  private func refusal(
    _ reason: WitnessRefusal.Reason, evidence: Bool, _ verdict: WitnessVerdict,
    _ location: SourceLocation = #_sourceLocation
  ) -> ForkEvidence? {
    guard case .refused(let refusal) = verdict else {
      Issue.record("accepted", sourceLocation: location)
      return nil
    }
    #expect(refusal.reason == reason, "\(refusal)", sourceLocation: location)
    #expect((refusal.evidence != nil) == evidence, sourceLocation: location)
    return refusal.evidence
  }

  @Test("accepts every size after every other with its proof")
  func accepts() throws {
    let heads = try (0...20).map { try head($0) }
    for size in 0...20 {
      for oldSize in 0...size {
        let proof = try proof(oldSize, size)
        #expect(verdict(heads[size], after: heads[oldSize], proof) == .accepted)
      }
      #expect(verdict(heads[size], after: nil, nil) == .accepted)
      #expect(verdict(heads[size], after: nil, try proof(0, size)) == .accepted)
      #expect(verdict(heads[size], after: heads[size], nil) == .accepted)
    }
  }

  @Test("refuses a fork with both heads, whatever proof it brings")
  func fork() throws {
    let seen = try head(60)
    let same = try head(60, of: other)
    let forked = refusal(.otherRoot, evidence: true, verdict(same, after: seen, nil))
    #expect(forked?.isConclusive == true)
    #expect(forked?.seen == seen && forked?.refused == same)
    try forked?.verify(log: log.verifierKey)

    let larger = try head(70, of: other)
    for leaves in [all, other] {
      let proof = try proof(60, 70, of: leaves)
      let evidence = refusal(.inconsistent, evidence: true, verdict(larger, after: seen, proof))
      #expect(evidence?.isConclusive == false)
    }
    // Before the fork both are the same log.
    #expect(verdict(larger, after: try head(40), try proof(40, 70, of: other)) == .accepted)
  }

  @Test("refuses an older head than the last, as an old copy shows")
  func older() throws {
    let evidence = refusal(
      .smallerSize, evidence: true, verdict(try head(59), after: try head(60), nil))
    #expect(evidence?.refused.claim.size == 59)
    _ = refusal(.smallerSize, evidence: true, verdict(try head(0), after: try head(60), nil))
  }

  @Test("refuses, without evidence of a fork, what the log can do better")
  func mistakes() throws {
    let seen = try head(60)
    _ = refusal(.proofMissing, evidence: false, verdict(try head(70), after: seen, nil))
    for oldSize in [0, 59, 61, 70] {
      let proof = try proof(oldSize, 70)
      _ = refusal(.otherOldSize, evidence: false, verdict(try head(70), after: seen, proof))
    }
    _ = refusal(
      .otherOldSize, evidence: false, verdict(try head(70), after: nil, try proof(60, 70)))
    let foreign = try head(70, origin: "other.example")
    _ = refusal(
      .otherOrigin, evidence: false, verdict(foreign, after: seen, try proof(60, 70)))
  }

  @Test("refuses hashes where none belong, and an empty tree with leaves' root")
  func surplus() throws {
    let hashes = [leaf(1)]
    let fromNothing = try ConsistencyProof(oldSize: 0, hashes: hashes)
    _ = refusal(.inconsistent, evidence: false, verdict(try head(5), after: nil, fromNothing))
    let again = try ConsistencyProof(oldSize: 5, hashes: hashes)
    _ = refusal(.inconsistent, evidence: false, verdict(try head(5), after: try head(5), again))
    let checkpoint = try Checkpoint(origin: "log.example", size: 0, root: leaf(0))
    let empty = try UnverifiedCheckpoint(signing: checkpoint, with: [Ed25519NoteSigner(log)])
    _ = refusal(.otherRoot, evidence: false, verdict(empty, after: nil, nil))
  }
}
