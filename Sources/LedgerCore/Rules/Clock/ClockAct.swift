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
  init(_ event: Event) {
    self.init(
      type: event.type,
      moment: Moment(occurredAt: event.record.occurredAt, position: event.position), days: 0,
      isConsented: true, receivedOn: event.record.occurredAt.beijingDate)
  }

  /// An act with a form.
  init(_ event: Event, _ act: Act, isConsented: Bool) {
    self.init(
      type: act.type,
      moment: Moment(occurredAt: event.record.occurredAt, position: event.position),
      days: Int(truncatingIfNeeded: act.integer("days") ?? 0), isConsented: isConsented,
      receivedOn: (act.instant("receivedAt") ?? event.record.occurredAt).beijingDate)
  }
}
