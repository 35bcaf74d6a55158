/// An administrative division's six-digit code (GB/T 2260), such as `370100` for Jinan.
public struct Division: Hashable, Sendable, CustomStringConvertible {
  /// The level that the code itself tells.
  public enum Level: String, Sendable, CaseIterable {
    /// `xx0000`: a province (省).
    case province
    /// `xxxx00`: a city divided into districts (设区的市).
    case city
    /// Any other: a county, a county-level city or a district (县、市、区).
    case county
  }

  /// The code as a number from 110000 to 999999.
  public let code: Int32

  /// Reads a six-digit code; `nil` when it is not one.
  public init?(_ string: String) { self.init(utf8: string.utf8) }

  /// Reads a code from its bytes; `nil` when it is not one.
  init?(utf8 digits: some Collection<UInt8>) {
    guard digits.count == 6, digits.allSatisfy({ 0x30...0x39 ~= $0 }), digits.first != 0x30 else {
      return nil
    }
    self.init(code: digits.reduce(Int32(0)) { $0 * 10 + Int32($1 - 0x30) })
  }

  /// The division of a code; `nil` when it is none.
  init?(code: Int32) {
    guard 100_000...999_999 ~= code else { return nil }
    // A county-level code stands under a city or a county-level group, never under 00.
    if code / 100 % 100 == 0, code % 100 != 0 { return nil }
    self.code = code
  }

  /// The province that it is, or lies in.
  var province: Division { Division(code: code / 10_000 * 10_000) ?? self }

  /// The city that it is, or lies in; the province itself where it is one.
  var city: Division { Division(code: code / 100 * 100) ?? self }

  /// The division's level.
  public var level: Level {
    if code % 10_000 == 0 { return .province }
    return code % 100 == 0 ? .city : .county
  }

  /// The six digits.
  public var description: String { String(code) }
}
