/// Why a capsule cannot be written, read or believed.
///
/// Two errors are equal when their codes are; the rest tells a person where and what.
public struct CapsuleError: Error, Sendable {
  /// The kind of an error.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable across versions.
    public let description: String

    /// The file ends within a member or before its end mark.
    public static let truncated = Code(description: "truncated")
    /// A header is not one of this format: a field or the checksum is wrong.
    public static let header = Code(description: "header")
    /// Another member stands where one must: one is missing, surplus, repeated or out of order.
    public static let member = Code(description: "member")
    /// A member's size is more or less than it may be.
    public static let size = Code(description: "size")
    /// What fills a member's last block is not zeros.
    public static let padding = Code(description: "padding")
    /// The end mark is not two blocks of zeros, or bytes follow it.
    public static let trailingBytes = Code(description: "trailingBytes")
    /// A document is not canonical JSON or not what its schema describes.
    public static let document = Code(description: "document")
    /// `capsule.json` says something else than the rest.
    public static let summary = Code(description: "summary")
    /// A checkpoint is malformed, or its signatures do not satisfy the policy.
    public static let checkpoint = Code(description: "checkpoint")
    /// A checkpoint is of another tree than the events: the log was forked or rewritten.
    public static let inconsistent = Code(description: "inconsistent")
    /// The partial tiles do not lead to the root of the checkpoint.
    public static let root = Code(description: "root")
    /// A tile is malformed or not the one under the root.
    public static let tile = Code(description: "tile")
    /// A bundle is damaged or does not have as many events as it must.
    public static let bundle = Code(description: "bundle")
    /// An event is not the one under the root.
    public static let event = Code(description: "event")
    /// The bytes are not those that were written, though all that is signed agrees.
    public static let digest = Code(description: "digest")
    /// Not all pages were read and accepted, or not in order; or an error came before.
    public static let unfinished = Code(description: "unfinished")
  }

  /// The kind of the error.
  public let code: Code

  /// The name of the member that it is about.
  public let member: String

  /// The position of the event that it is about, where it is about one.
  public let position: Int64?

  /// What was expected and what was found.
  public let message: String

  init(_ code: Code, _ member: String, at position: Int64? = nil, _ message: String) {
    self.code = code
    self.member = member
    self.position = position
    self.message = message
  }
}

extension CapsuleError: Hashable {
  /// Whether two errors are of the same kind.
  public static func == (left: CapsuleError, right: CapsuleError) -> Bool {
    left.code == right.code
  }

  /// Feeds the code to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
  }
}

extension CapsuleError: CustomStringConvertible {
  /// The code, the member, the position and the message, in one line.
  public var description: String {
    "\(code): \(member): " + (position.map { "position \($0): " } ?? "") + message
  }
}
