import WorkingDays

/// One obligation as a replay keeps it, without references: its opening, its earliest discharge,
/// its earliest closing.
struct Obligation {
  /// Which part of its subject it is about.
  enum Part: Equatable {
    /// The trigger as a whole, or the request.
    case whole
    /// One entry of a trigger.
    case entry(Name)
    /// One kind of authority to report an incident to.
    case recipient(ReportRecipient)
  }

  /// What a finding keeps of an event.
  struct Citation {
    let moment: Moment
    let event: Name
  }

  /// Obligations are numbered from 0 as they are opened.
  let number: Int64
  /// The rule's place in the rule book.
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
  var discharge: Citation?
  var closed: Moment?

  /// Whether nothing more is waited for: it is discharged, or it is about a request and closed, for
  /// a request is withdrawn only once. What is told of it yet is a discharge told late.
  var isSettled: Bool { discharge != nil || (kind == .shareRequest && closed != nil) }

  /// Takes note of a discharge, unless an earlier one is known.
  mutating func discharge(by citation: Citation) {
    if let earlier = discharge, earlier.moment <= citation.moment { return }
    discharge = citation
  }

  /// Takes note of a closing, unless an earlier one is known.
  mutating func close(at moment: Moment) {
    if let earlier = closed, earlier <= moment { return }
    closed = moment
  }

  /// Whether an act about a part of the subject concerns it: acts about the whole concern all, and
  /// an obligation of the whole is concerned by all.
  func isConcerned(by act: Part) -> Bool { act == .whole || part == .whole || act == part }
}
