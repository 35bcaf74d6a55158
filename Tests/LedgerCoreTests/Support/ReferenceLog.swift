import WorkingDays

@testable import LedgerCore

/// Which part of a matter an act or an obligation is about.
enum ReferencePart: Equatable {
  case whole
  case entry(Identifier)
  case recipient(ReportRecipient)
}

/// An event as the definition asks about it.
struct ReferenceAct {
  let event: Event
  /// Whether it had happened and was known by the times asked about.
  let counts: Bool
  /// The stream of the trigger, request, incident, verification or application that it is about;
  /// `nil` when it is about none.
  let matter: StreamName?
  let part: ReferencePart

  init(_ event: Event, in scope: AuditScope) {
    self.event = event
    counts = event.counts(in: scope)
    switch event.record.data {
    case .catalogEntryRegistered(let data):
      matter = data.trigger.map { StreamName(.updateTrigger, $0) }
      part = .entry(data.entry)
    case .catalogEntryRevised(let data):
      matter = data.trigger.map { StreamName(.updateTrigger, $0) }
      part = .entry(data.entry)
    case .catalogEntryRetired(let data):
      matter = data.trigger.map { StreamName(.updateTrigger, $0) }
      part = .entry(data.entry)
    case .incidentReported(let data):
      matter = event.stream
      part = .recipient(data.recipientKind)
    case let data:
      let category = event.stream.category
      matter = ObligationRule.Subject(category) == nil ? nil : event.stream
      let entry = category == .updateTrigger ? data.identifier(.entry) : nil
      part = entry.map(ReferencePart.entry) ?? .whole
    }
  }

  var data: EventData { event.record.data }
  var type: EventType { event.type }
  /// The body that did it.
  var actor: BodyCode { event.record.actor }
  var moment: Moment { Moment(occurredAt: event.record.occurredAt, position: event.position) }
  /// The Beijing day of the act.
  var day: CivilDate { event.record.occurredAt.beijingDate }

  func date(_ key: DataKey) -> CivilDate? {
    if case .date(let date) = data.value(of: key) { date } else { nil }
  }

  func instant(_ key: DataKey) -> Instant? {
    if case .instant(let instant) = data.value(of: key) { instant } else { nil }
  }

  func integer(_ key: DataKey) -> Int64? {
    if case .integer(let integer) = data.value(of: key) { integer } else { nil }
  }

  func division(_ key: DataKey) -> Division? {
    if case .division(let division) = data.value(of: key) { division } else { nil }
  }

  /// The name of what it chose, under the first of its keys that lets it choose.
  var chosen: String? {
    for key in type.form.keys {
      guard case .choice = key.kind else { continue }
      if case .choice(let name) = data.value(of: key.key) { return name } else { return nil }
    }
    return nil
  }
}

/// What is known of a catalogue entry.
struct ReferenceEntry {
  /// What obligations and checks ask about it.
  struct Facts {
    var department: BodyCode
    /// How it is shared; `nil` while that is not said.
    var sharing: SharingType?
    var openness: Openness
  }

  private let registered: Instant
  private let first: Facts
  /// What registered it.
  private let registration: ReferenceAct
  /// The revisions that count, in order of time, with what they say.
  private let revisions: [(act: ReferenceAct, data: CatalogEntryRevised)]
  /// What retired it.
  let retirement: ReferenceAct?
  /// When it was retired.
  var retired: Moment? { retirement?.moment }

  /// Takes the events of its stream; `nil` when none registers it. That it was registered is known
  /// even when the registration does not count.
  init?(_ acts: [ReferenceAct]) {
    var registration: (act: ReferenceAct, data: CatalogEntryRegistered)?
    var revisions: [(act: ReferenceAct, data: CatalogEntryRevised)] = []
    var retirement: ReferenceAct?
    for act in acts {
      switch act.data {
      case .catalogEntryRegistered(let data):
        registration = (act, data)
      case .catalogEntryRevised(let data) where act.counts:
        revisions.append((act, data))
      case .catalogEntryRetired where act.counts: retirement = act
      default: break
      }
    }
    guard let (act, data) = registration else { return nil }
    self.registration = act
    registered = act.moment.occurredAt
    first = Facts(department: data.department, sharing: data.sharing, openness: data.openness)
    self.revisions = revisions.sorted { $0.act.moment < $1.act.moment }
    self.retirement = retirement
  }

  /// What registered it, and what said last before a moment each of the things that are asked.
  func evidence(_ keys: [DataKey], at moment: Moment) -> [ReferenceAct] {
    var evidence = [registration]
    if registered > moment.occurredAt { return evidence }
    for key in keys {
      let saying = revisions.map(\.act).filter {
        $0.moment < moment && $0.data.value(of: key) != nil
      }
      if let last = saying.last { evidence.append(last) }
    }
    return evidence
  }

  /// What obligations take it for at a moment: before it was registered, what it was registered as.
  func known(at moment: Moment) -> Facts { facts(at: moment) ?? first }

  /// What checks know of it at a moment: nothing before it was registered.
  func facts(at moment: Moment) -> Facts? {
    if registered > moment.occurredAt { return nil }
    var facts = first
    for (act, data) in revisions where act.moment < moment {
      if let department = data.department { facts.department = department }
      if let sharing = data.sharing { facts.sharing = sharing }
      if let openness = data.openness { facts.openness = openness }
    }
    return facts
  }

  /// Whether a revision says nothing that was not said last before it: by the registration or by a
  /// revision; before the registration by that.
  func isUnchanged(by revision: ReferenceAct) -> Bool {
    let before = ([registration] + revisions.map(\.act)).filter { $0.moment < revision.moment }
      .sorted { $0.moment < $1.moment }
    let known = registration.moment < revision.moment ? before : [registration]
    return revision.type.form.keys.allSatisfy { key in
      guard ![.entry, .trigger].contains(key.key), let value = revision.data.value(of: key.key)
      else { return true }
      let last = known.compactMap { $0.data.value(of: key.key) }.last
      return last?.json.canonicalBytes == value.json.canonicalBytes
    }
  }

  func isRetired(at moment: Moment) -> Bool {
    retired.map { $0.occurredAt <= moment.occurredAt } ?? false
  }
}

/// All that the log says, gathered before anything is judged.
struct ReferenceLog {
  /// The acts that count, in the order of the log.
  let counting: [ReferenceAct]
  /// All events, counting or not, by stream.
  private let streams: [StreamName: [ReferenceAct]]
  /// The acts that count, by what they are about.
  private let matters: [StreamName?: [ReferenceAct]]
  /// The bodies of which a registration counts.
  private let bodies: [BodyCode: BodyState]
  /// What registered them.
  private let registrations: [BodyCode: ReferenceAct]

  init(_ events: [Event], _ scope: AuditScope) {
    let acts = events.map { ReferenceAct($0, in: scope) }
    counting = acts.filter(\.counts)
    streams = Dictionary(grouping: acts, by: \.event.stream)
    matters = Dictionary(grouping: counting, by: \.matter)
    var bodies: [BodyCode: BodyState] = [:]
    var registrations: [BodyCode: ReferenceAct] = [:]
    for act in counting {
      if case .departmentRegistered(let data) = act.data {
        bodies[data.department] = BodyState(
          division: data.division, kind: data.kind, position: act.event.position)
        registrations[data.department] = act
      }
    }
    self.bodies = bodies
    self.registrations = registrations
  }

  func body(_ code: BodyCode) -> BodyState? { bodies[code] }

  /// What registered a body.
  func registration(of code: BodyCode) -> ReferenceAct? { registrations[code] }

  /// The bodies of a kind whose division is the one given on a day.
  func registered(_ kind: BodyKind, of division: Division, on day: CivilDate) -> Set<BodyCode> {
    Set(
      bodies.filter { $0.value.kind == kind && $0.value.division.inForce(on: day) == division }
        .map(\.key))
  }

  /// Whether both bodies are registered, and the authority is not that of the department.
  func isAnother(authority: BodyCode, for department: BodyCode, on day: CivilDate) -> Bool {
    guard let authority = body(authority), let department = body(department) else { return false }
    return authority.kind != .dataAuthority
      || authority.division.inForce(on: day) != department.division.inForce(on: day)
  }

  /// The acts of a stream that count.
  func acts(of stream: StreamName) -> [ReferenceAct] {
    (streams[stream] ?? []).filter(\.counts)
  }

  /// The acts on a matter that count.
  func acts(on matter: StreamName) -> [ReferenceAct] { matters[matter] ?? [] }

  func entry(_ name: Identifier) -> ReferenceEntry? {
    ReferenceEntry(streams[StreamName(.catalogEntry, name)] ?? [])
  }

  /// What the event with which a thing begins says of it, which is known even when that does not
  /// count.
  private func opening(_ type: EventType, of stream: StreamName) -> EventData? {
    beginning(type, of: stream)?.data
  }

  /// The event with which a thing begins, whether it counts or not.
  func beginning(_ type: EventType, of stream: StreamName) -> ReferenceAct? {
    streams[stream]?.first { $0.type == type }
  }

  /// The event with which a matter begins, whether it counts or not.
  func beginning(of matter: StreamName) -> ReferenceAct? {
    ObligationRule.Subject(matter.category).flatMap { beginning($0.opening, of: matter) }
  }

  /// What that says.
  func opening(of matter: StreamName) -> EventData? { beginning(of: matter)?.data }

  func request(_ name: Identifier) -> ShareRequested? {
    let opening = opening(.shareRequested, of: StreamName(.shareRequest, name))
    return if case .shareRequested(let data) = opening { data } else { nil }
  }

  /// The submissions of a project for review, in order of time, whether they count or not.
  func submissions(of project: Identifier) -> [(act: ReferenceAct, data: ProjectSubmitted)] {
    let acts = streams[StreamName(.project, project)] ?? []
    return acts.sorted { $0.moment < $1.moment }.compactMap { act in
      if case .projectSubmitted(let data) = act.data { (act, data) } else { nil }
    }
  }

  /// The entry that a request, a verification or an application is about.
  func entry(of matter: StreamName) -> ReferenceEntry? {
    switch matter.category {
    case .shareRequest, .verification, .openApplication:
      opening(of: matter)?.identifier(.entry).flatMap { entry($0) }
    default: nil
    }
  }

  /// The body whose matter it is at a moment: the one that a trigger or an incident names, or that
  /// whose entry is asked for.
  func department(of matter: StreamName, at moment: Moment) -> BodyCode? {
    switch matter.category {
    case .updateTrigger, .incident: opening(of: matter)?.code(.department)
    default: entry(of: matter)?.known(at: moment).department
    }
  }
}

extension Division {
  /// The division that answers for this one's area on a day, where no log tells of changes.
  func inForce(on day: CivilDate) -> Division { Heirs.none.division(self, on: day) }
}
