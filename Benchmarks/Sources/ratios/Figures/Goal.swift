/// What a figure has to reach (performance.md).
enum Goal {
  /// At least so many times the rival.
  case atLeast(Double)
  /// At most so many times the rival.
  case atMost(Double)
  /// Less than a number of the figure's own unit; there is no rival.
  case below(Double)

  /// The number.
  var number: Double {
    switch self {
    case .atLeast(let number), .atMost(let number), .below(let number): number
    }
  }

  /// The goal for people.
  var text: String {
    switch self {
    case .atLeast(let number): "≥ \(number.shown)"
    case .atMost(let number): "≤ \(number.shown)"
    case .below(let number): "< \(number.shown)"
    }
  }
}
