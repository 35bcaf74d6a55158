/// What acts of one type do to obligations, by the place of their rule.
struct ActEffects: Sendable {
  private var discharging: UInt64 = 0
  private var closing: UInt64 = 0
  /// Those of places past the sixty-fourth.
  private var more: [Int: (discharges: Bool, closes: Bool)] = [:]
  /// Whether a rule's obligations are discharged by them.
  private(set) var discharges = false
  /// Whether a rule's obligations are closed by them.
  private(set) var closes = false
  /// Whether a rule's clock is moved by them.
  private(set) var movesClocks = false

  /// Acts that do nothing.
  static let none = ActEffects()

  private init() {}

  /// The effects of acts of a type under rules.
  init(of type: EventType, under rules: [ObligationRule]) {
    for (place, rule) in rules.enumerated() {
      let discharges = rule.dischargedBy.contains(type)
      let closes = rule.closedBy.contains(type)
      if rule.isMoved(by: type) { movesClocks = true }
      self.discharges = self.discharges || discharges
      self.closes = self.closes || closes
      if place < 64 {
        if discharges { discharging |= 1 << UInt64(place) }
        if closes { closing |= 1 << UInt64(place) }
      } else if discharges || closes {
        more[place] = (discharges, closes)
      }
    }
  }

  @inline(__always)
  func discharges(_ place: Int) -> Bool {
    place < 64 ? discharging >> UInt64(place) & 1 == 1 : more[place]?.discharges ?? false
  }

  @inline(__always)
  func closes(_ place: Int) -> Bool {
    place < 64 ? closing >> UInt64(place) & 1 == 1 : more[place]?.closes ?? false
  }
}
