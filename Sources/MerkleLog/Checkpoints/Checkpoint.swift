/// The head of a log at one size: which log, how many leaves, which root (C2SP tlog-checkpoint).
///
/// By itself it says nothing; what counts is who signed it: ``UnverifiedCheckpoint``,
/// ``VerifiedCheckpoint``.
public struct Checkpoint: Sendable {
  /// What identifies the log: any text of one line. Compare origins by their bytes, as
  /// ``hasOrigin(_:)`` does.
  public let origin: String

  /// How many leaves the tree has.
  public let size: Int64

  /// The Merkle Tree Hash over the leaves (RFC 6962 section 2.1).
  public let root: TreeHash

  /// Further lines with no meaning here. The standard advises against them.
  public let extensions: [String]

  /// A checkpoint of these parts.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedCheckpoint` when the size is negative, or
  ///   when the origin or an extension is empty or has a control character; or `tooLarge`.
  public init(
    origin: String, size: Int64, root: TreeHash, extensions: [String] = []
  ) throws(MerkleLogError) {
    guard size >= 0 else {
      throw MerkleLogError(.malformedCheckpoint, "a tree cannot have \(size) leaves")
    }
    for line in [origin] + extensions where line.isEmpty || line.utf8.contains(where: { $0 < 0x20 })
    {
      throw MerkleLogError(
        .malformedCheckpoint,
        "expected lines that are not empty and have no control character, found "
          + StrictText.excerpt(line))
    }
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
    _ = try NoteText(Self.bytes(origin, size, root, extensions))
  }

  /// Whether the checkpoint is of the log with this origin, byte for byte.
  public func hasOrigin(_ other: String) -> Bool {
    StrictText.isSame(origin, other)
  }

  /// Whether both checkpoints are of one log, size and root. Extensions do not matter.
  public func isSameHead(as other: Checkpoint) -> Bool {
    hasOrigin(other.origin) && size == other.size && root == other.root
  }

  static func bytes(
    _ origin: String, _ size: Int64, _ root: TreeHash, _ extensions: [String]
  ) -> [UInt8] {
    let lines = [origin, String(size), root.base64] + extensions
    return lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
  }
}

extension Checkpoint: Hashable {
  /// Whether two checkpoints have the same text, byte for byte.
  public static func == (left: Checkpoint, right: Checkpoint) -> Bool {
    left.text == right.text
  }

  /// Feeds the size and root to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(size)
    hasher.combine(root)
  }
}
