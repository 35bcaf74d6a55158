/// How many catalogue entries a body has, and the share of each sharing type among them (art. 22) in whole
/// percents, which add up to 100.
///
/// Each is rounded down, and what is missing goes to the largest remainders; of equal ones to the first of
/// unconditional, conditional and not shared. The view `department_sharing` rounds in the same way.
public struct SharingShare: Hashable, Sendable {
  /// The entries.
  public let entries: Int
  /// The percents of those shared unconditionally.
  public let unconditionalPercent: Int
  /// The percents of those shared conditionally.
  public let conditionalPercent: Int
  /// The percents of those not shared.
  public let notSharedPercent: Int

  /// The shares; `nil` where there is no entry.
  public init?(unconditional: Int, conditional: Int, notShared: Int) {
    let counts = [unconditional, conditional, notShared]
    let entries = counts.reduce(0, +)
    guard entries > 0 else { return nil }
    var percents = counts.map { $0 * 100 / entries }
    let byRemainder = counts.indices.sorted { one, other in
      let (left, right) = (counts[one] * 100 % entries, counts[other] * 100 % entries)
      return (-left, one) < (-right, other)
    }
    for place in byRemainder.prefix(100 - percents.reduce(0, +)) { percents[place] += 1 }
    self.entries = entries
    (unconditionalPercent, conditionalPercent, notSharedPercent) =
      (percents[0], percents[1], percents[2])
  }

  /// The shares of entries of these types.
  init?(_ types: [SharingType: Int]) {
    self.init(
      unconditional: types[.unconditional, default: 0],
      conditional: types[.conditional, default: 0], notShared: types[.notShared, default: 0])
  }
}
