import LedgerCore

/// A body of the history.
struct Body: Sendable {
  /// That of its heir, once it was merged into another.
  var code: BodyCode
  /// An index of the divisions in use.
  let seat: Int
  let type: BodyType
  /// How many catalogue entries it registers in the first year.
  var quota = 0
}

/// The bodies that a division cannot be without, as indices of the bodies.
struct Seat: Sendable {
  let listed: ListedDivision
  var government = 0
  var dataAuthority = 0
  var cyberspaceAuthority = 0
}
