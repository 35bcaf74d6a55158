import WorkingDays

/// What a scorecard takes from the log besides the findings of an audit: the bodies, and the days of the acts.
package struct ScorecardFacts: Sendable {
  private let scope: AuditScope
  private let corrections: StandingCorrections
  private var registered: [BodyCode: Scorecard.RegisteredBody] = [:]
  /// The names of bodies that were renamed.
  private var renamed: [BodyCode: String] = [:]
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
    guard let code = event.code(.department), let name = event.text(.name)?.string,
      event.type == .departmentRegistered || event.type == .bodyRenamed,
      !corrections.leavesOut(event)
    else { return }
    if event.type == .bodyRenamed {
      renamed[code] = name
    } else if let state = BodyState(event) {
      registered[code] = Scorecard.RegisteredBody(
        name: name, division: state.division, kind: state.kind)
    }
  }

  /// The bodies whose registrations count, under the names that they have.
  var bodies: [BodyCode: Scorecard.RegisteredBody] {
    registered.reduce(into: registered) { bodies, body in
      guard let name = renamed[body.key] else { return }
      bodies[body.key] = Scorecard.RegisteredBody(
        name: name, division: body.value.division, kind: body.value.kind)
    }
  }

  /// The day of the act that a finding is against.
  func day(of finding: Violation) -> CivilDate {
    CivilDate(daysSinceEpoch: Int(days[Int(finding.position)])) ?? .min
  }
}
