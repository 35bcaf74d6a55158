/// A rule book's name and version: `order-329/1`.
public struct RuleBookName: Hashable, Sendable, CustomStringConvertible {
  /// The name: lower-case letters, digits, hyphens and dots.
  public let name: String
  /// The version, from 1 to 999999.
  public let version: Int

  /// Reads `name/version`; `nil` when it is not one.
  public init?(_ description: String) {
    let slash = UInt8(ascii: "/")
    let parts = description.utf8.split(separator: slash, omittingEmptySubsequences: false)
    guard description.utf8.count <= 64, parts.count == 2, let first = parts[0].first,
      Self.isAlphanumeric(first), parts[0].allSatisfy(Self.isNameByte),
      (1...6).contains(parts[1].count), parts[1].first != UInt8(ascii: "0"),
      parts[1].allSatisfy({ 0x30...0x39 ~= $0 }), let version = Int(String(parts[1]) ?? "")
    else { return nil }
    name = String(parts[0]) ?? ""
    self.version = version
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// `name/version`.
  public var description: String { "\(name)/\(version)" }
}
