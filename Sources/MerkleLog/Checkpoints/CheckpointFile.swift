/// Several signed checkpoints in one text: each as it is, with a blank line between two. One alone
/// is just that checkpoint.
///
/// No checkpoint has a blank line within its text or its signatures, so that the text can be read
/// in one way only.
enum CheckpointFile {
  /// The most bytes that are read.
  static let maximumByteCount = 16_000_000

  /// The text of these checkpoints; nothing for none.
  static func bytes(of checkpoints: [UnverifiedCheckpoint]) -> [UInt8] {
    Array(checkpoints.map(\.bytes).joined(separator: [UInt8(ascii: "\n")]))
  }

  /// Reads a text as ``bytes(of:)`` writes it.
  static func read(_ bytes: [UInt8]) throws(MerkleLogError) -> [UnverifiedCheckpoint] {
    guard bytes.count <= maximumByteCount else {
      throw MerkleLogError(
        .tooLarge, "a checkpoint file has at most \(maximumByteCount) bytes, found \(bytes.count)")
    }
    var checkpoints: [UnverifiedCheckpoint] = []
    var lines = TerminatedLines(bytes)
    while !lines.rest.isEmpty {
      checkpoints.append(try nextCheckpoint(from: &lines))
    }
    guard Self.bytes(of: checkpoints) == bytes else {
      throw MerkleLogError(
        .malformedCheckpointFile, "expected one blank line between two checkpoints, found another")
    }
    return checkpoints
  }

  /// Reads up to the second blank line, which is read too, or to the end.
  private static func nextCheckpoint(
    from lines: inout TerminatedLines
  ) throws(MerkleLogError) -> UnverifiedCheckpoint {
    let start = lines.rest
    var blankLines = 0
    var end = start.startIndex
    while let line = lines.next() {
      if line.isEmpty { blankLines += 1 }
      if blankLines == 2 { break }
      end = lines.rest.startIndex
    }
    let isWhole = blankLines == 2 || lines.rest.isEmpty
    return try UnverifiedCheckpoint(isWhole ? start[..<end] : start)
  }
}
