import WorkingDays

/// How a catalogue entry was shared and open in the course of time, by the days of the acts, whenever
/// they were recorded.
public struct EntryHistory: Hashable, Sendable {
  /// What one act on the entry changed.
  public struct Change: Hashable, Sendable {
    /// When, and where the log says so.
    public let moment: Moment
    /// The department whose data it describes from then on.
    public var department: BodyCode?
    /// How it is shared from then on.
    public var sharing: SharingType?
    /// How it is open to the public from then on.
    public var openness: Openness?
  }

  /// When it was registered.
  let registered: Instant
  /// What it was at its registration.
  let first: EntryFacts
  /// What revisions changed, in order of the log.
  private(set) var changes: [Change] = []

  init(registered: Instant, _ first: EntryFacts, _ changes: [Change] = []) {
    self.registered = registered
    self.first = first
    self.changes = changes
  }

  mutating func add(_ change: Change) {
    if change.department != nil || change.sharing != nil || change.openness != nil {
      changes.append(change)
    }
  }

  /// What it was at a moment; `nil` before it was registered.
  func facts(at moment: Moment, retired: Moment?) -> EntryFacts? {
    guard registered <= moment.occurredAt else { return nil }
    var facts = first
    for change in changes.filter({ $0.moment < moment }).sorted(by: { $0.moment < $1.moment }) {
      if let department = change.department { facts.department = department }
      if let sharing = change.sharing { facts.sharing = sharing }
      if let openness = change.openness { facts.openness = openness }
    }
    if let retired { facts.isRetired = retired.occurredAt <= moment.occurredAt }
    return facts
  }
}

/// What a check may ask about the catalogue entry that an act names, as it was then.
struct EntryFacts: Hashable, Sendable {
  var department: BodyCode
  var sharing: SharingType
  var openness: Openness
  var isRetired = false
}
