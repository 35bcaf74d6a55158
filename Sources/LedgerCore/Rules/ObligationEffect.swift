import WorkingDays

/// What an obligation is about.
public enum ObligationSubject: Hashable, Sendable {
  /// An update trigger, for one of its entries, or for the whole when it lists none (art. 16).
  case trigger(Identifier, entry: Identifier?)
  /// A share request (art. 23).
  case request(Identifier)
  /// An incident, towards one kind of authority (art. 31).
  case incident(Identifier, ReportRecipient)
}

/// An obligation that begins: a clock starts, or a duty without one.
struct OpenedObligation: Sendable {
  let id: Identifier
  let rule: ObligationRule
  let subject: ObligationSubject
  /// The obligated body.
  let department: BodyCode
  /// The day from which is counted.
  let start: CivilDate
}

/// Which obligations an event discharges or closes.
enum ObligationSelector: Hashable, Sendable {
  /// Those of a trigger that concern an entry; all of them when no entry is named.
  case trigger(Identifier, entry: Identifier?)
  /// Those that wait for an entry to be updated.
  case entry(Identifier)
  /// That of a share request.
  case request(Identifier)
  /// That of an incident towards one kind of authority.
  case incident(Identifier, ReportRecipient)
}

/// What an event does to obligations. Audit and projection both follow these effects, so that they
/// cannot disagree.
enum ObligationEffect: Sendable {
  case opened(OpenedObligation)
  case discharged(ObligationSelector)
  /// Withdrawn or retired without discharge, at a moment that may lie before the event.
  case closed(ObligationSelector, at: Moment)
}

extension RuleBook {
  /// The effects of an event, given the states before it.
  func effects(
    of event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    let moment = Moment(occurredAt: event.record.occurredAt, position: event.position)
    switch event.record.data {
    case .updateTriggered(let data):
      return try opened(by: data, event, &states)
    case .entryRevised(let data):
      guard let trigger = data.trigger else { return [] }
      return [.discharged(.trigger(trigger, entry: data.entry))]
    case .entryRetired(let data):
      let closed = ObligationEffect.closed(.entry(data.entry), at: moment)
      guard let trigger = data.trigger else { return [closed] }
      return [.discharged(.trigger(trigger, entry: data.entry)), closed]
    case .triggerReviewed(let data):
      return [.discharged(.trigger(data.trigger, entry: data.entry))]
    case .shareRequested(let data):
      return try opened(by: data, event, &states)
    case .shareReplied(let data):
      return [.discharged(.request(data.request))]
    case .shareWithdrawn(let data):
      return [.closed(.request(data.request), at: moment)]
    case .incidentDetected(let data):
      return opened(by: data, event)
    case .incidentReported(let data):
      return [.discharged(.incident(data.incident, data.recipientKind))]
    default:
      return []
    }
  }

  /// The rules of a subject whose start, for an event, lies in the time of this book (art. 40).
  private func rules(
    _ subject: ObligationRule.Subject, _ start: (ObligationRule.Start) -> CivilDate
  ) -> [(rule: ObligationRule, start: CivilDate)] {
    obligations.compactMap { rule in
      guard rule.subject == subject else { return nil }
      let day = start(rule.start)
      return day < inForceFrom ? nil : (rule, day)
    }
  }

  private func opened(
    by data: UpdateTriggered, _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    var effects: [ObligationEffect] = []
    let rules = rules(.updateTrigger) { start in
      switch start {
      case .promulgatedOn: data.promulgatedOn ?? data.effectiveOn
      case .occurredOn: event.record.occurredAt.beijingDate
      case .effectiveOn, .receivedOn: data.effectiveOn
      }
    }
    for (rule, start) in rules {
      let entries: [Identifier?] = data.entries.isEmpty ? [nil] : data.entries
      for entry in entries {
        let suffix = entry.map { "/\($0)" } ?? ""
        effects.append(
          .opened(
            OpenedObligation(
              id: Identifier("\(rule.id)/\(data.trigger)\(suffix)"), rule: rule,
              subject: .trigger(data.trigger, entry: entry), department: data.department,
              start: start)))
        if let entry, let retired = try states.entry(entry)?.retired {
          effects.append(.closed(.trigger(data.trigger, entry: entry), at: retired))
        }
      }
    }
    return effects
  }

  private func opened(
    by data: ShareRequested, _ event: Event, _ states: inout some StateLookup
  ) throws(LedgerError) -> [ObligationEffect] {
    guard let entry = try states.entry(data.entry) else { return [] }
    let rules = rules(.shareRequest) { start in
      start == .occurredOn ? event.record.occurredAt.beijingDate : data.receivedAt.beijingDate
    }
    return rules.map { rule, start in
      .opened(
        OpenedObligation(
          id: Identifier("\(rule.id)/\(data.request)"), rule: rule,
          subject: .request(data.request), department: entry.department, start: start))
    }
  }

  private func opened(by data: IncidentDetected, _ event: Event) -> [ObligationEffect] {
    let rules = rules(.incidentReport) { _ in event.record.occurredAt.beijingDate }
    return rules.flatMap { rule, start in
      ReportRecipient.allCases.map { recipient in
        .opened(
          OpenedObligation(
            id: Identifier("\(rule.id)/\(data.incident)/\(recipient.rawValue)"), rule: rule,
            subject: .incident(data.incident, recipient), department: data.department,
            start: start))
      }
    }
  }
}
