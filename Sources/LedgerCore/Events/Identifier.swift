/// The name of a record or of a thing that records speak of: an entry, a request, a trigger.
///
/// Two identifiers are equal when their UTF-8 bytes are. (Swift's `String` also equates spellings
/// that differ in bytes; a log, a database and a Merkle leaf must not.)
///
/// A valid identifier has 1 to 64 characters, none invisible. Recording checks that; making a
/// value does not.
public struct Identifier: Sendable {
  /// The characters.
  public let text: String

  /// Names a thing.
  public init(_ text: String) { self.text = text }
}

extension Identifier: Hashable {
  /// Equal by bytes.
  public static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Identifier: Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
  /// Byte order, which is also the order of Unicode scalars.
  public static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  /// The characters.
  public var description: String { text }

  /// Names a thing by a literal.
  public init(stringLiteral text: String) { self.text = text }
}
