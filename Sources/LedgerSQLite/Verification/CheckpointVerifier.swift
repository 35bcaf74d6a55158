import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// Checks the stored checkpoints while the log's tree is made again: each is compared when the tree
/// has its size.
struct CheckpointVerifier {
  /// What disagrees: kind, place, message.
  typealias Finding = (kind: Disagreement.Kind, place: String, message: String)

  private var rows: RowCursor?
  private let origin: KeyName?
  private let policy: TransparencyPolicy?
  private var newest: Int64?
  private var next: StoredCheckpoint?
  /// How many checkpoints are stored.
  private(set) var count = 0
  /// The largest size that a checkpoint covers which the log, as far as can be said, has signed.
  private(set) var signedSize: Int64?
  /// What was found since ``takeFindings()``.
  private var findings: [Finding] = []

  init(db: Database, policy: TransparencyPolicy?) {
    let checkpoints = LogCheckpoints(db: db)
    self.policy = policy
    do throws(LedgerError) {
      origin = try storing { try checkpoints.origin() }
    } catch {
      origin = nil
      findings.append((.origin, "log_origin", error.message))
    }
    do {
      (count, newest) = try checkpoints.countAndNewestSize()
      rows = try checkpoints.all()
    } catch {
      endReading(error)
    }
    if origin == nil, count > 0 {
      findings.append(
        (.origin, "log_origin", "expected the origin of \(count) checkpoints, found none"))
    }
    if policy != nil, count == 0 {
      findings.append(
        (.signature, "log_checkpoints", "found no checkpoint that the policy could accept"))
    }
    advance()
  }

  /// Whether a checkpoint must be compared with the tree of this size.
  func isDue(at size: Int64) -> Bool { next.map { $0.size <= size } ?? false }

  /// Compares the checkpoints of the tree's size, and all that are smaller.
  mutating func check(_ tree: TreeEdge<SHA256Hasher>) {
    while let stored = next, stored.size <= tree.size {
      if let checkpoint = read(stored) {
        compare(checkpoint.claim.root, with: tree)
      }
      advance()
    }
  }

  /// Reads the checkpoints that are larger than the tree.
  ///
  /// - Parameter logSize: how many events are stored, whether they could be read or not.
  mutating func finish(logSize: Int64) {
    while let stored = next {
      if read(stored) != nil, stored.size > logSize {
        add(
          .checkpoint, stored.size,
          "a checkpoint covers \(stored.size) events, the log has \(logSize)")
      }
      advance()
    }
  }

  /// Takes out what was found.
  mutating func takeFindings() -> [Finding] {
    defer { findings = [] }
    return findings
  }

  private mutating func advance() {
    do {
      next = try rows?.next().map(StoredCheckpoint.init)
    } catch {
      endReading(error)
    }
  }

  /// What the database cannot give ends the reading.
  private mutating func endReading(_ error: any Error) {
    (rows, next) = (nil, nil)
    findings.append((.checkpoint, "log_checkpoints", LedgerError(storing: error).message))
  }

  private mutating func add(_ kind: Disagreement.Kind, _ size: Int64, _ message: String) {
    let last = max(size, 0) - 1
    let position =
      size > 0 ? " (position \(last), bundle \(last / Int64(SealedBundle.width)))" : ""
    findings.append((kind, "log_checkpoints size \(size)\(position)", message))
  }

  private mutating func compare(
    _ root: TreeHash, with tree: TreeEdge<SHA256Hasher>
  ) {
    let found = tree.root()
    guard root != found else { return }
    add(
      .checkpoint, tree.size,
      "the root that was signed is \(root.base64), that of the events \(found.base64)")
  }
}

// MARK: One checkpoint

extension CheckpointVerifier {
  /// A checkpoint that has the right form, size and origin; its signatures are checked too.
  private mutating func read(_ stored: StoredCheckpoint) -> UnverifiedCheckpoint? {
    let checkpoint: UnverifiedCheckpoint
    do throws(LedgerError) {
      checkpoint = try stored.checkpoint()
    } catch {
      add(.checkpoint, stored.size, error.message)
      return nil
    }
    guard let origin, checkpoint.claim.hasOrigin(origin.text) else {
      add(
        .checkpoint, stored.size,
        "expected the origin \(origin?.text ?? "of the log"), found \(checkpoint.claim.origin)")
      return nil
    }
    if isSigned(checkpoint, by: origin) { signedSize = stored.size }
    return checkpoint
  }

  /// Whether the log has signed the checkpoint: by the policy, or else at least by the name of the
  /// signature.
  private mutating func isSigned(
    _ checkpoint: UnverifiedCheckpoint, by origin: KeyName
  ) -> Bool {
    let size = checkpoint.claim.size
    guard let policy else {
      let isNamed = checkpoint.note.signatures.contains { $0.name == origin }
      if !isNamed { add(.signature, size, "expected a signature by \(origin), found none") }
      return isNamed
    }
    do throws(MerkleLogError) {
      _ = try checkpoint.verified(byLogOf: policy)
      // Only the newest checkpoint is what others go by; older ones may have fewer cosignatures.
      if size == newest { _ = try checkpoint.verified(by: policy) }
      return true
    } catch {
      add(.signature, size, error.message)
      return error.code == .quorumNotReached
    }
  }
}
