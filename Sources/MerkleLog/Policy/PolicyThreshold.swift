/// How many members of a group must have cosigned.
public enum PolicyThreshold: Hashable, Sendable {
  /// Every member.
  case all

  /// At least one.
  case any

  /// At least this many: 1 up to the number of members.
  case atLeast(Int)

  /// The number for a group of this many members.
  func count(ofMembers count: Int) -> Int {
    switch self {
    case .all: count
    case .any: 1
    case .atLeast(let number): number
    }
  }

  var text: String {
    switch self {
    case .all: "all"
    case .any: "any"
    case .atLeast(let number): String(number)
    }
  }
}
