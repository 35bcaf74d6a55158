import WorkingDays

/// A correction, as the log tells of it (`record.corrected`).
struct Correction: Hashable, Sendable {
  /// The id of the correction itself.
  let event: Identifier
  /// Where it stands in the log.
  let position: Int64
  /// The event that it corrects.
  let corrected: Identifier
  let reason: String
  let occurredAt: Instant
  /// From when on it is known, as any event.
  let knownAt: Instant
}

/// The corrections of a log, in its order, and the one definition of what they leave out.
///
/// Mistakes are corrected, never erased: a corrected event stays in the log and keeps its version, and
/// what remains is judged as though it had never been. Replays, recording, rows and certificates all ask
/// here which events those are.
public struct Corrections: Sendable, Equatable {
  private(set) var all: [Correction] = []

  /// None.
  public init() {}

  init(_ all: [Correction]) { self.all = all }

  /// Those among some events, which are in the order of the log.
  public init(_ events: some Sequence<Event>) { all = events.compactMap { Correction($0) } }

  /// Whether there is none.
  public var isEmpty: Bool { all.isEmpty }

  mutating func add(_ correction: Correction) { all.append(correction) }

  /// Those among the first events of the log.
  package func ofFirst(_ size: Int64) -> Corrections {
    Corrections(all.filter { $0.position < size })
  }

  /// The corrections that stand: those that count at the times asked about and that no other which
  /// stands corrects.
  public func standing(in scope: AuditScope) -> StandingCorrections {
    var standing = StandingCorrections()
    // What corrects an event comes after it: going backward, what is known of each is final.
    for correction in all.reversed()
    where scope.counts(correction.occurredAt, knownAt: correction.knownAt)
      && !standing.leavesOut(correction.event)
    {
      standing.add(correction)
    }
    return standing
  }

  /// Those that stand by all that the log says.
  package var standing: StandingCorrections { standing(in: .everything) }
}

/// The corrections that stand, by the events that they leave out.
public struct StandingCorrections: Sendable {
  private var byEvent: [Identifier: Correction] = [:]

  /// None.
  public init() {}

  /// Whether nothing is left out.
  public var isEmpty: Bool { byEvent.isEmpty }

  /// Whether an event is left out of whatever is judged.
  public func leavesOut(_ event: Identifier) -> Bool { byEvent[event] != nil }

  package func leavesOut(_ event: ViewedEvent) -> Bool { !isEmpty && leavesOut(event.id) }

  /// The correction that leaves an event out; of several the first in the log.
  subscript(event: Identifier) -> Correction? { byEvent[event] }

  mutating func add(_ correction: Correction) { byEvent[correction.corrected] = correction }
}

/// The corrections that a writer knows: all of the log, and those that stand now.
struct LogCorrections: Sendable {
  private(set) var all: Corrections
  private(set) var standing: StandingCorrections
  private var ids: Set<Identifier>

  init(_ all: Corrections) {
    self.all = all
    standing = all.standing
    ids = Set(all.all.map(\.event))
  }

  /// Adds the correction that was just recorded.
  mutating func add(_ correction: Correction) {
    all.add(correction)
    ids.insert(correction.event)
    // Only a correction of a correction changes what others leave out.
    if ids.contains(correction.corrected) {
      standing = all.standing
    } else {
      standing.add(correction)
    }
  }
}

extension Correction {
  /// What an event corrects; `nil` for one of another type.
  init?(_ event: Event) {
    guard case .recordCorrected(let data) = event.record.data else { return nil }
    self.init(
      event: event.record.id, position: event.position, corrected: data.event, reason: data.reason,
      occurredAt: event.record.occurredAt, knownAt: event.knownAt)
  }

  init?(_ event: some ValuesInPage) {
    let (page, view) = (event.page, event.view)
    guard view.type == .recordCorrected, let corrected = page.text(.event, of: view),
      let reason = page.text(.reason, of: view)
    else { return nil }
    self.init(
      event: page.identifier(view.id), position: view.position,
      corrected: page.identifier(corrected), reason: page.identifier(reason).text,
      occurredAt: view.occurredAt, knownAt: view.knownAt)
  }
}

// MARK: - What remains

/// What is left of acts when corrections are taken into account.
///
/// As the first act of a thing that was corrected may be recorded again, under a new id, a thing may have
/// two first acts at times at which the correction does not count yet. Then the earlier in the log is the
/// one, unless only the later counts.
struct RemainingActs {
  private let standing: StandingCorrections
  private let scope: AuditScope

  init(_ standing: StandingCorrections, in scope: AuditScope) {
    self.standing = standing
    self.scope = scope
  }

  /// Acts in the order of the log, without those left out: the first act of each thing comes before all
  /// others, wherever it stands in the log, because the others may have been recorded after the one that
  /// it replaces.
  ///
  /// - Parameter corrected: the positions of the acts that corrections are about, whether they stand or
  ///   not.
  func firstActsFirst<One: ValuesInPage>(
    _ acts: some Sequence<One>, among corrected: Set<Int64>
  ) -> [One] {
    var openings: [One] = []
    var rest: [One] = []
    for act in acts where !leavesOut(act, among: corrected) {
      if act.form.act == .opens { openings.append(act) } else { rest.append(act) }
    }
    var first: [NameHash: Int] = [:]
    for (place, opening) in openings.enumerated() {
      let stream = opening.page.withText {
        NameHash(opening.form.category, $0[opening.view.subject])
      }
      guard let known = first[stream] else {
        first[stream] = place
        continue
      }
      if !scope.counts(openings[known].view), scope.counts(opening.view) { first[stream] = place }
    }
    let kept = Set(first.values)
    return openings.indices.filter(kept.contains).map { openings[$0] } + rest
  }

  /// A matter without the acts left out, and with one first act at most.
  ///
  /// - Parameter corrected: the positions of the acts that corrections are about, whether they stand or
  ///   not: where there is none, nothing remains to be done.
  func matter(_ matter: ActedMatter, among corrected: Set<Int64>) -> ActedMatter {
    guard !corrected.isEmpty,
      matter.places.contains(where: { corrected.contains(matter.position(of: $0)) })
    else { return matter }
    var places = matter.places.filter { place in
      !leavesOut(matter.act(at: place), among: corrected)
    }
    let openings = places.filter { place in
      !place.isOfOther && matter.type(of: place).form.act == .opens
    }.sorted { matter.position(of: $0) < matter.position(of: $1) }
    if let first = openings.first, openings.count > 1 {
      let kept = openings.first { scope.counts(matter.act(at: $0).view) } ?? first
      let others = Set(openings.map(\.place)).subtracting([kept.place])
      places.removeAll { others.contains($0.place) && !$0.isOfOther }
    }
    return ActedMatter(
      page: matter.page, category: matter.category, name: matter.name, places: places[...])
  }

  private func leavesOut(_ act: some ValuesInPage, among corrected: Set<Int64>) -> Bool {
    corrected.contains(act.view.position) && standing.leavesOut(act.page.identifier(act.view.id))
  }
}

/// The names of the events that corrections are about, to find them among many.
struct CorrectedNames: Sendable {
  private var names = NameTable<Bool>()

  init(_ corrections: Corrections) {
    for correction in corrections.all {
      var text = correction.corrected.text
      text.withUTF8 { names[Name($0)] = true }
    }
  }

  /// Whether corrections are about an event.
  func contain(_ event: ViewedEvent) -> Bool {
    event.page.withText { names[Name($0[event.view.id])] != nil }
  }

  /// The positions of the events of a page that corrections are about.
  func positions(in page: EventPage) -> Set<Int64> {
    guard names.count > 0 else { return [] }
    var positions: Set<Int64> = []
    page.withText { text in
      for view in page.events where names[Name(text[view.id])] != nil {
        positions.insert(view.position)
      }
    }
    return positions
  }
}

extension ActedMatter {
  fileprivate func position(of act: ActPlace) -> Int64 { page.events[Int(act.place)].position }
}
