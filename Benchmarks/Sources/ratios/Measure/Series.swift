/// What several repetitions of one job measured.
///
/// Machines are noisy: a job and its rival take turns, and their medians are compared.
struct Series {
  private var values: [Double] = []

  /// Adds a repetition.
  mutating func add(_ value: Double) { values.append(value) }

  /// Adds a repetition as a rate.
  mutating func add(_ count: Int, in seconds: Double) throws {
    try check(seconds > 0, "the clock stood still")
    values.append(Double(count) / seconds)
  }

  /// The value in the middle; of an even number, the mean of the two in the middle.
  func median() throws -> Double {
    try check(!values.isEmpty, "nothing was measured")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
