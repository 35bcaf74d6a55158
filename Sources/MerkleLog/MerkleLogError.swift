/// What could not be done with a tree or its parts.
///
/// Two errors are equal when their codes are; the message tells a person what was expected and
/// what was found.
public struct MerkleLogError: Error, Sendable, CustomStringConvertible {
  /// The kind of an error.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable across versions.
    public let description: String

    /// The size is negative or above ``TreeEdge/maximumSize``.
    public static let sizeOutOfRange = Code(description: "sizeOutOfRange")
    /// The leaf hashes after the last full tile are not as many as the size asks for.
    public static let tailMismatch = Code(description: "tailMismatch")
    /// A tile is not the one asked for, or is not full.
    public static let tileMismatch = Code(description: "tileMismatch")
    /// A tile that a proof needs is not there.
    public static let tileMissing = Code(description: "tileMissing")
    /// A leaf's index is negative or not below the tree's size.
    public static let indexOutOfRange = Code(description: "indexOutOfRange")
    /// A proof has too many hashes, or not as many as its index and sizes ask for.
    public static let proofLengthMismatch = Code(description: "proofLengthMismatch")
    /// A proof does not lead to the root that it is checked against.
    public static let proofRootMismatch = Code(description: "proofRootMismatch")

    /// Bytes are more than their format may have.
    public static let tooLarge = Code(description: "tooLarge")
    /// A tile's or an entry bundle's path is not written as the standard says.
    public static let malformedPath = Code(description: "malformedPath")
    /// A key, a key's name or a key's identifier is not written as the standard says.
    public static let malformedKey = Code(description: "malformedKey")
    /// A signed note is not written as the standard says.
    public static let malformedNote = Code(description: "malformedNote")
    /// A checkpoint is not written as the standard says.
    public static let malformedCheckpoint = Code(description: "malformedCheckpoint")
    /// A proof file or a witness's request is not written as the standard says.
    public static let malformedProof = Code(description: "malformedProof")
    /// A policy file is not written as the standard says.
    public static let malformedPolicy = Code(description: "malformedPolicy")
    /// A file of several signed checkpoints is not written as it must be.
    public static let malformedCheckpointFile = Code(description: "malformedCheckpointFile")

    /// Two of the known keys have the same name and identifier.
    public static let ambiguousKey = Code(description: "ambiguousKey")
    /// A key of this type cannot do what is asked of it.
    public static let wrongKeyType = Code(description: "wrongKeyType")
    /// The signature of a known key is wrong.
    public static let invalidSignature = Code(description: "invalidSignature")
    /// None of the signatures is by a known key.
    public static let noKnownSignature = Code(description: "noKnownSignature")
    /// A checkpoint's origin is not the name of the log's key.
    public static let originMismatch = Code(description: "originMismatch")
    /// Fewer witnesses than the policy asks for have cosigned.
    public static let quorumNotReached = Code(description: "quorumNotReached")
  }

  /// The kind of the error.
  public let code: Code

  /// What was expected and what was found.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The code and the message.
  public var description: String { "\(code): \(message)" }
}

extension MerkleLogError: Hashable {
  /// Whether two errors are of the same kind.
  public static func == (left: MerkleLogError, right: MerkleLogError) -> Bool {
    left.code == right.code
  }

  /// Feeds the code to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
  }
}
