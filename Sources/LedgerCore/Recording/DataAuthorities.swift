import WorkingDays

/// The registrations of data authorities, as far as they were folded (art. 6).
struct DataAuthorities: Sendable {
  private var all: [(code: BodyCode, division: Division, at: Instant)] = []

  /// Takes note of an event, if it is one.
  mutating func fold(_ event: Event) {
    guard case .departmentRegistered(let data) = event.record.data, data.kind == .dataAuthority
    else { return }
    all.append((data.department, data.division, event.record.occurredAt))
  }

  /// Those of a division up to a moment.
  func of(_ division: Division, by moment: Instant) -> [BodyCode] {
    all.filter { $0.division == division && $0.at <= moment }.map(\.code)
  }
}
