import WorkingDays

/// What a scorecard takes from the log besides the findings of an audit: the bodies, and the days of the acts.
package struct ScorecardFacts: Sendable {
  private let scope: AuditScope
  private let corrections: StandingCorrections
  /// The bodies whose registrations count.
  private(set) var bodies: [BodyCode: Scorecard.RegisteredBody] = [:]
  /// The Beijing day of each act, by position, in days since 1970-01-01.
  private var days: [Int32] = []

  /// Knows nothing yet.
  ///
  /// - Parameters:
  ///   - scope: the times that decide what counts.
  ///   - corrections: those of the log.
  package init(in scope: AuditScope, _ corrections: Corrections) {
    self.scope = scope
    self.corrections = corrections.standing(in: scope)
  }

  /// Takes note of the next page of the log.
  package mutating func fold(_ page: EventPage) {
    for event in page.viewedEvents {
      days.append(Int32(truncatingIfNeeded: event.day.daysSinceEpoch))
      if scope.counts(event.view) { tell(event) }
    }
  }

  private mutating func tell(_ event: ViewedEvent) {
    guard event.type == .departmentRegistered, !corrections.leavesOut(event),
      let code = event.code(.department), let state = BodyState(event)
    else { return }
    bodies[code] = Scorecard.RegisteredBody(
      name: event.text(.name)?.string ?? "", division: state.division, kind: state.kind)
  }

  /// The day of the act that a finding is against.
  func day(of finding: Violation) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(days[Int(finding.position)])) ?? .min
  }
}
