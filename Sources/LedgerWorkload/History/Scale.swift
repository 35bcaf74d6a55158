/// How large the parts of a history of so many records are.
struct Scale {
  /// The fewest records of a history that also records notices and the rule book.
  static let smallestWithLaw = 100
  private static let mostBodies = 5000
  private static let entriesPerBody = 34

  let bodies: Int
  let entries: Int
  /// How many instruments come into force.
  let bursts: Int
  /// How many departments each touches.
  let triggersPerBurst: Int

  init(_ events: Int) {
    bodies = events < 1000 ? 3 + events / 20 : max(24, min(Self.mostBodies, events / 200))
    // A sixth of a history is its catalogue.
    entries = min(Self.entriesPerBody * bodies, events / 100 * 17 + events % 100 * 17 / 100)
    bursts = max(min(2, events / 10), min(Instrument.all.count, events / 1500))
    // Triggers with their answers are a twentieth of a history.
    triggersPerBurst =
      bursts == 0
      ? 0 : max(1, min(bodies, events / 20 / bursts * 100 / Burst.recordsPerHundredTriggers))
  }
}

/// An instrument that comes into force for many departments at once.
struct Burst: Sendable {
  /// Triggers and their answers.
  static let recordsPerHundredTriggers = 330

  let instrument: Int
  /// The day on which the triggers are recorded.
  let day: Int
  let triggers: Int

  /// So many bursts, spread evenly over the instruments; the last stands first.
  static func spread(_ count: Int, triggers: Int, _ calendar: OfficeCalendar) -> [Burst] {
    let all = Instrument.all
    return (0..<count).reversed().map { index in
      let instrument = (2 * index + 1) * all.count / (2 * count)
      let effective = HistoryTime.day(of: all[instrument].effectiveOn)
      // Some platforms raise triggers by themselves at once, others when people are back.
      let day =
        instrument.isMultiple(of: 2) ? effective : calendar.workingDay(onOrAfter: effective)
      return Burst(instrument: instrument, day: day, triggers: triggers)
    }
  }
}
