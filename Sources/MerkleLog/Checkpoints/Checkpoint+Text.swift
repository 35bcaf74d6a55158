extension Checkpoint {
  /// The lines that are signed: origin, size, root, extensions (C2SP tlog-checkpoint, "Note text").
  public var text: NoteText {
    NoteText(checked: Self.bytes(origin, size, root, extensions))
  }

  /// Reads the text of a checkpoint, which ``text`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedCheckpoint` for every other text: an
  ///   empty line, a size with leading zeros or above 2^63 − 1, a root that is not the canonical
  ///   base64 of 32 bytes.
  public init(_ text: NoteText) throws(MerkleLogError) {
    var lines = TerminatedLines(text.bytes)
    let origin = try Self.nextLine("an origin", from: &lines)
    let sizeLine = try Self.nextLine("a size", from: &lines)
    guard let size = DecimalText.parse(sizeLine.utf8) else {
      throw Self.malformed("a decimal size without leading zeros", sizeLine, lines)
    }
    let rootLine = try Self.nextLine("a root", from: &lines)
    guard let root = TreeHash(base64: rootLine) else {
      throw Self.malformed("the base64 of a 32-byte root", rootLine, lines)
    }
    var extensions: [String] = []
    while !lines.rest.isEmpty {
      extensions.append(try Self.nextLine("an extension that is not empty", from: &lines))
    }
    try self.init(origin: origin, size: size, root: root, extensions: extensions)
  }

  private static func nextLine(
    _ expected: String, from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> String {
    guard let line = lines.next(), !line.isEmpty, let text = StrictText.string(line) else {
      throw malformed(expected, "", lines)
    }
    return text
  }

  private static func malformed(
    _ expected: String, _ found: String, _ lines: TerminatedLines
  ) -> MerkleLogError {
    MerkleLogError(
      .malformedCheckpoint,
      "line \(lines.lineNumber) of the checkpoint: expected \(expected), found "
        + StrictText.excerpt(found))
  }
}
