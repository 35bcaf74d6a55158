extension LogProof {
  /// The most extra bytes that a proof may have.
  public static let maximumExtraByteCount = 1_000_000

  private static let header = "c2sp.org/tlog-proof@v1"
  private static let extraPrefix = "extra "

  /// Room for the longest extra line, 63 hashes and the longest checkpoint.
  private static var maximumByteCount: Int {
    maximumExtraByteCount / 3 * 4 + UnverifiedNote.maximumByteCount + 4096
  }

  /// The proof as a file.
  public var bytes: [UInt8] {
    let extraLine = extra.map { Self.extraPrefix + Base64.encode($0) + "\n" } ?? ""
    let head = "\(Self.header)\n\(extraLine)index \(inclusion.index)\n"
    return Array((head + HashLines.text(of: inclusion.hashes) + "\n").utf8) + checkpoint.bytes
  }

  /// Reads a file, the bytes of which ``bytes`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedProof`, `proofLengthMismatch` for more
  ///   than 63 hashes or `tooLarge`; and as ``UnverifiedCheckpoint`` does.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    let bytes = bytes.prefix(Self.maximumByteCount + 1)
    guard bytes.count <= Self.maximumByteCount else {
      throw MerkleLogError(.tooLarge, "a proof has at most \(Self.maximumByteCount) bytes")
    }
    var lines = TerminatedLines(bytes)
    guard let first = lines.next(), first.elementsEqual(Self.header.utf8) else {
      throw MerkleLogError(
        .malformedProof,
        "line 1: expected \"\(Self.header)\", found " + StrictText.excerpt(bytes.prefix(24)))
    }
    let extra = try Self.readExtra(from: &lines)
    let index = try HashLines.readNumber(after: "index", from: &lines)
    let (hashes, blankLineFollows) = try HashLines.read(from: &lines)
    guard blankLineFollows else {
      throw MerkleLogError(
        .malformedProof,
        "line \(lines.lineNumber): expected a blank line and a checkpoint, found the end")
    }
    try self.init(
      extra: extra, inclusion: try InclusionProof(index: index, hashes: hashes),
      checkpoint: try UnverifiedCheckpoint(lines.rest))
  }

  private static func readExtra(
    from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> [UInt8]? {
    guard lines.rest.starts(with: extraPrefix.utf8) else { return nil }
    let line = lines.next() ?? lines.rest
    guard let extra = Base64.decode(ascii: line.dropFirst(extraPrefix.utf8.count)) else {
      throw MerkleLogError(
        .malformedProof,
        "line \(lines.lineNumber): expected base64 after \"extra\", found "
          + StrictText.excerpt(line))
    }
    return extra
  }
}
