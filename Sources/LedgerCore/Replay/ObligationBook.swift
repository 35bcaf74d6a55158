/// The obligations that a replay has met so far, and what happened to each.
struct ObligationBook {
  /// One obligation: its opening, its earliest discharge, its earliest closing.
  struct Page {
    let opened: OpenedObligation
    let trigger: Event.Citation
    var discharge: Event.Citation?
    var closed: Moment?
  }

  private(set) var pages: [Page] = []
  private var byTrigger: [Identifier: [Int]] = [:]
  private var byEntry: [Identifier: [Int]] = [:]
  private var bySubject: [ObligationSubject: [Int]] = [:]

  mutating func apply(_ effects: [ObligationEffect], of event: Event) {
    for effect in effects {
      switch effect {
      case .opened(let opened):
        open(opened, event.citation)
      case .discharged(let selector):
        for index in indices(selector) { discharge(index, event.citation) }
      case .closed(let selector, let moment):
        for index in indices(selector) { close(index, moment) }
      }
    }
  }

  private mutating func open(_ opened: OpenedObligation, _ trigger: Event.Citation) {
    let index = pages.count
    pages.append(Page(opened: opened, trigger: trigger))
    switch opened.subject {
    case .trigger(let trigger, let entry):
      byTrigger[trigger, default: []].append(index)
      if let entry { byEntry[entry, default: []].append(index) }
    case .request, .incident:
      bySubject[opened.subject, default: []].append(index)
    }
  }

  private func indices(_ selector: ObligationSelector) -> [Int] {
    switch selector {
    case .trigger(let trigger, let entry):
      let all = byTrigger[trigger] ?? []
      guard let entry else { return all }
      return all.filter { concerns(pages[$0].opened.subject, entry) }
    case .entry(let entry): return byEntry[entry] ?? []
    case .request(let request): return bySubject[.request(request)] ?? []
    case .incident(let incident, let recipient):
      return bySubject[.incident(incident, recipient)] ?? []
    }
  }

  /// Whether an obligation of a trigger is that of `entry`, or of the trigger as a whole.
  private func concerns(_ subject: ObligationSubject, _ entry: Identifier) -> Bool {
    guard case .trigger(_, let own) = subject else { return false }
    return own == nil || own == entry
  }

  private mutating func discharge(_ index: Int, _ citation: Event.Citation) {
    if let earlier = pages[index].discharge, earlier.moment <= citation.moment { return }
    pages[index].discharge = citation
  }

  private mutating func close(_ index: Int, _ moment: Moment) {
    if let earlier = pages[index].closed, earlier <= moment { return }
    pages[index].closed = moment
  }
}

extension Event {
  /// What a finding keeps of an event.
  struct Citation {
    let moment: Moment
    let event: Identifier
  }

  var citation: Citation {
    Citation(
      moment: Moment(occurredAt: record.occurredAt, position: position), event: record.id)
  }
}
