import WorkingDays

/// What a few events of a log say of one obligation, when they are all that is known.
struct ShownHistory {
  private let scope: AuditScope
  private let rules: RulesInForce
  private let id: Identifier
  private var states = FoldedStates()
  private var names = LongNames()
  private(set) var opened: OpenedObligation?
  private var subject: ObligationWithActs?
  private var openedAt = Instant.min
  private var notices: [(notice: HolidayNotice, position: Int64)] = []

  /// Folds events in the order of the log.
  init(
    of id: Identifier, _ events: [Event], scope: AuditScope, rules: RulesInForce
  ) throws(LedgerError) {
    self.id = id
    self.scope = scope
    self.rules = rules
    for event in events { try fold(event) }
    subject?.settle()
  }

  private mutating func fold(_ event: Event) throws(LedgerError) {
    if case .calendarNoticeIssued(let data) = event.record.data {
      notices.append((data.holidayNotice, event.position))
    }
    let counts = event.counts(in: scope)
    let viewed = ViewedEvent(event)
    if counts {
      for effect in try rules.effects(of: viewed, given: &states) { apply(effect, of: event) }
    }
    if counts || event.saysWhatOthersAreAbout { states.fold(viewed) }
  }

  private mutating func apply(_ effect: ObligationEffect, of event: Event) {
    switch effect {
    case .opened(let opened) where opened.id == id && subject == nil:
      open(opened, by: event)
    case .acted(let matter, let part, let act):
      guard let opened, opened.matter == matter, opened.part.isConcerned(by: part),
        !opened.rule.opensLater || event.record.occurredAt >= openedAt
      else { return }
      let discharge = Obligation.Discharge(
        citation: citation(event), knownAt: event.knownAt,
        isImported: event.record.sourceRecordedAt != nil)
      subject?.apply(act, discharge, under: opened.rule)
    case .retired(let entry):
      guard let opened, opened.part == .entry(entry),
        opened.rule.closedBy.contains(.catalogEntryRetired)
      else { return }
      subject?.obligation.close(
        at: Moment(occurredAt: event.record.occurredAt, position: event.position))
    default: break
    }
  }

  private mutating func open(_ opened: OpenedObligation, by event: Event) {
    var obligation = Obligation(
      number: 0, rule: opened.place, kind: opened.matter.subject,
      subject: name(opened.matter.name.identifier),
      part: opened.part.map { name($0.identifier) },
      department: opened.department,
      start: opened.start, opening: citation(event), isOpenedLater: opened.rule.opensLater)
    openedAt = event.record.occurredAt
    if let closed = opened.closed { obligation.close(at: closed) }
    self.opened = opened
    subject = ObligationWithActs(obligation, acts: [])
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

  /// The calendar as it was known, of the bundled notices and those that were shown.
  func calendar(_ law: BundledLaw) -> HolidayCalendar {
    law.calendar(with: notices.map(\.notice)).asKnown(on: scope.knownAt.beijingDate)
  }

  /// The position of the event that recorded a notice; `nil` for a bundled one.
  func position(ofNotice name: String) -> Int64? {
    notices.last { $0.notice.name.utf8.elementsEqual(name.utf8) }?.position
  }

  /// The verdict with all that it rests on, and the clock that gave it; `nil` when no event opened
  /// the obligation.
  func finding(by calendar: HolidayCalendar) -> (ObligationFinding, ObligationClock)? {
    guard let subject else { return nil }
    var judge = ObligationJudge(calendar: calendar, scope: scope, rules: rules)
    return judge.finding(subject, names).map { ($0, judge.clock(subject)) }
  }
}

extension Event {
  /// Whether the event is known, for judging others, even where it does not count itself.
  fileprivate var saysWhatOthersAreAbout: Bool {
    switch record.data {
    case .catalogEntryRegistered, .projectSubmitted, .shareRequested: true
    case let act: !act.type.form.isCore && act.type.form.act == .opens
    }
  }
}
