import LedgerCore
import WorkingDays

/// The history as it unfolds: day by day it plans what begins, and act by act it makes records, in
/// order of time.
struct History: Sendable {
  let events: Int
  let isImport: Bool
  let notices: [HolidayNotice]
  let calendar: OfficeCalendar
  let directory: BodyDirectory
  var catalogue: Catalogue
  var random: RandomSource
  var schedule = TimeQueue<Scheduled>()
  var pace: Pace
  var turns = Turns()
  var identifiers = IdentifierMaker()
  var serials = Serials()
  var bursts: [Burst] = []

  /// The bodies registered so far, which are the first ones.
  var registeredBodies = 0
  /// The entries of the first year that are not registered yet.
  var entriesToCome = 0
  private var made = 0
  private var plannedDay = -1

  /// When the act that is being recorded takes place.
  private(set) var now = HistoryTime.start
  /// When its source records it; `nil` when the history is not an import.
  var source: HistoryTime?

  /// An act, and the time at which the source recorded what it follows from.
  struct Scheduled: Sendable {
    let act: Act
    let after: HistoryTime
  }

  /// The numbers last given.
  struct Serials: Sendable {
    var request = 0
    var trigger = 0
    var incident = 0
    var project = 0
    var filing = 0
    var revision = 0
    var retirement = 0
  }

  init(
    events: Int, seed: UInt64, isImport: Bool, law: BundledLaw, divisions: [ListedDivision]
  ) {
    let scale = Scale(events)
    self.events = events
    self.isImport = isImport
    notices = events >= Scale.smallestWithLaw ? law.notices : []
    calendar = OfficeCalendar(law.calendar(with: []))
    random = RandomSource(seed: seed)
    pace = Pace(calendar)
    var directory = BodyDirectory(scale.bodies, in: divisions, seed: random.next())
    directory.shareOut(scale.entries, &random)
    self.directory = directory
    catalogue = Catalogue(bodies: directory.bodies.count)
    entriesToCome = scale.entries
    bursts = Burst.spread(scale.bursts, triggers: scale.triggersPerBurst, calendar)
    planRegistrations()
  }

  /// The next record, which took place no earlier than the one before; `nil` when the last has been
  /// made, or time has run out.
  mutating func next() -> Record? {
    guard made < events else { return nil }
    while true {
      if let next = schedule.popFirst(through: HistoryTime(day: plannedDay + 1, millisecond: -1)) {
        now = next.time
        source = isImport ? recordingTime(after: next.element.after) : nil
        made += 1
        return perform(next.element.act)
      }
      guard plannedDay < HistoryTime.lastDay else { return nil }
      plannedDay += 1
      plan(plannedDay)
    }
  }

  /// How many more records the history has to make.
  var left: Int { events - made }

  /// Sets an act on the schedule, after what is being recorded; not at all when it would lie past
  /// the end of the history.
  mutating func plan(_ act: Act, at time: HistoryTime) {
    guard time <= .end else { return }
    schedule.insert(Scheduled(act: act, after: source ?? .start), at: max(time, now))
  }

  private mutating func perform(_ act: Act) -> Record {
    switch act {
    case .registerBody(let body): registerBody(body)
    case .registerEntries(let body, let left): registerEntries(of: body, left)
    case .adoptRules: adoptRules()
    case .issueNotice(let index): issueNotice(index)
    case .begin(let beginning): begin(beginning)
    case .trigger(let instrument, let body): trigger(by: instrument, for: body)
    case .answer(let answer): self.answer(answer)
    case .reply(let request): reply(to: request)
    case .withdraw(let request, let replyFollows): withdraw(request, replyFollows)
    case .remedy(let incident): remedy(incident)
    case .report(let incident, let recipient): report(incident, to: recipient)
    case .review(let project): review(project)
    case .start(let project): start(project)
    }
  }

  private mutating func begin(_ beginning: Beginning) -> Record {
    switch beginning {
    case .request: request()
    case .project: submitProject()
    case .incident: detectIncident()
    case .filing: fileCatalogue()
    case .revision: revise()
    case .retirement: retire()
    case .registration: registerEntry(of: anyBody())
    case .functionChange: changeFunctions()
    }
  }

  /// Makes the record of what takes place now.
  ///
  /// It changes nothing, but is called with arguments that do: were it not mutating, each call
  /// would copy the history.
  mutating func record(
    _ id: Identifier, by body: Int, _ data: EventData, correlation: Identifier? = nil,
    causation: Identifier? = nil
  ) -> Record {
    Record(
      id: id, occurredAt: now.instant, actor: directory.bodies[body].code, data: data,
      correlation: correlation, causation: causation, sourceRecordedAt: source?.instant)
  }

  /// Any body that is registered.
  mutating func anyBody() -> Int { random.below(registeredBodies) }
}
