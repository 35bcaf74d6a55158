import WorkingDays

/// Who answers for whom on a day: which body took the place of one that is no more, and which division
/// that of another. The one definition: the judge, the writer, the rows and the evidence ask here.
///
/// It is asked for millions of acts, and nearly always there is nothing to tell.
package final class Heirs: Sendable {
  /// Bodies that all go on, and the divisions of the bundled list.
  package static let none = Heirs([])

  private let bodies: [BodyCode: BodySuccession]
  private let divisions: [Division: DivisionSuccession]
  /// The divisions that ever gave way to one another, by each of them.
  private let related: [Division: Set<Division>]

  init(_ successions: [Succession]) {
    var bodies: [BodyCode: BodySuccession] = [:]
    var divisions = DivisionSuccession.bundled
    // A body ends once, and so does a division; of two that are told at other times the first counts.
    for succession in successions.reversed() {
      switch succession.change {
      case .body(let body, let successors):
        bodies[body] = BodySuccession(successors, on: succession.on, at: succession.position)
      case .division(let division, let successor):
        divisions[division] = DivisionSuccession(
          successor: successor, on: succession.on, position: succession.position)
      }
    }
    (self.bodies, self.divisions) = (bodies, divisions)
    related = Self.related(divisions)
    areTold = !successions.isEmpty
  }

  private static func related(
    _ divisions: [Division: DivisionSuccession]
  ) -> [Division: Set<Division>] {
    var related: [Division: Set<Division>] = [:]
    for (division, succession) in divisions {
      let all = related[division, default: [division]]
        .union(related[succession.successor, default: [succession.successor]])
      for one in all { related[one] = all }
    }
    return related
  }

  // MARK: Bodies

  /// Whether every body goes on.
  var isEmpty: Bool { bodies.isEmpty }

  /// Whether a log tells of any succession.
  let areTold: Bool

  /// Whether a body ends, on any day.
  func areTold(of body: BodyCode) -> Bool { bodies[body] != nil }

  /// The body that answers for another on a day: itself, or the one that took its place.
  ///
  /// - Parameter entry: for what of it; by default for what no scope lists.
  func heir(of body: BodyCode, for entry: Name? = nil, on day: CivilDate) -> BodyCode {
    guard !bodies.isEmpty else { return body }
    var (heir, since) = (body, CivilDate.min)
    var passed: Set<BodyCode> = []
    // Each succession is later than the one before or of the same day, and is passed once: a body may
    // come back.
    while let succession = bodies[heir], succession.on <= day, since <= succession.on,
      passed.insert(heir).inserted, let next = succession.successor(for: entry)
    {
      (heir, since) = (next, succession.on)
    }
    return heir
  }

  /// Whether a body is no more on a day, and has not come back.
  func hasEnded(_ body: BodyCode, on day: CivilDate) -> Bool {
    guard let end = bodies[body], end.on <= day else { return false }
    return !bodies.values.contains { other in
      end.on < other.on && other.on <= day && other.successors.contains(body)
    }
  }

  /// Whether a body answers for another on any day.
  func isEverHeir(_ heir: BodyCode, of body: BodyCode) -> Bool {
    guard bodies[body] != nil else { return false }
    return Set(bodies.values.map(\.on)).contains { self.heir(of: body, on: $0) == heir }
  }

  /// All bodies that answer for another on some day, itself among them.
  func allHeirs(of body: BodyCode) -> Set<BodyCode> {
    guard bodies[body] != nil else { return [body] }
    return Set(bodies.values.map { heir(of: body, on: $0.on) }).union([body])
  }

  // MARK: Divisions

  /// The division that answers for another's area on a day: itself, or the one that took its place.
  ///
  /// Bodies keep the division under which they were registered; whether two are of one level and place
  /// is asked of the division in force.
  package func division(_ division: Division, on day: CivilDate) -> Division {
    var division = division
    // A chain of successions has no cycle: each is later than the one before.
    var since = CivilDate.min
    while let change = divisions[division], since < change.on, change.on <= day {
      (division, since) = (change.successor, change.on)
    }
    return division
  }

  /// The divisions for whose areas another answers on a day.
  func divisions(answeredForBy division: Division, on day: CivilDate) -> [Division] {
    guard let all = related[division] else { return [division] }
    return all.filter { self.division($0, on: day) == division }
  }

  /// Whether `authority` is not the data authority of the department's own division on a day.
  func isAnother(
    authority: BodyState, for department: BodyState, on day: CivilDate
  ) -> Bool {
    authority.kind != .dataAuthority
      || division(authority.division, on: day) != division(department.division, on: day)
  }

  // MARK: Where the log says so

  /// The bodies that successions up to a day connect with some, going either way, and these.
  func connected(with bodies: Set<BodyCode>, upTo day: CivilDate = .max) -> Set<BodyCode> {
    Connected(bodies, by: steps(upTo: day)).all
  }

  /// Where the log says of the successions up to a day that connect bodies with others.
  func positions(connecting bodies: Set<BodyCode>, upTo day: CivilDate = .max) -> [Int64] {
    Connected(bodies, by: steps(upTo: day)).positions
  }

  /// Where the log says of the changes up to a day that connect divisions with others.
  func positions(connecting divisions: Set<Division>, upTo day: CivilDate = .max) -> [Int64] {
    let steps = self.divisions.filter { $0.value.on <= day }.map { division, change in
      (from: division, to: Set([change.successor]), position: change.position)
    }
    return Connected(divisions, by: steps).positions
  }

  private func steps(
    upTo day: CivilDate
  ) -> [(from: BodyCode, to: Set<BodyCode>, position: Int64?)] {
    bodies.filter { $0.value.on <= day }.map { ($0, $1.successors, $1.position) }
  }
}

/// What steps connect, going either way.
private struct Connected<Element: Hashable> {
  private(set) var all: Set<Element>
  /// Where the log tells of the steps that connect them.
  private(set) var positions: [Int64] = []

  init(
    _ elements: Set<Element>, by steps: [(from: Element, to: Set<Element>, position: Int64?)]
  ) {
    all = elements
    var rest = steps
    while true {
      let known = all
      let isNext = { (step: (from: Element, to: Set<Element>, position: Int64?)) in
        known.contains(step.from) || !step.to.isDisjoint(with: known)
      }
      let next = rest.filter(isNext)
      if next.isEmpty { return }
      rest.removeAll(where: isNext)
      for step in next {
        all.formUnion(step.to.union([step.from]))
        if let position = step.position { positions.append(position) }
      }
    }
  }
}

/// The end of a body, and who took its place.
private struct BodySuccession: Sendable {
  let on: CivilDate
  let position: Int64
  let successors: Set<BodyCode>
  /// The body that takes over whatever no scope lists.
  private let rest: BodyCode?
  private var byEntry = NameTable<BodyCode>()

  init(_ successors: [Successor], on day: CivilDate, at position: Int64) {
    on = day
    self.position = position
    self.successors = Set(successors.map(\.department))
    rest = successors.first { $0.scope == nil }?.department
    for successor in successors {
      for entry in successor.scope ?? [] { byEntry[Name(entry)] = successor.department }
    }
  }

  func successor(for entry: Name?) -> BodyCode? { entry.flatMap { byEntry[$0] } ?? rest }
}

/// That a division gave way to another.
private struct DivisionSuccession: Sendable {
  /// The division of which its area is a part since.
  let successor: Division
  /// The first day of that.
  let on: CivilDate
  /// Where the log says so; `nil` for one of the bundled list.
  var position: Int64?

  /// Those of the bundled list.
  static let bundled: [Division: DivisionSuccession] = {
    guard let bytes = BundledFiles.bytes(of: "divisions"),
      case .array(let rows)? = (try? JSONValue(parsing: bytes))?["divisions"]
    else { return [:] }
    var bundled: [Division: DivisionSuccession] = [:]
    for row in rows {
      guard case .string(let code)? = row["code"], let division = Division(code),
        case .string(let date)? = row["abolishedFrom"], let on = CivilDate(date),
        case .string(let successor)? = row["successor"], let successor = Division(successor)
      else { continue }
      bundled[division] = DivisionSuccession(successor: successor, on: on)
    }
    return bundled
  }()
}
