import WorkingDays

/// What obligations are about: a trigger, a request, an incident, a verification, an application.
struct Matter: Sendable {
  let subject: ObligationRule.Subject
  let name: PageText
  /// What the index of streams knows the matter by.
  let stream: NameHash
}

extension Matter: Equatable {
  static func == (left: Self, right: Self) -> Bool {
    left.subject == right.subject && left.stream == right.stream
  }
}

/// An obligation that begins: a clock starts, or a duty without one.
struct OpenedObligation: Sendable {
  /// The rule's place among those in force.
  let place: Int
  let rule: ObligationRule
  let matter: Matter
  let part: MatterPart<PageText>
  /// The obligated body.
  let department: BodyCode
  /// The day from which is counted.
  let start: CivilDate
  /// When its entry was retired, where that closes it from the beginning.
  let closed: Moment?

  /// The obligation's name, such as `sd329.23/SR-1` (contract §5).
  var id: Identifier { rule.id(of: matter.name.identifier, part.map(\.identifier)) }
}

/// What an event does to obligations. Projections and certificates follow these effects.
enum ObligationEffect: Sendable {
  case opened(OpenedObligation)
  /// An act about a matter: the rule of each of its obligations says what it does to it.
  case acted(Matter, MatterPart<PageText>, ClockAct)
  /// An entry was retired: what waits for it may be closed.
  case retired(PageText)
}

extension RulesInForce {
  /// The effects of an event, given the states before it.
  func effects(
    of event: ViewedEvent, given states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    var effects: [ObligationEffect] = []
    try forEachEffect(of: event, given: &states) { effects.append($0) }
    return effects
  }

  /// Calls `body` with the effects of an event, given the states before it.
  func forEachEffect(
    of event: ViewedEvent, given states: inout some StateLookup,
    _ body: (ObligationEffect) throws(LedgerError) -> Void
  ) throws(LedgerError) {
    if event.type == .catalogEntryRetired { try body(.retired(event.subject)) }
    guard let (matter, part) = event.matter else { return }
    if event.type != matter.subject.opening {
      try body(.acted(matter, part, try clockAct(event, matter, &states)))
    }
    for place in openings(by: event.type) {
      guard let department = try opened(place, matter, by: event, &states) else { continue }
      let rule = places[place].rule
      for part in rule.parts(of: event) {
        try body(
          .opened(
            OpenedObligation(
              place: place, rule: rule, matter: matter, part: part, department: department,
              start: event.start(rule.start),
              closed: try retirement(of: part, closing: rule, &states))))
      }
    }
  }

  private func clockAct(
    _ event: ViewedEvent, _ matter: Matter, _ states: inout some StateLookup
  ) throws(LedgerError) -> ClockAct {
    guard !event.form.isCore else { return ClockAct(event) }
    var isConsented = true
    if let authority = event.code(.authority),
      let department = try department(of: matter, opening: nil, &states)
    {
      isConsented = try !states.isAnother(authority: authority, for: department, on: event.day)
    }
    return ClockAct(event, isConsented: isConsented)
  }

  /// The body whose matter it is: the department of the entry that is asked for, or the one that
  /// the matter names.
  private func department(
    of matter: Matter, opening event: ViewedEvent?, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    switch matter.subject {
    case .updateTrigger, .incident:
      if let event, event.type == matter.subject.opening { return event.code(.department) }
      return matter.subject == .incident
        ? try states.incident(matter.stream)?.department
        : try states.trigger(matter.stream)?.department
    case .shareRequest, .verification, .openApplication:
      return try entry(of: matter, opening: event, &states)?.department
    }
  }

  /// The entry that a matter asks for.
  private func entry(
    of matter: Matter, opening event: ViewedEvent?, _ states: inout some StateLookup
  ) throws(LedgerError) -> EntryState? {
    if let event, event.type == matter.subject.opening {
      return try states.entry(.entry, of: event)
    }
    let entry: NameHash? =
      switch matter.subject {
      case .shareRequest: try states.request(matter.stream)?.entry
      case .verification, .openApplication: try states.acts(matter.stream)?.entry
      case .updateTrigger, .incident: nil
      }
    return try entry.flatMap { (entry) throws(LedgerError) in try states.entry(entry) }
  }

  /// The body that is obligated by the rule at a place, when an event opens obligations under it: its
  /// start lies in the days of the rule (art. 40), and its conditions hold.
  private func opened(
    _ place: Int, _ matter: Matter, by event: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) -> BodyCode? {
    let rule = places[place].rule
    guard places[place].days.contains(event.start(rule.start)),
      try facts(of: event, matter, &states).satisfies(rule.conditions)
    else { return nil }
    if rule.obligated == .authority { return event.form.isCore ? nil : event.code(.authority) }
    return try department(of: matter, opening: event, &states)
  }

  private func retirement(
    of part: MatterPart<PageText>, closing rule: ObligationRule, _ states: inout some StateLookup
  ) throws(LedgerError) -> Moment? {
    guard case .entry(let entry) = part, rule.closedBy.contains(.catalogEntryRetired) else {
      return nil
    }
    return try states.entry(entry.hash(as: .catalogEntry))?.retired
  }

  private func facts(
    of event: ViewedEvent, _ matter: Matter, _ states: inout some StateLookup
  ) throws(LedgerError) -> ActFacts {
    switch event.type {
    case .shareReplied: ActFacts(event.choice(.decision) as ShareDecision?)
    case .incidentDetected: ActFacts(event.choice(.grade), event.choice(.operator))
    case .shareRequested:
      ActFacts(try entry(of: matter, opening: event, &states)?.sharing)
    default:
      event.form.isCore ? [] : ActFacts(try entry(of: matter, opening: event, &states)?.sharing)
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
  fileprivate func parts(of event: ViewedEvent) -> [MatterPart<PageText>] {
    switch parts {
    case .entries where event.type == .catalogUpdateTriggered:
      let entries = event.identifiers(.entries).map(MatterPart.entry)
      return entries.isEmpty ? [.whole] : entries
    case .recipients(let recipients): return recipients.map(MatterPart.recipient)
    case .whole, .entries: return [.whole]
    }
  }
}

extension ViewedEvent {
  /// The day from which a rule counts.
  fileprivate func start(_ start: ObligationRule.Start) -> CivilDate {
    let stated: CivilDate? =
      switch start {
      case .effectiveOn where type == .catalogUpdateTriggered: date(.effectiveOn)
      case .promulgatedOn where type == .catalogUpdateTriggered:
        date(.promulgatedOn) ?? date(.effectiveOn)
      case .receivedOn where type == .shareRequested || !form.isCore:
        instant(.receivedAt)?.beijingDate
      default: nil
      }
    return stated ?? day
  }

  /// What the act is about, as far as obligations are; `nil` for an act that is about none.
  fileprivate var matter: (Matter, MatterPart<PageText>)? {
    guard let kind = ObligationRule.Subject(type) else { return nil }
    if form.category == .catalogEntry {
      guard let trigger = text(.trigger) else { return nil }
      let stream = trigger.hash(as: .updateTrigger)
      return (Matter(subject: kind, name: trigger, stream: stream), .entry(subject))
    }
    var part = MatterPart<PageText>.whole
    if type == .incidentReported, let recipient: ReportRecipient = choice(.recipientKind) {
      part = .recipient(recipient)
    } else if form.category == .updateTrigger, let entry = text(.entry) {
      part = .entry(entry)
    }
    return (Matter(subject: kind, name: subject, stream: streamHash), part)
  }
}
