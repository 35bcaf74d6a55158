import WorkingDays

/// How a catalogue entry was shared and open in the course of time, by the days of the acts, whenever
/// they were recorded.
public struct EntryHistory: Hashable, Sendable {
  /// What one act on the entry changed.
  public struct Change: Hashable, Sendable {
    /// When, and where the log says so.
    public let moment: Moment
    /// The department whose data it describes from then on.
    public let department: BodyCode?
    /// How it is shared from then on.
    public let sharing: SharingType?
    /// How it is open to the public from then on.
    public let openness: Openness?
  }

  /// What may be asked of it.
  enum Fact { case department, sharing, openness }

  /// When it was registered, and where the log says so.
  let registered: Moment
  /// What it was at its registration.
  let first: EntryFacts
  /// Whether its registration counts at the times asked about; it says whose the entry is all the same.
  var isKnown = true
  /// What revisions changed, in order of the log.
  private(set) var changes: [Change] = []
  /// When it was retired.
  var retired: Moment? { retirement?.moment }
  /// When it was retired, and by whom.
  var retirement: Retirement?

  /// The act that retires it.
  struct Retirement: Hashable, Sendable {
    let moment: Moment
    let body: BodyCode
  }

  init(registered: Moment, _ first: EntryFacts) {
    self.registered = registered
    self.first = first
  }

  mutating func add(_ change: Change) {
    if !change.isEmpty { changes.append(change) }
  }

  /// What it is by the order of the log.
  var latest: EntryFacts { changes.reduce(into: first) { $0.apply($1) } }

  /// What its acts say for a moment; `nil` before it was registered.
  func facts(at moment: Moment) -> EntryFacts? {
    guard isRegistered(at: moment) else { return nil }
    var facts = first
    if !changes.isEmpty {
      let before = changes.filter { $0.moment < moment }.sorted { $0.moment < $1.moment }
      for change in before { facts.apply(change) }
    }
    if let retired { facts.isRetired = retired.occurredAt <= moment.occurredAt }
    return facts
  }

  fileprivate func isRegistered(at moment: Moment) -> Bool {
    registered.occurredAt <= moment.occurredAt
  }
}

/// A catalogue entry as the judge asks about it: what its acts say, and who answers for the department
/// that they name (rulings.md, 机构改革).
struct HeldEntry {
  let history: EntryHistory
  private let name: Name
  let heirs: Heirs

  init(_ history: EntryHistory, named name: Name, _ heirs: Heirs) {
    (self.history, self.name, self.heirs) = (history, name, heirs)
  }

  /// What it was at a moment; `nil` before it was registered.
  func facts(at moment: Moment) -> EntryFacts? {
    history.facts(at: moment).map { held($0, moment) }
  }

  /// What is known of it for a moment: before it was registered, what it was registered as.
  func known(at moment: Moment) -> EntryFacts {
    held(history.facts(at: moment) ?? history.first, moment)
  }

  private func held(_ facts: EntryFacts, _ moment: Moment) -> EntryFacts {
    guard !heirs.isEmpty else { return facts }
    var facts = facts
    facts.department = heir(of: facts.department, at: moment)
    return facts
  }

  /// The body that has what a body had of the entry, at a moment.
  func heir(of body: BodyCode, at moment: Moment) -> BodyCode {
    heirs.heir(of: body, for: name, on: moment.day)
  }

  /// The department whose entry it was when it was asked for, or whoever took its place by a moment.
  func holder(askedAt asked: Moment, by moment: Moment) -> BodyCode {
    heir(of: known(at: asked).department, at: moment)
  }

  /// Whether a body is the department whose entry it is at the moment of an act, or was when it was
  /// asked for.
  func isHolders(_ body: BodyCode, at moment: Moment, askedAt asked: Moment) -> Bool {
    holder(askedAt: asked, by: moment) == body || known(at: moment).department == body
  }

  /// The positions of the events that say what it was at a moment: its registration, and of each fact
  /// that is asked the last revision before that says it.
  func telling(_ asked: [EntryHistory.Fact], at moment: Moment) -> [Int64] {
    var positions = [history.registered.position]
    guard history.isRegistered(at: moment) else { return positions }
    for fact in asked {
      let last = history.changes.filter { $0.moment < moment && $0.says(fact) }.map(\.moment).max()
      if let last { positions.append(last.position) }
    }
    return positions
  }

  /// The positions of the events that say whose it was when it was asked for, and when a reply was given.
  func tellingHolders(of reply: Act, to asked: Act) -> [Int64] {
    telling([.department], at: asked.moment) + telling([.department], at: reply.moment)
  }

  /// When it was retired.
  var retired: Moment? { history.retired }
}

extension EntryHistory {
  /// What an act registers.
  init?(_ act: Act) {
    guard let department = act.code(.department), let openness: Openness = act.choice(.openness)
    else { return nil }
    self.init(
      registered: act.moment,
      EntryFacts(department: department, sharing: act.choice(.sharing), openness: openness))
  }
}

extension EntryHistory.Change {
  /// What an act changes.
  init(_ act: Act) {
    self.init(
      moment: act.moment, department: act.code(.department), sharing: act.choice(.sharing),
      openness: act.choice(.openness))
  }

  /// Whether it says something that is asked.
  func says(_ fact: EntryHistory.Fact) -> Bool {
    switch fact {
    case .department: department != nil
    case .sharing: sharing != nil
    case .openness: openness != nil
    }
  }

  /// Whether it changed nothing that is asked.
  var isEmpty: Bool { department == nil && sharing == nil && openness == nil }
}

/// What may be asked about the catalogue entry that an act names, as it was then.
struct EntryFacts: Hashable, Sendable {
  var department: BodyCode
  /// How it is shared; `nil` while it is not said.
  var sharing: SharingType?
  var openness: Openness
  var isRetired = false

  fileprivate mutating func apply(_ change: EntryHistory.Change) {
    if let department = change.department { self.department = department }
    if let sharing = change.sharing { self.sharing = sharing }
    if let openness = change.openness { self.openness = openness }
  }
}

extension EntryHistory.Retirement {
  init(_ act: some ValuesInPage) { self.init(moment: act.moment, body: act.view.actor) }
}
