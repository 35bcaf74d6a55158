import WorkingDays

/// An act after the opening of a matter, as far as the clocks of its obligations need it.
struct ClockAct: Hashable, Sendable {
  let type: EventType
  let moment: Moment
  /// The days by which a period is extended.
  let days: Int
  /// Whether whoever must consent is not known to be another than the one named.
  let isConsented: Bool
  /// The day on which a correction was received.
  let receivedOn: CivilDate
}

extension ClockAct {
  /// An act that has no data of its own for a clock.
  init(_ event: ViewedEvent) {
    self.init(
      type: event.type, moment: event.moment, days: 0, isConsented: true, receivedOn: event.day)
  }

  /// An act beyond the contract's core.
  init(_ event: ViewedEvent, isConsented: Bool) {
    self.init(
      type: event.type, moment: event.moment,
      days: Int(truncatingIfNeeded: event.integer(.days) ?? 0), isConsented: isConsented,
      receivedOn: event.instant(.receivedAt)?.beijingDate ?? event.day)
  }
}
