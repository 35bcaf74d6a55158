import LedgerCore

/// Makes the codes of bodies that do not exist.
enum BodyNumber {
  /// The code of the `number`th body: GB 32100 around an organisation code of GB 11714.
  ///
  /// `number` is below 1,000,000. The numbers are spread by a step that shares no factor with
  /// 1,000,000, so that no two are equal.
  static func code(
    _ number: Int, in division: Division, kind: BodyKind, seed: UInt64
  ) -> BodyCode? {
    let spread = (number * 387_421 + Int(seed % 1_000_000)) % 1_000_000
    let digits = String(1_000_000 + spread).dropFirst()
    let organisation = "MB" + digits
    return BodyCode(
      withoutCheck: prefix(of: kind) + division.description + organisation + check(organisation))
  }

  /// The registering authority and the category: organs, institutions, enterprises.
  private static func prefix(of kind: BodyKind) -> String {
    switch kind {
    case .institution: "12"
    case .utility: "91"
    case .department, .dataAuthority, .cyberspaceAuthority, .government, .township: "11"
    }
  }

  /// The check character of GB 11714.
  private static func check(_ organisation: String) -> String {
    let weights = [3, 7, 9, 10, 5, 8, 4, 2]
    var sum = 0
    for (byte, weight) in zip(organisation.utf8, weights) {
      sum += (byte < 0x41 ? Int(byte) - 0x30 : Int(byte) - 0x41 + 10) * weight
    }
    switch 11 - sum % 11 {
    case 10: return "X"
    case 11: return "0"
    case let digit: return String(digit)
    }
  }
}
