import WorkingDays

/// One obligation, with what became of it: its opening, and its earliest discharge or closing,
/// whichever came first. Its names stand in the texts with which it is kept.
struct Obligation: Equatable, Sendable {
  /// Which part of its matter it is about.
  typealias Part = MatterPart<NamedText>

  /// What a finding keeps of an event.
  struct Citation: Equatable, Sendable {
    let moment: Moment
    /// The event's id.
    let event: TextRange
  }

  /// What a finding keeps of an act that discharges.
  struct Discharge: Equatable, Sendable {
    let citation: Citation
    /// When the act became known.
    let knownAt: Instant
    /// Whether it was imported from another system.
    let isImported: Bool

    var moment: Moment { citation.moment }
  }

  /// The rule's place among those in force.
  let rule: Int
  /// The name of the trigger, request, incident…
  let matter: TextRange
  let part: Part
  /// The obligated body: whoever owes it at the times asked about.
  private(set) var department: BodyCode
  /// The body that owed it when it arose, where another took its place (机构改革).
  private(set) var heirOf: BodyCode?
  /// The day from which is counted.
  let start: CivilDate
  /// The event that opened it.
  let opening: Citation
  private(set) var discharge: Discharge?
  private(set) var closed: Moment?
  /// What moved its clock, in order of time.
  private(set) var acts: [ClockAct] = []
  /// The discharges besides the earliest.
  private(set) var others: [Discharge] = []

  init(
    rule: Int, matter: TextRange, part: Part, department: BodyCode, start: CivilDate,
    opening: Citation
  ) {
    self.rule = rule
    self.matter = matter
    self.part = part
    self.department = department
    self.start = start
    self.opening = opening
  }

  /// An obligation of which everything is known.
  init(
    _ obligation: Obligation, discharge: Discharge?, closed: Moment?, acts: [ClockAct],
    others: [Discharge]
  ) {
    self = obligation
    self.discharge = discharge
    self.closed = closed
    self.acts = acts
    self.others = others
  }

  /// The position of the last event in the log that did anything about it.
  var lastPosition: Int64 {
    let all = acts.map(\.moment) + others.map(\.moment)
    let own = [opening.moment, discharge?.moment, closed].compactMap(\.self)
    return (all + own).map(\.position).max() ?? opening.moment.position
  }

  /// Takes note that it is another body's by now.
  mutating func pass(to heir: BodyCode) {
    guard heir != department else { return }
    (heirOf, department) = (heirOf ?? department, heir)
  }

  /// Whether both are the same duty about the same thing, opened by the same act.
  func isSame(as other: Obligation) -> Bool {
    rule == other.rule && part == other.part && start == other.start
      && opening.moment == other.opening.moment
  }

  /// Takes note of a discharge. Of two the earlier counts; the other may support it.
  mutating func discharge(by new: Discharge) {
    guard let known = discharge else { return discharge = new }
    if new.moment < known.moment {
      discharge = new
      others.append(known)
    } else {
      others.append(new)
    }
  }

  /// Takes note of a closing, unless an earlier one is known.
  mutating func close(at moment: Moment) { closed = min(closed ?? moment, moment) }

  /// Takes note of an act that moves its clock.
  mutating func move(_ act: ClockAct) { acts.append(act) }

  /// Lets the first end decide, whether a discharge or a closing: what followed changes nothing. Puts
  /// the acts before it in order.
  mutating func settle() {
    if let closing = closed {
      others.removeAll { $0.moment > closing }
      if let first = discharge, first.moment <= closing { closed = nil } else { discharge = nil }
    }
    guard !acts.isEmpty else { return }
    if let end = discharge?.moment ?? closed { acts.removeAll { $0.moment >= end } }
    acts.sort { $0.moment < $1.moment }
  }
}
