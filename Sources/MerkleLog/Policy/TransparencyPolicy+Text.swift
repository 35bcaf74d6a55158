extension TransparencyPolicy {
  /// The most bytes that a policy may have.
  public static let maximumByteCount = 1_000_000

  /// The policy in its canonical form: its statements a line each, without comments, blank lines
  /// and surplus white space.
  public var bytes: [UInt8] {
    statements.flatMap { $0.line + [UInt8(ascii: "\n")] }
  }

  /// Reads a policy.
  ///
  /// White space is spaces and tabs, also at the ends of a line; blank lines and lines that begin
  /// with `#` are left out; every line ends in a newline.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedPolicy` and the line's number: for an
  ///   unknown keyword, too few or too many words, a malformed key or one of the wrong type, a key
  ///   or name that is there already, a name that no line before defines, a name that is a member
  ///   twice, a threshold outside of 1 to the number of members, or anything but one quorum; or
  ///   `tooLarge`.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    guard bytes.count <= Self.maximumByteCount else {
      throw MerkleLogError(
        .tooLarge, "a policy has at most \(Self.maximumByteCount) bytes, found \(bytes.count)")
    }
    var lines = TerminatedLines(bytes)
    var reader = PolicyReader()
    while !lines.rest.isEmpty {
      guard let line = lines.next() else {
        throw MerkleLogError(
          .malformedPolicy,
          "line \(lines.lineNumber + 1): expected a newline at the end, found none")
      }
      do {
        try reader.read(line)
      } catch {
        throw MerkleLogError(.malformedPolicy, "line \(lines.lineNumber): \(error.message)")
      }
    }
    self = try reader.policy()
  }
}
