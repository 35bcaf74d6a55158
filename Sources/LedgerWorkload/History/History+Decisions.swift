import LedgerCore

/// Decisions of authorities on what departments apply for (arts. 11 and 19).
extension History {
  /// The authority that decides on what a body applies for: that of its own level; in an import now
  /// and then another.
  mutating func decider(for body: Int) -> Int {
    let own = directory.seat(of: body)
    return lapses(30) ? own.cyberspaceAuthority : own.dataAuthority
  }

  /// The record of a decision on what `key` names.
  mutating func recordDecision(
    _ type: EventType, _ key: String, _ subject: Identifier, as id: Identifier,
    by authority: Int, _ isApproved: Bool, _ rejections: [String]
  ) -> Record {
    var values: [String: Value] = [
      key: .identifier(subject), "authority": code(authority),
      "outcome": .text(isApproved ? "approved" : "rejected"),
    ]
    if !isApproved { values["reasons"] = .text(random.pick(rejections)) }
    return record(id, by: authority, type, values, causation: subject)
  }
}
