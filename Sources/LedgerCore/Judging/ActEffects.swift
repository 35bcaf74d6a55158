/// What acts of one type do to obligations, by the place of their rule.
struct ActEffects: Sendable {
  private var discharging = PlaceSet()
  private var closing = PlaceSet()
  private var moving = PlaceSet()
  /// Whether they do nothing under any rule.
  private(set) var areNone = true

  /// The effects of acts of a type under rules.
  init(of type: EventType, under rules: [ObligationRule]) {
    for (place, rule) in rules.enumerated() {
      if rule.dischargedBy.contains(type) {
        discharging.insert(place)
      } else if rule.closedBy.contains(type) {
        closing.insert(place)
      } else if rule.isMoved(by: type) {
        moving.insert(place)
      } else {
        continue
      }
      areNone = false
    }
  }

  /// Whether they do anything to the obligations of the rule at a place.
  @inline(__always)
  func concern(_ place: Int) -> Bool { discharge(place) || close(place) || move(place) }

  /// Whether they discharge the obligations of the rule at a place.
  @inline(__always)
  func discharge(_ place: Int) -> Bool { discharging.contains(place) }

  /// Whether they close them.
  @inline(__always)
  func close(_ place: Int) -> Bool { closing.contains(place) }

  /// Whether they move their clocks.
  @inline(__always)
  func move(_ place: Int) -> Bool { moving.contains(place) }
}

/// A set of places: the first sixty-four in bits.
private struct PlaceSet: Sendable {
  private var bits: UInt64 = 0
  private var more: Set<Int> = []

  mutating func insert(_ place: Int) {
    if place < 64 { bits |= 1 << UInt64(place) } else { more.insert(place) }
  }

  @inline(__always)
  func contains(_ place: Int) -> Bool {
    place < 64 ? bits >> UInt64(place) & 1 == 1 : more.contains(place)
  }
}
