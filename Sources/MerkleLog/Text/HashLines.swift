/// The hashes of a proof, one a line in base64 (C2SP tlog-proof, tlog-witness).
enum HashLines {
  /// The lines of these hashes.
  static func text(of hashes: [TreeHash]) -> String {
    hashes.map { $0.base64 + "\n" }.joined()
  }

  /// Reads hashes up to the end or to a blank line, which is read too.
  ///
  /// - Returns: the hashes, and whether a blank line ended them.
  static func read(
    from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> (hashes: [TreeHash], blankLineFollows: Bool) {
    var hashes: [TreeHash] = []
    while let line = lines.next() {
      if line.isEmpty { return (hashes, true) }
      guard hashes.count < InclusionProof.maximumHashCount else {
        throw MerkleLogError(
          .proofLengthMismatch,
          "line \(lines.lineNumber): a proof has at most \(InclusionProof.maximumHashCount) "
            + "hashes, found another")
      }
      guard let bytes = Base64.decode(ascii: line), let hash = TreeHash(bytes) else {
        throw MerkleLogError(
          .malformedProof,
          "line \(lines.lineNumber): expected the base64 of a 32-byte hash, found "
            + StrictText.excerpt(line))
      }
      hashes.append(hash)
    }
    guard lines.rest.isEmpty else {
      throw MerkleLogError(
        .malformedProof,
        "line \(lines.lineNumber + 1): expected a newline at the end, found "
          + StrictText.excerpt(lines.rest))
    }
    return (hashes, false)
  }

  /// Reads the number after a keyword and a space, such as `index 7`.
  static func readNumber(
    after keyword: String, from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> Int64 {
    let line = lines.next() ?? lines.rest
    let prefix = keyword + " "
    guard line.starts(with: prefix.utf8),
      let number = DecimalText.parse(line.dropFirst(prefix.utf8.count))
    else {
      throw MerkleLogError(
        .malformedProof,
        "line \(max(lines.lineNumber, 1)): expected \"\(keyword)\", a space and a decimal without "
          + "leading zeros, found " + StrictText.excerpt(line))
    }
    return number
  }
}
