import WorkingDays

/// The acts with a form whose checks wait for the end of the log: an act that is recorded later may
/// tell of an earlier day, and a body's registration may come after its act.
struct KeptActs: Sendable {
  /// One act, as far as checks ask.
  struct Kept: Sendable {
    let type: EventType
    let subject: Name
    let citation: Obligation.Citation
    /// The bodies that it names, in the order of its form's keys.
    let bodies: [BodyPlace]
    let choice: UInt8?
    let division: Division?
  }

  private(set) var all: [Kept] = []

  mutating func keep(_ act: Kept) { all.append(act) }

  /// Every act with those on the same thing, itself included.
  func groups(_ departments: BodyList) -> [[(kept: Kept, act: CheckedAct)]] {
    var places: [StreamName.Category: NameTable<Int>] = [:]
    var groups: [[(kept: Kept, act: CheckedAct)]] = []
    for kept in all {
      let category = ActForm.of(kept.type)?.category ?? .department
      let act = CheckedAct(kept, departments)
      if let place = places[category, default: NameTable()][kept.subject] {
        groups[place].append((kept, act))
      } else {
        places[category, default: NameTable()][kept.subject] = groups.count
        groups.append([(kept, act)])
      }
    }
    return groups
  }
}

extension CheckedAct {
  fileprivate init(_ kept: KeptActs.Kept, _ departments: BodyList) {
    self.init(
      type: kept.type, moment: kept.citation.moment,
      bodies: kept.bodies.map { departments[$0] }, choice: kept.choice.map(Int.init),
      division: kept.division)
  }
}
