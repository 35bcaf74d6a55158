import WorkingDays

/// What obligations are about: a trigger, a request, an incident, a verification, an application.
struct Matter: Hashable, Sendable {
  let subject: ObligationRule.Subject
  let identifier: Identifier
}

/// An obligation that begins: a clock starts, or a duty without one.
struct OpenedObligation: Sendable {
  let id: Identifier
  /// The rule's place among those in force.
  let place: Int
  let rule: ObligationRule
  let matter: Matter
  let part: MatterPart<Identifier>
  /// The obligated body.
  let department: BodyCode
  /// The day from which is counted.
  let start: CivilDate
  /// When its entry was retired, where that closes it from the beginning.
  let closed: Moment?
}

/// What an event does to obligations. Audit and projection both follow these effects, so that they
/// cannot disagree.
enum ObligationEffect: Sendable {
  case opened(OpenedObligation)
  /// An act about a matter: the rule of each of its obligations says what it does to it.
  case acted(Matter, MatterPart<Identifier>, ClockAct)
  /// An entry was retired: what waits for it may be closed.
  case retired(Identifier)
}

extension RulesInForce {
  /// The effects of an event, given the states before it.
  func effects(
    of event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    var effects: [ObligationEffect] = []
    if case .catalogEntryRetired(let data) = event.record.data {
      effects.append(.retired(data.entry))
    }
    guard let subject = ObligationRule.Subject(event.type),
      let (identifier, part) = event.record.data.matter
    else { return effects }
    let matter = Matter(subject: subject, identifier: identifier)
    if event.type != subject.opening {
      effects.append(.acted(matter, part, try clockAct(event, matter, &states)))
    }
    for place in places.indices where places[place].rule.trigger == event.type {
      effects += try opened(place, matter, by: event, &states)
    }
    return effects
  }

  private func clockAct(
    _ event: Event, _ matter: Matter, _ states: inout some StateLookup
  ) throws(LedgerError) -> ClockAct {
    let data = event.record.data
    guard !EventForm.of(data.type).isCore else { return ClockAct(event) }
    var isConsented = true
    if let authority = data.code(.authority),
      let department = try department(of: matter, opening: nil, &states)
    {
      isConsented = try !states.isAnother(
        authority: authority, for: department, on: event.record.occurredAt.beijingDate)
    }
    return ClockAct(event, data, isConsented: isConsented)
  }

  /// The body whose matter it is: the department of the entry that is asked for, or the one that
  /// the matter names.
  private func department(
    of matter: Matter, opening event: Event?, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch matter.subject {
    case .updateTrigger:
      if case .catalogUpdateTriggered(let data)? = event?.record.data { return data.department }
      return try states.trigger(matter.identifier)?.department
    case .incident:
      if case .incidentDetected(let data)? = event?.record.data { return data.department }
      return try states.incident(matter.identifier)?.department
    case .shareRequest, .verification, .openApplication:
      return try entry(of: matter, opening: event, &states)?.department
    }
  }

  /// The entry that a matter asks for.
  private func entry(
    of matter: Matter, opening event: Event?, _ states: inout some StateLookup
  ) throws(LedgerError) -> EntryState? {
    let entry: Identifier?
    switch event?.record.data {
    case .shareRequested(let data): entry = data.entry
    case let data? where data.type == matter.subject.opening: entry = data.identifier(.entry)
    default:
      switch matter.subject {
      case .shareRequest: entry = try states.request(matter.identifier)?.entry
      case .verification:
        entry = try states.acts(StreamName(.verification, matter.identifier))?.entry
      case .openApplication:
        entry = try states.acts(StreamName(.openApplication, matter.identifier))?.entry
      default: entry = nil
      }
    }
    return try entry.flatMap { (id) throws(LedgerError) in try states.entry(id) }
  }

  /// The obligations that an event opens under the rule at a place, if its start lies in the days
  /// of the rule (art. 40).
  private func opened(
    _ place: Int, _ matter: Matter, by event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    let rule = places[place].rule
    let start = event.record.start(rule.start)
    guard places[place].days.contains(start),
      try facts(of: event, matter, &states).satisfies(rule.conditions),
      let department = rule.obligated == .authority
        ? event.record.data.authority : try department(of: matter, opening: event, &states)
    else { return [] }
    var effects: [ObligationEffect] = []
    for part in rule.parts(of: event.record.data) {
      var closed: Moment?
      if case .entry(let entry) = part, rule.closedBy.contains(.catalogEntryRetired) {
        closed = try states.entry(entry)?.retired
      }
      effects.append(
        .opened(
          OpenedObligation(
            id: rule.id(of: matter.identifier, part), place: place, rule: rule, matter: matter,
            part: part, department: department, start: start, closed: closed)))
    }
    return effects
  }

  private func facts(
    of event: Event, _ matter: Matter, _ states: inout some StateLookup
  ) throws(LedgerError) -> ActFacts {
    switch event.record.data {
    case .shareReplied(let data): ActFacts(data.decision)
    case .incidentDetected(let data): ActFacts(data.grade, data.operator)
    case .shareRequested:
      ActFacts(try entry(of: matter, opening: event, &states)?.sharing)
    case let data where !EventForm.of(data.type).isCore:
      ActFacts(try entry(of: matter, opening: event, &states)?.sharing)
    default: []
    }
  }
}

extension ObligationRule {
  /// An obligation's name, such as `sd329.23/SR-1` (contract §5).
  func id(of matter: Identifier, _ part: MatterPart<Identifier>) -> Identifier {
    Self.id(of: matter, part, under: id)
  }

  /// The name of an obligation under a rule of a name.
  static func id(
    of matter: Identifier, _ part: MatterPart<Identifier>, under rule: String
  ) -> Identifier {
    switch part {
    case .whole: Identifier("\(rule)/\(matter)")
    case .entry(let entry): Identifier("\(rule)/\(matter)/\(entry)")
    case .recipient(let recipient): Identifier("\(rule)/\(matter)/\(recipient.rawValue)")
    }
  }

  /// The parts for which an event opens an obligation each.
  fileprivate func parts(of data: EventData) -> [MatterPart<Identifier>] {
    switch (parts, data) {
    case (.entries, .catalogUpdateTriggered(let data)) where !data.entries.isEmpty:
      data.entries.map(MatterPart.entry)
    case (.recipients(let recipients), _): recipients.map(MatterPart.recipient)
    default: [.whole]
    }
  }
}

extension Record {
  /// The day from which a rule counts.
  fileprivate func start(_ start: ObligationRule.Start) -> CivilDate {
    switch (start, data) {
    case (.effectiveOn, .catalogUpdateTriggered(let data)): data.effectiveOn
    case (.promulgatedOn, .catalogUpdateTriggered(let data)): data.promulgatedOn ?? data.effectiveOn
    case (.receivedOn, .shareRequested(let data)): data.receivedAt.beijingDate
    case (.receivedOn, let data) where !EventForm.of(data.type).isCore:
      (data.instant(.receivedAt) ?? occurredAt).beijingDate
    default: occurredAt.beijingDate
    }
  }
}

extension EventData {
  /// What the act is about, as far as obligations are; `nil` for an act that is about none.
  fileprivate var matter: (Identifier, MatterPart<Identifier>)? {
    switch self {
    case .catalogUpdateTriggered(let data): (data.trigger, .whole)
    case .catalogTriggerReviewed(let data):
      (data.trigger, data.entry.map(MatterPart.entry) ?? .whole)
    case .catalogEntryRevised(let data): data.trigger.map { ($0, .entry(data.entry)) }
    case .catalogEntryRetired(let data): data.trigger.map { ($0, .entry(data.entry)) }
    case .shareRequested(let data): (data.request, .whole)
    case .shareReplied(let data): (data.request, .whole)
    case .shareWithdrawn(let data): (data.request, .whole)
    case .incidentDetected(let data): (data.incident, .whole)
    case .incidentRemedied(let data): (data.incident, .whole)
    case .incidentReported(let data): (data.incident, .recipient(data.recipientKind))
    case let data where !EventForm.of(data.type).isCore:
      (
        data.stream.identifier,
        data.isAboutOneEntry ? data.identifier(.entry).map(MatterPart.entry) ?? .whole : .whole
      )
    default: nil
    }
  }

  /// The authority that the act names.
  fileprivate var authority: BodyCode? {
    EventForm.of(type).isCore ? nil : code(.authority)
  }
}

extension EventData {
  /// Whether the entry that it names is one of an update trigger's.
  fileprivate var isAboutOneEntry: Bool { EventForm.of(type).category == .updateTrigger }
}
