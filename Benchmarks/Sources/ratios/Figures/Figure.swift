/// One row: a job's figure beside that of its rival or limit, measured in the same run.
struct Figure {
  /// The row's name.
  let name: String
  /// What was done, against what.
  let what: String
  /// Our figure.
  let ours: Double
  /// The rival's; `nil` where there is none.
  let rival: Double?
  /// The unit of both.
  let unit: String
  /// What the figure has to reach; `nil` for a row that only informs.
  let goal: Goal?

  /// Our figure by the rival's.
  var ratio: Double? { rival.map { ours / $0 } }

  /// Whether the goal was met. A row without a goal has none to miss.
  var isMet: Bool {
    switch goal {
    case .atLeast(let number): ratio.map { $0 >= number } ?? false
    case .atMost(let number): ratio.map { $0 <= number } ?? false
    case .below(let number): ours < number
    case nil: true
    }
  }
}

extension Figure: Encodable {
  private enum Key: String, CodingKey { case name, ours, rival, ratio, goal, met }

  /// Writes exactly these keys; `rival`, `ratio` and `goal` are null where there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(name, forKey: .name)
    try container.encode(ours, forKey: .ours)
    try container.encode(rival, forKey: .rival)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(goal?.number, forKey: .goal)
    try container.encode(isMet, forKey: .met)
  }
}
