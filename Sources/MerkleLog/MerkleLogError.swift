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
