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

/// The names of the rule books of one audit, in the order in which they took effect:
/// `order-329/1,decree-809/1`.
public struct RuleBookNames: Hashable, Sendable, CustomStringConvertible {
  /// The most names: an event or a certificate that says more is refused.
  static let most = 32

  /// The names: at least one, none twice.
  public let names: [RuleBookName]

  /// The name of one book.
  public init(_ name: RuleBookName) { names = [name] }

  init(_ names: [RuleBookName]) { self.names = names }

  /// Reads names joined by commas; `nil` when it is not some.
  public init?(_ description: String) {
    var names: [RuleBookName] = []
    for part in description.split(separator: ",", omittingEmptySubsequences: false) {
      guard let name = RuleBookName(String(part)), !names.contains(name) else { return nil }
      names.append(name)
    }
    guard names.count <= Self.most else { return nil }
    self.names = names
  }

  /// The names joined by commas.
  public var description: String { names.map(\.description).joined(separator: ",") }
}
