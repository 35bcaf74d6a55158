import LedgerCore
import WorkingDays

/// The history as it unfolds: day by day it plans what begins, and act by act it makes records, in
/// order of time.
struct History: Sendable {
  let events: Int
  let isImport: Bool
  let span: Span
  let scale: Scale
  let notices: [HolidayNotice]
  let calendar: OfficeCalendar
  var directory: BodyDirectory
  var catalogue: Catalogue
  var random: RandomSource
  var schedule = TimeQueue<Scheduled>()
  var pace: Pace
  var turns = Turns()
  var identifiers = IdentifierMaker()
  var serials = Serials()
  var bursts: [Burst] = []
  var breaches: BreachTurns
  /// The days on which plans of a year are made; the last stands first.
  var planningDays: [Int] = []
  /// What acts of each seat's division refer to.
  var standings: [Standing]
  /// The departments of the province itself.
  let provincialDepartments: [Int]

  /// The bodies registered so far, which are the first ones.
  var registeredBodies = 0
  /// When the source system recorded each of them.
  var bodiesKnownAt: [HistoryTime] = []
  /// The second data authorities of a history with a share of unlawful acts, as far as they are not
  /// registered yet.
  var secondAuthoritiesToCome: Int
  /// The entries of the first year that are not registered yet.
  var entriesToCome = 0
  private var made = 0
  private var plannedDay: Int

  /// When the act that is being recorded takes place.
  private(set) var now = HistoryTime.start
  /// When its source records it; `nil` when the history is not an import.
  var source: HistoryTime?
  /// The unlawful act that its matter gets, if any.
  var breach: Breach?

  /// An act, with the time at which the source recorded what it follows from, and the unlawful act that
  /// its matter gets.
  struct Scheduled: Sendable {
    let act: Act
    let after: HistoryTime
    let breach: Breach?
  }

  init(_ settings: WorkloadSettings, law: BundledLaw, divisions: [ListedDivision]) {
    span = Span(year: settings.year)
    scale = Scale(settings)
    events = max(0, settings.events)
    isImport = settings.isImport
    breaches = BreachTurns(share: settings.unlawful, law: law)
    notices = events >= Scale.smallestWithLaw ? law.notices : []
    calendar = OfficeCalendar(law.calendar(with: []))
    random = RandomSource(seed: settings.seed)
    pace = Pace(calendar, span)
    var directory = BodyDirectory(
      scale.bodies - scale.secondAuthorities, in: divisions, from: span.firstDay,
      seed: random.next())
    directory.shareOut(scale.entries, &random)
    self.directory = directory
    standings = Array(repeating: Standing(), count: directory.seats.count)
    provincialDepartments = directory.provincialDepartments
    catalogue = Catalogue(bodies: directory.bodies.count)
    entriesToCome = scale.entries
    secondAuthoritiesToCome = scale.secondAuthorities
    plannedDay = span.firstDay - 1
    planningDays = Self.planningDays(in: span)
    planRegistrations()
    planLaw()
    planWorks()
  }

  /// The next record, which took place no earlier than the one before; `nil` when the last has been
  /// made, or time has run out.
  mutating func next() -> Record? {
    guard made < events else { return nil }
    while true {
      if let next = schedule.popFirst(through: HistoryTime(day: plannedDay + 1, millisecond: -1)) {
        guard next.element.act.isRegistration || hasRoom else { continue }
        now = next.time
        breach = next.element.breach
        source = isImport ? recordingTime(after: next.element.after) : nil
        made += 1
        return perform(next.element.act)
      }
      guard plannedDay < span.lastDay else { return nil }
      plannedDay += 1
      plan(plannedDay)
    }
  }

  /// How many more records the history has to make.
  var left: Int { events - made }

  /// Whether there is room for more than the bodies that are still to be registered, and the
  /// entries where they are counted.
  private var hasRoom: Bool {
    left > directory.bodies.count - registeredBodies + secondAuthoritiesToCome
      + (scale.countsEntries ? entriesToCome : 0)
  }

  /// Sets an act on the schedule, after what is being recorded; not at all when it would lie past
  /// the end of the history.
  mutating func plan(_ act: Act, at time: HistoryTime) {
    guard time <= span.end else { return }
    schedule.insert(
      Scheduled(act: act, after: source ?? .start, breach: breach), at: max(time, now))
  }

  /// Makes the record of what takes place now.
  ///
  /// It changes nothing, but is called with arguments that do: were it not mutating, each call
  /// would copy the history.
  mutating func record(
    _ id: Identifier, by body: BodyCode, _ data: EventData, correlation: Identifier? = nil,
    causation: Identifier? = nil
  ) -> Record {
    Record(
      id: id, occurredAt: now.instant, actor: body, data: data, correlation: correlation,
      causation: causation, sourceRecordedAt: source?.instant)
  }

  /// Makes the record of what a body of the directory does.
  mutating func record(
    _ id: Identifier, by body: Int, _ data: EventData, correlation: Identifier? = nil,
    causation: Identifier? = nil
  ) -> Record {
    record(id, by: code(body), data, correlation: correlation, causation: causation)
  }

  /// Makes the record of an act that another led to, if any did.
  mutating func record(
    _ id: Identifier, by body: Int, _ data: some EventPayload, causation: Identifier? = nil
  ) -> Record {
    record(id, by: body, data.eventData, correlation: causation, causation: causation)
  }

  /// A body's code, for a key that names it.
  func code(_ body: Int) -> BodyCode { directory.bodies[body].code }
}
