import LedgerCore

/// Decisions of authorities on what departments apply for (arts. 11 and 19).
extension History {
  /// The authority that decides on what a body applies for: that of its own level; in an import now
  /// and then another.
  mutating func decider(for body: Int) -> Int {
    let own = directory.seat(of: body)
    return lapses(.decisionByAnother) ? own.cyberspaceAuthority : own.dataAuthority
  }

  /// Why an application is rejected; an approval gives no reasons.
  mutating func reasons(unless isApproved: Bool, among rejections: [String]) -> String? {
    isApproved ? nil : random.pick(rejections)
  }
}
