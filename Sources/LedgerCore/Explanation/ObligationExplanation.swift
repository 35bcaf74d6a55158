import WorkingDays

/// The whole derivation of the verdict on an obligation: the rule and how it came into force, what moved the clock,
/// every day that was counted or not and by which notice, and the verdict.
///
/// It is made from the events that matter alone: ``EvidenceSearch`` finds them.
public struct ObligationExplanation: Sendable {
  /// The times that were asked about.
  public let scope: AuditScope
  /// The verdict with its dates.
  public let finding: ObligationFinding
  /// Whether the obligated body is a public utility, which the order binds by reference (参照, art. 39).
  public let isByReference: Bool
  /// The rule that gave it.
  public let rule: ObligationRule
  /// The book that the rule stands in, and how it came into force.
  public let adoption: RulesInForce.Adoption
  /// The clock, with what moved it.
  public let clock: ObligationClock
  /// The days from the start to the due date, each counted or not; empty where the rule gives no
  /// number of working days, nothing is known of the starting day, or the clock stands still.
  public let days: [CountedDay]
  /// The notices that moved any of those days, with the position of the event that recorded each;
  /// `nil` for one that is bundled with the program.
  public let notices: [(notice: HolidayNotice, position: Int64?)]

  /// The events shown that are left out, because they were corrected.
  public let corrected: [CorrectedEvent]
  /// The events shown that say which bodies and divisions took the place of others, and are not left out.
  public let successions: [Event]

  /// How the period ran, in words.
  public var period: BilingualText {
    let words = PeriodWords(self)
    return BilingualText(zh: words.zh, en: words.en)
  }

  /// Derives the verdict on an obligation from events in the order of the log.
  ///
  /// - Throws: `notFound` when none of them opens the obligation under the rules.
  public init(
    of id: Identifier, from events: [Event], scope: AuditScope, rules: RulesInForce,
    law: BundledLaw
  ) throws(LedgerError) {
    let shown = try ShownObligation(id, in: events, scope: scope, rules: rules, law: law)
    self.scope = scope
    finding = shown.finding
    isByReference = shown.isByReference
    clock = shown.clock
    let place = rules.places[shown.rule]
    rule = place.rule
    adoption = rules.adoption(of: place)
    days = Self.days(of: clock, shown.calendar)
    corrected = shown.corrected
    let remaining = events.filter { event in
      !shown.corrected.contains { $0.position == event.position }
    }
    notices = Self.notices(of: days, remaining, shown.calendar)
    successions = remaining.filter { $0.type.tellsOfSuccession && $0.counts(in: scope) }
  }

  private static func days(
    of clock: ObligationClock, _ calendar: HolidayCalendar
  ) -> [CountedDay] {
    guard let counting = clock.rule.counting, !clock.isSuspended,
      let explanation = try? calendar.explain(
        from: clock.start, counting: counting.extended(by: clock.extendedDays),
        excluding: clock.excluded)
    else { return [] }
    return explanation.days
  }

  private static func notices(
    of days: [CountedDay], _ events: [Event], _ calendar: HolidayCalendar
  ) -> [(HolidayNotice, Int64?)] {
    let names = Set(days.compactMap(\.day.reason.notice).map { Identifier($0) })
    return calendar.notices.filter { names.contains(Identifier($0.name)) }
      .map { notice in
        let told = events.last { event in
          guard case .calendarNoticeIssued(let data) = event.record.data else { return false }
          return data.holidayNotice.name.utf8.elementsEqual(notice.name.utf8)
        }
        return (notice, told?.position)
      }
  }
}

/// What the judge says of one obligation, when a few events are all that is known.
private struct ShownObligation {
  let finding: ObligationFinding
  let isByReference: Bool
  /// The events shown that are left out.
  let corrected: [CorrectedEvent]
  let clock: ObligationClock
  /// The rule's place among those in force.
  let rule: Int
  let calendar: HolidayCalendar

  init(
    _ id: Identifier, in events: [Event], scope: AuditScope, rules: RulesInForce,
    law: BundledLaw
  ) throws(LedgerError) {
    let shown = try ShownLog(events, in: scope)
    let notices: [HolidayNotice] = events.compactMap { event in
      guard case .calendarNoticeIssued(let data) = event.record.data,
        !shown.corrections.leavesOut(event.record.id)
      else { return nil }
      return data.holidayNotice
    }
    calendar = law.calendar(with: notices).asKnown(on: scope.knownAt.beijingDate)
    var judge = Judge(rules, shown.facts, scope: scope)
    var verdicts = ObligationJudge(calendar: calendar, scope: scope, rules: rules)
    var found: (ObligationFinding, Obligation)?
    shown.forEachMatter { matter in
      judge.judgeObligations(of: matter)
      for obligation in judge.obligations where found == nil {
        guard let finding = verdicts.finding(obligation, matter.page), finding.id == id else {
          continue
        }
        found = (finding, obligation)
      }
    }
    guard let (finding, obligation) = found else {
      throw LedgerError(
        .notFound,
        "no event shown opens the obligation “\(JSONValue.cut(id.text))” under \(rules.name)")
    }
    self.finding = finding
    isByReference = shown.isByReference(finding.department)
    corrected = shown.corrected(among: events)
    rule = obligation.rule
    clock = verdicts.clock(obligation)
  }
}

extension CalendarDay.Reason {
  /// The notice that names the day; `nil` when none does.
  public var notice: String? {
    switch self {
    case .noticeOff(let name), .noticeWorked(let name): name
    case .weekday, .weekend, .unknownWeekday, .unknownWeekend: nil
    }
  }
}
