import WorkingDays

/// One obligation as a replay keeps it, without references: its opening, its earliest discharge,
/// its earliest closing.
struct Obligation {
  /// Which part of its subject it is about.
  typealias Part = MatterPart<Name>

  /// What a finding keeps of an event.
  struct Citation {
    let moment: Moment
    let event: Name
  }

  /// What a finding keeps of an act that discharges.
  struct Discharge {
    let citation: Citation
    /// When the act became known.
    let knownAt: Instant
    /// Whether it was imported from another system.
    let isImported: Bool

    var moment: Moment { citation.moment }

    /// Whether it became known on the day of the act or before: then it is no late evidence,
    /// whatever delay is asked about.
    var isPrompt: Bool { knownAt.beijingDate <= moment.occurredAt.beijingDate }
  }

  /// Obligations are numbered from 0 as they are opened.
  let number: Int64
  /// The rule's place among those in force.
  let rule: Int
  let kind: ObligationRule.Subject
  /// The trigger, request or incident.
  let subject: Name
  let part: Part
  /// The obligated body.
  let department: BodyCode
  /// The day from which is counted.
  let start: CivilDate
  /// The event that opened it.
  let opening: Citation
  /// Whether that was not the first event of its matter: then only what followed concerns it.
  let isOpenedLater: Bool
  var discharge: Discharge?
  var closed: Moment?

  /// Whether nothing more is waited for: it is discharged, or it is about something that is closed
  /// only once, and closed. What is told of it yet is told late.
  var isSettled: Bool {
    discharge != nil || (closed != nil && (kind == .shareRequest || kind == .openApplication))
  }

  /// Takes note of a discharge, and gives back the later of two.
  @discardableResult
  mutating func discharge(by new: Discharge) -> Discharge? {
    if let earlier = discharge, earlier.moment <= new.moment { return new }
    defer { discharge = new }
    return discharge
  }

  /// Takes note of a closing, unless an earlier one is known.
  mutating func close(at moment: Moment) {
    if let earlier = closed, earlier <= moment { return }
    closed = moment
  }

  /// Whether an act about a part of the subject concerns it: acts about the whole concern all, and
  /// an obligation of the whole is concerned by all.
  func isConcerned(by act: Part, at moment: Moment) -> Bool {
    guard part.isConcerned(by: act) else { return false }
    return !isOpenedLater || moment.occurredAt >= opening.moment.occurredAt
  }
}
