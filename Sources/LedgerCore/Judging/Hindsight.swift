/// What of a log bears on all of it, wherever it stands: what was corrected, and which bodies and divisions
/// took the place of others. Whoever makes rows of a log event by event knows it before the first.
package struct Hindsight: Sendable, Equatable {
  package private(set) var corrections: Corrections
  package private(set) var successions: Successions

  /// That of a log without either.
  package static let none = Hindsight(Corrections(), Successions())

  package init(_ corrections: Corrections, _ successions: Successions) {
    (self.corrections, self.successions) = (corrections, successions)
  }

  /// The types of event that say so.
  package static let types: [EventType] = [.recordCorrected, .bodySucceeded, .divisionChanged]

  /// What events say, which are in the order of the log.
  package init(_ events: [Event]) {
    self.init(Corrections(events), Successions(events))
  }

  /// Takes note of the next event of a log.
  package mutating func tell(_ event: ViewedEvent) {
    if let correction = Correction(event) { corrections.add(correction) }
    if let succession = Succession(event) { successions.add(succession) }
  }

  /// That of the first events of the log.
  package func ofFirst(_ size: Int64) -> Hindsight {
    Hindsight(corrections.ofFirst(size), successions.ofFirst(size))
  }
}
