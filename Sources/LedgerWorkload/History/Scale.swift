/// How large the parts of a history of so many records are.
struct Scale {
  /// The fewest records of a history that also records notices and the rule book.
  static let smallestWithLaw = 100
  private static let mostBodies = 5000
  private static let entriesPerBody = 34

  /// All bodies that are registered at first, second data authorities included.
  let bodies: Int
  /// How many of them are second data authorities: in a history with a share of unlawful acts one in a
  /// thousand, and at least one where there is another body than a division cannot be without.
  let secondAuthorities: Int
  /// Whether no body is registered beyond them.
  let countsBodies: Bool
  /// The entries of the first catalogues: all that are registered, when they are counted.
  let entries: Int
  /// Whether no entry is registered beyond them.
  let countsEntries: Bool
  /// How many divisions set plans, how many special plans are filed, each year.
  let plans: Int
  /// How many works of the infrastructure the first year sees.
  let works: Int
  /// How many instruments come into force.
  let bursts: Int
  /// How many departments each touches.
  let triggersPerBurst: Int

  init(_ settings: WorkloadSettings) {
    let events = max(0, settings.events)
    bodies =
      settings.bodies
      ?? (events < 1000 ? 3 + events / 20 : max(24, min(Self.mostBodies, events / 200)))
    secondAuthorities =
      settings.unlawful > 0 && bodies > BodyDirectory.fewest ? max(1, bodies / 1000) : 0
    countsBodies = settings.bodies != nil
    // A sixth of a history is its catalogue.
    let sixth = min(Self.entriesPerBody * bodies, events / 100 * 17 + events % 100 * 17 / 100)
    entries = settings.entries ?? min(sixth, max(0, events - bodies))
    countsEntries = settings.entries != nil
    plans = events / 1000
    works = events / 200
    let instruments = Instrument.effective(in: Span(year: settings.year)).count
    bursts = min(instruments, max(min(2, events / 10), events / 1500))
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

  /// The days at the beginning of a history in which nothing comes into force yet.
  private static let delay = 14

  /// So many bursts, spread evenly over the instruments of a span; the last stands first.
  static func spread(
    _ count: Int, triggers: Int, in span: Span, _ calendar: OfficeCalendar
  ) -> [Burst] {
    let all = Instrument.effective(in: span)
    return (0..<count).reversed().map { index in
      let instrument = all[(2 * index + 1) * all.count / (2 * count)]
      // What came into force in the first days is seen to when the bodies are registered.
      let effective = max(
        span.firstDay + delay, HistoryTime.day(of: Instrument.all[instrument].effectiveOn))
      // Some platforms raise triggers by themselves at once, others when people are back.
      let day =
        instrument.isMultiple(of: 2) ? effective : calendar.workingDay(onOrAfter: effective)
      return Burst(instrument: instrument, day: day, triggers: triggers)
    }
  }
}
