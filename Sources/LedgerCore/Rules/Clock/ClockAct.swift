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
  /// What an act means for a clock.
  init(_ act: Act, isConsented: Bool = true) {
    // The data of the core's acts says nothing of clocks.
    let isCore = act.form.isCore
    self.init(
      type: act.type, moment: act.moment,
      days: isCore ? 0 : Int(truncatingIfNeeded: act.integer(.days) ?? 0),
      isConsented: isConsented,
      receivedOn: (isCore ? nil : act.instant(.receivedAt)?.beijingDate) ?? act.day)
  }
}
