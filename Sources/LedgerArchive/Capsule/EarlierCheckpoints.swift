import MerkleLog

/// The sizes and roots of the checkpoints beside that of all events, until the tree has reached
/// them.
struct EarlierCheckpoints {
  private struct Head {
    let size: Int64
    let root: TreeHash
  }

  private var heads: [Head] = []
  private var checked = 0

  /// The heads of a log's own checkpoints, by ascending size.
  init(_ checkpoints: [Checkpoint]) {
    heads = checkpoints.map { Head(size: $0.size, root: $0.root) }
  }

  /// Reads the checkpoints' members and checks who signed them.
  init(
    reading members: inout CapsuleMembers, summary: CapsuleSummary, policy: TransparencyPolicy,
    each: (VerifiedCheckpoint) throws -> Void
  ) throws {
    for _ in 0..<summary.checkpoints {
      let member = try members.next(
        expected: Capsule.checkpointFolder, sizes: 1...UnverifiedNote.maximumByteCount
      ) { $0.hasPrefix(Capsule.checkpointFolder) }
      let verified = try Self.verified(member, policy)
      try append(verified.checkpoint, member, summary)
      try each(verified)
    }
  }

  private mutating func append(
    _ checkpoint: Checkpoint, _ member: CapsuleMember, _ summary: CapsuleSummary
  ) throws(CapsuleError) {
    guard member.name == Self.name(checkpoint.size) else {
      throw CapsuleError(.member, member.name, "the checkpoint in it is of \(checkpoint.size)")
    }
    guard checkpoint.hasOrigin(summary.origin) else {
      throw CapsuleError(.checkpoint, member.name, "the checkpoint is of another log")
    }
    guard (heads.last.map(\.size) ?? -1) < checkpoint.size, checkpoint.size < summary.size else {
      throw CapsuleError(
        .member, member.name,
        "checkpoints must be of ascending sizes below that of the capsule, \(summary.size)")
    }
    heads.append(Head(size: checkpoint.size, root: checkpoint.root))
  }

  static func name(_ size: Int64) -> String { Capsule.checkpointFolder + String(size) }

  /// The checkpoint, when a log of the policy whose key is named as the origin has signed it.
  private static func verified(
    _ member: CapsuleMember, _ policy: TransparencyPolicy
  ) throws(CapsuleError) -> VerifiedCheckpoint {
    let checkpoint = try UnverifiedCapsule.checkpoint(member)
    let signers = checkpoint.note.signatures
    let log = policy.logs.first { log in
      checkpoint.claim.hasOrigin(log.name.text)
        && signers.contains { $0.name == log.name && $0.keyID == log.keyID }
    }
    guard let log else {
      throw CapsuleError(
        .checkpoint, member.name, "expected a signature by a log of the policy, found none")
    }
    let others = Set(policy.logs).union(policy.witnesses.values).subtracting([log])
    do throws(MerkleLogError) {
      return try checkpoint.verified(by: log, cosigners: Array(others))
    } catch {
      throw CapsuleError(.checkpoint, member.name, "\(error)")
    }
  }
}

extension EarlierCheckpoints {
  /// Compares the checkpoints of up to `size` events with the tree.
  ///
  /// - Parameter root: the root over the first leaves, as far as the tree is known.
  /// - Throws: ``CapsuleError`` with the code `inconsistent`.
  mutating func check(upTo size: Int64, root: (Int64) -> TreeHash?) throws(CapsuleError) {
    while checked < heads.count, heads[checked].size <= size {
      let head = heads[checked]
      let found = head.size == 0 ? SHA256Hasher.emptyRoot : root(head.size)
      guard found == head.root else {
        throw CapsuleError(
          .inconsistent, Self.name(head.size),
          "the log signed the root \(head.root.base64) there, but the tree over the same events "
            + "has \(found?.base64 ?? "none")")
      }
      checked += 1
    }
  }
}
