import MerkleLog
import WorkingDays

/// A certificate that nobody has checked: its evidence, and its bytes.
///
/// ``verified(by:law:)`` turns it into a ``VerifiedCertificate``.
public struct UnverifiedCertificate: Sendable {
  /// The most bytes that a certificate may have: 8 MiB.
  public static let largestSize = 8 << 20

  /// The bytes as they were read.
  public let bytes: [UInt8]
  /// The evidence that they show.
  public let evidence: CertificateEvidence

  /// Reads the evidence in a certificate.
  ///
  /// - Throws: `tooLarge`, or `malformed` with the path of the fault.
  public init(_ bytes: [UInt8]) throws(LedgerError) {
    guard bytes.count <= Self.largestSize else {
      throw LedgerError(
        .tooLarge,
        "found a certificate of \(bytes.count) bytes, expected at most \(Self.largestSize)")
    }
    let document = DocumentReader(try JSONValue(parsing: bytes.prefix(Self.contentCount(bytes))))
    let isOfViolation = document.optional("violation") != nil
    try document.object(
      Self.members + (isOfViolation ? ["violation"] : ["days", "notices", "obligation"]))
    try document["schema"].constant(Certificate.schema)
    self.bytes = bytes
    evidence = try CertificateEvidence(document)
  }

  /// What every certificate has.
  private static let members = [
    "asOf", "attestation", "checkpoint", "events", "grade", "knownAt", "law", "ruleBook", "schema",
    "statement",
  ]

  /// How many bytes stand before the line end.
  private static func contentCount(_ bytes: [UInt8]) -> Int {
    bytes.last == 0x0A ? bytes.count - 1 : bytes.count
  }
}

extension CertificateEvidence {
  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    let list = try document["events"].elements()
    guard list.count <= Self.mostEvents else {
      throw .malformed(
        "events", found: "\(list.count) events", expected: "at most \(Self.mostEvents)")
    }
    var events: [ShownEvent] = []
    for element in list {
      try element.object(["event", "proof"])
      events.append(try ShownEvent(element))
    }
    let attestation = document["attestation"]
    self.init(
      finding: try Self.finding(document),
      scope: AuditScope(
        asOf: try document["asOf"].instant(), knownAt: try document["knownAt"].instant()),
      ruleBook: try document["ruleBook"].ruleBookNames(), events: events,
      attestation: attestation.value == .null ? nil : try Attestation(attestation),
      checkpoint: try document["checkpoint"].checkpoint())
  }
}

extension CertificateEvidence {
  /// The id of the finding.
  private static func finding(_ document: DocumentReader) throws(LedgerError) -> Identifier {
    guard let violation = document.optional("violation") else {
      return Identifier(try document["obligation"]["id"].text())
    }
    return Identifier("\(try violation["rule"].text())/\(try violation["event"].text())")
  }
}

extension CertificateEvidence.ShownEvent {
  /// - Parameter element: an object with `event` and `proof`.
  fileprivate init(_ element: DocumentReader) throws(LedgerError) {
    let position = try element["event"]["position"].integer()
    self.init(
      leaf: element["event"].value.canonicalBytes,
      proof: try element["proof"].proof(of: Int64(position)))
  }
}

extension CertificateEvidence.Attestation {
  fileprivate init(_ element: DocumentReader) throws(LedgerError) {
    try element.object(["event", "index", "path", "proof"])
    self.init(
      event: try CertificateEvidence.ShownEvent(element),
      proof: try element["path"].proof(of: Int64(try element["index"].integer())))
  }
}

extension DocumentReader {
  fileprivate func instant() throws(LedgerError) -> Instant {
    guard case .string(let text) = value, let instant = Instant(rfc3339: text) else {
      throw fault("a time")
    }
    return instant
  }

  fileprivate func ruleBookNames() throws(LedgerError) -> RuleBookNames {
    guard case .string(let text) = value, let names = RuleBookNames(text) else {
      throw fault("names and versions of rule books")
    }
    return names
  }

  fileprivate func checkpoint() throws(LedgerError) -> UnverifiedCheckpoint {
    guard case .string(let text) = value else { throw fault("a signed checkpoint") }
    do {
      return try UnverifiedCheckpoint(Array(text.utf8))
    } catch {
      throw .malformed(path, found: error.message, expected: "a signed checkpoint")
    }
  }

  fileprivate func proof(of index: Int64) throws(LedgerError) -> InclusionProof {
    let list = try elements()
    guard list.count <= InclusionProof.maximumHashCount else { throw fault("at most 63 hashes") }
    var hashes: [TreeHash] = []
    for element in list {
      guard case .string(let text) = element.value, let hash = TreeHash(base64: text) else {
        throw element.fault("a hash in base64")
      }
      hashes.append(hash)
    }
    do {
      return try InclusionProof(index: index, hashes: hashes)
    } catch {
      throw .malformed(path, found: error.message, expected: "a proof of inclusion")
    }
  }
}
