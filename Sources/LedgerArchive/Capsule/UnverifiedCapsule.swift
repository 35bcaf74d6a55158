import LedgerCore
import MerkleLog

/// The beginning of a capsule that nobody has verified: what it says of itself, and its checkpoint.
///
/// ``verified(by:checkpoint:)`` turns it into a ``CapsuleReader``; until then it says only which key
/// to look for.
public struct UnverifiedCapsule: ~Copyable {
  /// What the capsule says of itself, which agrees with ``checkpoint``.
  public let summary: CapsuleSummary

  /// The checkpoint over all events, whose signatures nobody has checked.
  public let checkpoint: UnverifiedCheckpoint

  private let members: CapsuleMembers

  /// Reads the first two members.
  ///
  /// - Parameter source: gives the capsule's next bytes, at most as many as it is asked for, and
  ///   none only at the end.
  /// - Throws: ``CapsuleError``, and what the source throws.
  public init(reading source: @escaping (Int) throws -> [UInt8]) throws {
    var members = CapsuleMembers(source)
    let document = try members.next(
      Capsule.summaryName, sizes: 1...Capsule.maximumDocumentByteCount)
    let summary = try CapsuleSummary(document.content)
    let note = try members.next(
      Capsule.checkpointName, sizes: 1...UnverifiedNote.maximumByteCount)
    let checkpoint = try Self.checkpoint(note)
    try summary.check(against: checkpoint.claim)
    self.summary = summary
    self.checkpoint = checkpoint
    self.members = members
  }

  /// Checks the checkpoint against a policy, and then all that stands before the events: the other
  /// checkpoints' signatures, the law's documents, and that the partial tiles have the root.
  ///
  /// The policy's quorum of witnesses is asked of the checkpoint over all events only: the others
  /// are earlier states of the same tree, which the log must have signed.
  ///
  /// - Parameter checkpoint: is called with each of the other checkpoints, by ascending size. That
  ///   the tree agrees with them is known when the reader has finished.
  /// - Throws: ``CapsuleError``, with the code `checkpoint` when the policy does not accept one; what
  ///   the source or `checkpoint` throws.
  public consuming func verified(
    by policy: TransparencyPolicy, checkpoint: (VerifiedCheckpoint) throws -> Void = { _ in }
  ) throws -> CapsuleReader {
    let verified: VerifiedCheckpoint
    do throws(MerkleLogError) {
      verified = try self.checkpoint.verified(by: policy)
    } catch {
      throw CapsuleError(.checkpoint, Capsule.checkpointName, "\(error)")
    }
    var members = members
    let earlier = try EarlierCheckpoints(
      reading: &members, summary: summary, policy: policy, each: checkpoint)
    let law = try CapsuleLaw(reading: &members, summary: summary)
    return try CapsuleReader(
      checkpoint: verified, summary: summary, law: law, earlier: earlier, members: members)
  }

  static func checkpoint(_ member: CapsuleMember) throws(CapsuleError) -> UnverifiedCheckpoint {
    do throws(MerkleLogError) {
      return try UnverifiedCheckpoint(member.content)
    } catch {
      throw CapsuleError(.checkpoint, member.name, "\(error)")
    }
  }
}
