/// Why bytes could not be packed into an archive or taken out of one.
///
/// Two errors are equal when their codes are; the message tells a person what was expected, what
/// was found and where.
public struct ArchiveError: Error, Sendable, CustomStringConvertible {
  /// The kind of an error.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    /// The code's name, stable across versions.
    public let description: String

    /// An entry is longer than the 65,535 bytes that a bundle can say.
    public static let entryTooLong = Code(description: "entryTooLong")
    /// A bundle has no entry, more than 256, or not the number required.
    public static let entryCount = Code(description: "entryCount")
    /// A bundle ends within an entry.
    public static let truncatedBundle = Code(description: "truncatedBundle")
    /// Bytes follow the end of a bundle or of a compressed frame.
    public static let trailingBytes = Code(description: "trailingBytes")
    /// The bytes do not begin a frame of the LZ4 frame format.
    public static let notAFrame = Code(description: "notAFrame")
    /// A frame lacks a content size or checksum, or asks for a dictionary or another version.
    public static let unsupportedFrame = Code(description: "unsupportedFrame")
    /// A frame declares more content than allowed, or more than its bytes could hold.
    public static let contentTooLarge = Code(description: "contentTooLarge")
    /// A frame is damaged: its blocks, sizes or checksums do not agree.
    public static let corruptFrame = Code(description: "corruptFrame")
    /// A frame ends before its end mark and checksum.
    public static let truncatedFrame = Code(description: "truncatedFrame")
    /// The compression library refused to work, for example for want of memory.
    public static let library = Code(description: "library")
  }

  /// The kind of the error.
  public let code: Code

  /// What was expected, what was found and where.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The code and the message.
  public var description: String { "\(code): \(message)" }
}

extension ArchiveError: Hashable {
  /// Whether two errors are of the same kind.
  public static func == (left: ArchiveError, right: ArchiveError) -> Bool {
    left.code == right.code
  }

  /// Feeds the code to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
  }
}
