import MerkleLog
import WorkingDays

/// What a certificate rests on: events of the log with their proofs. Everything else in it follows
/// from this and the law, and is made again by whoever verifies it.
public struct CertificateEvidence: Sendable {
  /// The most events that a certificate may show.
  public static let mostEvents = 256

  /// An event of the log, with the proof that it stands there.
  public struct ShownEvent: Sendable {
    /// The canonical bytes: the leaf.
    public let leaf: [UInt8]
    /// The proof that the leaf stands at its position under the checkpoint.
    public let proof: InclusionProof

    /// Shows an event.
    public init(leaf: [UInt8], proof: InclusionProof) {
      self.leaf = leaf
      self.proof = proof
    }
  }

  /// The recorded audit under whose root the finding stands.
  public struct Attestation: Sendable {
    /// The event `audit.attested`.
    public let event: ShownEvent
    /// The proof that the finding stands under the attested root.
    public let proof: InclusionProof

    /// Shows an attestation.
    public init(event: ShownEvent, proof: InclusionProof) {
      self.event = event
      self.proof = proof
    }
  }

  /// The finding's id, such as `sd329.23/SR-1` or `sd329.23.reasons/sr-1-replied`.
  public let finding: Identifier
  /// The times that were asked about.
  public let asOf: Instant
  /// What had become known by then counted.
  public let knownAt: Instant
  /// The rule books that were applied.
  public let ruleBook: RuleBookNames
  /// The events that it rests on, in the order of the log.
  public let events: [ShownEvent]
  /// The recorded audit; `nil` in a certificate that proves inclusion alone.
  public let attestation: Attestation?
  /// The signed head of the log under which all events stand.
  public let checkpoint: UnverifiedCheckpoint

  /// Gathers evidence.
  public init(
    finding: Identifier, scope: AuditScope, ruleBook: RuleBookNames, events: [ShownEvent],
    attestation: Attestation?, checkpoint: UnverifiedCheckpoint
  ) {
    self.finding = finding
    asOf = scope.asOf
    knownAt = scope.knownAt
    self.ruleBook = ruleBook
    self.events = events
    self.attestation = attestation
    self.checkpoint = checkpoint
  }

  /// What the certificate proves of its finding.
  public var grade: CertificateGrade { attestation == nil ? .included : .attested }

  /// The times that were asked about.
  public var scope: AuditScope { AuditScope(asOf: asOf, knownAt: knownAt) }
}
