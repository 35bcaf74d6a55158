import WorkingDays

/// What a few events of a log say of one obligation, when they are all that is known.
struct ShownHistory {
  private let scope: AuditScope
  private let book: RuleBook
  private let id: Identifier
  private var states = FoldedStates()
  private var names = LongNames()
  private var opened: OpenedObligation?
  private var obligation: Obligation?
  private var notices: [(notice: HolidayNotice, position: Int64)] = []

  /// Folds events in the order of the log.
  init(
    of id: Identifier, _ events: [Event], scope: AuditScope, book: RuleBook
  ) throws(LedgerError) {
    self.id = id
    self.scope = scope
    self.book = book
    for event in events { try fold(event) }
  }

  private mutating func fold(_ event: Event) throws(LedgerError) {
    if case .noticeIssued(let data) = event.record.data {
      notices.append((data.notice, event.position))
    }
    let counts = event.counts(in: scope)
    if counts {
      for effect in try book.effects(of: event, given: &states) { apply(effect, of: event) }
    }
    if counts || event.saysWhatOthersAreAbout { states.fold(event) }
  }

  private mutating func apply(_ effect: ObligationEffect, of event: Event) {
    switch effect {
    case .opened(let opened) where opened.id == id && obligation == nil:
      open(opened, by: event)
    case .discharged(let selector) where opened?.subject.isMeant(by: selector) == true:
      let citation = citation(event)
      obligation?.discharge(by: citation)
    case .closed(let selector, let moment) where opened?.subject.isMeant(by: selector) == true:
      obligation?.close(at: moment)
    default: break
    }
  }

  private mutating func open(_ opened: OpenedObligation, by event: Event) {
    guard let rule = book.obligations.firstIndex(where: { $0.id == opened.rule.id }) else { return }
    let (kind, subject, part): (ObligationRule.Subject, Identifier, Obligation.Part) =
      switch opened.subject {
      case .trigger(let trigger, nil): (.updateTrigger, trigger, .whole)
      case .trigger(let trigger, .some(let entry)): (.updateTrigger, trigger, .entry(name(entry)))
      case .request(let request): (.shareRequest, request, .whole)
      case .incident(let incident, let recipient):
        (.incidentReport, incident, .recipient(recipient))
      }
    self.opened = opened
    obligation = Obligation(
      number: 0, rule: rule, kind: kind, subject: name(subject), part: part,
      department: opened.department, start: opened.start, opening: citation(event))
  }

  private mutating func name(_ identifier: Identifier) -> Name {
    Array(identifier.text.utf8).withUnsafeBufferPointer { names.name(of: $0) }
  }

  private mutating func citation(_ event: Event) -> Obligation.Citation {
    Obligation.Citation(
      moment: Moment(occurredAt: event.record.occurredAt, position: event.position),
      event: name(event.record.id))
  }

  // MARK: What was found

  /// The rule of the obligation; `nil` when no event opened it.
  var rule: ObligationRule? { opened?.rule }

  /// The calendar as it was known, of the bundled notices and those that were shown.
  func calendar(_ law: BundledLaw) -> HolidayCalendar {
    law.calendar(with: notices.map(\.notice)).asKnown(on: scope.knownAt.beijingDate)
  }

  /// The position of the event that recorded a notice; `nil` for a bundled one.
  func position(ofNotice name: String) -> Int64? {
    notices.last { $0.notice.name.utf8.elementsEqual(name.utf8) }?.position
  }

  /// The verdict with all that it rests on; `nil` when no event opened the obligation.
  func finding(by calendar: HolidayCalendar) -> ObligationFinding? {
    var judge = ObligationJudge(calendar: calendar, asOf: scope.asOf, rules: book.obligations)
    return obligation.map { judge.finding($0, names) }
  }
}

extension Event {
  /// Whether the event is known, for judging others, even where it does not count itself.
  fileprivate var saysWhatOthersAreAbout: Bool {
    switch record.data {
    case .entryRegistered, .projectSubmitted, .shareRequested: true
    default: false
    }
  }
}

extension ObligationSubject {
  /// Whether a selector means the obligations of this subject.
  fileprivate func isMeant(by selector: ObligationSelector) -> Bool {
    switch (self, selector) {
    case (.trigger(let own, let entry), .trigger(let trigger, let part)):
      own == trigger && (part == nil || entry == nil || part == entry)
    case (.trigger(_, let entry?), .entry(let other)): entry == other
    case (.request(let own), .request(let other)): own == other
    case (.incident(let own, let recipient), .incident(let other, let kind)):
      own == other && recipient == kind
    default: false
    }
  }
}
