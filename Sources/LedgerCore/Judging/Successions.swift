import WorkingDays

/// That a body or a division gave way to others, as the log tells of it (`body.succeeded`,
/// `division.changed`).
struct Succession: Hashable, Sendable {
  /// Who gave way, and to whom.
  enum Change: Hashable, Sendable {
    case body(BodyCode, [Successor])
    case division(Division, to: Division)
  }

  let change: Change
  /// The first day of it.
  let on: CivilDate
  /// Where the log says so.
  let position: Int64
  /// The event that says so.
  let event: Identifier
  let occurredAt: Instant
  /// From when on it is known, as any event.
  let knownAt: Instant
}

/// The successions of bodies and divisions that a log tells of, in its order (机构改革、行政区划变更).
package struct Successions: Hashable, Sendable {
  private(set) var all: [Succession] = []

  init(_ all: [Succession] = []) { self.all = all }

  /// Those among some events, which are in the order of the log.
  init(_ events: some Sequence<Event>) { all = events.compactMap { Succession($0) } }

  /// Whether there is none.
  var isEmpty: Bool { all.isEmpty }

  /// Those among the first events of the log.
  func ofFirst(_ size: Int64) -> Successions { Successions(all.filter { $0.position < size }) }

  mutating func add(_ succession: Succession) { all.append(succession) }

  /// Who answers for whom, by those that count at the times asked about and were not corrected.
  package func heirs(in scope: AuditScope, _ corrections: StandingCorrections) -> Heirs {
    let counting = all.filter {
      scope.counts($0.occurredAt, knownAt: $0.knownAt) && !corrections.leavesOut($0.event)
    }
    return counting.isEmpty ? .none : Heirs(counting)
  }
}

extension EventType {
  /// Whether acts of the type tell of successions.
  var tellsOfSuccession: Bool { self == .bodySucceeded || self == .divisionChanged }
}

extension Succession {
  /// What an event tells; `nil` for one of another type.
  init?(_ event: Event) {
    self.init(
      event.record.data, on: event.position, event.record.id, event.record.occurredAt,
      event.knownAt)
  }

  init?(_ event: ViewedEvent) {
    guard event.type.tellsOfSuccession else { return nil }
    self.init(event.act, whole: event.whole)
  }

  /// - Parameter whole: the data, of an event whose view does not tell all of it.
  init?(_ act: Act, whole: EventData?) {
    let id = act.page.identifier(act.view.id)
    if let whole {
      self.init(whole, on: act.view.position, id, act.view.occurredAt, act.view.knownAt)
      return
    }
    guard act.type == .divisionChanged, let division = act.division(.division),
      let successor = act.division(.successor), let on = act.date(.on)
    else { return nil }
    self.init(
      change: .division(division, to: successor), on: on, position: act.view.position, event: id,
      occurredAt: act.view.occurredAt, knownAt: act.view.knownAt)
  }

  private init?(
    _ data: EventData, on position: Int64, _ event: Identifier, _ occurredAt: Instant,
    _ knownAt: Instant
  ) {
    switch data {
    case .bodySucceeded(let data):
      change = .body(data.department, data.successors)
      on = data.on
    case .divisionChanged(let data):
      change = .division(data.division, to: data.successor)
      on = data.on
    default: return nil
    }
    (self.position, self.event) = (position, event)
    (self.occurredAt, self.knownAt) = (occurredAt, knownAt)
  }
}
