import WorkingDays

/// The registrations of data authorities, as far as they were folded (art. 6).
struct DataAuthorities: Sendable {
  private var all: [(code: BodyCode, division: Division, at: Instant)] = []

  /// Takes note of an event, if it is one.
  mutating func fold(_ event: ViewedEvent) {
    guard event.type == .departmentRegistered,
      event.choice(.kind) == BodyKind.dataAuthority,
      let code = event.code(.department), let division = event.division(.division)
    else { return }
    all.append((code, division, event.occurredAt))
  }

  /// Those of a division up to a moment.
  func of(_ division: Division, by moment: Instant) -> [BodyCode] {
    all.filter { $0.division == division && $0.at <= moment }.map(\.code)
  }
}
