import MerkleLog
import WorkingDays

/// `audit.attested`: an audit of the ledger's first events, as digests that everyone who replays
/// them can check.
public struct AuditAttested: Hashable, Sendable, EventPayload {
  /// The log that was replayed: its first events, and the root over them.
  public let head: LogHead
  /// The times that were asked about.
  public let asOf: Instant
  /// What had become known by then counted.
  public let knownAt: Instant
  /// The rule books that were applied.
  public let ruleBook: RuleBookNames
  /// SHA-256 of the audit report's canonical JSON, its line end included.
  public let reportDigest: TreeHash
  /// The digest of the projections of those events (``ProjectionsDigest``).
  public let projectionsDigest: TreeHash
  /// The Merkle root over the states of all obligations, ordered by id (``ObligationTree``).
  public let obligationsRoot: TreeHash
  /// How many obligations there are.
  public let obligations: Int64

  /// Attests what an audit found.
  public init(
    head: LogHead, asOf: Instant, knownAt: Instant, ruleBook: RuleBookNames,
    reportDigest: TreeHash, projectionsDigest: TreeHash, obligationsRoot: TreeHash,
    obligations: Int64
  ) {
    self.head = head
    self.asOf = asOf
    self.knownAt = knownAt
    self.ruleBook = ruleBook
    self.reportDigest = reportDigest
    self.projectionsDigest = projectionsDigest
    self.obligationsRoot = obligationsRoot
    self.obligations = obligations
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    asOf = try reader.instant("asOf")
    knownAt = try reader.instant("knownAt")
    obligations = try reader.count("obligations")
    obligationsRoot = try reader.hash("obligationsRoot")
    projectionsDigest = try reader.hash("projectionsDigest")
    reportDigest = try reader.hash("reportDigest")
    let root = try reader.hash("root")
    ruleBook = try reader.ruleBookNames("ruleBook")
    head = LogHead(size: try reader.count("size"), root: root)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("asOf", asOf)
    writer.member("knownAt", knownAt)
    writer.member("obligations", obligations)
    writer.member("obligationsRoot", obligationsRoot.base64)
    writer.member("projectionsDigest", projectionsDigest.base64)
    writer.member("reportDigest", reportDigest.base64)
    writer.member("root", head.root.base64)
    writer.member("ruleBook", ruleBook.description)
    writer.member("size", head.size)
  }

  var stream: StreamName { ruleBook.attestations }

  /// The times that were asked about.
  public var scope: AuditScope { AuditScope(asOf: asOf, knownAt: knownAt) }
}

extension RuleBookNames {
  /// The stream of the attestations under these books, and others that begin with the same.
  public var attestations: StreamName {
    StreamName(.attestation, Identifier(names.first?.name ?? ""))
  }
}

extension CanonicalReader {
  /// How many there are.
  fileprivate mutating func count(_ name: StaticString) throws(LedgerError) -> Int64 {
    try member(name) { reader throws(LedgerError) in
      let count = try reader.integer()
      guard count >= 0 else {
        throw .malformed(nil, found: "\(count)", expected: "a number from 0")
      }
      return count
    }
  }

  fileprivate mutating func hash(_ name: StaticString) throws(LedgerError) -> TreeHash {
    try member(name) { reader throws(LedgerError) in
      let text = try reader.string()
      guard let hash = TreeHash(base64: text) else {
        throw .malformed(
          nil, found: "“\(JSONValue.cut(text))”", expected: "a SHA-256 hash in base64")
      }
      return hash
    }
  }
}
