extension ConsistencyProof {
  /// The proof as text: `old <size>` and one hash a line in base64, as at the head of a request to
  /// a witness (C2SP tlog-witness, "add-checkpoint").
  public var text: String {
    "old \(oldSize)\n" + HashLines.text(of: hashes)
  }

  /// Reads a proof as ``text`` writes it, with nothing after it.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedProof` for every other text, or
  ///   `proofLengthMismatch` for more than 63 hashes.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    var lines = TerminatedLines(bytes.prefix(Self.readByteCount))
    let (proof, blankLineFollows) = try Self.read(from: &lines)
    guard !blankLineFollows else {
      throw MerkleLogError(
        .malformedProof, "line \(lines.lineNumber): expected a hash or the end, found a blank line")
    }
    self = proof
  }

  /// Reads the lines of a proof up to the end or to a blank line, which is read too.
  static func read(
    from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> (proof: ConsistencyProof, blankLineFollows: Bool) {
    let oldSize = try HashLines.readNumber(after: "old", from: &lines)
    let (hashes, blankLineFollows) = try HashLines.read(from: &lines)
    return (try ConsistencyProof(oldSize: oldSize, hashes: hashes), blankLineFollows)
  }

  /// Room for the longest proof, its first line and 63 hashes, and for one hash too many.
  private static var readByteCount: Int { 24 + (InclusionProof.maximumHashCount + 1) * 45 }
}
